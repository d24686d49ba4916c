// The fields of a form of Attachment 2: their values, and which of them show.

export class Fields {
  constructor(form) {
    this.form = form;
    this.parts = new Map([...form.querySelectorAll("[data-field]")].map((part) => [part.dataset.field, part]));
  }

  read(name) {
    const controls = this.#getControls(name);
    if (controls[0]?.type === "checkbox") return controls.filter((box) => box.checked).map((box) => box.value);
    return controls[0] ? controls[0].value : "";
  }

  write(name, value) {
    for (const control of this.#getControls(name)) {
      if (control.type === "checkbox") control.checked = (value || []).includes(control.value);
      else if (control.value !== (value ?? "")) control.value = value ?? "";
    }
  }

  readAll() {
    return Object.fromEntries([...this.parts.keys()].map((name) => [name, this.read(name)]));
  }

  writeAll(values) {
    for (const name of this.parts.keys()) {
      if (name in values) this.write(name, values[name]);
    }
  }

  /** The chosen township as the list of drafts shows it. */
  get place() {
    const option = this.form.elements.link.selectedOptions[0];
    return option?.value ? option.textContent : "";
  }

  /** Offer the villages of the chosen township only, and what belongs to a method only where it is ticked. */
  arrange() {
    const township = this.form.elements.link.selectedOptions[0]?.dataset.township || "";
    const villages = this.form.elements.observed_village;
    for (const option of villages.options) {
      const isElsewhere = Boolean(option.value && option.dataset.township !== township);
      option.hidden = isElsewhere;
      option.disabled = isElsewhere;
    }
    if (villages.selectedOptions[0]?.hidden) villages.value = "";
    const methods = this.read("methods");
    for (const part of this.form.querySelectorAll("[data-with-method]")) {
      part.hidden = !methods.includes(part.dataset.withMethod) && !isFilled(part);
    }
    for (const area of this.form.querySelectorAll("textarea")) area.dispatchEvent(new Event("filled"));
  }

  #getControls(name) {
    return [...this.form.elements].filter((control) => control.name === name);
  }
}

function isFilled(part) {
  const controls = [...part.querySelectorAll("select, input")];
  return controls.some((control) => (control.type === "checkbox" ? control.checked : control.value));
}
