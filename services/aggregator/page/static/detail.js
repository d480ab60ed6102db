// One incident: what is told of it, by whom, and what they differ on.

import { element, link } from "./elements.js";
import { capital, countryName, disputed, number, plain, quantity, slotName, time, typeName, when } from "./words.js";

const DONE = { confirm: "Confirmed", reject: "Rejected", merge: "Merged", split: "Split", correct: "Corrected" };

/** The content of the dialog for an incident. */
export function detail(incident, onClose) {
  const reports = new Map(incident.reports.map((report, at) => [report.id, { ...report, number: at + 1 }]));
  return [
    element(
      "div",
      { class: "detail-head" },
      element("h2", { id: "detail-title" }, incident.summary),
      element("button", { type: "button", on: { click: onClose } }, "Close"),
    ),
    element(
      "div",
      { class: "detail-body" },
      standing(incident),
      overrides(incident.overrides),
      disputes(incident.disputed, reports),
      slots(incident, reports),
      evidence(incident.evidence, reports),
      sources([...reports.values()]),
      element("p", { class: "id" }, `${incident.id} · revision ${number(incident.revision)}`),
    ),
  ];
}

/** What is said where an incident can't be shown. */
export function detailMissing(message, onClose) {
  return [
    element(
      "div",
      { class: "detail-head" },
      element("h2", { id: "detail-title" }, "This incident can’t be shown"),
      element("button", { type: "button", on: { click: onClose } }, "Close"),
    ),
    element("div", { class: "detail-body" }, element("p", {}, message)),
  ];
}

function standing({ state, merged_into: target, historical, status }) {
  if (state === "merged")
    return element("p", { class: "disputes" }, "Found to be part of another incident: ", element("a", { href: `#/incident/${target}` }, "see that one"), ".");
  if (state === "retracted") return element("p", { class: "disputes" }, "Withdrawn: no report tells it any more.");
  if (state === "rejected") return element("p", { class: "disputes" }, "Rejected by an analyst: counted nowhere.");
  if (historical) return element("p", { class: "said" }, "Told as background of other news: not in the rolling counts.");
  if (status === "threatened") return element("p", { class: "said" }, "A threat: not in the rolling counts.");
  return null;
}

/** What analysts say of it, and why. */
function overrides(all) {
  if (!all.length) return null;
  const lines = all.map(({ kind, slots: changed, by, at, reason }) =>
    element(
      "li",
      {},
      element("strong", {}, [DONE[kind] ?? plain(kind), changed.map(slotName).join(", ")].filter((each) => each).join(" ")),
      ` by ${by}: ${reason}`,
      element("div", { class: "said" }, time(at)),
    ),
  );
  return element("section", { class: "overrides" }, element("h3", {}, "Analysts say"), element("ul", {}, lines));
}

function disputes(all, reports) {
  if (!all.length) return null;
  const lines = all.map(({ slot, values }) =>
    element(
      "li",
      {},
      element("strong", {}, capital(slotName(slot))),
      ": ",
      values.map(({ value, report_ids: ids }) => `${disputed(value)} (${outlets(ids, reports)})`).join("; "),
    ),
  );
  return element("section", { class: "disputes" }, element("h3", {}, "Sources differ"), element("ul", {}, lines));
}

function slots(incident, reports) {
  const { place, casualties } = incident;
  const of = (names) => (names.length ? element("ul", {}, names.map((each) => element("li", {}, each))) : null);
  const harmed = ["killed", "injured", "captured"]
    .filter((name) => casualties[name] !== null)
    .map((name) => `${quantity(casualties[name])} ${name}`);
  const rows = [
    ["What", `${capital(typeName(incident.sub_event_type))}, ${plain(incident.status)}`],
    ["When", when(incident.occurred)],
    ["Where", where(place)],
    ["Who", of(incident.actors.map((each) => actor(each, reports)))],
    ["Hit", of(incident.targets.map((target) => `${target.name ?? target.text} (${plain(target.kind)})`))],
    ["With", of(incident.weapons.map(weapon))],
    ["Harmed", harmed.length ? harmed.join(", ") : "not told"],
    ["Damage", incident.damage ? plain(incident.damage.value) : null],
    ["First reported", time(incident.first_reported_at)],
    ["Last reported", time(incident.last_reported_at)],
    ["Confidence", `${Math.round(incident.confidence * 100)} %`],
  ];
  const shown = rows.filter(([, value]) => value !== null);
  return element("dl", { class: "slots" }, shown.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
}

function where(place) {
  if (place.country === "ZZ") return "unknown";
  const names = [place.name, place.city, place.admin1, countryName(place.country)].filter((name) => name);
  const told = [...new Set(names)].join(", ");
  if (place.latitude === null) return told;
  const around = place.radius_km ? `, within ${number(Math.round(place.radius_km))} km` : "";
  return `${told} (${place.latitude.toFixed(3)}, ${place.longitude.toFixed(3)}${around}; ${plain(place.precision)})`;
}

function actor({ name, role, kind, attributions }, reports) {
  const said = attributions.map(({ value, said_by: by, span }) => {
    const source = span ? reports.get(span.report_id)?.article : null;
    return [plain(value), by ? `by ${by}` : null, source ? `(${outlet(source)})` : null].filter((each) => each).join(" ");
  });
  return [
    element("strong", {}, name),
    `, ${plain(role)} (${plain(kind)})`,
    said.length ? element("div", { class: "said" }, said.join("; ")) : null,
  ].map((part) => (typeof part === "string" ? document.createTextNode(part) : part))
    .reduce((whole, part) => (part ? (whole.append(part), whole) : whole), element("span"));
}

function weapon({ name, text, kind, count }) {
  const what = name ? `${name}, “${text}”` : `“${text}”`;
  return `${what} (${plain(kind)})${count && count.max !== 1 ? `: ${quantity(count)}` : ""}`;
}

function evidence(all, reports) {
  if (!all.length) return null;
  const groups = new Map();
  for (const each of all) groups.set(each.report_id, [...(groups.get(each.report_id) ?? []), each.text]);
  const quotes = [...groups].map(([id, texts]) =>
    element(
      "li",
      {},
      element("div", { class: "said" }, reports.has(id) ? outlet(reports.get(id).article) : ""),
      texts.map((text) => element("blockquote", {}, text)),
    ),
  );
  return element("section", {}, element("h3", {}, "Evidence"), element("ul", {}, quotes));
}

function sources(reports) {
  if (!reports.length) return null;
  const stories = [...new Set(reports.map(({ story }) => story))];
  const lines = reports.map(({ article, story }) =>
    element(
      "li",
      {},
      link(article.url, article.title ?? article.url ?? article.id),
      element("div", { class: "said" }, [outlet(article), time(article.published_at), stories.length < reports.length ? `story ${stories.indexOf(story) + 1}` : null].filter((each) => each).join(" · ")),
    ),
  );
  const told = stories.length === 1 ? "one story" : `${number(stories.length)} independent stories`;
  return element("section", {}, element("h3", {}, `Sources (${number(reports.length)}; ${told})`), element("ul", {}, lines));
}

const outlet = (article) => article.source ?? "unnamed outlet";

const outlets = (ids, reports) => [...new Set(ids.map((id) => (reports.has(id) ? outlet(reports.get(id).article) : "another")))].join(", ");
