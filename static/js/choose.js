// A box in a table's head that ticks all boxes of a name; without scripts it stays hidden.
"use strict";

for (const all of document.querySelectorAll("[data-choose]")) {
  const boxes = document.querySelectorAll(`input[type=checkbox][name="${all.dataset.choose}"]`);
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
}
