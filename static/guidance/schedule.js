// Attachment 3 while somebody types: how each cell is understood, 自动保存, and the network gone in between.
// Everything works without this file; with it nothing typed waits for a button.
"use strict";

(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const RETRY = 10_000; // ms until a save that failed is tried again
  const KEPT = form.dataset.kept; // where the browser keeps what has not reached the server
  const cells = new Map();
  form.querySelectorAll("input[data-cell]").forEach((text) => {
    cells.set(text.dataset.cell, {
      key: text.dataset.cell,
      text,
      kind: form.elements[`${text.name}_kind`],
      was: form.elements[`${text.name}_was`],
      reading: form.querySelector(`[data-reading="${text.dataset.cell}"]`),
      notes: form.querySelector(`[data-notes="${text.dataset.cell}"]`),
      clash: null, // what someone else stored, until the user has chosen
    });
  });
  const status = form.querySelector("[data-saved]");
  let saving = null;
  let again = false; // something was typed while a save was under way
  let retry = 0;

  // A twin of what stands in the cell now is known only to the server; what was last sent tells if it changed.
  const typed = (cell) => `${cell.text.value}\n${cell.kind.value}`;
  // What was typed before this script came counts as unsaved: the server's own values are in the page.
  const served = (cell) => [...cell.kind.options].find((option) => option.defaultSelected)?.value ?? cell.kind.value;
  cells.forEach((cell) => { cell.stored = `${cell.text.defaultValue}\n${served(cell)}`; });
  const unsaved = () => [...cells.values()].filter((cell) => typed(cell) !== cell.stored);

  function say(words, failed) {
    status.textContent = words;
    status.classList.toggle("field-error", Boolean(failed));
  }

  function keep() {
    const left = unsaved().map((cell) => [cell.key, cell.text.value, cell.kind.value]);
    try {
      if (left.length) localStorage.setItem(KEPT, JSON.stringify(left));
      else localStorage.removeItem(KEPT);
    } catch { /* a browser that keeps nothing: the page itself still does */ }
    form.dataset.changed = left.length ? "yes" : "";
  }

  function show(cell, words, tone) {
    const line = document.createElement("div");
    line.className = tone;
    line.textContent = words;
    cell.reading.replaceChildren(...(words ? [line] : []));
  }

  // Whether a cell is on the server, said where one types: the line by the buttons may be off the screen.
  function mark(cell, words, tone) {
    cell.reading.querySelector("[data-state]")?.remove();
    if (!words) return;
    const line = document.createElement("div");
    line.className = tone;
    line.dataset.state = "";
    line.textContent = words;
    cell.reading.append(line);
  }

  // How a text is understood is told while it is typed, before it is saved.
  async function read(cell) {
    const asked = cell.text.value;
    const query = new URLSearchParams({ text: asked });
    if (cell.key === "completion") query.set("one_day", "1");
    try {
      const answer = await (await fetch(`${form.dataset.read}?${query}`)).json();
      if (cell.text.value !== asked) return;
      if (answer.error) show(cell, answer.error, "field-error");
      else show(cell, answer.reading === asked ? "" : answer.reading, answer.is_words ? "warn" : "mini");
    } catch { /* offline: it is read when it is saved */ }
  }

  function choose(cell) {
    const line = cell.notes.querySelector("[data-theirs]");
    if (!line || !cell.clash) return;
    const button = (words, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "btn btn-sm btn-outline-primary ms-1";
      made.textContent = words;
      made.addEventListener("click", () => { act(); cell.clash = null; cell.stored = ""; save(); });
      return made;
    };
    line.append(
      button("用我填的", () => { cell.was.value = cell.clash.was; }),
      button("用现在的", () => {
        cell.was.value = cell.clash.was;
        cell.text.value = cell.clash.text;
        cell.kind.value = cell.clash.kind;
      }),
    );
  }

  function take(cell, answer, sent, at) {
    cell.notes.innerHTML = answer.notes; // drawn by the server, which escapes
    if (answer.clashes) {
      cell.clash = answer;
      cell.stored = sent;
      choose(cell);
      return;
    }
    if (answer.errors.length) {
      show(cell, answer.errors.join(" "), "field-error");
      return;
    }
    cell.was.value = answer.was;
    if (typed(cell) !== sent) return; // typed on meanwhile: the next save takes it
    const isNew = sent !== cell.stored;
    cell.text.value = answer.text;
    cell.kind.value = answer.kind;
    cell.stored = typed(cell);
    show(cell, answer.reading, answer.is_words ? "warn" : "mini");
    if (isNew) mark(cell, `已保存 ${at}`, "c-met mini");
  }

  async function send() {
    const sent = new Map([...cells.values()].map((cell) => [cell.key, typed(cell)]));
    const response = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form) });
    if (!(response.headers.get("Content-Type") || "").includes("json")) {
      if (response.redirected || response.status === 403) throw new Error("登录状态已变，请登录后刷新本页，填写的内容会放回");
      throw new Error("服务器没有存下");
    }
    const answer = await response.json();
    if (answer.refused) {
      say(answer.refused, true);
      return false;
    }
    cells.forEach((cell, key) => { if (answer.cells[key]) take(cell, answer.cells[key], sent.get(key), answer.saved_at); });
    form.querySelector("[data-doubts]").innerHTML = answer.doubts;
    document.querySelectorAll("[data-until-saved]").forEach((part) => { part.hidden = true; });
    const held = [...cells.values()].filter((cell) => cell.clash || cell.reading.querySelector(".field-error:not([data-state])"));
    say(held.length ? `已保存 ${answer.saved_at}，其中 ${held.length} 处没有存下，请看格下的说明` : `已保存 ${answer.saved_at}`, held.length);
    return true;
  }

  // One save at a time; what is typed meanwhile goes with the next.
  async function save() {
    keep();
    if (saving) {
      again = true;
      return saving;
    }
    clearTimeout(retry);
    say("正在保存…");
    saving = send().catch((error) => {
      const why = error instanceof TypeError ? "网络不通" : error.message;
      say(`没有保存：${why}。您填写的内容还在本页，会自动再试，请不要关闭本页。`, true);
      unsaved().forEach((cell) => mark(cell, "未保存", "field-error"));
      retry = setTimeout(save, RETRY);
      return false;
    });
    const done = await saving;
    saving = null;
    keep();
    if (!again) return done;
    again = false;
    return save();
  }

  function next(cell, step) {
    const column = cell.key.split("-").pop();
    const rows = [...cells.values()].filter((other) => other.key.split("-").pop() === column);
    const found = rows[rows.indexOf(cell) + step] || (step > 0 ? cells.get("completion") : null);
    if (found && found !== cell) { found.text.focus(); found.text.select(); }
    return Boolean(found && found !== cell);
  }

  cells.forEach((cell) => {
    let pause = 0;
    cell.text.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => read(cell), 250);
      keep();
    });
    cell.text.addEventListener("change", save);
    cell.kind.addEventListener("change", save);
    cell.text.addEventListener("keydown", (event) => {
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
      const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault(); // Enter goes down a row, as in a table; the buttons send
      if (!next(cell, step) && event.key === "Enter") cell.text.blur();
    });
  });
  window.addEventListener("online", () => { if (unsaved().length) save(); });

  // A button pressed while something has not reached the server: first that, and only then the page.
  form.addEventListener("submit", (event) => {
    if (!saving && !unsaved().length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    (async () => {
      if (saving) await saving;
      if (unsaved().length && !(await save())) return;
      if (!unsaved().length) form.requestSubmit(button);
      else unsaved()[0].text.focus();
    })();
  });

  // What did not reach the server the last time is put back.
  try {
    const left = JSON.parse(localStorage.getItem(KEPT) || "[]");
    const lost = left.filter(([key, text, kind]) => {
      const cell = cells.get(key);
      if (!cell || typed(cell) === `${text}\n${kind}`) return false;
      cell.text.value = text;
      cell.kind.value = kind;
      return true;
    });
    if (lost.length) save().then((done) => done && say(`上次没有存下的 ${lost.length} 处已放回并保存，请核对`));
    else if (unsaved().length) save();
    else keep();
  } catch { /* nothing kept */ }
})();
