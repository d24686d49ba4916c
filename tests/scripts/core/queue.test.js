import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { SaveQueue, saveBeforeSubmit } from "../../../static/guidance/core/queue.js";
import { openPage, settle } from "../page.js";

const RETRY_AFTER = 10_000;
let sends;
let kept;
let errors;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  sends = [];
  kept = 0;
  errors = [];
});

/** A queue whose sends stand in `sends` until they are resolved or rejected. */
function createQueue(onError = (error) => errors.push(error.message)) {
  return new SaveQueue({
    send: () => new Promise((resolve, reject) => sends.push({ resolve, reject })),
    keep: () => {
      kept += 1;
    },
    onError,
    retryAfter: RETRY_AFTER,
  });
}

test("a save resolves to what the server made of it", async () => {
  const queue = createQueue();
  for (const isTaken of [true, false]) {
    const saving = queue.save();
    assert.equal(queue.isSaving, true);
    await settle();
    sends.pop().resolve(isTaken);
    assert.equal(await saving, isTaken);
    assert.equal(queue.isSaving, false);
  }
});

test("it keeps before and after", async () => {
  const queue = createQueue();
  const saving = queue.save();
  await settle();
  assert.equal(kept, 1);
  sends[0].resolve(true);
  await saving;
  assert.equal(kept, 2);
});

test("what changes meanwhile goes with one more save, and both callers wait for it", async () => {
  const queue = createQueue();
  const first = queue.save();
  await settle();
  const others = [queue.save(), queue.save()];
  await settle();
  assert.equal(sends.length, 1);
  sends[0].resolve(false);
  await settle();
  assert.equal(sends.length, 2);
  sends[1].resolve(true);
  assert.deepEqual(await Promise.all([first, ...others]), [true, true, true]);
  assert.equal(sends.length, 2);
});

test("a save that failed is told and tried again later", async () => {
  const queue = createQueue();
  const saving = queue.save();
  await settle();
  sends[0].reject(new TypeError("offline"));
  assert.equal(await saving, false);
  assert.deepEqual(errors, ["offline"]);
  mock.timers.tick(RETRY_AFTER - 1);
  await settle();
  assert.equal(sends.length, 1);
  mock.timers.tick(1);
  await settle();
  assert.equal(sends.length, 2);
});

test("it is not tried again where that is of no use", async () => {
  const queue = createQueue(() => false);
  const saving = queue.save();
  await settle();
  sends[0].reject(new Error("logged out"));
  await saving;
  mock.timers.tick(RETRY_AFTER * 2);
  await settle();
  assert.equal(sends.length, 1);
});

test("what is refused is not tried again by itself", async () => {
  const queue = createQueue();
  const saving = queue.save();
  await settle();
  sends[0].resolve(false);
  await saving;
  mock.timers.tick(RETRY_AFTER * 2);
  await settle();
  assert.equal(sends.length, 1);
});

test("a later save is kept at once and counts its pause anew with every key", async () => {
  const queue = createQueue();
  queue.saveLater(1500);
  mock.timers.tick(1000);
  queue.saveLater(1500);
  assert.equal(kept, 2);
  mock.timers.tick(1499);
  await settle();
  assert.equal(sends.length, 0);
  mock.timers.tick(1);
  await settle();
  assert.equal(sends.length, 1);
});

test("a failure does not put off a save that comes sooner", async () => {
  const queue = createQueue();
  const saving = queue.save();
  await settle();
  queue.saveLater(1500);
  sends[0].reject(new TypeError("offline"));
  await saving;
  mock.timers.tick(1500);
  await settle();
  assert.equal(sends.length, 2);
  mock.timers.tick(RETRY_AFTER);
  await settle();
  assert.equal(sends.length, 2); // the first is still under way, and no second timer runs
});

test("a button waits for the save under way, also where nothing else is unsaved", async () => {
  const window = openPage("<form></form>");
  const form = document.querySelector("form");
  const queue = createQueue();
  let sent = 0;
  saveBeforeSubmit(form, queue, { mustWait: () => queue.isSaving, settle: () => !queue.isSaving });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sent += 1;
  });
  queue.save();
  form.dispatchEvent(new window.SubmitEvent("submit", { cancelable: true }));
  await settle();
  assert.equal(sent, 0);
  sends[0].resolve(true);
  await settle();
  assert.equal(sent, 1);
});

test("a button waits until the rest is on the server, and then sends once", async () => {
  const window = openPage("<form><button name='step' value='send'>上报</button></form>");
  const form = document.querySelector("form");
  const button = document.querySelector("button");
  const queue = createQueue();
  let isUnsaved = true;
  const sent = [];
  saveBeforeSubmit(form, queue, {
    mustWait: () => queue.isSaving || isUnsaved,
    settle: async () => {
      isUnsaved = !(await queue.save());
      return !isUnsaved;
    },
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sent.push(event.submitter);
  });
  const press = () => form.dispatchEvent(new window.SubmitEvent("submit", { cancelable: true, submitter: button }));

  queue.save();
  await settle();
  press();
  await settle();
  assert.equal(sends.length, 1); // the one under way
  sends[0].resolve(true);
  await settle();
  sends[1].resolve(false);
  await settle();
  assert.deepEqual(sent, []); // refused: the page stays

  press();
  await settle();
  sends[2].resolve(true);
  await settle();
  assert.deepEqual(sent, [button]);
});
