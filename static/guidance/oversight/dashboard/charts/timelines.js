// What changed from day to day: elections held, the schedule kept, a share as it grew.
import { axis, formatDay, legend, steps, targetLine, timeAxis } from "./parts.js";

// Words beside each line, on its left where the right edge is near.
function markLines(data, theme) {
  const days = [...data.marks.map((mark) => mark.day), data.today].map((day) => Date.parse(day));
  const edge = Math.min(...days) + 0.85 * (Math.max(...days) - Math.min(...days));
  const line = (day, words, colour, type) => ({
    xAxis: day,
    lineStyle: { color: colour, type, width: type === "solid" ? 1.5 : 1 },
    label: {
      show: !theme.isNarrow,
      formatter: words,
      color: colour,
      position: Date.parse(day) > edge ? "insideEndTop" : "insideEndBottom",
    },
  });
  const lines = data.marks.map((mark) => line(mark.day, `${formatDay(mark.day)} ${mark.name}`, theme.muted, "dashed"));
  lines.push(line(data.today, "今天", theme.accent, "solid"));
  return {
    symbol: "none",
    silent: true,
    animation: false,
    data: lines,
    label: { fontSize: theme.size - 2, width: 220, overflow: "truncate", ellipsis: "…" },
  };
}

// Lines by day with their marks; `most` is the height of the axis.
function byDay(data, theme, most, series) {
  series[0].markLine = markLines(data, theme);
  const days = series
    .flatMap((line) => line.data.map((point) => point[0]))
    .concat(data.marks.map((mark) => mark.day))
    .sort();
  return {
    legend: legend(theme),
    grid: { left: 8, right: 16, top: 36, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: { ...timeAxis(theme), min: days[0], max: days[days.length - 1] },
    yAxis: axis(theme, { type: "value", min: 0, max: Math.max(most, 1), minInterval: 1 }),
    tooltip: {
      trigger: "axis",
      formatter: (points) =>
        [formatDay(points[0].data[0]), ...points.map((point) => `${point.seriesName}  ${point.data[1]} 个`)].join("\n"),
    },
    series,
  };
}

export function progress(data, theme) {
  const most = Math.max(data.all, ...data.total.map((point) => point[1]));
  return {
    height: 380,
    ...byDay(data, theme, most, [
      steps("累计已换届", data.total, theme.accent, "solid", { areaStyle: { color: theme.accent, opacity: 0.1 } }),
      { name: "当日换届", type: "bar", barMaxWidth: 9, data: data.days, itemStyle: { color: theme.none } },
    ]),
  };
}

export function schedule(data, theme) {
  return {
    height: 280,
    ...byDay(data, theme, data.all, [
      steps("实际完成", data.held, theme.accent, "solid", { areaStyle: { color: theme.accent, opacity: 0.1 } }),
      steps("计划完成", data.planned, theme.ink, "dashed"),
    ]),
  };
}

export function byDate(data, theme) {
  const shown = (points) => points.map((point) => ({ value: [point[0], point[1]], words: point[2] }));
  const series = [];
  if (data.held.length) series.push(steps("按换届日期", shown(data.held), theme.accent, "solid"));
  if (data.known.length) series.push(steps("当日掌握", shown(data.known), theme.second, "dashed"));
  // The words stand on the other side of the target than the end of the curve.
  const last = series[0].data[series[0].data.length - 1].value[1];
  series[0].markLine = targetLine(
    theme,
    data.target,
    "yAxis",
    last >= data.target ? "insideEndBottom" : "insideEndTop",
  );
  return {
    height: 300,
    legend: legend(theme),
    grid: { left: 8, right: 16, top: 36, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: timeAxis(theme),
    yAxis: axis(theme, {
      type: "value",
      min: (range) => Math.max(0, Math.floor((Math.min(range.min, data.target ?? 100) - 5) / 10) * 10),
      max: (range) => Math.min(100, Math.ceil((Math.max(range.max, data.target ?? 0) + 5) / 10) * 10),
      axisLabel: { formatter: "{value}%", color: theme.muted, fontSize: theme.size - 1 },
    }),
    tooltip: {
      trigger: "axis",
      formatter: (points) =>
        [formatDay(points[0].data.value[0]), ...points.map((point) => `${point.seriesName}  ${point.data.words}`)].join(
          "\n",
        ),
    },
    series,
  };
}
