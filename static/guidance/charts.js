// Draws the charts of a page from the values that stand in it as JSON. Without this script, or where
// it fails, the table beside each chart says the same.
"use strict";

const guidanceCharts = (() => {
  const PRINT_WIDTH = 660; // CSS pixels: A4 upright within its margins
  const drawn = new Map();

  const STANDINGS = { met: "--fl-met", nearly_met: "--fl-near", not_met: "--fl-short", no_target: "--fl-none", no_data: "--fl-none" };

  function look(element) {
    const style = getComputedStyle(element);
    const colour = (name) => style.getPropertyValue(name).trim();
    return {
      ink: colour("--fl-ink"), muted: colour("--fl-muted"), line: colour("--fl-line"),
      accent: colour("--fl-accent"), second: colour("--fl-sent"), none: colour("--fl-none"),
      paper: colour("--fl-paper") || "#fff",
      of: (standing) => colour(STANDINGS[standing] || "--fl-none"),
      isNarrow: element.parentElement.clientWidth < 420, // no room for words beside the lines; the table has them
      font: style.fontFamily, size: Math.round(parseFloat(style.fontSize)),
    };
  }

  // 2月10日, from 2021-02-10.
  const dayWords = (day) => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;

  function aimLine(seen, target, along, words) {
    if (target === null || target === undefined) return undefined;
    return {
      symbol: "none", silent: true, animation: false, z: 1, data: [{ [along]: target }],
      lineStyle: { color: seen.ink, type: "dashed", width: 1.5 },
      label: { show: Boolean(words), formatter: `目标${target}%`, color: seen.ink, backgroundColor: seen.paper, fontSize: seen.size - 1, position: words },
    };
  }

  const axis = (seen, more) => ({
    axisLabel: { color: seen.muted, fontSize: seen.size - 1, hideOverlap: true },
    axisLine: { lineStyle: { color: seen.line } }, axisTick: { show: false },
    splitLine: { lineStyle: { color: seen.line } },
    ...more,
  });

  function compare(data, seen) {
    const known = data.bars.map((bar) => bar.value).concat(data.target, data.bars.map((bar) => bar.own_target));
    const most = Math.max(...known.filter((value) => typeof value === "number"), 10);
    const own = data.bars.flatMap((bar, index) => (bar.own_target === null ? [] : [[bar.own_target, index]]));
    return {
      height: 64 + 30 * data.bars.length,
      grid: { left: 8, right: 104, top: 28, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      xAxis: axis(seen, { type: "value", min: 0, max: Math.min(100, Math.ceil(most / 10) * 10), splitNumber: seen.isNarrow ? 2 : 5, axisLabel: { formatter: "{value}%", color: seen.muted, fontSize: seen.size - 1, hideOverlap: true } }),
      yAxis: axis(seen, { type: "category", inverse: true, data: data.bars.map((bar) => bar.name), axisLabel: { color: seen.ink, fontSize: seen.size, width: seen.isNarrow ? 84 : 260, overflow: "truncate" } }),
      tooltip: { trigger: "item", formatter: (point) => {
        const bar = data.bars[point.seriesType === "scatter" ? point.value[1] : point.dataIndex];
        return `${bar.name}  ${bar.shown}（${bar.count}）\n${bar.word}`;
      } },
      series: [
        {
          type: "bar", barMaxWidth: 18, markLine: aimLine(seen, data.target, "xAxis", "start"),
          data: data.bars.map((bar) => ({ value: bar.value ?? 0, itemStyle: { color: seen.of(bar.standing), borderRadius: [0, 3, 3, 0] } })),
          label: { show: true, position: "right", color: seen.ink, backgroundColor: seen.paper, padding: [1, 3], fontSize: seen.size, formatter: (point) => `${data.bars[point.dataIndex].shown} ${data.bars[point.dataIndex].word}` },
        },
        { type: "scatter", name: "本单位目标", data: own, symbol: "rect", symbolSize: [2, 22], itemStyle: { color: seen.ink } },
      ],
    };
  }

  function slope(data, seen) {
    const values = data.points.map((point) => point.value).concat(data.target).filter((value) => typeof value === "number");
    const low = Math.max(0, Math.floor((Math.min(...values, 100) - 5) / 5) * 5);
    const high = Math.min(105, Math.ceil((Math.max(...values, 5) + 6) / 5) * 5);
    return {
      height: 190,
      grid: { left: 4, right: 12, top: 12, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      xAxis: axis(seen, { type: "category", data: data.points.map((point) => point.name), axisLabel: { color: seen.ink, fontSize: seen.size - 1 } }),
      yAxis: axis(seen, { type: "value", min: low, max: high, splitNumber: 3, axisLabel: { color: seen.muted, fontSize: seen.size - 2, formatter: (value) => (value > 100 ? "" : `${value}%`) } }),
      tooltip: { trigger: "item", formatter: (point) => `${point.name}  ${data.points[point.dataIndex].shown}` },
      series: [{
        type: "line", connectNulls: true, symbol: "circle", symbolSize: 9, data: data.points.map((point) => point.value),
        lineStyle: { color: seen.accent, width: 2.5 }, itemStyle: { color: seen.accent }, markLine: aimLine(seen, data.target, "yAxis", ""),
        label: { show: true, position: "top", color: seen.ink, backgroundColor: seen.paper, fontWeight: 600, fontSize: seen.size, formatter: (point) => data.points[point.dataIndex].shown },
      }],
    };
  }

  // Words beside each line, on its left where the right edge is near.
  function markLines(data, seen) {
    const days = [...data.marks.map((mark) => mark.day), data.today].map((day) => Date.parse(day));
    const edge = Math.min(...days) + 0.85 * (Math.max(...days) - Math.min(...days));
    const line = (day, words, colour, type) => ({
      xAxis: day, lineStyle: { color: colour, type, width: type === "solid" ? 1.5 : 1 },
      label: { show: !seen.isNarrow, formatter: words, color: colour, position: Date.parse(day) > edge ? "insideEndTop" : "insideEndBottom" },
    });
    const lines = data.marks.map((mark) => line(mark.day, `${dayWords(mark.day)} ${mark.name}`, seen.muted, "dashed"));
    lines.push(line(data.today, "今天", seen.accent, "solid"));
    return { symbol: "none", silent: true, animation: false, data: lines, label: { fontSize: seen.size - 2, width: 220, overflow: "truncate", ellipsis: "…" } };
  }

  const timeAxis = (seen) => axis(seen, { type: "time", splitLine: { show: false }, axisLabel: { color: seen.muted, fontSize: seen.size - 1, hideOverlap: true, formatter: "{M}月{d}日" } });
  const legend = (seen) => ({ top: 0, left: 0, itemGap: 14, textStyle: { color: seen.ink, fontSize: seen.size } });
  const steps = (name, points, colour, type, more) => ({ name, type: "line", step: "end", showSymbol: false, data: points, lineStyle: { color: colour, width: 2.5, type }, itemStyle: { color: colour }, ...more });

  // Lines by day with their marks; `most` is the height of the axis.
  function byDay(data, seen, most, series) {
    series[0].markLine = markLines(data, seen);
    const days = series.flatMap((one) => one.data.map((point) => point[0])).concat(data.marks.map((mark) => mark.day)).sort();
    return {
      legend: legend(seen),
      grid: { left: 8, right: 16, top: 36, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      xAxis: { ...timeAxis(seen), min: days[0], max: days[days.length - 1] },
      yAxis: axis(seen, { type: "value", min: 0, max: Math.max(most, 1), minInterval: 1 }),
      tooltip: { trigger: "axis", formatter: (points) => [dayWords(points[0].data[0]), ...points.map((point) => `${point.seriesName}  ${point.data[1]} 个`)].join("\n") },
      series,
    };
  }

  function progress(data, seen) {
    const most = Math.max(data.all, ...data.total.map((point) => point[1]));
    return { height: 380, ...byDay(data, seen, most, [
      steps("累计已换届", data.total, seen.accent, "solid", { areaStyle: { color: seen.accent, opacity: 0.1 } }),
      { name: "当日换届", type: "bar", barMaxWidth: 9, data: data.days, itemStyle: { color: seen.none } },
    ]) };
  }

  function schedule(data, seen) {
    return { height: 280, ...byDay(data, seen, data.all, [
      steps("实际完成", data.held, seen.accent, "solid", { areaStyle: { color: seen.accent, opacity: 0.1 } }),
      steps("计划完成", data.planned, seen.ink, "dashed"),
    ]) };
  }

  function byDate(data, seen) {
    const shown = (points) => points.map((point) => ({ value: [point[0], point[1]], words: point[2] }));
    const series = [];
    if (data.held.length) series.push(steps("按换届日期", shown(data.held), seen.accent, "solid"));
    if (data.known.length) series.push(steps("当日掌握", shown(data.known), seen.second, "dashed"));
    // The words stand on the other side of the target than the end of the curve.
    const last = series[0].data[series[0].data.length - 1].value[1];
    series[0].markLine = aimLine(seen, data.target, "yAxis", last >= data.target ? "insideEndBottom" : "insideEndTop");
    return {
      height: 300, legend: legend(seen),
      grid: { left: 8, right: 16, top: 36, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      xAxis: timeAxis(seen), yAxis: axis(seen, { type: "value", min: (range) => Math.max(0, Math.floor((Math.min(range.min, data.target ?? 100) - 5) / 10) * 10), max: (range) => Math.min(100, Math.ceil((Math.max(range.max, data.target ?? 0) + 5) / 10) * 10), axisLabel: { formatter: "{value}%", color: seen.muted, fontSize: seen.size - 1 } }),
      tooltip: { trigger: "axis", formatter: (points) => [dayWords(points[0].data.value[0]), ...points.map((point) => `${point.seriesName}  ${point.data.words}`)].join("\n") },
      series,
    };
  }

  const KINDS = { compare, slope, progress, schedule, by_date: byDate };

  function drawOne(element) {
    const data = JSON.parse(document.getElementById(element.dataset.chart).textContent);
    const seen = look(element);
    const { height, ...option } = KINDS[data.kind](data, seen);
    element.hidden = false;
    if (!element.dataset.fill) element.style.height = `${height}px`;
    const chart = echarts.init(element, null, { renderer: "svg", locale: "ZH" });
    // A scaled print needs the size in the picture itself; ECharts gives it only width and height.
    chart.on("rendered", () => {
      const svg = element.querySelector("svg");
      svg.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
    });
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: seen.font, color: seen.ink },
      aria: { enabled: true, label: { description: element.dataset.label } },
      ...option,
      // The HTML tooltip would set styles in its markup, which the policy refuses.
      tooltip: { renderMode: "richText", confine: true, backgroundColor: seen.paper, borderColor: seen.line, textStyle: { color: seen.ink, fontSize: seen.size }, ...option.tooltip },
    });
    drawn.set(element, chart);
    if (watcher) watcher.observe(element);
  }

  const watcher = "ResizeObserver" in window && new ResizeObserver((entries) => {
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

  function draw(root) {
    drawn.forEach((chart, element) => {
      if (element.isConnected && !root.contains(element)) return;
      if (watcher) watcher.unobserve(element);
      chart.dispose();
      drawn.delete(element);
    });
    root.querySelectorAll("[data-chart]").forEach(drawOne);
  }

  draw(document);
  return { draw };
})();
