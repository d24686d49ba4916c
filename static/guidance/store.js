// What this browser keeps of drafts until the server has it: IndexedDB, by user, emptied at log-out.
// Without IndexedDB (a private window, an old browser) it keeps things for as long as the page is open.
"use strict";

window.Store = (() => {
  const NAME = "guidance";
  const KINDS = { drafts: "key", files: "id" };
  const memory = { drafts: new Map(), files: new Map() };
  let opening = null;

  function open() {
    opening ||= new Promise((resolve) => {
      let request;
      try {
        request = indexedDB.open(NAME, 1);
      } catch {
        resolve(null);
        return;
      }
      request.onupgradeneeded = () => {
        Object.entries(KINDS).forEach(([kind, key]) => request.result.createObjectStore(kind, { keyPath: key }));
      };
      request.onsuccess = () => {
        request.result.onversionchange = () => { request.result.close(); opening = null; }; // another tab logs out
        resolve(request.result);
      };
      request.onerror = () => resolve(null);
      request.onblocked = () => resolve(null);
    });
    return opening;
  }

  async function ask(kind, mode, act, fallback) {
    const database = await open();
    if (!database) return fallback(memory[kind]);
    return new Promise((resolve, reject) => {
      let request;
      const transaction = database.transaction(kind, mode);
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
      request = act(transaction.objectStore(kind));
    });
  }

  function key() { // crypto.randomUUID needs HTTPS, which an intranet may lack
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  return {
    key, // a new name for a draft or a file, which the server keeps to
    // Rejects where the browser has no room left; the caller says so.
    put: (kind, value) => ask(kind, "readwrite", (rows) => rows.put(value), (rows) => rows.set(value[KINDS[kind]], value)),
    get: (kind, key) => ask(kind, "readonly", (rows) => rows.get(key), (rows) => rows.get(key)),
    all: (kind) => ask(kind, "readonly", (rows) => rows.getAll(), (rows) => [...rows.values()]),
    remove: (kind, key) => ask(kind, "readwrite", (rows) => rows.delete(key), (rows) => rows.delete(key)),
    // Everything, for everyone: who logs out leaves nothing.
    async clear() {
      Object.values(memory).forEach((rows) => rows.clear());
      const database = await open();
      if (database) database.close();
      opening = null;
      await new Promise((resolve) => {
        let request;
        try {
          request = indexedDB.deleteDatabase(NAME);
        } catch {
          resolve();
          return;
        }
        request.onsuccess = request.onerror = request.onblocked = resolve;
      });
    },
  };
})();
