// The pages work without this: it moves the focus to errors, folds menus away, and lets the keyboard scroll wide tables.
"use strict";

const reachWideTables = () => {
  for (const box of document.querySelectorAll(".scroll, .table-responsive")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
};

document.addEventListener("DOMContentLoaded", () => {
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
  reachWideTables();
});
window.addEventListener("resize", reachWideTables);
document.addEventListener("htmx:afterSettle", reachWideTables);

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.menu[open], details.why[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll("details.menu[open], details.why[open]")) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});
