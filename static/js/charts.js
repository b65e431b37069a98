// Draws the charts of the figures from the data beside their tables; without scripts the tables stand alone.
"use strict";

const look = getComputedStyle(document.documentElement);
const token = (name) => look.getPropertyValue(name).trim();
const TONES = { done: token("--jade-700"), late: token("--cinnabar-700") };
const COLOURS = [token("--indigo-700"), "#7f9bd1", token("--amber-800"), token("--indigo-200"), token("--ink-3"), "#b98a3a"];
const text = { fontFamily: getComputedStyle(document.body).fontFamily, color: token("--ink-2"), fontSize: 13 };

// Names of rows stand on the left, so that long ones can be read; days run from left to right.
const axes = (data, width) => {
  const names = { type: "category", data: data.rows, axisTick: { show: false }, axisLine: { lineStyle: { color: token("--rule-strong") } } };
  const numbers = { type: "value", minInterval: 1, axisLabel: text, splitLine: { lineStyle: { color: token("--rule") } } };
  if (data.kind === "line") return { xAxis: { ...names, boundaryGap: data.rows.length < 2, axisLabel: text }, yAxis: numbers };
  return { xAxis: numbers, yAxis: { ...names, inverse: true, axisLabel: { ...text, width: Math.min(190, width * 0.38), overflow: "break" } } };
};

const series = (data) => data.series.map((one) => ({
  name: one.name,
  color: TONES[one.tone],
  data: one.values,
  type: data.kind === "line" ? "line" : "bar",
  stack: data.kind === "stacked" ? "all" : undefined,
  barMaxWidth: 22,
  symbolSize: data.rows.length < 2 ? 11 : 5,
  label: { show: data.kind === "bars", position: "right", ...text, color: token("--ink") },
}));

const option = (data, width) => ({
  animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  color: COLOURS,
  textStyle: text,
  grid: { left: 8, right: 36, top: data.series.length > 1 ? 56 : 12, bottom: 8, containLabel: true },
  legend: { show: data.series.length > 1, type: "scroll", top: 0, left: 0, textStyle: text, itemWidth: 14, itemHeight: 10 },
  tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: data.kind === "line" ? "line" : "shadow" }, confine: true },
  series: series(data),
  ...axes(data, width),
});

const height = (data) => (data.kind === "line" ? 260 : Math.min(640, Math.max(150, data.rows.length * 44 + (data.series.length > 1 ? 90 : 50))));

for (const box of document.querySelectorAll("[data-chart]")) {
  const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  box.hidden = false;
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", box.dataset.label);
  box.style.height = `${height(data)}px`;
  const chart = echarts.init(box);
  chart.setOption(option(data, box.clientWidth));
  new ResizeObserver(() => chart.resize()).observe(box);
}
