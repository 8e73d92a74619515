// A list of sheets to decide on: one box that picks all of the page. Without it each has its own box.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-pick]");
  const place = form && form.querySelector("[data-pick-all]");
  if (!place) return;
  const boxes = [...form.querySelectorAll('input[name="pick"]')];
  const all = document.createElement("input");
  all.type = "checkbox";
  const label = document.createElement("label");
  label.className = "choice";
  label.append(all, " このページをすべて選ぶ");
  place.append(label);
  const tell = () => {
    const count = boxes.filter((box) => box.checked).length;
    all.checked = count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  form.addEventListener("change", tell);
  tell();
});
