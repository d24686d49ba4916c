import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { clearStore, getRecords } from "../../../../static/guidance/core/store.js";
import { describeSize } from "../../../../static/guidance/reporting/visits/upload_row.js";
import { Uploads } from "../../../../static/guidance/reporting/visits/uploads.js";
import { answerFetch, openPage, settle } from "../../page.js";

const PIECE_SIZE = 512 * 1024;
let form;
let lists;
let uploads;

beforeEach(async () => {
  await clearStore();
  openPage(`<form data-draft="k" data-owner="leader1" data-report="7">
    <input name="csrfmiddlewaretoken" value="token"><ul></ul></form>`);
  form = document.querySelector("form");
  lists = new Map([["problems", form.querySelector("ul")]]);
  uploads = new Uploads(form, lists);
});

const createUpload = (id, size = 10) => {
  const blob = new Blob([new Uint8Array(size)]);
  return { id, draft: "k", owner: "leader1", section: "problems", name: `${id}.pdf`, size, blob };
};
const getTexts = () => [...form.querySelectorAll(".file-state")].map((state) => state.textContent);

/** A server that stores what is sent to it; returns the calls. */
function storeFiles() {
  let received = 0;
  return answerFetch((address, options) => {
    if (address.endsWith("/finish/")) return { done: true, row: "<li>stored</li>" };
    if (address.includes("/piece/")) received += options.body.byteLength;
    else received = 0;
    return { received };
  });
}

test("sizes are told in words", () => {
  assert.equal(describeSize(0), "0 字节");
  assert.equal(describeSize(1536), "1.5 KB");
  assert.equal(describeSize(900 * 1024), "900.0 KB");
  assert.equal(describeSize(3 * 1024 * 1024), "3.0 MB");
});

test("a file is sent in pieces and becomes the server's row", async () => {
  const calls = storeFiles();
  await uploads.add(createUpload("a", PIECE_SIZE + 1));
  assert.equal(form.dataset.filesPending, "1");
  assert.equal((await getRecords("files")).length, 1);
  await uploads.sendAll();
  assert.deepEqual(
    calls.map((call) => call.address),
    [
      "/visits/7/files/begin/",
      "/visits/7/uploads/a/piece/?at=0",
      `/visits/7/uploads/a/piece/?at=${PIECE_SIZE}`,
      "/visits/7/uploads/a/finish/",
    ],
  );
  assert.equal(lists.get("problems").textContent, "stored");
  assert.equal(form.dataset.filesPending, "0");
  assert.deepEqual(await getRecords("files"), []);
});

test("nothing is sent before the report has a place on the server", async () => {
  const calls = storeFiles();
  form.dataset.report = "";
  await uploads.add(createUpload("a"));
  await uploads.sendAll();
  assert.equal(calls.length, 0);
  form.dataset.report = "7";
  await uploads.sendAll();
  assert.equal(form.dataset.filesPending, "0");
});

test("without a network the first file waits and holds the others back", async () => {
  const calls = answerFetch(() => new TypeError("Failed to fetch"));
  await uploads.add(createUpload("a"));
  await uploads.add(createUpload("b"));
  await uploads.sendAll();
  assert.equal(calls.length, 1);
  assert.deepEqual(getTexts(), ["等待上传：网络不通，接通后自动继续", "等待上传"]);
  assert.equal(form.dataset.filesPending, "2");
  assert.equal((await getRecords("files")).length, 2);
});

test("a file that broke off is tried again by itself, unless the log-in has ended", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const page = () => new Response("<html>", { status: 403, headers: { "Content-Type": "text/html" } });
    for (const [answer, count] of [
      [() => new TypeError("Failed to fetch"), 2],
      [page, 1],
    ]) {
      const calls = answerFetch(answer);
      await uploads.add(createUpload("a"));
      await uploads.sendAll();
      mock.timers.tick(10_000);
      await settle();
      assert.equal(calls.length, count);
      uploads.drop();
    }
  } finally {
    mock.timers.reset();
  }
});

test("a refused file is not in the way of the next", async () => {
  answerFetch((_address, options) =>
    options.body?.get?.("key") === "a" ? { refused: "是网页" } : { done: true, row: "<li>stored</li>" },
  );
  await uploads.add(createUpload("a"));
  await uploads.add(createUpload("b"));
  await uploads.add(createUpload("c"), "文件是空的");
  await uploads.sendAll();
  assert.deepEqual(getTexts(), ["是网页", "文件是空的"]);
  assert.equal(form.dataset.filesPending, "0");
  assert.deepEqual(await getRecords("files"), []);
});

test("a cancelled file is forgotten here and on the server", async () => {
  await uploads.add(createUpload("a"));
  const calls = storeFiles();
  form.querySelector("button").click();
  await settle();
  await new Promise((resolve) => setTimeout(resolve, 20)); // IndexedDB
  assert.deepEqual(
    calls.map((call) => call.address),
    ["/visits/7/uploads/a/cancel/"],
  );
  assert.equal(form.querySelector("li"), null);
  assert.deepEqual(await getRecords("files"), []);
});

test("what the browser still holds of this draft goes on when the page opens again", async () => {
  answerFetch(() => new TypeError("Failed to fetch"));
  await uploads.add(createUpload("a"));
  await uploads.add({ ...createUpload("b"), draft: "another" });
  await uploads.add({ ...createUpload("c"), owner: "leader2" });
  form.querySelector("ul").replaceChildren();
  const again = new Uploads(form, lists);
  await again.resume();
  assert.equal(form.querySelectorAll("li").length, 1);
  storeFiles();
  await again.sendAll();
  assert.equal(lists.get("problems").textContent, "stored");
});
