// Totals, and the biggest rows of the rolling counts.

import { element } from "./elements.js";
import { actorName, capital, number, plain, typeName } from "./words.js";

/** Totals over the window. */
export function showTotals(section, { types, locations, actors }) {
  const sum = (rows, name) => rows.reduce((total, row) => total + row[name], 0);
  const named = actors.rows.filter(({ role, actor }) => role === "perpetrator" && !actor.startsWith("unknown:"));
  const figures = [
    ["Incidents", sum(types.rows, "incidents")],
    ["Deaths", sum(types.rows, "deaths")],
    ["Places", locations.total_rows],
    ["Named perpetrators", named.length],
  ];
  section.replaceChildren(
    ...figures.map(([name, value]) => element("div", {}, element("span", {}, name), element("strong", {}, number(value)))),
  );
}

/** Tables of places, actors and types; a row chosen is told as `{kind, value, name}`. */
export function showRankings(section, { locations, actors, types }, onPick) {
  const place = ({ location, name }) => ({ kind: "location", value: location, name: name ?? location });
  const actor = ({ actor: id }) => ({ kind: "actor", value: id, name: actorName(id) });
  const type = ({ sub_event_type: code }) => ({ kind: "type", value: code, name: capital(typeName(code)) });
  const ofRole = (role) => actors.rows.filter((row) => row.role === role);
  section.replaceChildren(
    ranking("Places", locations.rows, place, onPick),
    ranking("Perpetrators", ofRole("perpetrator"), actor, onPick),
    ranking("Victims", ofRole("victim"), actor, onPick),
    ranking("Types", types.rows, type, onPick),
  );
}

function ranking(title, rows, told, onPick) {
  const shown = rows.slice(0, 8);
  const most = Math.max(1, ...shown.map((row) => row.incidents));
  const lines = shown.map((row) => {
    const what = told(row);
    const button = element("button", { type: "button", title: `Show these incidents (${plain(what.value)})`, on: { click: () => onPick(what) } }, element("span", {}, what.name));
    button.style.setProperty("--share", row.incidents / most);
    return element("tr", {}, element("td", {}, button), element("td", {}, number(row.incidents)), element("td", {}, number(row.deaths)));
  });
  const id = `ranking-${title.toLowerCase()}`;
  const heads = element("tr", {}, ["", "Incidents", "Deaths"].map((name) => element("th", { scope: "col" }, name)));
  return element(
    "section",
    { class: "ranking", "aria-labelledby": id },
    element("h2", { id }, title),
    lines.length
      ? element("table", {}, element("thead", {}, heads), element("tbody", {}, lines))
      : element("p", { class: "empty" }, "None in this window."),
  );
}
