// Drafts of Attachment 2 as this browser keeps them, and how they reach the server: field by field, each held
// against what the page had from the server, so that nothing of anybody's is overwritten unseen.
"use strict";

window.Drafts = (() => {
  const { user, autosave, draftsList } = document.body.dataset;
  const RECENT = 3; // saves without an answer whose content is remembered
  let token = "";

  // As the server holds it: without blanks at the ends, ticks in any order.
  const plain = (value) => (Array.isArray(value) ? [...value].sort() : String(value ?? "").replace(/\r\n/g, "\n").trim());
  const same = (one, other) => {
    const [a, b] = [plain(one ?? ""), plain(other ?? "")];
    return a.length === 0 ? b.length === 0 : JSON.stringify(a) === JSON.stringify(b);
  };
  const changed = (draft) => Object.keys(draft.values).filter((name) => !same(draft.values[name], draft.acked[name]));
  const isDirty = (draft) => changed(draft).length > 0;

  const blank = (key = Store.key()) => ({
    key, owner: user, report: "", version: 0, address: "", title: "", values: {}, base: {}, acked: {},
    tried: [], clashes: {}, errors: {}, refused: "", waits: "", changedAt: Date.now(),
  });

  // What stands on the server, for a draft without changes of its own.
  function of(row) {
    const made = { ...blank(row.draft), report: row.report, version: row.version, address: row.address, title: row.title };
    made.values = { ...row.values };
    made.base = { ...row.values };
    made.acked = { ...row.values };
    return made;
  }

  function state(draft) {
    if (Object.keys(draft.clashes).length) return ["clash", "有冲突"];
    if (draft.refused) return ["refused", "没有同步"];
    if (!isDirty(draft)) return ["synced", "已同步"];
    return ["waiting", Object.keys(draft.errors).length ? "未同步，有误" : "未同步"];
  }

  const all = async () => (await Store.all("drafts")).filter((draft) => draft.owner === user);
  const put = (draft) => Store.put("drafts", draft);

  function take(draft, answer, sent) {
    draft.tried = [];
    draft.refused = answer.refused || "";
    draft.waits = answer.waits || "";
    draft.errors = answer.errors || {};
    if (answer.refused || answer.waits) return draft;
    Object.assign(draft, { report: answer.report, version: answer.version, address: answer.address, title: answer.title, savedAt: answer.saved_at });
    draft.changedBy = answer.changed_by;
    draft.clashes = {};
    Object.entries(answer.values).forEach(([name, value]) => {
      if (name in answer.clashes) {
        draft.clashes[name] = { value, words: answer.clashes[name] };
        return;
      }
      if (name in draft.errors) return;
      draft.base[name] = value;
      draft.acked[name] = value;
      if (same(draft.values[name], sent[name])) draft.values[name] = value; // typed on meanwhile: the next save
    });
    return draft;
  }

  // Sends one draft; the answer is in the draft. Rejects where the server was not reached.
  async function push(draft, { csrf = token } = {}) {
    const sent = Object.fromEntries(Object.entries(draft.values).map(([name, value]) => [name, plain(value)]));
    const body = new FormData();
    body.append("csrfmiddlewaretoken", csrf);
    body.append("draft", draft.key);
    body.append("bases", JSON.stringify([draft.base, ...draft.tried]));
    Object.entries(draft.values).forEach(([name, value]) => [value].flat().forEach((one) => body.append(name, one)));
    draft.tried = [sent, ...draft.tried].slice(0, RECENT);
    await put(draft).catch(() => {});
    const response = await fetch(autosave, { method: "POST", body, credentials: "same-origin" });
    if (!(response.headers.get("Content-Type") || "").includes("json")) {
      if (response.redirected || response.status === 403) throw new Error("登录状态已变，请重新登录；内容还在本机");
      throw new Error("服务器没有存下，会自动再试；内容还在本机");
    }
    const answer = await response.json();
    take(draft, answer, sent);
    await put(draft).catch(() => {});
    return draft;
  }

  // Everything of this user's that the server does not have yet, and everything it has and this browser not.
  async function sync() {
    const response = await fetch(draftsList, { credentials: "same-origin", cache: "no-store" });
    if (!response.ok || response.redirected) throw new Error("请重新登录，登录后自动同步；草稿还在本机");
    const answer = await response.json();
    if (answer.owner !== user) throw new Error("现在登录的是另一个账号，草稿没有同步");
    token = answer.token;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => { input.value = token; });
    const open = document.querySelector("form[data-draft]:not([hidden])")?.dataset.draft;
    const kept = new Map((await all()).map((draft) => [draft.key, draft]));
    for (const row of answer.drafts) {
      const mine = kept.get(row.draft);
      if (!mine || (!isDirty(mine) && row.draft !== open)) await put(of(row));
    }
    const there = new Set(answer.drafts.map((row) => row.draft));
    for (const draft of kept.values()) {
      if (draft.key === open) continue; // its page sees to it
      if (isDirty(draft)) await push(draft);
      else if (!there.has(draft.key) && draft.report) await Store.remove("drafts", draft.key); // sent, or not this user's any more
    }
    return all();
  }

  return { all, blank, changed, isDirty, push, put, same, state, sync };
})();
