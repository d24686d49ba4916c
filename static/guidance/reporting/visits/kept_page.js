// The drafts' page as this browser keeps it for the service worker, which opens it without a network.

const CACHE = "pages";
const OWNER = "drafts-page-of"; // in localStorage: whose page is kept
const DONE = "drafts-page"; // in sessionStorage: for whom it was kept in this session
const { user, draftsPage } = document.body.dataset;
const leaving = new AbortController();
// One after the other: of two at once, one throws away what the other has just kept.
let keeping = Promise.resolve();

// Once a session, and again for another user.
async function fetchPage() {
  if (!("caches" in window) || !user || leaving.signal.aborted) return;
  if (sessionStorage.getItem(DONE) === user) return;
  if (localStorage.getItem(OWNER) !== user) await caches.delete(CACHE);
  localStorage.setItem(OWNER, user);
  if (draftsPage) {
    const options = { credentials: "same-origin", cache: "no-store", signal: leaving.signal };
    const response = await fetch(draftsPage, options);
    if (!response.ok || response.redirected) return;
    await (await caches.open(CACHE)).put(draftsPage, response);
  }
  sessionStorage.setItem(DONE, user);
}

function keepPage() {
  keeping = keeping.then(fetchPage).catch(() => {
    // offline: what is kept stays
  });
}

export function setUpKeptPage() {
  const { worker } = document.body.dataset;
  if ("serviceWorker" in navigator && worker) {
    navigator.serviceWorker.register(worker).catch(() => {
      // plain HTTP: pages need the network
    });
  }
  // A new version of the site: the page that was kept asks for files that are gone.
  navigator.serviceWorker?.addEventListener("controllerchange", () => {
    sessionStorage.removeItem(DONE);
    keepPage();
  });
  keepPage();
}

/** Remove the page, and keep none any more while this page is open. */
export async function removeKeptPage() {
  leaving.abort();
  await keeping;
  try {
    localStorage.removeItem(OWNER);
    sessionStorage.removeItem(DONE);
  } catch {
    // a browser that keeps nothing
  }
  if ("caches" in window) await caches.delete(CACHE);
}
