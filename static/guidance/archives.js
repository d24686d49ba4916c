// How far the archive is: asked every two seconds, the page anew when it is done.
"use strict";

(() => {
  const EVERY = 2000; // ms
  const section = document.querySelector("[data-archive]");
  if (!section) return;
  const bar = section.querySelector("[data-archive-bar]");
  const words = section.querySelector("[data-archive-words]");

  async function ask() {
    try {
      const response = await fetch(section.dataset.archive, { credentials: "same-origin" });
      if (!(response.headers.get("Content-Type") || "").includes("json")) {
        words.textContent = "登录状态已变，请重新登录后打开本页；制作仍在继续。";
        return;
      }
      const said = await response.json();
      if (!said.under_way) {
        window.location.reload();
        return;
      }
      bar.value = said.percent;
      words.textContent = `已完成 ${said.percent}%` + (said.total ? `（${said.done} / 约 ${said.total} 个文件）` : "");
    } catch {
      words.textContent = "网络不通，稍后自动再问；制作仍在继续。";
    }
    setTimeout(ask, EVERY);
  }

  setTimeout(ask, EVERY);
})();
