// Draws the charts of a page from the values that stand in it as JSON. Without this script, or where it fails, the
// table beside each chart says the same. ECharts comes before, as a script of its own.
import { compare, slope } from "./shares.js";
import { getTheme } from "./theme.js";
import { byDate, progress, schedule } from "./timelines.js";

const PRINT_WIDTH = 660; // CSS pixels: A4 upright within its margins
const KINDS = { compare, slope, progress, schedule, by_date: byDate };
const drawn = new Map();

function drawChart(element) {
  const data = JSON.parse(document.getElementById(element.dataset.chart).textContent);
  const theme = getTheme(element);
  const { height, ...option } = KINDS[data.kind](data, theme);
  element.hidden = false;
  if (!element.dataset.fill) element.style.height = `${height}px`;
  const chart = window.echarts.init(element, null, { renderer: "svg", locale: "ZH" });
  // A scaled print needs the size in the picture itself; ECharts gives it only width and height.
  chart.on("rendered", () => {
    const svg = element.querySelector("svg");
    svg.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
  });
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: theme.font, color: theme.ink },
    aria: { enabled: true, label: { description: element.dataset.label } },
    ...option,
    // The HTML tooltip would set styles in its markup, which the policy refuses.
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: theme.paper,
      borderColor: theme.line,
      textStyle: { color: theme.ink, fontSize: theme.size },
      ...option.tooltip,
    },
  });
  drawn.set(element, chart);
  if (watcher) watcher.observe(element);
}

const watcher =
  "ResizeObserver" in window &&
  new ResizeObserver((entries) => {
    entries.forEach((entry) => {
      const chart = drawn.get(entry.target);
      if (chart && !printing && entry.contentRect.width) chart.resize();
    });
  });

// Paper is narrower than the window: draw for it, and back.
let printing = false;
function fit(forPrint) {
  printing = forPrint;
  drawn.forEach((chart, element) => {
    const width = forPrint ? Math.min(PRINT_WIDTH, element.clientWidth) : "auto";
    chart.resize({ width });
    chart.getZr().flush();
  });
}
window.addEventListener("beforeprint", () => fit(true));
window.addEventListener("afterprint", () => fit(false));

export function drawCharts(root) {
  drawn.forEach((chart, element) => {
    if (element.isConnected && !root.contains(element)) return;
    if (watcher) watcher.unobserve(element);
    chart.dispose();
    drawn.delete(element);
  });
  root.querySelectorAll("[data-chart]").forEach(drawChart);
}

drawCharts(document);
