// Paints hosts as tiles and their machines as cells. Blazor sends what changed; nothing here decides anything.
const gap = 6;
const unknown = 255;

export function create(canvas, tip, dotnet) {
  const map = { canvas, tip, dotnet, hosts: [], moves: [], loads: new Uint8Array(), machines: new Uint8Array(), focus: -1, hover: -1 };
  map.repaint = () => paint(map);
  map.size = new ResizeObserver(map.repaint);
  map.size.observe(canvas.parentElement);
  document.addEventListener("vireo-theme", map.repaint);
  canvas.addEventListener("pointermove", (e) => point(map, e.offsetX, e.offsetY));
  canvas.addEventListener("pointerleave", () => { map.hover = -1; tip.hidden = true; paint(map); });
  canvas.addEventListener("click", (e) => { const at = tileAt(map, e.offsetX, e.offsetY); if (at >= 0) open(map, at); });
  canvas.addEventListener("keydown", (e) => press(map, e));
  canvas.addEventListener("focus", () => { if (map.focus < 0 && map.hosts.length) focusTile(map, 0); else paint(map); });
  canvas.addEventListener("blur", () => { tip.hidden = true; paint(map); });
  return {
    shape: (hosts, moves) => { map.hosts = hosts; map.moves = moves; map.focus = Math.min(map.focus, hosts.length - 1); },
    paint: (loads, machines) => { map.loads = loads; map.machines = machines; paint(map); refreshTip(map); },
    dispose: () => { map.size.disconnect(); document.removeEventListener("vireo-theme", map.repaint); },
  };
}

function open(map, at) {
  map.dotnet.invokeMethodAsync("OpenHost", map.hosts[at].id);
}

// As many columns as leave the tiles about 3:2 and legible; with very many hosts the tiles shrink to plain squares.
function layout(map) {
  const width = map.canvas.parentElement.clientWidth;
  const count = map.hosts.length;
  const detailed = count <= 120;
  const wanted = detailed ? 104 : count <= 400 ? 44 : 22;
  const columns = Math.max(1, Math.floor((width + gap) / (wanted + gap)));
  const tileWidth = (width - gap * (columns - 1)) / columns;
  const most = Math.max(0, ...map.hosts.map((host) => host.vms));
  const cellsPerRow = Math.max(1, Math.floor((tileWidth - 12) / 9));
  const tileHeight = detailed ? 34 + Math.max(2, Math.min(6, Math.ceil(most / cellsPerRow))) * 9 + 5 : tileWidth;
  const rows = Math.ceil(count / columns);
  return { width, columns, tileWidth, tileHeight, rows, detailed, cellsPerRow, height: rows * (tileHeight + gap) - gap };
}

function corner(l, at) {
  return [(at % l.columns) * (l.tileWidth + gap), Math.floor(at / l.columns) * (l.tileHeight + gap)];
}

function tileAt(map, x, y) {
  const l = map.layout;
  if (!l) return -1;
  const column = Math.floor(x / (l.tileWidth + gap));
  const at = Math.floor(y / (l.tileHeight + gap)) * l.columns + column;
  return column < l.columns && at < map.hosts.length ? at : -1;
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(name).trim();
  const stops = [0, 1, 2, 3, 4].map((i) => parse(of(`--heat-${i}`)));
  return {
    scale: Array.from({ length: 256 }, (_, i) => mix(stops, i / 200)),
    text: of("--text"), muted: of("--muted"), line: of("--line"), strong: of("--line-strong"), surface: of("--surface"),
    sunken: of("--sunken"), accent: of("--accent"), bad: of("--bad"), warn: of("--warn"), off: of("--heat-off"), font: of("--font"),
  };
}

const parse = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

// Stops sit at 0, 35, 70, 85 and 100 % load: calm until it matters, then quickly loud.
function mix(stops, load) {
  const at = [0, 0.35, 0.7, 0.85, 1];
  let i = 0;
  while (i < 3 && load > at[i + 1]) i++;
  const part = Math.min(1, (load - at[i]) / (at[i + 1] - at[i]));
  return `rgb(${stops[i].map((c, k) => Math.round(c + (stops[i + 1][k] - c) * part)).join(" ")})`;
}

function paint(map) {
  const l = (map.layout = layout(map));
  const ratio = devicePixelRatio || 1;
  const { canvas } = map;
  canvas.style.height = `${Math.max(l.height, 1)}px`;
  if (canvas.width !== Math.round(l.width * ratio) || canvas.height !== Math.round(l.height * ratio)) {
    canvas.width = Math.round(l.width * ratio);
    canvas.height = Math.max(1, Math.round(l.height * ratio));
  }
  const x = canvas.getContext("2d");
  x.setTransform(ratio, 0, 0, ratio, 0, 0);
  x.clearRect(0, 0, l.width, l.height);
  const c = colours();
  let machine = 0;
  map.hosts.forEach((host, at) => {
    const [left, top] = corner(l, at);
    tile(x, c, l, map, host, at, left, top, machine);
    machine += host.vms;
  });
  moves(x, c, l, map);
}

function tile(x, c, l, map, host, at, left, top, machine) {
  const load = map.loads[at] ?? unknown;
  const running = host.state === "on";
  const chosen = at === map.hover || (at === map.focus && document.activeElement === map.canvas);
  x.beginPath();
  x.roundRect(left + 0.5, top + 0.5, l.tileWidth - 1, l.tileHeight - 1, 6);
  x.fillStyle = running ? (l.detailed || load === unknown ? c.surface : c.scale[load]) : c.off;
  x.fill();
  x.lineWidth = 1;
  x.setLineDash(running ? [] : [3, 3]);
  x.strokeStyle = host.state === "failed" ? c.bad : host.maintenance ? c.warn : c.line;
  x.stroke();
  x.setLineDash([]);
  if (l.detailed) detail(x, c, l, map, host, load, running, left, top, machine);
  else if (!running) mark(x, c, host, left + l.tileWidth / 2, top + l.tileHeight / 2);
  if (chosen) {
    x.beginPath();
    x.roundRect(left + 1, top + 1, l.tileWidth - 2, l.tileHeight - 2, 6);
    x.lineWidth = 2;
    x.strokeStyle = c.accent;
    x.stroke();
  }
}

function detail(x, c, l, map, host, load, running, left, top, machine) {
  x.textBaseline = "alphabetic";
  x.font = `550 11.5px ${c.font}`;
  x.fillStyle = running ? c.text : c.muted;
  const value = running ? (load === unknown ? "–" : `${Math.round(load / 2)}%`) : host.state === "off" ? "off" : host.state;
  x.textAlign = "right";
  const valueWidth = x.measureText(value).width;
  if (host.state === "failed") x.fillStyle = c.bad;
  x.fillText(value, left + l.tileWidth - 7, top + 16);
  x.textAlign = "left";
  x.fillStyle = c.muted;
  x.font = `11.5px ${c.font}`;
  const name = host.maintenance ? `⚒ ${host.name}` : host.name;
  x.fillText(shorten(x, name, l.tileWidth - valueWidth - 20), left + 7, top + 16);
  const width = l.tileWidth - 14;
  x.fillStyle = c.sunken;
  x.fillRect(left + 7, top + 22, width, 4);
  if (running && load !== unknown) {
    x.fillStyle = c.scale[load];
    x.fillRect(left + 7, top + 22, Math.max(2, width * Math.min(1, load / 200)), 4);
  }
  const room = l.cellsPerRow * Math.floor((l.tileHeight - 34) / 9);
  for (let i = 0; i < Math.min(host.vms, room); i++) {
    const cell = map.machines[machine + i] ?? unknown;
    x.fillStyle = cell === unknown ? c.sunken : c.scale[cell];
    x.fillRect(left + 7 + (i % l.cellsPerRow) * 9, top + 32 + Math.floor(i / l.cellsPerRow) * 9, 7, 7);
  }
}

function mark(x, c, host, centre, middle) {
  if (host.state !== "failed") return;
  x.strokeStyle = c.bad;
  x.lineWidth = 2;
  x.beginPath();
  x.moveTo(centre - 4, middle - 4);
  x.lineTo(centre + 4, middle + 4);
  x.moveTo(centre + 4, middle - 4);
  x.lineTo(centre - 4, middle + 4);
  x.stroke();
}

function shorten(x, text, width) {
  if (x.measureText(text).width <= width) return text;
  let end = text.length;
  while (end > 1 && x.measureText(`${text.slice(0, end)}…`).width > width) end--;
  return `${text.slice(0, end)}…`;
}

// Migrations under way, as arcs from the host a machine leaves to the host it goes to.
function moves(x, c, l, map) {
  x.strokeStyle = c.accent;
  x.fillStyle = c.accent;
  x.lineWidth = 1.5;
  x.globalAlpha = 0.75;
  for (const [from, to] of map.moves) {
    const [fx, fy] = corner(l, from).map((v, i) => v + (i ? l.tileHeight : l.tileWidth) / 2);
    const [tx, ty] = corner(l, to).map((v, i) => v + (i ? l.tileHeight : l.tileWidth) / 2);
    const bend = Math.min(40, Math.hypot(tx - fx, ty - fy) / 4);
    const mx = (fx + tx) / 2, my = (fy + ty) / 2 - bend;
    x.beginPath();
    x.arc(fx, fy, 3, 0, 2 * Math.PI);
    x.fill();
    x.beginPath();
    x.setLineDash([5, 4]);
    x.moveTo(fx, fy);
    x.quadraticCurveTo(mx, my, tx, ty);
    x.stroke();
    x.setLineDash([]);
    const angle = Math.atan2(ty - my, tx - mx);
    x.beginPath();
    x.moveTo(tx, ty);
    x.lineTo(tx - 8 * Math.cos(angle - 0.4), ty - 8 * Math.sin(angle - 0.4));
    x.lineTo(tx - 8 * Math.cos(angle + 0.4), ty - 8 * Math.sin(angle + 0.4));
    x.fill();
  }
  x.globalAlpha = 1;
}

function point(map, px, py) {
  const at = tileAt(map, px, py);
  map.canvas.style.cursor = at >= 0 ? "pointer" : "default";
  if (at === map.hover) return;
  map.hover = at;
  paint(map);
  showTip(map, at);
}

function refreshTip(map) {
  if (!map.tip.hidden) showTip(map, map.hover >= 0 ? map.hover : map.focus);
}

function describe(map, at) {
  const host = map.hosts[at];
  const load = map.loads[at] ?? unknown;
  const state = host.state === "on" ? (load === unknown ? "load unknown" : `${Math.round(load / 2)} % ${map.canvas.dataset.measure}`) : host.state;
  return { name: host.name, state: host.maintenance ? `${state}, in maintenance` : state, vms: `${host.vms} VM${host.vms === 1 ? "" : "s"}`, model: host.model };
}

function showTip(map, at) {
  if (at < 0 || at >= map.hosts.length) { map.tip.hidden = true; return; }
  const what = describe(map, at);
  const [left, top] = corner(map.layout, at);
  map.tip.replaceChildren(...[["b", what.name], ["span", what.state], ["span", `${what.vms} · ${what.model}`]].map(([tag, text]) => Object.assign(document.createElement(tag), { textContent: text })));
  map.tip.hidden = false;
  const room = map.canvas.parentElement.clientWidth - map.tip.offsetWidth;
  map.tip.style.left = `${Math.max(0, Math.min(room, left + map.layout.tileWidth / 2 - map.tip.offsetWidth / 2))}px`;
  const above = top - map.tip.offsetHeight - 6;
  map.tip.style.top = `${above >= -40 ? above : top + map.layout.tileHeight + 6}px`;
}

function focusTile(map, at) {
  map.focus = at;
  paint(map);
  showTip(map, at);
  const what = describe(map, at);
  map.canvas.setAttribute("aria-label", `${what.name}: ${what.state}, ${what.vms}. ${at + 1} of ${map.hosts.length}. Arrow keys move, Enter opens.`);
}

function press(map, e) {
  const l = map.layout;
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: l.columns, ArrowUp: -l.columns }[e.key];
  if (step) {
    const next = map.focus + step;
    if (next >= 0 && next < map.hosts.length) focusTile(map, next);
  } else if (e.key === "Home") focusTile(map, 0);
  else if (e.key === "End") focusTile(map, map.hosts.length - 1);
  else if (e.key === "Enter" || e.key === " ") open(map, map.focus);
  else if (e.key === "Escape") map.tip.hidden = true;
  else return;
  e.preventDefault();
}
