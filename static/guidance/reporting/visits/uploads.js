// Files on their way: kept in this browser, sent in pieces one after another, gone on with after any break.
import { SaveQueue } from "../../core/queue.js";
import { isOffline, readJson } from "../../core/server.js";
import { getRecords, putRecord, removeRecord } from "../../core/store.js";
import { UploadRow } from "./upload_row.js";

const ROOT = "/visits/";
const PIECE_SIZE = 512 * 1024;
const RETRY_AFTER = 10_000; // ms
const FAILURES = {
  loggedOut: "登录状态已变，请重新登录后打开本页，文件还在本机",
  failed: "服务器没有存下，会自动再试",
};

/** POST from `form` with its token. Rejects where no JSON comes back. */
export async function post(form, address, { body, type, keepalive } = {}) {
  const headers = { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value };
  if (type) headers["Content-Type"] = type;
  const response = await fetch(address, { method: "POST", body, headers, credentials: "same-origin", keepalive });
  return readJson(response, FAILURES);
}

/** The address of an upload of the report that `form` belongs to. */
export const getUploadAddress = (form, id) => `${ROOT}${form.dataset.report}/uploads/${id}/`;

export class Uploads {
  #form;
  #lists; // by section: the list its rows go into
  #uploads = new Map(); // by id: {id, draft, owner, section, name, size, blob, state, isCancelled, row}
  #queue;

  constructor(form, lists) {
    this.#form = form;
    this.#lists = lists;
    this.#queue = new SaveQueue({
      send: () => this.#sendAll(),
      onError: (error) => !error.isLoggedOut,
      retryAfter: RETRY_AFTER,
    });
  }

  sendAll() {
    return this.#queue.save();
  }

  /** Add a picked file to `section`; with `refusal` it is shown and not sent. */
  async add(upload, refusal) {
    this.#uploads.set(upload.id, upload);
    this.#draw(upload);
    if (refusal) await this.#refuse(upload, refusal);
    else await this.#keep(upload);
  }

  /** Go on with what this browser still holds of the open draft. */
  async resume() {
    const records = await getRecords("files").catch(() => []);
    const { draft, owner } = this.#form.dataset; // another may have been opened meanwhile
    for (const record of records) {
      if (record.draft !== draft || record.owner !== owner || !this.#lists.has(record.section)) continue;
      const upload = { ...record };
      this.#uploads.set(upload.id, upload);
      this.#draw(upload);
    }
    this.#showPending();
  }

  /** Forget all uploads on this page; the browser keeps them. */
  drop() {
    for (const upload of this.#uploads.values()) {
      upload.isCancelled = true;
      upload.row.element.remove();
    }
    this.#uploads.clear();
  }

  get #next() {
    return [...this.#uploads.values()].find((upload) => upload.state !== "refused" && !upload.isCancelled);
  }

  // The form waits for what is on its way.
  #showPending() {
    const count = [...this.#uploads.values()].filter((upload) => upload.state !== "refused").length;
    this.#form.dataset.filesPending = count;
  }

  #draw(upload) {
    upload.row = new UploadRow(upload, () => this.#cancel(upload));
    const list = this.#lists.get(upload.section);
    list.querySelector(`[data-upload="${upload.id}"]`)?.remove();
    list.append(upload.row.element);
    this.#show(upload, "waiting", "等待上传");
  }

  #show(upload, state, text, percent) {
    upload.state = state;
    upload.row.show(state, text, percent);
    this.#showPending();
  }

  async #keep(upload) {
    const { id, draft, owner, section, name, size, blob } = upload;
    try {
      await putRecord("files", { id, draft, owner, section, name, size, blob });
    } catch {
      upload.row.showNoRoom();
    }
    if (upload.isCancelled) await this.#removeRecord(upload);
  }

  #removeRecord(upload) {
    return removeRecord("files", upload.id).catch(() => {});
  }

  #forget(upload) {
    this.#uploads.delete(upload.id);
    this.#showPending();
    return this.#removeRecord(upload);
  }

  #refuse(upload, text) {
    this.#show(upload, "refused", text);
    return this.#removeRecord(upload);
  }

  async #cancel(upload) {
    upload.isCancelled = true;
    upload.row.element.remove();
    await this.#forget(upload);
    if (!this.#form.dataset.report || upload.state === "refused") return;
    const address = `${getUploadAddress(this.#form, upload.id)}cancel/`;
    await post(this.#form, address, { keepalive: true }).catch(() => {});
  }

  async #finish(upload, answer) {
    const template = document.createElement("template");
    template.innerHTML = answer.row.trim(); // drawn by the server, which escapes
    upload.row.element.replaceWith(template.content);
    await this.#forget(upload);
    if (upload.section === "signed" && !this.#uploads.size) location.reload();
  }

  // One after another; the first that cannot be sent holds the others back, for the same reason.
  async #sendAll() {
    while (this.#form.dataset.report && this.#next) {
      const upload = this.#next;
      try {
        await this.#send(upload);
      } catch (error) {
        if (upload.isCancelled) continue;
        // The file was moved or changed on the disk before it was kept.
        if (error instanceof DOMException) {
          this.#refuse(upload, "读不出这个文件（可能已被移动或改动），请重新选择。");
          continue;
        }
        const why = isOffline(error) ? "网络不通，接通后自动继续" : error.message;
        this.#show(upload, isOffline(error) ? "waiting" : "failed", `等待上传：${why}`, upload.row.percent);
        throw error;
      }
    }
    return true;
  }

  // The whole way of one file, from where the server says it stopped. Rejects where the server was not reached.
  async #send(upload) {
    let answer = { gone: true };
    while (!upload.isCancelled) {
      if (answer.refused) {
        await this.#refuse(upload, answer.refused);
        return;
      }
      if (answer.done) {
        await this.#finish(upload, answer);
        return;
      }
      answer = answer.gone ? await this.#begin(upload) : await this.#sendPiece(upload, answer.received);
    }
  }

  #begin({ id, section, name, size }) {
    const body = new URLSearchParams({ key: id, section, name, size });
    return post(this.#form, `${ROOT}${this.#form.dataset.report}/files/begin/`, { body });
  }

  async #sendPiece(upload, at) {
    const address = getUploadAddress(this.#form, upload.id);
    const percent = Math.floor((at / upload.size) * 100);
    if (at >= upload.size) {
      this.#show(upload, "sending", "正在检查", percent);
      return post(this.#form, `${address}finish/`);
    }
    this.#show(upload, "sending", `正在上传 ${percent}%`, percent);
    const body = await upload.blob.slice(at, at + PIECE_SIZE).arrayBuffer();
    return post(this.#form, `${address}piece/?at=${at}`, { body, type: "application/octet-stream" });
  }
}
