// Attachment 3 while somebody types: how each cell is understood, 自动保存, and the network gone in between.
// Everything works without this file; with it nothing typed waits for a button.
import { findInColumn, focusCell, getRowStep } from "../../core/columns.js";
import { SaveQueue, saveBeforeSubmit } from "../../core/queue.js";
import { isOffline, readJson } from "../../core/server.js";
import { Cell } from "./cell.js";
import { getKeptCells, keepCells } from "./kept.js";

const READ_PAUSE = 250; // ms after the last key
const RETRY_AFTER = 10_000; // ms
const FAILURES = { loggedOut: "登录状态已变，请登录后刷新本页，填写的内容会放回", failed: "服务器没有存下" };

function setUpSheet(form) {
  const inputs = [...form.querySelectorAll("input[data-cell]")];
  const cells = new Map(inputs.map((text) => [text.dataset.cell, new Cell(form, text)]));
  const status = form.querySelector("[data-saved]");
  const getUnsaved = () => [...cells.values()].filter((cell) => cell.isUnsaved);

  function showStatus(words, isFailure) {
    status.textContent = words;
    status.classList.toggle("field-error", Boolean(isFailure));
  }

  function keep() {
    const unsaved = getUnsaved();
    keepCells(
      form.dataset.kept,
      unsaved.map((cell) => [cell.key, cell.text.value, cell.kind.value]),
    );
    form.dataset.changed = unsaved.length ? "yes" : "";
  }

  async function send() {
    showStatus("正在保存…");
    const sent = new Map([...cells.values()].map((cell) => [cell.key, cell.typed]));
    const response = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form) });
    const answer = await readJson(response, FAILURES);
    if (answer.refused) {
      showStatus(answer.refused, true);
      return false;
    }
    for (const [key, cell] of cells) {
      if (answer.cells[key]) cell.take(answer.cells[key], sent.get(key), answer.saved_at, () => queue.save());
    }
    form.querySelector("[data-doubts]").innerHTML = answer.doubts;
    for (const part of document.querySelectorAll("[data-until-saved]")) part.hidden = true;
    const refused = [...cells.values()].filter((cell) => cell.isRefused).length;
    const exception = refused ? `，其中 ${refused} 处没有存下，请看格下的说明` : "";
    showStatus(`已保存 ${answer.saved_at}${exception}`, refused);
    return true;
  }

  function showFailure(error) {
    const why = isOffline(error) ? "网络不通" : error.message;
    showStatus(`没有保存：${why}。您填写的内容还在本页，会自动再试，请不要关闭本页。`, true);
    for (const cell of getUnsaved()) cell.showState("未保存", "field-error");
  }

  const queue = new SaveQueue({ send, keep, onError: showFailure, retryAfter: RETRY_AFTER });

  function setUpCell(cell) {
    let pause = 0;
    cell.text.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => cell.read(form.dataset.read), READ_PAUSE);
      keep();
    });
    cell.text.addEventListener("change", () => queue.save());
    cell.kind.addEventListener("change", () => queue.save());
    cell.text.addEventListener("keydown", (event) => {
      const step = getRowStep(event);
      if (!step) return;
      event.preventDefault(); // Enter goes down a row, as in a table; the buttons send
      const next = findInColumn(inputs, cell.text, step) || (step > 0 ? cells.get("completion")?.text : null);
      if (next && next !== cell.text) focusCell(next);
      else if (event.key === "Enter") cell.text.blur();
    });
  }

  async function settle() {
    if (getUnsaved().length && !(await queue.save())) return false;
    const unsaved = getUnsaved();
    if (unsaved.length) unsaved[0].text.focus();
    return !unsaved.length;
  }

  // What did not reach the server the last time is put back.
  async function restore() {
    let restored = 0;
    for (const [key, text, kind] of getKeptCells(form.dataset.kept)) {
      const cell = cells.get(key);
      if (!cell || cell.typed === `${text}\n${kind}`) continue;
      cell.write(text, kind);
      restored += 1;
    }
    if (!getUnsaved().length && !restored) {
      keep();
      return;
    }
    const isSaved = await queue.save();
    if (isSaved && restored) showStatus(`上次没有存下的 ${restored} 处已放回并保存，请核对`);
  }

  for (const cell of cells.values()) setUpCell(cell);
  saveBeforeSubmit(form, queue, { mustWait: () => queue.isSaving || getUnsaved().length > 0, settle });
  window.addEventListener("online", () => {
    if (getUnsaved().length) queue.save();
  });
  restore();
}

const form = document.querySelector("form[data-autosave]");
if (form) setUpSheet(form);
