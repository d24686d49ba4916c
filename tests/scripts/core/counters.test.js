import assert from "node:assert/strict";
import { test } from "node:test";
import { countCharacters, setUpCounters } from "../../../static/guidance/core/counters.js";
import { openPage } from "../page.js";

test("characters are counted as the server counts them", () => {
  assert.equal(countCharacters(""), 0);
  assert.equal(countCharacters("一\r\n二"), 3);
  assert.equal(countCharacters("𠮷田"), 2);
});

test("a counter says how long a text is and warns beyond its limit", () => {
  openPage('<textarea id="a" data-limit="3">一二</textarea><span id="a_count"></span><textarea id="b"></textarea>');
  setUpCounters();
  const [area] = document.querySelectorAll("textarea");
  const counter = document.getElementById("a_count");
  assert.equal(counter.textContent, "2 / 3 字");
  area.value = "一二三四";
  area.dispatchEvent(new Event("filled"));
  assert.equal(counter.textContent, "4 / 3 字");
  assert.equal(counter.classList.contains("field-error"), true);
});
