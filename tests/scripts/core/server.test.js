import assert from "node:assert/strict";
import { test } from "node:test";
import { isOffline, readJson } from "../../../static/guidance/core/server.js";

const FAILURES = { loggedOut: "请重新登录", failed: "没有存下" };
const page = (status, redirected = false) =>
  Object.defineProperty(new Response("<html>", { status, headers: { "Content-Type": "text/html" } }), "redirected", {
    value: redirected,
  });

test("JSON is read, whatever its status", async () => {
  assert.deepEqual(await readJson(Response.json({ saved: true }, { status: 400 }), FAILURES), { saved: true });
});

test("a page after a redirect, or a refusal, means that the log-in has ended", async () => {
  for (const response of [page(200, true), page(403)]) {
    await assert.rejects(readJson(response, FAILURES), { message: "请重新登录", isLoggedOut: true });
  }
});

test("any other page means that the server failed", async () => {
  await assert.rejects(readJson(page(500), FAILURES), (error) => error.message === "没有存下" && !error.isLoggedOut);
});

test("only what fetch() throws without a network is offline", () => {
  assert.equal(isOffline(new TypeError("Failed to fetch")), true);
  assert.equal(isOffline(new Error("没有存下")), false);
});
