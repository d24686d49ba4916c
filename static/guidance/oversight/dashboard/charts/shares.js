// Shares of women: places compared, and one place from round to round.
import { axis, targetLine } from "./parts.js";

export function compare(data, theme) {
  const known = data.bars
    .map((bar) => bar.value)
    .concat(
      data.target,
      data.bars.map((bar) => bar.own_target),
    );
  const most = Math.max(...known.filter((value) => typeof value === "number"), 10);
  const own = data.bars.flatMap((bar, index) => (bar.own_target === null ? [] : [[bar.own_target, index]]));
  return {
    height: 64 + 30 * data.bars.length,
    grid: { left: 8, right: 104, top: 28, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: axis(theme, {
      type: "value",
      min: 0,
      max: Math.min(100, Math.ceil(most / 10) * 10),
      splitNumber: theme.isNarrow ? 2 : 5,
      axisLabel: { formatter: "{value}%", color: theme.muted, fontSize: theme.size - 1, hideOverlap: true },
    }),
    yAxis: axis(theme, {
      type: "category",
      inverse: true,
      data: data.bars.map((bar) => bar.name),
      axisLabel: { color: theme.ink, fontSize: theme.size, width: theme.isNarrow ? 84 : 260, overflow: "truncate" },
    }),
    tooltip: {
      trigger: "item",
      formatter: (point) => {
        const bar = data.bars[point.seriesType === "scatter" ? point.value[1] : point.dataIndex];
        return `${bar.name}  ${bar.shown}（${bar.count}）\n${bar.word}`;
      },
    },
    series: [
      {
        type: "bar",
        barMaxWidth: 18,
        markLine: targetLine(theme, data.target, "xAxis", "start"),
        data: data.bars.map((bar) => ({
          value: bar.value ?? 0,
          itemStyle: { color: theme.ofStanding(bar.standing), borderRadius: [0, 3, 3, 0] },
        })),
        label: {
          show: true,
          position: "right",
          color: theme.ink,
          backgroundColor: theme.paper,
          padding: [1, 3],
          fontSize: theme.size,
          formatter: (point) => `${data.bars[point.dataIndex].shown} ${data.bars[point.dataIndex].word}`,
        },
      },
      {
        type: "scatter",
        name: "本单位目标",
        data: own,
        symbol: "rect",
        symbolSize: [2, 22],
        itemStyle: { color: theme.ink },
      },
    ],
  };
}

export function slope(data, theme) {
  const values = data.points
    .map((point) => point.value)
    .concat(data.target)
    .filter((value) => typeof value === "number");
  const low = Math.max(0, Math.floor((Math.min(...values, 100) - 5) / 5) * 5);
  const high = Math.min(105, Math.ceil((Math.max(...values, 5) + 6) / 5) * 5);
  return {
    height: 190,
    grid: { left: 4, right: 12, top: 12, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: axis(theme, {
      type: "category",
      data: data.points.map((point) => point.name),
      axisLabel: { color: theme.ink, fontSize: theme.size - 1 },
    }),
    yAxis: axis(theme, {
      type: "value",
      min: low,
      max: high,
      splitNumber: 3,
      axisLabel: {
        color: theme.muted,
        fontSize: theme.size - 2,
        formatter: (value) => (value > 100 ? "" : `${value}%`),
      },
    }),
    tooltip: { trigger: "item", formatter: (point) => `${point.name}  ${data.points[point.dataIndex].shown}` },
    series: [
      {
        type: "line",
        connectNulls: true,
        symbol: "circle",
        symbolSize: 9,
        data: data.points.map((point) => point.value),
        lineStyle: { color: theme.accent, width: 2.5 },
        itemStyle: { color: theme.accent },
        markLine: targetLine(theme, data.target, "yAxis", ""),
        label: {
          show: true,
          position: "top",
          color: theme.ink,
          backgroundColor: theme.paper,
          fontWeight: 600,
          fontSize: theme.size,
          formatter: (point) => data.points[point.dataIndex].shown,
        },
      },
    ],
  };
}
