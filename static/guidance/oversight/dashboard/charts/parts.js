// What several kinds of charts share: axes, legend, the line of a target.

// 2月10日, from 2021-02-10.
export const formatDay = (day) => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;

export function targetLine(theme, target, along, words) {
  if (target === null || target === undefined) return undefined;
  return {
    symbol: "none",
    silent: true,
    animation: false,
    z: 1,
    data: [{ [along]: target }],
    lineStyle: { color: theme.ink, type: "dashed", width: 1.5 },
    label: {
      show: Boolean(words),
      formatter: `目标${target}%`,
      color: theme.ink,
      backgroundColor: theme.paper,
      fontSize: theme.size - 1,
      position: words,
    },
  };
}

export const axis = (theme, more) => ({
  axisLabel: { color: theme.muted, fontSize: theme.size - 1, hideOverlap: true },
  axisLine: { lineStyle: { color: theme.line } },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: theme.line } },
  ...more,
});

export const timeAxis = (theme) =>
  axis(theme, {
    type: "time",
    splitLine: { show: false },
    axisLabel: { color: theme.muted, fontSize: theme.size - 1, hideOverlap: true, formatter: "{M}月{d}日" },
  });
export const legend = (theme) => ({
  top: 0,
  left: 0,
  itemGap: 14,
  textStyle: { color: theme.ink, fontSize: theme.size },
});
export const steps = (name, points, colour, type, more) => ({
  name,
  type: "line",
  step: "end",
  showSymbol: false,
  data: points,
  lineStyle: { color: colour, width: 2.5, type },
  itemStyle: { color: colour },
  ...more,
});
