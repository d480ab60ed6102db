// Asks the JSON view of this worker.

const PATIENCE_MS = 15000;

/** The answer to a question; throws an Error whose message says what is wrong. */
export async function ask(path, parameters = {}) {
  const asked = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const query = new URLSearchParams(asked).toString();
  const response = await fetch(query ? `${path}?${query}` : path, { signal: AbortSignal.timeout(PATIENCE_MS) });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error(answer.error ?? `HTTP ${response.status}`), { status: response.status });
  return answer;
}

export const incidents = (parameters) => ask("/api/v1/incidents", parameters);
export const incident = (id) => ask(`/api/v1/incidents/${encodeURIComponent(id)}`);
export const tallies = (by, window, limit) => ask("/api/v1/tallies", { by, window, limit });

/** What the map is drawn with: towns (Int16Array of latitude, longitude), and names of countries and towns. */
export async function geography() {
  const [places, towns] = await Promise.all([
    ask("/page/places.json"),
    fetch("/page/towns.bin").then((response) => response.arrayBuffer()),
  ]);
  return { ...places, dots: new Int16Array(towns.slice(0, towns.byteLength - (towns.byteLength % 4))) };
}
