// 本机草稿: the list of what this browser keeps, and one of them open in the form below. Opens without a network.
import { createButton, createElement, createIcon } from "../../core/dom.js";
import { isOffline } from "../../core/server.js";
import { getRecords } from "../../core/store.js";
import { getState } from "./draft.js";
import { getDrafts, newDraft, putDraft, removeDraft, syncDrafts } from "./drafts.js";
import { visitForm } from "./form.js";

const TONES = { synced: "met", waiting: "near", clash: "short", refused: "short" };
const ICONS = {
  synced: "check-circle-fill",
  waiting: "cloud-slash",
  clash: "exclamation-triangle-fill",
  refused: "exclamation-circle-fill",
};
const list = document.querySelector("[data-drafts]");
const status = document.querySelector("[data-sync]");
const newButton = document.querySelector("[data-new-draft]");
const offlineNote = document.querySelector("[data-offline]");
const { form } = visitForm;

// The phone's own day: the page may have been kept for a week. A demonstration has a day of its own.
function getToday() {
  const now = new Date();
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  return form.dataset.today || parts.map((part) => String(part).padStart(2, "0")).join("-");
}

function getTitle(draft) {
  if (draft.title) return draft.title;
  return draft.place ? `${draft.place} ${draft.values.started_on || ""}` : "尚未选择乡镇（街道）";
}

function createEntry(draft, fileCount) {
  const state = getState(draft);
  const [code, label] = fileCount && state[0] === "synced" ? ["waiting", "文件待传"] : state;
  const link = createElement("a", "", getTitle(draft));
  link.href = `#${draft.key}`;
  const files = fileCount ? `${fileCount} 个文件还在本机，打开这份草稿即继续上传` : "";
  const words = createElement("span", "");
  words.append(link, createElement("span", "mini d-block", draft.refused || draft.waits || files));
  const chip = createElement("span", `chip align-self-center ${TONES[code]}`);
  chip.append(createIcon(ICONS[code]), ` ${label}`);
  const item = createElement("li", "");
  item.append(words, chip);
  if (code === "refused" || !draft.report) item.append(createRemover(draft));
  return item;
}

// What cannot be stored any more is never thrown away by itself.
function createRemover(draft) {
  return createButton("删除本机草稿", "btn btn-sm btn-outline-secondary", async () => {
    if (!window.confirm("本机上没有同步的内容将删除，无法找回。确定删除吗？")) return;
    await removeDraft(draft);
    render();
  });
}

async function render() {
  const drafts = (await getDrafts()).sort((one, other) => other.changedAt - one.changedAt);
  const files = await getRecords("files").catch(() => []);
  const countFiles = (draft) => files.filter((file) => file.draft === draft.key).length;
  list.replaceChildren(...drafts.map((draft) => createEntry(draft, countFiles(draft))));
  if (!drafts.length) list.append(createElement("li", "empty", "本机没有草稿。"));
}

async function sync() {
  offlineNote.hidden = navigator.onLine;
  try {
    status.textContent = "正在同步…";
    await syncDrafts();
    status.textContent = "已与服务器核对";
  } catch (error) {
    status.textContent = isOffline(error) ? "没有网络，接通后自动同步" : error.message;
  }
  await render();
}

// The address names the draft that is open.
async function openNamed() {
  const key = location.hash.slice(1);
  const draft = key && (await getDrafts()).find((other) => other.key === key);
  form.hidden = !draft;
  if (!draft) return;
  form.reset();
  visitForm.fill(draft.values);
  visitForm.open(draft);
  form.scrollIntoView();
}

newButton.hidden = false;
newButton.addEventListener("click", async () => {
  const draft = newDraft();
  draft.values = { started_on: getToday() };
  await putDraft(draft);
  location.hash = draft.key;
});
window.addEventListener("hashchange", async () => {
  await openNamed();
  await render();
});
window.addEventListener("online", sync);
window.addEventListener("offline", () => {
  offlineNote.hidden = false;
});
document.addEventListener("draft:kept", render);

await render();
await openNamed();
await sync();
