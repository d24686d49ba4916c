// Continuation sheets and signed pages: picked, kept in this browser, sent in pieces, gone on with after any break.
"use strict";

(() => {
  const ROOT = "/visits/";
  const PIECE = 512 * 1024;
  const RETRY = 10_000; // ms until a file that broke off is tried again
  const LOGGED_OUT = "登录状态已变，请重新登录后打开本页，文件还在本机";
  const ICONS = { waiting: "clock", sending: "cloud-arrow-up", failed: "cloud-slash", refused: "exclamation-circle" };

  function element(tag, className, words) {
    const made = document.createElement(tag);
    made.className = className;
    if (words) made.textContent = words;
    return made;
  }

  function inWords(size) {
    if (size < 1024) return `${size} 字节`;
    return size < 1024 * 1024 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`;
  }

  function button(words, name, act) {
    const made = element("button", "btn btn-sm btn-outline-secondary", words);
    made.type = "button";
    made.append(element("span", "visually-hidden", name));
    made.addEventListener("click", act);
    return made;
  }

  function start(form) {
    const lists = new Map([...form.querySelectorAll("[data-files]")].map((part) => [part.dataset.files, part.querySelector("[data-file-list]")]));
    const { mostFiles, mostBytes } = form.querySelector("[data-most-files]")?.dataset || {};
    const items = new Map(); // on their way: {id, section, name, size, blob, line, …}
    let opened = ""; // the draft whose files these are
    let sending = false;
    let timer = 0;

    const report = () => form.dataset.report;
    const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value;

    async function post(address, body, type, more) {
      const headers = { "X-CSRFToken": token(), ...(type ? { "Content-Type": type } : {}) };
      const response = await fetch(address, { method: "POST", body, headers, credentials: "same-origin", ...more });
      if ((response.headers.get("Content-Type") || "").includes("json")) return response.json();
      if (response.redirected || response.status === 403) throw Object.assign(new Error(LOGGED_OUT), { loggedOut: true });
      throw new Error("服务器没有存下，会自动再试");
    }

    function count() {
      const pending = [...items.values()].filter((item) => item.state !== "refused").length;
      if (form.dataset.filesPending === String(pending)) return;
      form.dataset.filesPending = pending;
      form.dispatchEvent(new CustomEvent("files:pending", { detail: { count: pending } }));
    }

    function draw(item) {
      const line = element("li", "file-row");
      line.dataset.upload = item.id;
      item.icon = element("i", "bi");
      item.icon.setAttribute("aria-hidden", "true");
      const icon = element("span", "file-icon");
      icon.append(item.icon);
      item.words = element("span", "file-state");
      item.words.setAttribute("role", "status");
      item.bar = element("progress", "file-progress");
      item.bar.max = 100;
      item.bar.setAttribute("aria-label", `${item.name}的上传进度`);
      item.button = button("取消", item.name, () => cancel(item));
      line.append(icon, element("span", "file-name", item.name), element("span", "mini nowrap", inWords(item.size)), item.button, item.bar, item.words);
      lists.get(item.section).querySelector(`[data-upload="${item.id}"]`)?.remove();
      lists.get(item.section).append(line);
      item.line = line;
      tell(item, "waiting", "等待上传");
    }

    function tell(item, state, words, part) {
      item.state = state;
      item.icon.className = `bi bi-${ICONS[state]}`;
      item.words.textContent = words;
      item.words.classList.toggle("field-error", state === "refused" || state === "failed");
      item.bar.hidden = state === "refused" || part === undefined;
      if (part !== undefined) item.bar.value = part;
      if (state === "refused") item.button.firstChild.textContent = "知道了";
      item.line.classList.toggle("file-refused", state === "refused");
      count();
    }

    async function forget(item) {
      items.delete(item.id);
      count();
      await Store.remove("files", item.id).catch(() => {});
    }

    async function refuse(item, words) {
      tell(item, "refused", words);
      await Store.remove("files", item.id).catch(() => {});
    }

    async function cancel(item) {
      item.cancelled = true;
      item.line.remove();
      await forget(item);
      if (report() && item.state !== "refused") await post(`${ROOT}${report()}/uploads/${item.id}/cancel/`, "", "", { keepalive: true }).catch(() => {});
    }

    async function done(item, answer) {
      const made = document.createElement("template");
      made.innerHTML = answer.row.trim(); // drawn by the server, which escapes
      item.line.replaceWith(made.content);
      await forget(item);
      if (item.section === "signed" && !items.size) location.reload();
    }

    // The whole way of one file, from where the server says it stopped. Rejects where the server was not reached.
    async function send(item) {
      const address = `${ROOT}${report()}/uploads/${item.id}/`;
      let answer = { gone: true };
      while (!item.cancelled) {
        if (answer.refused) return refuse(item, answer.refused);
        if (answer.done) return done(item, answer);
        if (answer.gone) {
          const said = { key: item.id, section: item.section, name: item.name, size: item.size };
          answer = await post(`${ROOT}${report()}/files/begin/`, new URLSearchParams(said));
          continue;
        }
        const at = answer.received;
        const part = Math.floor((at / item.size) * 100);
        if (at >= item.size) {
          tell(item, "sending", "正在检查", part);
          answer = await post(`${address}finish/`);
        } else {
          tell(item, "sending", `正在上传 ${part}%`, part);
          const piece = await item.blob.slice(at, at + PIECE).arrayBuffer();
          answer = await post(`${address}piece/?at=${at}`, piece, "application/octet-stream");
        }
      }
      return null;
    }

    function wait(item, error) {
      if (error instanceof DOMException) { // the file was moved or changed on the disk before it was kept
        refuse(item, "读不出这个文件（可能已被移动或改动），请重新选择。");
        return true;
      }
      const why = error instanceof TypeError ? "网络不通，接通后自动继续" : error.message;
      tell(item, error instanceof TypeError ? "waiting" : "failed", `等待上传：${why}`, item.bar.hidden ? undefined : item.bar.value);
      if (error.loggedOut) return false;
      timer = setTimeout(go, RETRY);
      return false;
    }

    // One file after another; the first that cannot be sent holds the others back, for the same reason.
    async function go() {
      clearTimeout(timer);
      if (sending) return;
      sending = true;
      try {
        let item;
        while (report() && (item = [...items.values()].find((one) => one.state !== "refused" && !one.cancelled))) {
          try {
            await send(item);
          } catch (error) {
            if (!item.cancelled && !wait(item, error)) break;
          }
        }
      } finally {
        sending = false;
      }
    }

    async function add(section, picked) {
      // A page shows either the sections of the text or the signed page; each has its own limit.
      let room = mostFiles - form.querySelectorAll(".file-row:not(.file-removed, .file-refused)").length;
      for (const file of picked) {
        const item = { id: Store.key(), draft: form.dataset.draft, owner: form.dataset.owner, section, name: file.name, size: file.size, blob: file };
        items.set(item.id, item);
        draw(item);
        room -= 1;
        if (room < 0) refuse(item, `本表最多${mostFiles}个文件，这个没有加上；请先移除不需要的。`);
        else if (!file.size) refuse(item, "文件是空的（0字节），请重新选择。");
        else if (file.size > mostBytes) refuse(item, `文件有${inWords(file.size)}，超过${mostBytes / 1024 / 1024}MB，没有加上；请压缩，或分成几个文件。`);
        else await keep(item);
      }
      go();
    }

    async function keep(item) {
      const { id, draft, owner, section, name, size, blob } = item;
      try {
        await Store.put("files", { id, draft, owner, section, name, size, blob });
      } catch {
        item.words.textContent = "等待上传（本机空间不足，传完之前请不要关闭本页）";
      }
      if (item.cancelled) await Store.remove("files", id).catch(() => {});
    }

    // What this browser still holds of the draft that is open now.
    async function open() {
      if (opened === form.dataset.draft) return go();
      items.forEach((item) => { item.cancelled = true; item.line.remove(); });
      items.clear();
      if (opened) lists.forEach((list) => list.replaceChildren()); // 本机草稿: another draft in the same form
      opened = form.dataset.draft;
      const left = await Store.all("files").catch(() => []);
      left.filter((one) => one.draft === opened && one.owner === form.dataset.owner && lists.has(one.section)).forEach((one) => {
        items.set(one.id, { ...one });
        draw(items.get(one.id));
      });
      count();
      return go();
    }

    async function step(control) {
      control.disabled = true;
      const line = control.closest("li");
      try {
        const answer = await post(control.dataset.fileStep);
        if (answer.done) {
          line.insertAdjacentHTML("afterend", answer.row.trim());
          line.nextElementSibling.querySelector("button").focus();
          line.remove();
          if (lists.has("signed")) location.reload(); // 已签 or 未签 has changed
          return;
        }
        say(line, answer.refused);
      } catch (error) {
        say(line, error instanceof TypeError ? "网络不通，没有改动，请稍后再试。" : error.message);
      }
      control.disabled = false;
    }

    function say(line, words) {
      line.querySelector(".file-state")?.remove();
      const made = element("span", "file-state field-error", words);
      made.setAttribute("role", "status");
      line.append(made);
    }

    form.addEventListener("click", async (event) => {
      const control = event.target.closest("[data-file-step]");
      if (control) step(control);
      const other = event.target.closest("[data-upload-cancel]"); // begun in another browser
      if (!other) return;
      try {
        await post(`${ROOT}${report()}/uploads/${other.dataset.uploadCancel}/cancel/`);
        other.closest("li").remove();
      } catch (error) {
        say(other.closest("li"), error instanceof TypeError ? "网络不通，没有取消，请稍后再试。" : error.message);
      }
    });
    form.querySelectorAll("[data-file-pick]").forEach((pick) => {
      pick.addEventListener("input", (event) => event.stopPropagation()); // nothing was typed into the form
      pick.addEventListener("change", (event) => {
        event.stopPropagation();
        const picked = [...pick.files];
        pick.value = "";
        add(pick.closest("[data-files]").dataset.files, picked);
      });
    });
    form.addEventListener("draft:stored", go);
    form.addEventListener("draft:opened", open);
    window.addEventListener("online", go);
    open();
  }

  document.querySelectorAll("[data-draft]").forEach((form) => { if (form.querySelector("[data-files]")) start(form); });
})();
