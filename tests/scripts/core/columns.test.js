import assert from "node:assert/strict";
import { test } from "node:test";
import { findInColumn, getRowStep } from "../../../static/guidance/core/columns.js";
import { openPage } from "../page.js";

test("Enter and the arrows lead up and down, other keys and keys of an input method nowhere", () => {
  assert.equal(getRowStep({ key: "Enter" }), 1);
  assert.equal(getRowStep({ key: "Enter", shiftKey: true }), -1);
  assert.equal(getRowStep({ key: "ArrowDown" }), 1);
  assert.equal(getRowStep({ key: "ArrowUp" }), -1);
  assert.equal(getRowStep({ key: "a" }), 0);
  for (const held of ["isComposing", "altKey", "ctrlKey", "metaKey"]) {
    assert.equal(getRowStep({ key: "Enter", [held]: true }), 0, held);
  }
});

test("the next cell stands in the same column", () => {
  const keys = ["9-party", "9-committee", "14-party", "14-committee", "completion"];
  openPage(keys.map((key) => `<input data-cell="${key}">`).join(""));
  const inputs = [...document.querySelectorAll("input")];
  const nameNext = (index, step) => findInColumn(inputs, inputs[index], step)?.dataset.cell;
  assert.equal(nameNext(0, 1), "14-party");
  assert.equal(nameNext(3, -1), "9-committee");
  assert.equal(nameNext(2, 1), undefined);
  assert.equal(nameNext(0, -1), undefined);
  assert.equal(nameNext(4, 1), undefined);
});
