import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDay, targetLine } from "../../../../static/guidance/oversight/dashboard/charts/parts.js";
import { compare, slope } from "../../../../static/guidance/oversight/dashboard/charts/shares.js";
import { byDate, schedule } from "../../../../static/guidance/oversight/dashboard/charts/timelines.js";

const THEME = { size: 14, ofStanding: (standing) => `colour of ${standing}` };
const BAR = { name: "柳城县", value: 25, shown: "25.0%", count: "5/20", word: "未达标", standing: "not_met" };

test("a day is told without its year and without leading noughts", () => {
  assert.equal(formatDay("2021-02-03"), "2月3日");
});

test("no target draws no line", () => {
  assert.equal(targetLine(THEME, null, "xAxis", ""), undefined);
  assert.deepEqual(targetLine(THEME, 30, "xAxis", "start").data, [{ xAxis: 30 }]);
});

test("bars take the colour of their standing; the axis ends at full tens that hold all", () => {
  const bars = [
    { ...BAR, own_target: 41 },
    { ...BAR, value: null, standing: "no_data", own_target: null },
  ];
  const { series, xAxis } = compare({ bars, target: 30 }, THEME);
  assert.deepEqual(
    series[0].data.map((bar) => [bar.value, bar.itemStyle.color]),
    [
      [25, "colour of not_met"],
      [0, "colour of no_data"],
    ],
  );
  assert.deepEqual(series[1].data, [[41, 0]]);
  assert.equal(xAxis.max, 50);
});

test("the axis of a slope leaves room around the values", () => {
  const points = [{ value: 32 }, { value: null }, { value: 48 }];
  const { yAxis } = slope({ points, target: 30 }, THEME);
  assert.deepEqual([yAxis.min, yAxis.max], [25, 55]);
});

test("days run from the first mark to the last", () => {
  const marks = [{ day: "2021-01-20", name: "开始" }];
  const data = { held: [["2021-02-01", 3]], planned: [["2021-02-10", 9]], marks, today: "2021-02-05", all: 12 };
  const { xAxis, yAxis, series } = schedule(data, THEME);
  assert.deepEqual([xAxis.min, xAxis.max, yAxis.max], ["2021-01-20", "2021-02-10", 12]);
  assert.equal(series[0].markLine.data.at(-1).label.formatter, "今天");
});

test("the words of the target stand on the other side than the end of the curve", () => {
  const held = [["2021-02-01", 35, "35.0%"]];
  const position = (target) => byDate({ held, known: [], target }, THEME).series[0].markLine.label.position;
  assert.equal(position(30), "insideEndBottom");
  assert.equal(position(40), "insideEndTop");
});
