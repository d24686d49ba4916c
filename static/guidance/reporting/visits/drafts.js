// The user's drafts of Attachment 2 in this browser, and how they reach the server: field by field, each held against
// what the page had from the server, so that nothing of anybody's is overwritten unseen.
import { readJson } from "../../core/server.js";
import { createKey, getRecords, putRecord, removeRecord } from "../../core/store.js";
import { applyAnswer, createDraft, createDraftOf, getPlainValues, isDirty } from "./draft.js";

const RECENT = 3; // saves without an answer whose content is remembered
const FAILURES = {
  loggedOut: "登录状态已变，请重新登录；内容还在本机",
  failed: "服务器没有存下，会自动再试；内容还在本机",
};
const { user, autosave, draftsList } = document.body.dataset;
let token = ""; // of the last list, for forms that were kept for longer than a session

/** Whether this page belongs to someone who writes drafts. */
export const hasDrafts = Boolean(autosave);

export const newDraft = (key = createKey()) => createDraft(key, user);

export const getDrafts = async () => (await getRecords("drafts")).filter((draft) => draft.owner === user);

export const putDraft = (draft) => putRecord("drafts", draft);

export const removeDraft = (draft) => removeRecord("drafts", draft.key);

/** The key of the draft that is open on this page, which the page itself keeps in step. */
export const getOpenKey = () => document.querySelector("form[data-draft]:not([hidden])")?.dataset.draft;

/** Send `draft`; the answer is taken into it. Rejects where the server was not reached. */
export async function pushDraft(draft, csrfToken = token) {
  const sent = getPlainValues(draft);
  const body = new FormData();
  body.append("csrfmiddlewaretoken", csrfToken);
  body.append("draft", draft.key);
  body.append("bases", JSON.stringify([draft.base, ...draft.tried]));
  for (const [name, value] of Object.entries(draft.values)) {
    for (const item of [value].flat()) body.append(name, item);
  }
  draft.tried = [sent, ...draft.tried].slice(0, RECENT);
  await putDraft(draft).catch(() => {});
  const response = await fetch(autosave, { method: "POST", body, credentials: "same-origin" });
  applyAnswer(draft, await readJson(response, FAILURES), sent);
  await putDraft(draft).catch(() => {});
}

async function getList() {
  const response = await fetch(draftsList, { credentials: "same-origin", cache: "no-store" });
  if (!response.ok || response.redirected) throw new Error("请重新登录，登录后自动同步；草稿还在本机");
  const list = await response.json();
  if (list.owner !== user) throw new Error("现在登录的是另一个账号，草稿没有同步");
  return list;
}

/** Send all that the server does not have yet, fetch what it has and this browser not. */
export async function syncDrafts() {
  const list = await getList();
  token = list.token;
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = token;
  const openKey = getOpenKey();
  const kept = new Map((await getDrafts()).map((draft) => [draft.key, draft]));
  for (const row of list.drafts) {
    const mine = kept.get(row.draft);
    if (!mine || (!isDirty(mine) && row.draft !== openKey)) await putDraft(createDraftOf(row, user));
  }
  const listed = new Set(list.drafts.map((row) => row.draft));
  for (const draft of kept.values()) {
    if (draft.key === openKey) continue;
    if (isDirty(draft)) await pushDraft(draft);
    else if (!listed.has(draft.key) && draft.report) await removeDraft(draft); // sent, or not this user's any more
  }
}
