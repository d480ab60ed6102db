// Codes, numbers and times in plain words.

const NUMBER = new Intl.NumberFormat("en");
const REGIONS = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });
const TYPES = {
  air_drone_strike: "air or drone strike",
  shelling_artillery_missile_attack: "shelling, rocket or missile attack",
  remote_explosive_landmine_ied: "explosive device or mine",
  abduction_forced_disappearance: "abduction",
  looting_property_destruction: "looting or destruction",
  suicide_bomb: "suicide bombing",
  chemical_weapon: "chemical attack",
  disrupted_weapons_use: "weapons stopped before use",
  other: "strategic development",
};

export const number = (value) => NUMBER.format(value);

/** `armed_clash` → "armed clash". */
export const plain = (code) => String(code).replaceAll("_", " ");

export const typeName = (code) => TYPES[code] ?? plain(code);

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

export const countryName = (code) => (code === "ZZ" ? "place unknown" : (REGIONS.of(code) ?? code));

/** `al-shabaab` → "Al Shabaab"; `unknown:rebel_group` → "unnamed rebel group". */
export function actorName(id) {
  if (id === "other") return "all others";
  if (id === "unknown:unknown") return "nobody named";
  if (id.startsWith("unknown:")) return `unnamed ${plain(id.slice("unknown:".length))}`;
  return id.split("-").map(capital).join(" ");
}

/** A time as "2022-01-05 20:30 UTC". */
export const time = (text) => `${new Date(text).toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** "at least 5", "5 to 8", "none". */
export function quantity({ min, max }) {
  if (max === null) return `at least ${number(min)}`;
  if (min === max) return min === 0 ? "none" : number(min);
  return `${number(min)} to ${number(max)}`;
}

/** How long before `now`: "3 h before". */
export function before(text, now) {
  const minutes = Math.max(0, Math.round((now - new Date(text)) / 60000));
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.round(minutes / 60)} h`;
  return `${Math.round(minutes / 1440)} days`;
}

/** When an incident happened, as precisely as it is known. */
export function when({ start, end, precision, text }) {
  if (start === null) return "unknown";
  const cut = { year: 4, month: 7 }[precision] ?? 10;
  const hasTime = (precision === "minute" || precision === "hour") && start.length > 10;
  const first = hasTime ? time(start) : start.slice(0, cut);
  const last = end === null ? first : end.slice(0, cut);
  const days = hasTime || last === first ? first : `${first} to ${last}`;
  const week = precision === "week" ? "week of " : "";
  return text && precision !== "day" ? `${week}${days} (“${text}”)` : `${week}${days}`;
}

/** Any value of a disputed slot. */
export function disputed(value) {
  if (value === null || value === undefined) return "not told";
  if (typeof value !== "object") return plain(value);
  if (Array.isArray(value)) return value.map(disputed).join(", ") || "none";
  if ("min" in value) return quantity({ max: null, ...value });
  const told = Object.entries(value).filter(([, each]) => each !== null && typeof each !== "object");
  return told.map(([name, each]) => `${plain(name)} ${plain(each)}`).join(", ");
}

const SLOTS = { sub_event_type: "type", "occurred.start": "day", "place.location": "place" };

/** `casualties.killed` → "killed". */
export const slotName = (slot) => SLOTS[slot] ?? plain(slot.split(".").at(-1));
