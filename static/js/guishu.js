// The pages work without this: it only moves the focus to errors and folds menus away.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
});

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
