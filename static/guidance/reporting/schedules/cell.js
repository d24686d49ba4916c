// One date cell of Attachment 3: what stands in it, what of it is on the server, and how the server understands it.
import { createChoices } from "../../core/clash.js";
import { createElement } from "../../core/dom.js";

export class Cell {
  /** `text` is the cell's input in `form`; the other parts are found by its name and key. */
  constructor(form, text) {
    this.key = text.dataset.cell;
    this.text = text;
    this.kind = form.elements[`${text.name}_kind`];
    this.was = form.elements[`${text.name}_was`];
    this.reading = form.querySelector(`[data-reading="${this.key}"]`);
    this.notes = form.querySelector(`[data-notes="${this.key}"]`);
    this.clash = null; // what someone else stored, until the user has chosen
    // What was typed before this script came counts as unsaved: the server's own values are in the page.
    const served = [...this.kind.options].find((option) => option.defaultSelected)?.value ?? this.kind.value;
    this.stored = `${text.defaultValue}\n${served}`;
  }

  get typed() {
    return `${this.text.value}\n${this.kind.value}`;
  }

  get isUnsaved() {
    return this.typed !== this.stored;
  }

  /** Whether the server did not take what stands here: the user has to choose or to correct it. */
  get isRefused() {
    return Boolean(this.clash || this.reading.querySelector(".field-error:not([data-state])"));
  }

  write(text, kind) {
    this.text.value = text;
    this.kind.value = kind;
  }

  /** Say how the text is understood. */
  showReading(words, tone) {
    this.reading.replaceChildren(...(words ? [createElement("div", tone, words)] : []));
  }

  /** Say where one types whether the cell is on the server: the line by the buttons may be off the screen. */
  showState(words, tone) {
    this.reading.querySelector("[data-state]")?.remove();
    const line = createElement("div", tone, words);
    line.dataset.state = "";
    this.reading.append(line);
  }

  /** Ask the server at `address` how the text is understood, before it is saved. */
  async read(address) {
    const text = this.text.value;
    const query = new URLSearchParams({ text });
    if (this.key === "completion") query.set("one_day", "1");
    try {
      const answer = await (await fetch(`${address}?${query}`)).json();
      if (this.text.value !== text) return; // typed on meanwhile
      if (answer.error) this.showReading(answer.error, "field-error");
      else this.showReading(answer.reading === text ? "" : answer.reading, answer.is_words ? "warn" : "mini");
    } catch {
      // offline: it is read when it is saved
    }
  }

  /** Take the server's `answer` to what was `sent` of this cell; `onChosen` saves after a clash is settled. */
  take(answer, sent, savedAt, onChosen) {
    this.notes.innerHTML = answer.notes; // drawn by the server, which escapes
    if (answer.clashes) {
      this.clash = answer;
      this.stored = sent;
      this.#offerChoices(onChosen);
      return;
    }
    if (answer.errors.length) {
      this.showReading(answer.errors.join(" "), "field-error");
      return;
    }
    this.was.value = answer.was;
    if (this.typed !== sent) return; // typed on meanwhile: the next save takes it
    const isNew = sent !== this.stored;
    this.write(answer.text, answer.kind);
    this.stored = this.typed;
    this.showReading(answer.reading, answer.is_words ? "warn" : "mini");
    if (isNew) this.showState(`已保存 ${savedAt}`, "c-met mini");
  }

  #offerChoices(onChosen) {
    const line = this.notes.querySelector("[data-theirs]");
    if (!line) return;
    const settle = (isTheirs) => {
      this.was.value = this.clash.was;
      if (isTheirs) this.write(this.clash.text, this.clash.kind);
      this.clash = null;
      this.stored = "";
      onChosen();
    };
    line.append(...createChoices({ mine: () => settle(false), theirs: () => settle(true) }, "ms-1"));
  }
}
