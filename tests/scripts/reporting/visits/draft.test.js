import assert from "node:assert/strict";
import { test } from "node:test";
import {
  applyAnswer,
  createDraft,
  createDraftOf,
  getChangedFields,
  getPlainValues,
  getState,
  isDirty,
  isSame,
} from "../../../../static/guidance/reporting/visits/draft.js";

const ROW = { draft: "k", report: 7, version: 3, address: "/visits/7/", title: "桥板乡", values: { overall: "一稿" } };
const ANSWER = { ...ROW, saved_at: "09:30", changed_by: "", values: {}, clashes: {} };

/** A draft of ROW in which `values` were typed. */
function typeInto(values) {
  const draft = createDraftOf(ROW, "leader1");
  Object.assign(draft.values, values);
  return draft;
}

test("values are one where the server stores them alike", () => {
  assert.equal(isSame(" 一\r\n二 ", "一\n二"), true);
  assert.equal(isSame(["b", "a"], ["a", "b"]), true);
  assert.equal(isSame([], undefined), true);
  assert.equal(isSame("", null), true);
  assert.equal(isSame(["a"], ["a", "b"]), false);
  assert.equal(isSame("一", "二"), false);
});

test("what stands on the server is not dirty, what was typed is", () => {
  assert.equal(isDirty(typeInto({})), false);
  assert.deepEqual(getChangedFields(typeInto({ overall: "二稿", methods: ["report"] })), ["overall", "methods"]);
  assert.deepEqual(getPlainValues(typeInto({ overall: " 二稿\r\n" })), { overall: "二稿" });
});

test("an answer is taken field by field", () => {
  const draft = typeInto({ overall: "二稿", problems: "演示" });
  const sent = getPlainValues(draft);
  draft.values.problems = "演示：接着写"; // typed on meanwhile
  applyAnswer(draft, { ...ANSWER, version: 4, values: { overall: "二稿", problems: "演示" } }, sent);
  assert.equal(draft.version, 4);
  assert.equal(draft.values.problems, "演示：接着写");
  assert.deepEqual(getChangedFields(draft), ["problems"]);
  assert.equal(draft.base.problems, "演示");
});

test("what another writer added comes in, what clashes waits for a choice", () => {
  const draft = typeInto({ overall: "我的" });
  const values = { overall: "她的", advice: "她的建议" };
  const answer = { ...ANSWER, changed_by: "联络员", values, clashes: { overall: "她的" } };
  applyAnswer(draft, answer, getPlainValues(draft));
  assert.deepEqual(draft.clashes, { overall: { value: "她的", words: "她的" } });
  assert.equal(draft.values.overall, "我的");
  assert.equal(draft.base.overall, "一稿"); // until the user has chosen
  assert.equal(draft.values.advice, "她的建议");
  assert.equal(getState(draft)[0], "clash");
});

test("a field in error is not taken as stored", () => {
  const draft = typeInto({ ended_on: "2021-02-30" });
  const answer = { ...ANSWER, errors: { ended_on: ["没有这一天。"] }, values: { ended_on: "" } };
  applyAnswer(draft, answer, getPlainValues(draft));
  assert.deepEqual(getChangedFields(draft), ["ended_on"]);
  assert.deepEqual(getState(draft), ["waiting", "未同步，有误"]);
});

test("what is refused, or waits for more, changes nothing but says why", () => {
  for (const why of ["refused", "waits"]) {
    const draft = typeInto({ overall: "二稿" });
    draft.tried = [{}];
    applyAnswer(draft, { [why]: "请先选择乡镇" }, getPlainValues(draft));
    assert.equal(draft[why], "请先选择乡镇");
    assert.equal(draft.version, 3);
    assert.deepEqual(draft.tried, []); // the server has answered
    assert.equal(isDirty(draft), true);
  }
});

test("the list tells how each draft stands", () => {
  assert.deepEqual(getState(createDraft("k", "leader1")), ["synced", "已同步"]);
  assert.deepEqual(getState(typeInto({ overall: "二稿" })), ["waiting", "未同步"]);
  assert.deepEqual(getState({ ...typeInto({}), refused: "已上报" }), ["refused", "没有同步"]);
});
