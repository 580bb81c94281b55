// History and forecast bands, drawn by Apache ECharts as it comes in the Vizor.ECharts package.
let library;
const source = new URL("../Vizor.ECharts/js/vizor-echarts-bundle-min.js", import.meta.url).href;

function load() {
  library ??= new Promise((resolve, reject) => {
    if (globalThis.echarts) return resolve(globalThis.echarts);
    const script = document.createElement("script");
    script.src = source;
    script.onload = () => resolve(globalThis.echarts);
    script.onerror = () => reject(new Error(`${source} could not be loaded.`));
    document.head.append(script);
  });
  return library;
}

export async function create(element) {
  const echarts = await load();
  const chart = echarts.init(element, null, { renderer: "canvas" });
  const view = { data: null };
  const draw = () => view.data && chart.setOption(options(view.data, element.clientWidth), { notMerge: true, lazyUpdate: true });
  const size = new ResizeObserver(() => { chart.resize(); draw(); });
  size.observe(element);
  document.addEventListener("vireo-theme", draw);
  return {
    show: (data) => { view.data = fitted(data); draw(); element.dataset.drawn = "true"; },
    dispose: () => { size.disconnect(); document.removeEventListener("vireo-theme", draw); chart.dispose(); },
  };
}

// A limit far above everything drawn would only flatten the curve; it is shown once the curve comes near it.
function fitted(d) {
  const most = Math.max(0, ...d.history.filter((v) => v !== null), ...d.bands.flatMap((b) => b.high));
  return d.limit && !d.ceiling && most > d.limit * 0.5 ? { ...d, ceiling: Math.max(d.limit, most) * 1.08 } : d;
}

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function options(d, width) {
  const c = { text: css("--text"), muted: css("--muted"), line: css("--line"), accent: css("--accent"), surface: css("--surface"), bad: css("--bad"), font: css("--font") };
  const axis = { axisLine: { lineStyle: { color: c.line } }, axisTick: { show: false }, axisLabel: { color: c.muted, fontSize: 11, fontFamily: c.font, hideOverlap: true } };
  const series = [line("measured", points(d.start, d.step, d.history, d), c.accent, { width: 1.6 })];
  if (d.median?.length) series.push(...forecast(d, c));
  series[0].markLine = marks(d, c);
  if (d.usualLow?.length) series.push(...usual(d, c));
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: c.font },
    grid: { left: 8, right: 12, top: 22, bottom: 4, containLabel: true },
    xAxis: { type: "time", min: d.start, splitNumber: Math.max(2, Math.round(width / 110)), ...axis, splitLine: { show: false }, axisLabel: { ...axis.axisLabel, alignMinLabel: "left", alignMaxLabel: "right", formatter: { year: "{d} {MMM}", month: "{d} {MMM}", day: "{d} {MMM}", hour: "{HH}:{mm}", minute: "{HH}:{mm}" } } },
    yAxis: {
      type: "value", min: 0, max: d.ceiling ? d.ceiling / d.divisor : undefined, splitNumber: 3, ...axis, axisLine: { show: false },
      splitLine: { lineStyle: { color: c.line, width: 1 } }, axisLabel: { ...axis.axisLabel, showMaxLabel: !d.ceiling, formatter: (v) => scaled(v, d) },
    },
    tooltip: { trigger: "axis", confine: true, backgroundColor: c.surface, borderColor: c.line, padding: 8, textStyle: { color: c.text, fontSize: 12 }, formatter: (items) => tip(items, d) },
    series,
  };
}

// Values are divided before they are drawn, so that the axis picks round numbers of the unit people read.
const points = (start, step, values, d) => values.map((v, i) => [start + i * step, v === null ? null : v / d.divisor]);
const line = (name, data, color, style) => ({ name, type: "line", data, showSymbol: false, silent: true, lineStyle: { color, ...style }, itemStyle: { color }, emphasis: { disabled: true } });

function forecast(d, c) {
  const made = [];
  d.bands.forEach((band, i) => {
    const invisible = { width: 0, opacity: 0 };
    made.push({ ...line("", points(d.forecastStart, d.step, band.low, d), c.accent, invisible), stack: `band${i}`, stackStrategy: "all" });
    made.push({
      ...line("", points(d.forecastStart, d.step, band.high.map((v, k) => v - band.low[k]), d), c.accent, invisible),
      stack: `band${i}`, stackStrategy: "all", areaStyle: { color: c.accent, opacity: i === 0 ? 0.13 : 0.2 },
    });
  });
  made.push(line("forecast", points(d.forecastStart, d.step, d.median, d), c.accent, { width: 1.6, type: [4, 4] }));
  return made;
}

function usual(d, c) {
  const invisible = { width: 0, opacity: 0 };
  const width = d.usualHigh.map((v, i) => (v === null ? null : v - d.usualLow[i]));
  return [
    { ...line("", points(d.start, d.step, d.usualLow, d), c.muted, invisible), stack: "usual", stackStrategy: "all" },
    { ...line("", points(d.start, d.step, width, d), c.muted, invisible), stack: "usual", stackStrategy: "all", areaStyle: { color: c.muted, opacity: 0.12 } },
    { name: "", type: "scatter", silent: true, symbolSize: 6, itemStyle: { color: c.bad }, data: d.unusual.map((i) => [d.start + i * d.step, d.history[i] / d.divisor]) },
  ];
}

function marks(d, c) {
  const data = [{ xAxis: d.now, lineStyle: { color: c.muted, type: "solid", width: 1 }, label: { formatter: "now", position: "end", distance: 4, color: c.muted, fontSize: 10 } }];
  if (d.limit && d.ceiling) data.push({ yAxis: d.limit / d.divisor, lineStyle: { color: c.bad, type: [2, 3], width: 1 }, label: { formatter: d.limitLabel, position: "insideStartTop", color: c.bad, fontSize: 10 } });
  for (const e of d.events) data.push({ xAxis: e.at, lineStyle: { color: c.text, type: [1, 3], width: 1, opacity: 0.6 }, label: { formatter: e.label, position: "end", distance: 4, color: c.muted, fontSize: 10 } });
  return { silent: true, symbol: "none", animation: false, data };
}

function scaled(v, d) {
  return `${Math.abs(v) >= 100 || Number.isInteger(v) ? Math.round(v).toLocaleString("en") : v.toFixed(v < 1 ? 2 : 1)} ${d.unit}`;
}

function tip(items, d) {
  if (!items.length) return "";
  const at = items[0].value[0];
  const rows = [`<b>${new Date(at).toISOString().slice(0, 16).replace("T", " ")}</b>`];
  const k = Math.round((at - d.forecastStart) / d.step);
  for (const item of items) if (item.seriesName && item.value[1] != null && !Number.isNaN(item.value[1])) rows.push(`${item.seriesName}: <b>${scaled(item.value[1], d)}</b>`);
  const h = Math.round((at - d.start) / d.step);
  if (d.usualLow?.[h] != null) rows.push(`usual: ${scaled(d.usualLow[h] / d.divisor, d)} to ${scaled(d.usualHigh[h] / d.divisor, d)}`);
  if (d.median?.length && k >= 0 && k < d.median.length) for (const b of d.bands) rows.push(`${b.level} %: ${scaled(b.low[k] / d.divisor, d)} to ${scaled(b.high[k] / d.divisor, d)}`);
  return rows.join("<br>");
}
