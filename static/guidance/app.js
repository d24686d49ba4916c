// On every page. For whoever writes reports, the page that opens without a network is kept, drafts are synced by
// themselves, and who logs out leaves nothing in this browser.
"use strict";

(() => {
  const { user, draftsPage } = document.body.dataset;
  const PAGES = "pages";

  if ("serviceWorker" in navigator && document.body.dataset.worker) {
    navigator.serviceWorker.register(document.body.dataset.worker).catch(() => { /* plain HTTP: pages need the network */ });
  }

  // A new version of the site: the page that was kept asks for files that are gone.
  navigator.serviceWorker?.addEventListener("controllerchange", () => {
    sessionStorage.removeItem("drafts-page");
    keepPage();
  });

  // One after the other: two at once, and one throws away what the other has just kept.
  let keeping = Promise.resolve();
  const leaving = new AbortController();
  function keepPage() {
    keeping = keeping.then(keep).catch(() => { /* offline: what is kept stays */ });
  }

  // Once a session, and again for another user.
  async function keep() {
    if (!("caches" in window) || !user || leaving.signal.aborted) return;
    if (sessionStorage.getItem("drafts-page") === user) return;
    if (localStorage.getItem("drafts-page-of") !== user) await caches.delete(PAGES);
    localStorage.setItem("drafts-page-of", user);
    if (draftsPage) {
      const asked = { credentials: "same-origin", cache: "no-store", signal: leaving.signal };
      const response = await fetch(draftsPage, asked);
      if (!response.ok || response.redirected) return;
      await (await caches.open(PAGES)).put(draftsPage, response);
    }
    sessionStorage.setItem("drafts-page", user);
  }

  async function tell() {
    const line = document.querySelector("[data-unsynced]");
    if (!line || !window.Drafts) return;
    const open = document.querySelector("form[data-draft]:not([hidden])")?.dataset.draft;
    const left = (await Drafts.all()).filter((draft) => draft.key !== open && Drafts.isDirty(draft));
    line.hidden = !left.length;
    line.querySelector("b").textContent = left.length;
  }

  async function sync() {
    if (!window.Drafts) return;
    try {
      if ((await Drafts.all()).some(Drafts.isDirty)) await Drafts.sync();
    } catch { /* offline or logged out: the line says that something is left */ }
    tell();
  }

  // What schedule.js kept of tables whose cells did not reach the server.
  const keptTables = () => Object.keys(localStorage).filter((key) => key.startsWith("schedule:"));

  async function unsent() {
    const drafts = window.Drafts ? (await Drafts.all()).filter(Drafts.isDirty) : [];
    const files = (await Store.all("files")).filter((file) => file.owner === user);
    const tables = keptTables();
    const parts = [
      drafts.length && `${drafts.length} 份草稿`,
      files.length && `${files.length} 个文件`,
      tables.length && `${tables.length} 张日程安排表`,
    ];
    return parts.filter(Boolean).join("、");
  }

  async function leaveNothing() {
    leaving.abort();
    await keeping;
    try {
      keptTables().forEach((key) => localStorage.removeItem(key));
      localStorage.removeItem("drafts-page-of");
      sessionStorage.removeItem("drafts-page");
    } catch { /* a browser that keeps nothing */ }
    await Store.clear();
    if ("caches" in window) await caches.delete(PAGES);
  }

  document.querySelectorAll('form[action$="/logout/"]').forEach((form) => {
    form.addEventListener("submit", async (event) => {
      if (form.dataset.cleared) return;
      event.preventDefault();
      event.stopPropagation();
      const left = await unsent().catch(() => "");
      if (left && !window.confirm(`本机还有 ${left}没有传到服务器，退出后将从本机清除，无法找回。仍要退出吗？`)) return;
      await leaveNothing().catch(() => {});
      form.dataset.cleared = "yes";
      form.requestSubmit();
    });
  });

  keepPage();
  sync();
  window.addEventListener("online", sync);
  document.addEventListener("draft:kept", tell);
})();
