// What this browser keeps of drafts until the server has it: IndexedDB, by user, emptied at log-out.
// Without IndexedDB (a private window, an old browser) things are kept for as long as the page is open.

const NAME = "guidance";
const KEYS = { drafts: "key", files: "id" };
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
      for (const [kind, key] of Object.entries(KEYS)) request.result.createObjectStore(kind, { keyPath: key });
    };
    request.onsuccess = () => {
      const database = request.result;
      // Another tab logs out.
      database.onversionchange = () => {
        database.close();
        opening = null;
      };
      resolve(database);
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
    const fail = () => reject(transaction.error);
    transaction.oncomplete = () => resolve(request?.result); // none where `act` threw, which rejects by itself
    transaction.onabort = fail;
    transaction.onerror = fail;
    request = act(transaction.objectStore(kind));
  });
}

/** A new name for a draft or a file, which the server adopts. */
export function createKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // crypto.randomUUID needs HTTPS, which an intranet may lack
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Store `value` among "drafts" or "files". Rejects where the browser has no room left; the caller says so. */
export const putRecord = (kind, value) =>
  ask(
    kind,
    "readwrite",
    (rows) => rows.put(value),
    (rows) => rows.set(value[KEYS[kind]], value),
  );

export const getRecords = (kind) =>
  ask(
    kind,
    "readonly",
    (rows) => rows.getAll(),
    (rows) => [...rows.values()],
  );

export const removeRecord = (kind, key) =>
  ask(
    kind,
    "readwrite",
    (rows) => rows.delete(key),
    (rows) => rows.delete(key),
  );

/** Remove everything, of everyone: who logs out leaves nothing. */
export async function clearStore() {
  for (const rows of Object.values(memory)) rows.clear();
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
    request.onsuccess = resolve;
    request.onerror = resolve;
    request.onblocked = resolve;
  });
}
