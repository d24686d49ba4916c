// Attachment 2 while somebody writes: kept in the browser at once, saved on the server by itself, both sides shown
// where two people (or a phone and a desk) changed the same field. Everything works without this file.
import { createChoices } from "../../core/clash.js";
import { createElement } from "../../core/dom.js";
import { SaveQueue, saveBeforeSubmit } from "../../core/queue.js";
import { isOffline } from "../../core/server.js";
import { getChangedFields, isDirty, isSame } from "./draft.js";
import { getDrafts, newDraft, pushDraft, putDraft } from "./drafts.js";
import { Fields } from "./fields.js";

const PAUSE = 1500; // ms after the last key
const CHOICE_PAUSE = 200; // ms after a choice
const RETRY_AFTER = 15_000; // ms

class VisitForm {
  #fields;
  #status;
  #queue;
  #draft = null;
  #isKept = true; // whether the browser could keep what was typed

  constructor(form) {
    this.form = form;
    this.#fields = new Fields(form);
    this.#status = form.querySelector("[data-state]");
    this.#queue = new SaveQueue({
      send: () => this.#send(),
      keep: () => this.#keep(),
      onError: (error) => this.#showError(error),
      retryAfter: RETRY_AFTER,
    });
    this.#listen();
  }

  /** Open `draft` with what is not on the server yet. */
  open(draft) {
    this.#draft = draft;
    const { dataset, elements } = this.form;
    dataset.draft = draft.key;
    dataset.report = draft.report || "";
    elements.submission_key.value = draft.key;
    if (draft.report) this.#showStored();
    this.#showNotes();
    this.form.dispatchEvent(new CustomEvent("draft:opened"));
  }

  /** Open what stands in the page, with what did not reach the server the last time. */
  async openPage() {
    const { dataset, elements, action } = this.form;
    const kept = await getKeptDraft(dataset.draft);
    const known = JSON.parse(document.getElementById("known").textContent);
    const isKnown = Object.keys(known).length > 0;
    const draft = newDraft(dataset.draft);
    draft.report = dataset.report;
    draft.version = Number(elements.version.value);
    draft.address = draft.report ? action : "";
    draft.base = known;
    draft.values = this.#fields.readAll();
    draft.acked = isKnown ? { ...known } : { ...draft.values }; // a blank form that nobody touched is no draft
    const isRestored = kept !== null && restoreUnsynced(draft, kept);
    this.#fields.writeAll(draft.values);
    this.open(draft);
    if (!isDirty(draft) || !(isKnown || isRestored)) return;
    await this.#queue.save();
    if (!isRestored) return;
    const words = `${this.#status.textContent}（上次没有同步的内容已放回，请核对）`;
    this.#say(words, this.#status.classList.contains("field-error"));
  }

  /** Write `values` into the form, for a draft that is about to be opened. */
  fill(values) {
    for (const [name, value] of Object.entries(values)) this.#fields.write(name, value);
  }

  #listen() {
    const { form } = this;
    form.addEventListener("input", () => this.#onChange(PAUSE));
    form.addEventListener("change", () => this.#onChange(CHOICE_PAUSE));
    window.addEventListener("online", () => {
      if (this.#draft) this.#queue.save();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && this.#draft && isDirty(this.#draft)) this.#queue.save();
    });
    saveBeforeSubmit(form, this.#queue, {
      mustWait: () => this.#mustWait(),
      settle: (button) => this.#settle(button),
    });
    // Back to a page that the browser kept.
    window.addEventListener("pageshow", () => {
      delete form.dataset.ready;
    });
  }

  #onChange(pause) {
    this.#fields.arrange();
    if (!this.#draft) return; // typed while the page opens: openPage reads it
    this.#say("有改动，稍后自动保存…");
    this.#queue.saveLater(pause);
  }

  #say(words, isFailure) {
    this.#status.hidden = !words;
    this.#status.textContent = words;
    this.#status.classList.toggle("field-error", Boolean(isFailure));
  }

  async #keep() {
    const draft = this.#draft;
    draft.values = { ...draft.values, ...this.#fields.readAll() };
    draft.changedAt = Date.now();
    draft.place = this.#fields.place;
    this.#isKept = await putDraft(draft).then(
      () => true,
      () => false,
    );
    this.form.dataset.changed = this.#isKept || !isDirty(draft) ? "" : "yes";
    document.dispatchEvent(new CustomEvent("draft:kept"));
  }

  async #send() {
    const draft = this.#draft;
    const changed = getChangedFields(draft);
    // Nothing, or only what waits for a choice.
    if (changed.every((name) => name in draft.clashes)) {
      if (draft.savedAt || changed.length) this.#showAnswer();
      return true;
    }
    this.#say("正在保存…");
    const before = { ...draft.values };
    await pushDraft(draft, this.form.elements.csrfmiddlewaretoken.value);
    // What was typed while it was under way stands in the page, not in the draft that was sent.
    for (const [name, part] of this.#fields.parts) {
      const typed = this.#fields.read(name);
      if (!isSame(typed, before[name])) draft.values[name] = typed;
      else if (!part.contains(document.activeElement)) this.#fields.write(name, draft.values[name]);
    }
    if (draft.report && !draft.refused) this.#showStored();
    this.#showNotes();
    this.#showAnswer();
    return true;
  }

  #showError(error) {
    const why = isOffline(error) ? "网络不通，接通后自动同步" : error.message;
    const kept = this.#isKept ? "。内容已存在本机。" : "。本机存不下，请不要关闭本页。";
    this.#say(`未同步：${why}${kept}`, !this.#isKept || !isOffline(error));
  }

  #showAnswer() {
    const { refused, waits, clashes, errors, savedAt, changedBy } = this.#draft;
    const clashCount = Object.keys(clashes).length;
    const errorCount = Object.keys(errors).length;
    if (refused) this.#say(`没有同步：${refused}`, true);
    else if (waits) this.#say(`已存在本机。${waits}`);
    else if (clashCount) {
      this.#say(`有 ${clashCount} 处别人也改过，请在栏目下面选用哪一个；其余已保存 ${savedAt}`, true);
    } else if (errorCount) {
      this.#say(`有 ${errorCount} 处填写有误，没有存下，请看栏目下的说明；其余已保存 ${savedAt || ""}`, true);
    } else this.#say(`已同步 ${savedAt}${changedBy ? `（已并入${changedBy}的改动）` : ""}`);
  }

  /** Make the form that of the stored report. */
  #showStored() {
    const { form } = this;
    const { report, version, address } = this.#draft;
    const isNew = form.dataset.report !== String(report);
    form.dataset.report = report;
    form.elements.version.value = version;
    form.action = address;
    for (const button of form.querySelectorAll("[data-step]")) {
      button.setAttribute("formaction", `${address}${button.dataset.step}/`);
      button.hidden = false;
    }
    if (!isNew) return;
    if (!form.hasAttribute("data-offline-page")) history.replaceState(null, "", address);
    form.dispatchEvent(new CustomEvent("draft:stored"));
  }

  /** Under each field its errors, or both versions where another writer changed it. */
  #showNotes() {
    for (const [name, part] of this.#fields.parts) {
      const errors = (this.#draft.errors[name] || []).map((words) => createElement("div", "field-error", words));
      const clash = this.#draft.clashes[name];
      part.querySelector("[data-notes]").replaceChildren(...errors, ...(clash ? [this.#createClash(name, clash)] : []));
    }
    this.#fields.arrange();
  }

  #createClash(name, { value, words }) {
    const draft = this.#draft;
    const settle = (choose) => () => {
      draft.values[name] = this.#fields.read(name);
      choose();
      draft.acked[name] = value;
      draft.base[name] = value;
      delete draft.clashes[name];
      this.#fields.writeAll(draft.values);
      this.#showNotes();
      this.#queue.save();
    };
    const isLongText = this.#fields.parts.get(name).querySelector("textarea");
    const row = createElement("div", "form-actions py-1");
    row.append(
      ...createChoices({
        mine: settle(() => {}),
        theirs: settle(() => {
          draft.values[name] = value;
        }),
        both:
          isLongText &&
          settle(() => {
            draft.values[name] = `${value}\n${draft.values[name]}`;
          }),
      }),
    );
    const author = draft.changedBy || "他人";
    const box = createElement("div", "warn", `${author}在别处改过这一栏。现在服务器上的内容：`);
    box.append(createElement("div", "prewrap clash-text", words), row);
    return box;
  }

  get #hasFilesPending() {
    return Number(this.form.dataset.filesPending || 0) > 0;
  }

  #mustWait() {
    const draft = this.#draft;
    if (!draft || this.form.dataset.ready) return false;
    draft.values = { ...draft.values, ...this.#fields.readAll() };
    return this.#queue.isSaving || isDirty(draft) || this.#hasFilesPending;
  }

  async #settle(button) {
    if (!(await this.#queue.save())) return false;
    const { refused, clashes, errors } = this.#draft;
    if (refused || Object.keys(clashes).length) return false;
    const [wrong] = Object.keys(errors);
    if (wrong) {
      this.#fields.parts.get(wrong)?.scrollIntoView({ block: "center" });
      return false;
    }
    if (button?.dataset.step && this.#hasFilesPending) {
      this.#say("还有文件没有传完，传完后请再按一次。", true);
      return false;
    }
    this.form.dataset.ready = "yes";
    return true;
  }
}

const getKeptDraft = (key) =>
  getDrafts().then(
    (drafts) => drafts.find((draft) => draft.key === key) ?? null,
    () => null,
  );

/** Put into `draft` what the server did not get of `kept`; return whether there was any. */
function restoreUnsynced(draft, kept) {
  const changed = getChangedFields(kept);
  for (const name of changed) {
    draft.values[name] = kept.values[name];
    draft.base[name] = kept.base[name];
  }
  if (changed.length) draft.tried = kept.tried;
  return changed.length > 0;
}

const form = document.querySelector("form[data-draft]");

/** The form of this page, or null. */
export const visitForm = form && new VisitForm(form);

if (form && !form.hasAttribute("data-offline-page")) visitForm.openPage();
