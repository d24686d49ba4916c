import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import {
  clearKeptSheets,
  getKeptCells,
  getKeptSheets,
  keepCells,
} from "../../../../static/guidance/reporting/schedules/kept.js";
import { openPage } from "../../page.js";

const CELLS = [["9-party", "1.24", "planned"]];

beforeEach(() => openPage(""));

test("cells are kept by sheet until none is left", () => {
  keepCells("schedule:1:2:9", CELLS);
  assert.deepEqual(getKeptCells("schedule:1:2:9"), CELLS);
  assert.deepEqual(getKeptCells("schedule:1:2:14"), []);
  keepCells("schedule:1:2:9", []);
  assert.deepEqual(getKeptSheets(), []);
});

test("clearing takes the sheets and nothing else", () => {
  keepCells("schedule:1:2:9", CELLS);
  keepCells("schedule:1:2:14", CELLS);
  localStorage.setItem("drafts-page-of", "leader1");
  assert.equal(getKeptSheets().length, 2);
  clearKeptSheets();
  assert.deepEqual(Object.keys(localStorage), ["drafts-page-of"]);
});

test("a browser that keeps nothing, or something broken, does no harm", () => {
  localStorage.setItem("schedule:1:2:9", "{");
  assert.deepEqual(getKeptCells("schedule:1:2:9"), []);
  const deny = () => {
    throw new Error("denied");
  };
  globalThis.localStorage = { setItem: deny, getItem: deny, removeItem: deny };
  keepCells("schedule:1:2:9", CELLS);
  assert.deepEqual(getKeptCells("schedule:1:2:9"), []);
});
