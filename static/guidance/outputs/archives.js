// How far the archive is: asked every two seconds, the page anew when it is done.
import { isJson } from "../core/server.js";

const EVERY = 2000; // ms
const section = document.querySelector("[data-archive]");

async function showProgress() {
  const bar = section.querySelector("[data-archive-bar]");
  const words = section.querySelector("[data-archive-words]");
  try {
    const response = await fetch(section.dataset.archive, { credentials: "same-origin" });
    if (!isJson(response)) {
      words.textContent = "登录状态已变，请重新登录后打开本页；制作仍在继续。";
      return;
    }
    const answer = await response.json();
    if (!answer.under_way) {
      window.location.reload();
      return;
    }
    bar.value = answer.percent;
    const counts = answer.total ? `（${answer.done} / 约 ${answer.total} 个文件）` : "";
    words.textContent = `已完成 ${answer.percent}%${counts}`;
  } catch {
    words.textContent = "网络不通，稍后自动再问；制作仍在继续。";
  }
  setTimeout(showProgress, EVERY);
}

if (section) setTimeout(showProgress, EVERY);
