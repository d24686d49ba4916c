// Attachment 2 while somebody writes: kept in the browser at once, saved on the server by itself, both sides shown
// where two people (or a phone and a desk) changed the same field. Everything works without this file.
"use strict";

window.VisitForm = (() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return null;
  const PAUSE = 1500; // ms after the last key
  const RETRY = 15_000;
  const status = form.querySelector("[data-state]");
  const fields = new Map([...form.querySelectorAll("[data-field]")].map((part) => [part.dataset.field, part]));
  let draft = null;
  let saving = null;
  let again = false;
  let timer = 0;
  let kept = true; // whether the browser could keep what was typed

  const controls = (name) => [...form.elements].filter((control) => control.name === name);
  function read(name) {
    const found = controls(name);
    if (found.length && found[0].type === "checkbox") return found.filter((box) => box.checked).map((box) => box.value);
    return found[0] ? found[0].value : "";
  }
  function write(name, value) {
    controls(name).forEach((control) => {
      if (control.type === "checkbox") control.checked = (value || []).includes(control.value);
      else if (control.value !== (value ?? "")) control.value = value ?? "";
    });
  }
  const readAll = () => Object.fromEntries([...fields.keys()].map((name) => [name, read(name)]));
  const writeAll = () => fields.forEach((part, name) => { if (name in draft.values) write(name, draft.values[name]); });

  function say(words, failed) {
    status.hidden = !words;
    status.textContent = words;
    status.classList.toggle("field-error", Boolean(failed));
  }

  // Villages of the township that was chosen; what belongs to a method only where it is ticked.
  function arrange() {
    const township = form.elements.link.selectedOptions[0]?.dataset.township || "";
    const villages = form.elements.observed_village;
    [...villages.options].forEach((option) => { option.hidden = option.disabled = Boolean(option.value && option.dataset.township !== township); });
    if (villages.selectedOptions[0]?.hidden) villages.value = "";
    const methods = read("methods");
    form.querySelectorAll("[data-with-method]").forEach((part) => {
      const filled = [...part.querySelectorAll("select, input")].some((control) => (control.type === "checkbox" ? control.checked : control.value));
      part.hidden = !methods.includes(part.dataset.withMethod) && !filled;
    });
    form.querySelectorAll("textarea").forEach((area) => area.dispatchEvent(new Event("counted")));
  }

  function line(tone, words) {
    const made = document.createElement("div");
    made.className = tone;
    made.textContent = words;
    return made;
  }

  function choices(name, clash) {
    const box = line("warn", `${draft.changedBy || "他人"}在别处改过这一栏。现在服务器上的内容：`);
    const text = line("prewrap clash-text", clash.words);
    const row = line("form-actions py-1", "");
    const button = (words, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "btn btn-sm btn-outline-primary";
      made.textContent = words;
      made.addEventListener("click", () => {
        draft.values[name] = read(name);
        act();
        draft.base[name] = clash.value;
        delete draft.clashes[name];
        writeAll();
        show();
        save();
      });
      row.append(made);
    };
    button("用我填的", () => { draft.acked[name] = clash.value; });
    button("用现在的", () => { draft.values[name] = draft.acked[name] = clash.value; });
    if (fields.get(name).querySelector("textarea")) {
      button("两段都留", () => { draft.values[name] = `${clash.value}\n${draft.values[name]}`; draft.acked[name] = clash.value; });
    }
    box.append(text, row);
    return box;
  }

  function show() {
    fields.forEach((part, name) => {
      const notes = part.querySelector("[data-notes]");
      const lines = (draft.errors[name] || []).map((words) => line("field-error", words));
      if (draft.clashes[name]) lines.push(choices(name, draft.clashes[name]));
      notes.replaceChildren(...lines);
    });
    arrange();
  }

  function stored() {
    const isNew = form.dataset.report !== String(draft.report);
    form.dataset.report = draft.report;
    form.elements.version.value = draft.version;
    form.action = draft.address;
    form.querySelectorAll("[data-step]").forEach((button) => {
      button.setAttribute("formaction", `${draft.address}${button.dataset.step}/`);
      button.hidden = false;
    });
    if (isNew && !form.hasAttribute("data-offline-page")) history.replaceState(null, "", draft.address);
    if (isNew) form.dispatchEvent(new CustomEvent("draft:stored"));
  }

  async function keep() {
    draft.values = { ...draft.values, ...readAll() };
    draft.changedAt = Date.now();
    draft.place = form.elements.link.selectedOptions[0]?.value ? form.elements.link.selectedOptions[0].textContent : "";
    kept = await Drafts.put(draft).then(() => true, () => false);
    form.dataset.changed = kept || !Drafts.isDirty(draft) ? "" : "yes";
    document.dispatchEvent(new CustomEvent("draft:kept"));
  }

  function tell(error) {
    const clashes = Object.keys(draft.clashes).length;
    const wrong = Object.keys(draft.errors).length;
    const why = error instanceof TypeError ? "网络不通，接通后自动同步" : error?.message;
    if (error) say(`未同步：${why}${kept ? "。内容已存在本机。" : "。本机存不下，请不要关闭本页。"}`, !kept || !(error instanceof TypeError));
    else if (draft.refused) say(`没有同步：${draft.refused}`, true);
    else if (draft.waits) say(`已存在本机。${draft.waits}`);
    else if (clashes) say(`有 ${clashes} 处别人也改过，请在栏目下面选用哪一个；其余已保存 ${draft.savedAt}`, true);
    else if (wrong) say(`有 ${wrong} 处填写有误，没有存下，请看栏目下的说明；其余已保存 ${draft.savedAt || ""}`, true);
    else say(`已同步 ${draft.savedAt}${draft.changedBy ? `（已并入${draft.changedBy}的改动）` : ""}`);
  }

  async function send() {
    const before = { ...draft.values };
    await Drafts.push(draft, { csrf: form.elements.csrfmiddlewaretoken.value });
    // What was typed while it was under way stands in the page, not in the draft that was sent.
    fields.forEach((part, name) => {
      const typed = read(name);
      if (!Drafts.same(typed, before[name])) draft.values[name] = typed;
      else if (!part.contains(document.activeElement)) write(name, draft.values[name]);
    });
    if (draft.report && !draft.refused) stored();
    show();
    tell();
  }

  // One save at a time; what is typed meanwhile goes with the next.
  async function save() {
    clearTimeout(timer);
    if (saving) {
      again = true;
      return saving;
    }
    await keep();
    const left = Drafts.changed(draft);
    if (left.every((name) => name in draft.clashes)) { // nothing, or only what waits for a choice
      if (draft.savedAt || left.length) tell();
      return true;
    }
    say("正在保存…");
    saving = send().then(() => true, (error) => {
      tell(error);
      timer = setTimeout(save, RETRY);
      return false;
    });
    const done = await saving;
    saving = null;
    await keep();
    if (!again) return done;
    again = false;
    return save();
  }

  function later(pause) {
    say("有改动，稍后自动保存…");
    keep();
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }

  // `opened` is a draft as drafts.js keeps it, with what is not on the server yet.
  function open(opened) {
    draft = opened;
    form.dataset.draft = draft.key;
    form.dataset.report = draft.report || "";
    form.elements.submission_key.value = draft.key;
    if (draft.report) stored();
    show();
    form.dispatchEvent(new CustomEvent("draft:opened"));
  }

  async function start() {
    const known = JSON.parse(document.getElementById("known").textContent);
    const page = Drafts.blank(form.dataset.draft);
    const isKnown = Object.keys(known).length > 0;
    Object.assign(page, { report: form.dataset.report, version: Number(form.elements.version.value), address: form.action, base: known });
    page.acked = isKnown ? { ...known } : readAll(); // a blank form that nobody touched is no draft
    page.values = readAll();
    const left = await Drafts.all().then((drafts) => drafts.find((one) => one.key === page.key), () => null);
    const lost = left ? Drafts.changed(left) : [];
    lost.forEach((name) => {
      page.values[name] = left.values[name];
      page.base[name] = left.base[name];
    });
    if (lost.length) page.tried = left.tried;
    if (!page.report) page.address = "";
    draft = page;
    writeAll();
    open(page);
    if (Drafts.isDirty(draft) && (isKnown || lost.length)) {
      await save();
      if (lost.length) say(`${status.textContent}（上次没有同步的内容已放回，请核对）`, status.classList.contains("field-error"));
    }
  }

  form.addEventListener("input", () => { arrange(); later(PAUSE); });
  form.addEventListener("change", () => { arrange(); later(200); });
  window.addEventListener("online", () => { if (draft) save(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && draft && Drafts.isDirty(draft)) save(); });

  // A button pressed while something is on its way: first that, and only then the page.
  const waits = () => Number(form.dataset.filesPending || 0) > 0;
  form.addEventListener("submit", (event) => {
    if (!draft || form.dataset.ready) return;
    draft.values = { ...draft.values, ...readAll() };
    if (!saving && !Drafts.isDirty(draft) && !waits()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    (async () => {
      if (saving) await saving;
      if (!(await save())) return;
      if (draft.refused || Object.keys(draft.clashes).length) return;
      const wrong = Object.keys(draft.errors)[0];
      if (wrong) {
        fields.get(wrong)?.scrollIntoView({ block: "center" });
        return;
      }
      if (button?.dataset.step && waits()) {
        say("还有文件没有传完，传完后请再按一次。", true);
        return;
      }
      form.dataset.ready = "yes";
      form.requestSubmit(button);
    })();
  });

  window.addEventListener("pageshow", () => { delete form.dataset.ready; }); // back to a page that the browser kept
  if (!form.hasAttribute("data-offline-page")) start();
  return { open, form, say };
})();
