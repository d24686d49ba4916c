// Continuation sheets and signed pages: picked, removed, brought back. How they reach the server: uploads.js.
import { isOffline } from "../../core/server.js";
import { createKey } from "../../core/store.js";
import { createState, describeSize } from "./upload_row.js";
import { getUploadAddress, post, Uploads } from "./uploads.js";

function showFailure(row, text) {
  row.querySelector(".file-state")?.remove();
  row.append(createState(text, "field-error"));
}

const describeError = (error, offlineText) => (isOffline(error) ? offlineText : error.message);

function setUpFiles(form) {
  const sections = [...form.querySelectorAll("[data-files]")];
  const lists = new Map(sections.map((part) => [part.dataset.files, part.querySelector("[data-file-list]")]));
  const { mostFiles, mostBytes } = form.querySelector("[data-most-files]")?.dataset || {};
  const uploads = new Uploads(form, lists);
  let openKey = ""; // of the draft whose files these are

  function getRefusal(file, room) {
    if (room < 0) return `本表最多${mostFiles}个文件，这个没有加上；请先移除不需要的。`;
    if (!file.size) return "文件是空的（0字节），请重新选择。";
    if (file.size > mostBytes) {
      const limit = mostBytes / 1024 / 1024;
      return `文件有${describeSize(file.size)}，超过${limit}MB，没有加上；请压缩，或分成几个文件。`;
    }
    return "";
  }

  async function addFiles(section, files) {
    // A page shows either the sections of the text or the signed page; each has its own limit.
    let room = mostFiles - form.querySelectorAll(".file-row:not(.file-removed, .file-refused)").length;
    const { draft, owner } = form.dataset;
    for (const blob of files) {
      room -= 1;
      const upload = { id: createKey(), draft, owner, section, name: blob.name, size: blob.size, blob };
      const refusal = getRefusal(blob, room);
      if (refusal) uploads.add(upload, refusal);
      else await uploads.add(upload);
    }
    uploads.sendAll();
  }

  async function open() {
    if (openKey !== form.dataset.draft) {
      uploads.drop();
      // 本机草稿: another draft in the same form
      if (openKey) for (const list of lists.values()) list.replaceChildren();
      openKey = form.dataset.draft;
      await uploads.resume();
    }
    await uploads.sendAll();
  }

  // Remove a stored file, or bring it back.
  async function step(button) {
    button.disabled = true;
    const row = button.closest("li");
    try {
      const answer = await post(form, button.dataset.fileStep);
      if (answer.done) {
        row.insertAdjacentHTML("afterend", answer.row.trim());
        row.nextElementSibling.querySelector("button").focus();
        row.remove();
        if (lists.has("signed")) location.reload(); // 已签 or 未签 has changed
        return;
      }
      showFailure(row, answer.refused);
    } catch (error) {
      showFailure(row, describeError(error, "网络不通，没有改动，请稍后再试。"));
    }
    button.disabled = false;
  }

  // An upload that was begun in another browser.
  async function cancelOther(button) {
    const row = button.closest("li");
    try {
      await post(form, `${getUploadAddress(form, button.dataset.uploadCancel)}cancel/`);
      row.remove();
    } catch (error) {
      showFailure(row, describeError(error, "网络不通，没有取消，请稍后再试。"));
    }
  }

  form.addEventListener("click", (event) => {
    const stepButton = event.target.closest("[data-file-step]");
    if (stepButton) step(stepButton);
    const cancelButton = event.target.closest("[data-upload-cancel]");
    if (cancelButton) cancelOther(cancelButton);
  });
  for (const input of form.querySelectorAll("[data-file-pick]")) {
    input.addEventListener("input", (event) => event.stopPropagation()); // nothing was typed into the form
    input.addEventListener("change", (event) => {
      event.stopPropagation();
      const files = [...input.files];
      input.value = "";
      addFiles(input.closest("[data-files]").dataset.files, files);
    });
  }
  form.addEventListener("draft:stored", () => uploads.sendAll());
  form.addEventListener("draft:opened", open);
  window.addEventListener("online", () => uploads.sendAll());
  open();
}

for (const form of document.querySelectorAll("[data-draft]")) {
  if (form.querySelector("[data-files]")) setUpFiles(form);
}
