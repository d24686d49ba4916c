// 逐村填报 by keyboard: Enter and the arrows go to the next village in the same column.
import { findInColumn, focusCell, getRowStep } from "../../core/columns.js";

for (const form of document.querySelectorAll("form[data-villages]")) {
  const inputs = [...form.querySelectorAll("input[data-cell]")];
  form.addEventListener("keydown", (event) => {
    const step = inputs.includes(event.target) ? getRowStep(event) : 0;
    if (!step) return;
    event.preventDefault();
    const next = findInColumn(inputs, event.target, step);
    if (next) focusCell(next);
    else if (step > 0) form.querySelector("[type=submit]").focus();
  });
}
