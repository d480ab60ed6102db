// The list of incidents, newest first.

import { element } from "./elements.js";
import { before, capital, countryName, number, time, typeName } from "./words.js";

/** Fills the list; ids that were not in it before are marked as fresh, and items that say the same stay. */
export function listIncidents(list, incidents, now, onPick, isFirst) {
  const items = new Map([...list.children].map((item) => [item.dataset.id, item]));
  const shown = incidents.map((incident) => {
    const same = items.get(incident.id);
    if (same?.dataset.revision === String(incident.revision)) {
      same.querySelector("time").textContent = age(incident, now);
      return same;
    }
    return element(
      "li",
      { "data-id": incident.id, "data-revision": incident.revision, class: isFirst ? null : "fresh" },
      element(
        "button",
        { type: "button", on: { click: () => onPick(incident.id) } },
        element("span", {}, incident.summary),
        about(incident, now),
      ),
    );
  });
  if (!shown.length) shown.push(element("li", { class: "empty" }, "None in this window."));
  // One by one: an item that is taken out and put in again would lose the focus.
  for (const item of [...list.children]) if (!shown.includes(item)) item.remove();
  shown.forEach((item, place) => {
    if (list.children[place] !== item) list.insertBefore(item, list.children[place] ?? null);
  });
}

const age = (incident, now) => `${before(incident.first_reported_at, now)} ago`;

function about(incident, now) {
  const { stories, disputed, status, historical } = incident;
  return element(
    "div",
    { class: "about" },
    element("time", { datetime: incident.first_reported_at, title: time(incident.first_reported_at) }, age(incident, now)),
    element("span", {}, capital(typeName(incident.sub_event_type))),
    element("span", {}, countryName(incident.place.country)),
    element("span", {}, stories === 1 ? "1 story" : `${number(stories)} independent stories`),
    disputed.length ? element("span", { class: "badge" }, `sources differ on ${number(disputed.length)}`) : null,
    historical ? element("span", { class: "badge" }, "background, not counted") : null,
    status === "threatened" ? element("span", { class: "badge" }, "threat, not counted") : null,
  );
}
