import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Cell } from "../../../../static/guidance/reporting/schedules/cell.js";
import { keepCells } from "../../../../static/guidance/reporting/schedules/kept.js";
import { answerFetch, openPage, settle } from "../../page.js";

const KEPT = "schedule:1:2:9";
const KINDS = '<option value="planned" selected>计划</option><option value="actual">实际</option>';
const createCellHtml = (key, value) => `
  <input name="${key}" data-cell="${key}" value="${value}"><select name="${key}_kind">${KINDS}</select>
  <input type="hidden" name="${key}_was" value="was ${value}">
  <div data-reading="${key}"></div><div data-notes="${key}"></div>`;
const SHEET = `<p data-until-saved></p>
  <form data-autosave="/save/" data-read="/read/" data-kept="${KEPT}">
  ${createCellHtml("9-party", "1月24日")}${createCellHtml("14-party", "")}
  <div data-doubts></div><span data-saved></span><button>上报</button></form>`;
const STORED = { notes: "", errors: [], kind: "planned", reading: "", is_words: false };

let form;
let input;
const find = (selector) => form.querySelector(selector);

beforeEach(() => {
  openPage(SHEET);
  form = document.querySelector("form");
  input = find("[data-cell='9-party']");
});

/** Open the sheet as the page does; the module runs anew each time. */
let opened = 0;
async function openSheet() {
  opened += 1;
  await import(`../../../../static/guidance/reporting/schedules/sheet.js?${opened}`);
  await settle();
}

function type(text, target = input) {
  target.value = text;
  target.dispatchEvent(new Event("input", { bubbles: true }));
  target.dispatchEvent(new Event("change", { bubbles: true }));
}

const answerWith = (cells) => ({ cells, doubts: "<p>请核对</p>", saved_at: "09:30" });

test("a cell is unsaved once its text or its kind differs from what the server sent", () => {
  const cell = new Cell(form, input);
  assert.equal(cell.isUnsaved, false);
  cell.kind.value = "actual";
  assert.equal(cell.isUnsaved, true);
  cell.kind.value = "planned";
  input.value = "1.25";
  assert.equal(cell.isUnsaved, true);
});

test("what was typed before the script came is unsaved", () => {
  input.value = "1.22";
  assert.equal(new Cell(form, input).isUnsaved, true);
});

test("the answer stands in the cell as the server reads it", () => {
  const cell = new Cell(form, input);
  input.value = "1.25";
  const answer = { ...STORED, was: "new", text: "1月25日", reading: "2021年1月25日" };
  cell.take(answer, cell.typed, "09:30");
  assert.equal(input.value, "1月25日");
  assert.equal(cell.was.value, "new");
  assert.equal(cell.isUnsaved, false);
  assert.equal(cell.reading.textContent, "2021年1月25日已保存 09:30");
});

test("what was typed on meanwhile stays, and is unsaved", () => {
  const cell = new Cell(form, input);
  input.value = "1.25";
  const sent = cell.typed;
  input.value = "1.26";
  cell.take({ ...STORED, was: "new", text: "1月25日" }, sent, "09:30");
  assert.equal(input.value, "1.26");
  assert.equal(cell.was.value, "new");
  assert.equal(cell.isUnsaved, true);
});

test("an error is shown and the text stays", () => {
  const cell = new Cell(form, input);
  input.value = "1.32";
  cell.take({ ...STORED, errors: ["没有这一天。"] }, cell.typed, "09:30");
  assert.equal(cell.reading.textContent, "没有这一天。");
  assert.equal(cell.isRefused, true);
  assert.equal(input.value, "1.32");
});

for (const [label, text] of [
  ["用我填的", "1.25"],
  ["用现在的", "1月30日"],
]) {
  test(`two writers: ${label}`, () => {
    const cell = new Cell(form, input);
    input.value = "1.25";
    let saves = 0;
    const theirs = { ...STORED, notes: "<div data-theirs></div>", clashes: true, was: "theirs", text: "1月30日" };
    cell.take(theirs, cell.typed, "09:30", () => {
      saves += 1;
    });
    assert.equal(cell.isRefused, true);
    assert.equal(cell.isUnsaved, false); // it waits for a choice
    const buttons = [...cell.notes.querySelectorAll("button")];
    assert.deepEqual(
      buttons.map((button) => button.textContent),
      ["用我填的", "用现在的"],
    );
    buttons.find((button) => button.textContent === label).click();
    assert.equal(input.value, text);
    assert.equal(cell.was.value, "theirs");
    assert.equal(cell.isUnsaved, true);
    assert.equal(saves, 1);
  });
}

test("how a text is understood is told while one types, unless it has changed again", async () => {
  const cell = new Cell(form, input);
  const calls = answerFetch(() => ({ reading: "2021年1月25日", is_words: false }));
  input.value = "1.25";
  await cell.read("/read/");
  assert.equal(calls[0].address, "/read/?text=1.25");
  assert.equal(cell.reading.textContent, "2021年1月25日");
  const reading = cell.read("/read/");
  input.value = "1.26";
  cell.reading.textContent = "";
  await reading;
  assert.equal(cell.reading.textContent, "");
});

test("the sheet saves a changed cell", async () => {
  const calls = answerFetch(() => answerWith({ "9-party": { ...STORED, was: "new", text: "1月25日" } }));
  await openSheet();
  assert.equal(calls.length, 0);
  type("1.25");
  assert.equal(JSON.parse(localStorage.getItem(KEPT)).length, 1);
  await settle();
  assert.equal(calls[0].address, "/save/");
  assert.equal(find("[data-saved]").textContent, "已保存 09:30");
  assert.equal(find("[data-doubts]").textContent, "请核对");
  assert.equal(document.querySelector("[data-until-saved]").hidden, true);
  assert.equal(localStorage.getItem(KEPT), null);
  assert.equal(form.dataset.changed, "");
});

test("without a network the cell is kept, and put back when the page opens again", async () => {
  answerFetch(() => new TypeError("Failed to fetch"));
  await openSheet();
  type("1.25");
  await settle();
  assert.match(find("[data-saved]").textContent, /^没有保存：网络不通。/);
  assert.match(find("[data-reading='9-party']").textContent, /未保存/);
  assert.equal(form.dataset.changed, "yes");
  const kept = localStorage.getItem(KEPT);

  openPage(SHEET);
  form = document.querySelector("form");
  localStorage.setItem(KEPT, kept);
  answerFetch(() => answerWith({ "9-party": { ...STORED, was: "new", text: "1月25日" } }));
  await openSheet();
  await settle();
  assert.equal(find("[data-cell='9-party']").value, "1月25日");
  assert.equal(find("[data-saved]").textContent, "上次没有存下的 1 处已放回并保存，请核对");
});

test("what is kept of a cell that has gone is dropped", async () => {
  keepCells(KEPT, [["20-party", "1.24", "planned"]]);
  const calls = answerFetch(() => answerWith({}));
  await openSheet();
  assert.equal(calls.length, 0);
  assert.equal(localStorage.getItem(KEPT), null);
});

test("a refused sheet says why and stays unsaved", async () => {
  answerFetch(() => ({ refused: "本表已上报，不能修改。请先撤回。" }));
  await openSheet();
  type("1.25");
  await settle();
  assert.equal(find("[data-saved]").textContent, "本表已上报，不能修改。请先撤回。");
  assert.equal(form.dataset.changed, "yes");
});

test("Enter goes to the cell below and keeps the form on the page", async () => {
  await openSheet();
  const enter = new window.KeyboardEvent("keydown", { key: "Enter", cancelable: true });
  input.dispatchEvent(enter);
  assert.equal(enter.defaultPrevented, true);
  assert.equal(document.activeElement.dataset.cell, "14-party");
});
