import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { clearStore } from "../../../../static/guidance/core/store.js";
import { answerFetch, openPage } from "../../page.js";

openPage('<input name="csrfmiddlewaretoken" value="old">', {
  user: "leader1",
  autosave: "/save/",
  draftsList: "/list/",
});
const { getDrafts, newDraft, pushDraft, putDraft, syncDrafts } = await import(
  "../../../../static/guidance/reporting/visits/drafts.js"
);

const ROW = {
  draft: "server",
  report: 7,
  version: 3,
  address: "/visits/7/",
  title: "桥板乡",
  values: { overall: "一稿" },
};
const STORED = { report: 8, version: 1, address: "/visits/8/", title: "新", saved_at: "09:30", clashes: {} };
const list = (...drafts) => ({ owner: "leader1", token: "new", drafts });
const getKeys = async () => (await getDrafts()).map((draft) => draft.key).sort();

async function keep(key, more) {
  const draft = Object.assign(newDraft(key), more);
  await putDraft(draft);
  return draft;
}

beforeEach(clearStore);

test("a draft is sent with what the page knew of it", async () => {
  const draft = await keep("a", { base: { overall: "一稿" }, values: { overall: "二稿", methods: ["x", "y"] } });
  const calls = answerFetch(() => ({ ...STORED, values: { overall: "二稿", methods: ["x", "y"] } }));
  await pushDraft(draft, "token");
  const { body } = calls[0].options;
  assert.equal(body.get("csrfmiddlewaretoken"), "token");
  assert.equal(body.get("draft"), "a");
  assert.deepEqual(body.getAll("methods"), ["x", "y"]);
  assert.deepEqual(JSON.parse(body.get("bases")), [{ overall: "一稿" }]);
  assert.equal((await getDrafts())[0].report, 8);
});

test("what was sent without an answer counts as known the next time", async () => {
  const draft = await keep("a", { values: { overall: "一稿" } });
  answerFetch(() => new TypeError("Failed to fetch"));
  await assert.rejects(pushDraft(draft), TypeError);
  draft.values.overall = "二稿";
  await assert.rejects(pushDraft(draft), TypeError);
  draft.values.overall = "三稿";
  const calls = answerFetch(() => ({ ...STORED, values: { overall: "三稿" } }));
  await pushDraft(draft);
  assert.deepEqual(JSON.parse(calls[0].options.body.get("bases")), [{}, { overall: "二稿" }, { overall: "一稿" }]);
});

test("syncing fetches what is new, sends what is dirty, forgets what was sent elsewhere", async () => {
  await keep("dirty", { values: { overall: "写了" } });
  await keep("gone", { report: 5 });
  await keep("blank", {});
  await keep("other", { owner: "leader2", values: { overall: "别人的" } });
  const calls = answerFetch((address) =>
    address === "/list/" ? list(ROW) : { ...STORED, values: { overall: "写了" } },
  );
  await syncDrafts();
  assert.deepEqual(await getKeys(), ["blank", "dirty", "server"]);
  assert.deepEqual(
    calls.map((call) => call.address),
    ["/list/", "/save/"],
  );
  assert.equal(calls[1].options.body.get("csrfmiddlewaretoken"), "new");
  assert.equal(document.querySelector("input").value, "new");
});

test("a draft that was changed here is not overwritten from the list", async () => {
  await keep("server", { report: 7, base: ROW.values, acked: ROW.values, values: { overall: "我的" } });
  answerFetch((address) => (address === "/list/" ? list(ROW) : new TypeError("Failed to fetch")));
  await assert.rejects(syncDrafts(), TypeError);
  assert.equal((await getDrafts())[0].values.overall, "我的");
});

test("nothing is synced for another account", async () => {
  await keep("dirty", { values: { overall: "写了" } });
  const calls = answerFetch(() => ({ ...list(), owner: "leader2" }));
  await assert.rejects(syncDrafts(), { message: "现在登录的是另一个账号，草稿没有同步" });
  assert.equal(calls.length, 1);
});
