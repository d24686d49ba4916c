// Cells by keyboard: Enter and the arrows go up and down a column, as in a table.

const columnOf = (input) => input.dataset.cell.split("-").pop();

/** How many rows the key leads down; 0 for every other key, and while an input method composes. */
export function getRowStep(event) {
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return 0;
  return { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key] || 0;
}

/** The cell that stands `step` rows below `input` in its column, or undefined. */
export function findInColumn(inputs, input, step) {
  const column = inputs.filter((other) => columnOf(other) === columnOf(input));
  return column[column.indexOf(input) + step];
}

export function focusCell(input) {
  input.focus();
  input.select();
}
