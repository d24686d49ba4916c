// On every page of those who write drafts: what is left is synced, and a line tells of what could not be.
import { isDirty } from "./draft.js";
import { getDrafts, getOpenKey, hasDrafts, syncDrafts } from "./drafts.js";

/** The drafts of this browser that are not on the server as they stand. */
export const getUnsyncedDrafts = async () => (hasDrafts ? (await getDrafts()).filter(isDirty) : []);

async function showCount() {
  const line = document.querySelector("[data-unsynced]");
  if (!line) return;
  const openKey = getOpenKey();
  const drafts = (await getUnsyncedDrafts()).filter((draft) => draft.key !== openKey);
  line.hidden = !drafts.length;
  line.querySelector("b").textContent = drafts.length;
}

async function sync() {
  try {
    if ((await getUnsyncedDrafts()).length) await syncDrafts();
  } catch {
    // offline or logged out: the line says that something is left
  }
  await showCount();
}

export function setUpSync() {
  if (!hasDrafts) return;
  sync();
  window.addEventListener("online", sync);
  document.addEventListener("draft:kept", showCount);
}
