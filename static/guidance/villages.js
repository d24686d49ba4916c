// 逐村填报 by keyboard: Enter and the arrows go to the next village in the same column, as in a table.
"use strict";

document.querySelectorAll("form[data-villages]").forEach((form) => {
  const texts = [...form.querySelectorAll("input[data-cell]")];
  const column = (text) => text.dataset.cell.split("-").pop();
  form.addEventListener("keydown", (event) => {
    if (!texts.includes(event.target) || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const same = texts.filter((text) => column(text) === column(event.target));
    const next = same[same.indexOf(event.target) + step];
    if (next) { next.focus(); next.select(); }
    else if (step > 0) form.querySelector("[type=submit]").focus();
  });
});
