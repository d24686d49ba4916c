// The 大屏: fetches its figures again every minute, keeps the last ones when it cannot, goes full screen.
import { drawCharts } from "./charts/draw.js";

const EVERY = 60_000; // ms
const PATIENCE = 20_000; // ms
const main = document.getElementById("screen");
const trouble = document.getElementById("screen-trouble");
const figures = () => main.querySelector(".screen-figures");

// The next page of places, and from the last one back to the first.
function nextAddress() {
  const { page, pages } = figures().dataset;
  const next = (Number(page) % Number(pages)) + 1;
  return `${main.dataset.from}&page=${next}`;
}

function showTrouble(words, link) {
  trouble.textContent = words;
  if (!link) return;
  const anchor = document.createElement("a");
  anchor.href = window.location.href;
  anchor.textContent = link;
  trouble.append(" ", anchor);
}

async function refresh() {
  const stop = new AbortController();
  const timer = window.setTimeout(() => stop.abort(), PATIENCE);
  const since = `数据截至 ${figures().dataset.moment}`;
  try {
    const response = await fetch(nextAddress(), { redirect: "manual", cache: "no-store", signal: stop.signal });
    if (response.type === "opaqueredirect" || response.status === 403 || response.status === 404) {
      showTrouble(`${since}，登录已过期，不再刷新。`, "重新登录");
      return;
    }
    const text = response.ok ? await response.text() : "";
    if (!text.includes("screen-figures")) throw new Error("no figures");
    main.innerHTML = text;
    drawCharts(main);
    showTrouble("");
  } catch {
    showTrouble(`${since}，暂时无法刷新`);
  } finally {
    window.clearTimeout(timer);
  }
}

window.setInterval(refresh, EVERY);
window.addEventListener("online", refresh);

const button = document.getElementById("screen-full");
button.hidden = !document.fullscreenEnabled;
button.addEventListener("click", () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
});
document.addEventListener("fullscreenchange", () => {
  button.querySelector("span").textContent = document.fullscreenElement ? "退出全屏" : "全屏";
});
