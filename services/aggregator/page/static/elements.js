// Builds elements. Text goes in as text: nothing that comes from an article is ever read as HTML.

/** An element with attributes and children (strings, elements, null for none). */
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for SVG. */
export function drawn(name, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

/** A link to an article; plain text where its address is none of the web. */
export function link(address, text) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    // no address
  }
  if (url === null || !["http:", "https:"].includes(url.protocol)) return element("span", {}, text);
  return element("a", { href: url.href, rel: "noopener noreferrer nofollow", target: "_blank" }, text);
}

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}
