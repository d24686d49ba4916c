// Two writers changed the same thing: the buttons with which the user chooses between both.
import { createButton } from "./dom.js";

/** Buttons for the choices that are given: `mine` as typed here, `theirs` as stored now, `both` one after the other. */
export function createChoices({ mine, theirs, both }, className = "") {
  const classes = `btn btn-sm btn-outline-primary ${className}`.trim();
  const choices = [
    ["用我填的", mine],
    ["用现在的", theirs],
    ["两段都留", both],
  ];
  return choices.filter(([, choose]) => choose).map(([label, choose]) => createButton(label, classes, choose));
}
