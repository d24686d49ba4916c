// 本机草稿: the list of what this browser keeps, and one of them open in the form below. Opens without a network.
"use strict";

(() => {
  const list = document.querySelector("[data-drafts]");
  const told = document.querySelector("[data-sync]");
  const { form } = VisitForm;
  const begin = document.querySelector("[data-new-draft]");
  const TONES = { synced: "met", waiting: "near", clash: "short", refused: "short" };
  const ICONS = { synced: "check-circle-fill", waiting: "cloud-slash", clash: "exclamation-triangle-fill", refused: "exclamation-circle-fill" };

  // The phone's own day: the page may have been kept for a week. A demonstration has a day of its own.
  function today() {
    const now = new Date();
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0"));
    return form.dataset.today || day.join("-");
  }

  function title(draft) {
    if (draft.title) return draft.title;
    return draft.place ? `${draft.place} ${draft.values.started_on || ""}` : "尚未选择乡镇（街道）";
  }

  function entry(draft, files) {
    const [code, label] = files && Drafts.state(draft)[0] === "synced" ? ["waiting", "文件待传"] : Drafts.state(draft);
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `#${draft.key}`;
    link.textContent = title(draft);
    const chip = document.createElement("span");
    chip.className = `chip align-self-center ${TONES[code]}`;
    const icon = document.createElement("i");
    icon.className = `bi bi-${ICONS[code]}`;
    icon.setAttribute("aria-hidden", "true");
    chip.append(icon, ` ${label}`);
    const words = document.createElement("span");
    const why = document.createElement("span");
    why.className = "mini d-block";
    why.textContent = draft.refused || draft.waits || (files ? `${files} 个文件还在本机，打开这份草稿即继续上传` : "");
    words.append(link, why);
    item.append(words, chip);
    if (code === "refused" || !draft.report) item.append(remover(draft));
    return item;
  }

  // What cannot be stored any more is never thrown away by itself.
  function remover(draft) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-secondary";
    button.textContent = "删除本机草稿";
    button.addEventListener("click", async () => {
      if (!window.confirm("本机上没有同步的内容将删除，无法找回。确定删除吗？")) return;
      await Store.remove("drafts", draft.key);
      render();
    });
    return button;
  }

  async function render() {
    const drafts = (await Drafts.all()).sort((one, other) => other.changedAt - one.changedAt);
    const files = await Store.all("files").catch(() => []);
    list.replaceChildren(...drafts.map((draft) => entry(draft, files.filter((file) => file.draft === draft.key).length)));
    if (!drafts.length) {
      const none = document.createElement("li");
      none.className = "empty";
      none.textContent = "本机没有草稿。";
      list.append(none);
    }
    return drafts;
  }

  async function sync() {
    document.querySelector("[data-offline]").hidden = navigator.onLine;
    try {
      told.textContent = "正在同步…";
      await Drafts.sync();
      told.textContent = "已与服务器核对";
    } catch (error) {
      told.textContent = error instanceof TypeError ? "没有网络，接通后自动同步" : error.message;
    }
    await render();
  }

  async function openNamed() {
    const key = location.hash.slice(1);
    const draft = key && (await Drafts.all()).find((one) => one.key === key);
    form.hidden = !draft;
    if (!draft) return;
    form.reset();
    Object.entries(draft.values).forEach(([name, value]) => {
      [...form.elements].filter((control) => control.name === name).forEach((control) => {
        if (control.type === "checkbox") control.checked = value.includes(control.value);
        else control.value = value;
      });
    });
    VisitForm.open(draft);
    form.scrollIntoView();
  }

  begin.hidden = false;
  begin.addEventListener("click", async () => {
    const draft = Drafts.blank();
    draft.values = { started_on: today() };
    await Drafts.put(draft);
    location.hash = draft.key;
  });
  window.addEventListener("hashchange", async () => { await openNamed(); await render(); });
  window.addEventListener("online", sync);
  window.addEventListener("offline", () => { document.querySelector("[data-offline]").hidden = false; });
  document.addEventListener("draft:kept", render);
  (async () => {
    await render();
    await openNamed();
    await sync();
  })();
})();
