// Asks again and again, and shows what came.

import * as api from "./api.js";
import { detail, detailMissing } from "./detail.js";
import { element } from "./elements.js";
import { listIncidents } from "./incidents.js";
import { IncidentMap } from "./map.js";
import { showRankings, showTotals } from "./rankings.js";
import { time } from "./words.js";

const WINDOWS = { "1h": ["1 h", 1], "24h": ["24 h", 24], "7d": ["7 d", 168], "30d": ["30 d", 720] };
const EVERY_MS = 5000;
const SLOWEST_MS = 60000;
const PAGE = 200;

const at = (id) => document.getElementById(id);
const remembered = new URLSearchParams(location.search).get("window");
const shown = { window: remembered in WINDOWS ? remembered : "30d", filter: null, ids: null, limit: PAGE, isFirst: true };
const drawn = {};
let wait = EVERY_MS;
let timer = null;
let asked = 0;

const map = new IncidentMap(at("map"), (members) => {
  if (members.length === 1) open(members[0].id);
  else filterBy({ ids: new Set(members.map(({ id }) => id)), name: `${members.length} incidents of one mark` });
});

function open(id) {
  location.hash = `#/incident/${id}`;
}

function filterBy(filter) {
  shown.filter = filter;
  shown.limit = PAGE;
  shown.isFirst = true;
  refresh();
}

async function refresh() {
  clearTimeout(timer);
  asked += 1;
  const mine = asked;
  try {
    const { window, filter, limit } = shown;
    const [locations, actors, types] = await Promise.all([
      api.tallies("location", window, 500),
      api.tallies("actor", window, 500),
      api.tallies("type", window, 500),
    ]);
    const now = types.clock === null ? null : new Date(types.clock);
    // A window is later than its beginning: what was first reported just then is not in it.
    const since = now === null ? null : new Date(now - WINDOWS[window][1] * 3600000 + 1).toISOString();
    const narrowed = filter?.kind ? { [filter.kind]: filter.value } : {};
    const { incidents, next, partitions } = await api.incidents({ limit: Math.min(500, limit), since, ...narrowed });
    if (mine !== asked) return;
    show({ locations, actors, types, now, incidents, next, partitions });
    at("trouble").hidden = true;
    wait = EVERY_MS;
  } catch (error) {
    if (mine !== asked) return;
    wait = Math.min(SLOWEST_MS, wait * 2);
    at("trouble").textContent = `No answer from the aggregator (${error.message}). What is shown is from before; asking again in ${wait / 1000} s.`;
    at("trouble").hidden = false;
  }
  timer = setTimeout(refresh, wait);
}

function show({ locations, actors, types, now, incidents, next, partitions }) {
  const { filter } = shown;
  const listed = filter?.ids ? incidents.filter(({ id }) => filter.ids.has(id)) : incidents;
  // What stays the same is left alone: it may have the focus, or be under a finger.
  ifNew("counts", [locations.rows, actors.rows, types.rows], () => {
    showTotals(at("totals"), { locations, actors, types });
    showRankings(at("rankings"), { locations, actors, types }, filterBy);
  });
  ifNew("marks", incidents.map(({ id, revision }) => [id, revision]), () => map.show(incidents));
  listIncidents(at("incidents"), listed, now ?? new Date(), open, shown.isFirst);
  shown.isFirst = false;
  at("clock").textContent = now === null ? "No news yet." : `As of ${time(now.toISOString())}`;
  at("held").textContent = partitions.length
    ? `Counts and incidents of this worker’s partitions: ${partitions.join(", ")}.`
    : "This worker holds no partitions yet.";
  at("more").hidden = next === null || incidents.length >= 500 || Boolean(filter?.ids);
  at("filter").hidden = !filter;
  at("filter").replaceChildren(
    ...(filter ? [element("span", {}, `Only: ${filter.name}`), element("button", { type: "button", on: { click: () => filterBy(null) } }, "Show all")] : []),
  );
}

function ifNew(part, content, draw) {
  const told = JSON.stringify(content);
  if (drawn[part] === told) return;
  drawn[part] = told;
  draw();
}

async function route() {
  const dialog = at("detail");
  const id = /^#\/incident\/([\w-]+)$/.exec(location.hash)?.[1];
  if (!id) {
    if (dialog.open) dialog.close();
    return;
  }
  const close = () => dialog.close();
  try {
    dialog.replaceChildren(...detail((await api.incident(id)).incident, close));
  } catch (error) {
    dialog.replaceChildren(...detailMissing(error.message, close));
  }
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
}

function offerWindows() {
  for (const [name, [label]] of Object.entries(WINDOWS)) {
    const choose = () => {
      shown.window = name;
      history.replaceState(null, "", `?window=${name}${location.hash}`);
      filterBy(shown.filter?.ids ? null : shown.filter);
    };
    const input = element("input", { type: "radio", name: "window", value: name, on: { change: choose } });
    input.checked = name === shown.window;
    at("windows").append(element("label", {}, input, element("span", {}, label)));
  }
}

offerWindows();
at("detail").addEventListener("close", () => {
  if (location.hash) history.pushState(null, "", location.pathname + location.search);
});
at("more").addEventListener("click", () => {
  shown.limit += PAGE;
  refresh();
});
addEventListener("hashchange", route);
addEventListener("popstate", route);
document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : refresh()));
api.geography().then((geography) => map.setGeography(geography), () => {});
refresh();
route();
