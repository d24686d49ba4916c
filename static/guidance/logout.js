// Who logs out leaves nothing in this browser, and is asked first where something has not reached the server.
import { clearStore, getRecords } from "./core/store.js";
import { clearKeptSheets, getKeptSheets } from "./reporting/schedules/kept.js";
import { removeKeptPage } from "./reporting/visits/kept_page.js";
import { getUnsyncedDrafts } from "./reporting/visits/unsynced.js";

async function describeUnsent() {
  const drafts = await getUnsyncedDrafts();
  const files = (await getRecords("files")).filter((file) => file.owner === document.body.dataset.user);
  const sheets = getKeptSheets();
  const parts = [
    drafts.length && `${drafts.length} 份草稿`,
    files.length && `${files.length} 个文件`,
    sheets.length && `${sheets.length} 张日程安排表`,
  ];
  return parts.filter(Boolean).join("、");
}

async function clearBrowser() {
  try {
    clearKeptSheets();
  } catch {
    // a browser that keeps nothing
  }
  await removeKeptPage();
  await clearStore();
}

export function setUpLogout() {
  for (const form of document.querySelectorAll('form[action$="/logout/"]')) {
    form.addEventListener("submit", async (event) => {
      if (form.dataset.cleared) return;
      event.preventDefault();
      event.stopPropagation();
      const unsent = await describeUnsent().catch(() => "");
      const question = `本机还有 ${unsent}没有传到服务器，退出后将从本机清除，无法找回。仍要退出吗？`;
      if (unsent && !window.confirm(question)) return;
      await clearBrowser().catch(() => {});
      form.dataset.cleared = "yes";
      form.requestSubmit();
    });
  }
}
