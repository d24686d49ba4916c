import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { clearStore, createKey, getRecords, putRecord, removeRecord } from "../../../static/guidance/core/store.js";

const { indexedDB } = globalThis;

afterEach(async () => {
  globalThis.indexedDB = indexedDB;
  await clearStore();
});

async function putsGetsAndRemoves() {
  await putRecord("drafts", { key: "a", text: "第一稿" });
  await putRecord("drafts", { key: "a", text: "第二稿" });
  await putRecord("drafts", { key: "b", text: "" });
  await putRecord("files", { id: "a", name: "总结.pdf" });
  assert.deepEqual(await getRecords("drafts"), [
    { key: "a", text: "第二稿" },
    { key: "b", text: "" },
  ]);
  await removeRecord("drafts", "a");
  assert.deepEqual(await getRecords("drafts"), [{ key: "b", text: "" }]);
  assert.deepEqual(await getRecords("files"), [{ id: "a", name: "总结.pdf" }]);
}

test("records are put, got and removed by kind and key", putsGetsAndRemoves);

test("clearing leaves nothing, not even the database, and the store works on", async () => {
  await putRecord("drafts", { key: "a" });
  await clearStore();
  assert.deepEqual(await indexedDB.databases(), []);
  assert.deepEqual(await getRecords("drafts"), []);
});

test("where the browser has no IndexedDB, records last as long as the page", async () => {
  delete globalThis.indexedDB;
  await putsGetsAndRemoves();
  await clearStore();
  assert.deepEqual(await getRecords("drafts"), []);
});

test("where the browser has no room left, put rejects", async () => {
  await assert.rejects(putRecord("drafts", { key: () => "not to be stored" }));
});

test("a key is a random UUID", () => {
  const keys = Array.from({ length: 50 }, createKey);
  for (const key of keys) assert.match(key, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(new Set(keys).size, 50);
});
