// The line of a file on its way to the server: its name, how far it is, and a button to cancel it.
import { createButton, createElement, createIcon } from "../../core/dom.js";

const ICONS = { waiting: "clock", sending: "cloud-arrow-up", failed: "cloud-slash", refused: "exclamation-circle" };

export function describeSize(bytes) {
  if (bytes < 1024) return `${bytes} 字节`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** A line that says how a file stands. */
export function createState(text, className = "") {
  const state = createElement("span", `file-state ${className}`.trim(), text);
  state.setAttribute("role", "status");
  return state;
}

function createFileButton(text, fileName, onClick) {
  const button = createButton(text, "btn btn-sm btn-outline-secondary", onClick);
  button.append(createElement("span", "visually-hidden", fileName));
  return button;
}

export class UploadRow {
  #icon = createIcon(ICONS.waiting);
  #state = createState("");
  #bar = createElement("progress", "file-progress");
  #button;

  constructor({ id, name, size }, onCancel) {
    this.element = createElement("li", "file-row");
    this.element.dataset.upload = id;
    const icon = createElement("span", "file-icon");
    icon.append(this.#icon);
    this.#bar.max = 100;
    this.#bar.setAttribute("aria-label", `${name}的上传进度`);
    this.#button = createFileButton("取消", name, onCancel);
    const nameLabel = createElement("span", "file-name", name);
    const sizeLabel = createElement("span", "mini nowrap", describeSize(size));
    this.element.append(icon, nameLabel, sizeLabel, this.#button, this.#bar, this.#state);
    this.show("waiting", "等待上传");
  }

  /** Percent sent, or undefined where nothing was yet. */
  get percent() {
    return this.#bar.hidden ? undefined : this.#bar.value;
  }

  /** `state` is one of ICONS. */
  show(state, text, percent) {
    this.#icon.className = `bi bi-${ICONS[state]}`;
    this.#state.textContent = text;
    this.#state.classList.toggle("field-error", state === "refused" || state === "failed");
    this.#bar.hidden = state === "refused" || percent === undefined;
    if (percent !== undefined) this.#bar.value = percent;
    if (state === "refused") this.#button.firstChild.textContent = "知道了";
    this.element.classList.toggle("file-refused", state === "refused");
  }

  showNoRoom() {
    this.#state.textContent = "等待上传（本机空间不足，传完之前请不要关闭本页）";
  }
}
