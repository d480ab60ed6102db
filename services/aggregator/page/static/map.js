// The map: towns as dots and names on a canvas, incidents as marks on an SVG above it.

import { drawn } from "./elements.js";
import { View } from "./projection.js";
import { number } from "./words.js";

const CLUSTER_PX = 22;
const STEP_PX = 60;

export class IncidentMap {
  /** `onPick` is told the incidents of a mark that was chosen. */
  constructor(section, onPick) {
    this.canvas = section.querySelector("canvas");
    this.svg = section.querySelector("svg");
    this.view = new View();
    this.geography = { countries: [], towns: [], dots: new Int16Array(), units_per_degree: 180 };
    this.incidents = [];
    this.onPick = onPick;
    this.wasFitted = false;
    new ResizeObserver(() => this.resize()).observe(section);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    section.querySelector(".controls").addEventListener("click", (event) => this.control(event.target.dataset.map));
    this.listen();
  }

  setGeography(geography) {
    this.geography = geography;
    this.draw();
  }

  /** Shows incidents; the first time, all of them. */
  show(incidents) {
    this.incidents = incidents.filter((each) => each.place.latitude !== null);
    if (!this.wasFitted && this.incidents.length) this.fit();
    else this.drawMarks();
  }

  fit() {
    this.wasFitted = true;
    this.view.fit(this.incidents.map(({ place }) => [place.longitude, place.latitude]));
    this.draw();
  }

  control(what) {
    if (what === "fit") this.fit();
    else if (what) this.zoom(what === "in" ? 1.6 : 1 / 1.6);
  }

  zoom(factor, x, y) {
    this.view.zoom(factor, x, y);
    this.draw();
  }

  resize() {
    const { width, height } = this.svg.getBoundingClientRect();
    if (!width) return;
    Object.assign(this.view, { width, height });
    this.view.zoom(1);
    this.canvas.width = width * devicePixelRatio;
    this.canvas.height = height * devicePixelRatio;
    if (this.wasFitted || !this.incidents.length) this.draw();
    else this.fit();
  }

  draw() {
    this.drawLand();
    this.drawMarks();
  }

  drawLand() {
    const { view, canvas } = this;
    const colours = getComputedStyle(canvas);
    const context = canvas.getContext("2d");
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, view.width, view.height);
    context.fillStyle = colours.getPropertyValue("--land");
    const { dots, units_per_degree: units } = this.geography;
    const size = Math.max(1.1, Math.min(2.6, view.side / 1600));
    for (let at = 0; at < dots.length; at += 2) {
      const [x, y] = view.place(dots[at + 1] / units, dots[at] / units);
      if (x > -3 && y > -3 && x < view.width + 3 && y < view.height + 3) context.fillRect(x - size / 2, y - size / 2, size, size);
    }
    context.fillStyle = colours.getPropertyValue("--label");
    context.strokeStyle = colours.getPropertyValue("--sea");
    context.lineWidth = 3;
    context.lineJoin = "round";
    context.textAlign = "center";
    context.textBaseline = "middle";
    const taken = [];
    if (view.side > 1500) this.write(context, this.geography.countries, "600 12px system-ui, sans-serif", taken, 0, 60);
    if (view.side > 5000) this.write(context, this.geography.towns, "11px system-ui, sans-serif", taken, -9, 40);
  }

  /** Writes names where nothing is written yet; the more important come first. */
  write(context, places, font, taken, above, most) {
    const { view } = this;
    context.font = font;
    let written = 0;
    for (const [name, latitude, longitude] of places) {
      const [x, y] = view.place(longitude, latitude);
      if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
      const half = context.measureText(name).width / 2 + 4;
      const box = [x - half, y + above - 8, x + half, y + above + 8];
      if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
      taken.push(box);
      context.strokeText(name, x, y + above);
      context.fillText(name, x, y + above);
      written += 1;
      if (written === most) return;
    }
  }

  drawMarks() {
    const focused = document.activeElement?.closest?.(".mark")?.dataset.ids;
    const marks = this.clusters().map(({ x, y, members }) => {
      const label = members.length === 1 ? members[0].summary : `${members.length} incidents, the newest: ${members[0].summary}`;
      const radius = Math.min(22, 6 + 3 * Math.sqrt(members.length - 1) + (members.length > 1 ? 3 : 0));
      const pick = () => this.onPick(members);
      return drawn(
        "g",
        {
          class: "mark",
          role: "button",
          tabindex: "0",
          "aria-label": label,
          "data-ids": members.map(({ id }) => id).join(" "),
          transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
          on: {
            click: pick,
            keydown: (event) => {
              if (event.key !== "Enter" && event.key !== " ") return;
              event.preventDefault();
              pick();
            },
          },
        },
        drawn("title", {}, label),
        drawn("circle", { r: radius.toFixed(1) }),
        members.length > 1 ? drawn("text", {}, number(members.length)) : null,
      );
    });
    this.svg.replaceChildren(...marks);
    if (focused) marks.find((mark) => mark.dataset.ids === focused)?.focus();
  }

  /** Incidents that would lie on each other, together; newest first in each. */
  clusters() {
    const found = [];
    for (const incident of this.incidents) {
      const [x, y] = this.view.place(incident.place.longitude, incident.place.latitude);
      if (x < -30 || y < -30 || x > this.view.width + 30 || y > this.view.height + 30) continue;
      const near = found.find((each) => Math.hypot(each.x - x, each.y - y) < CLUSTER_PX);
      if (near) near.members.push(incident);
      else found.push({ x, y, members: [incident] });
    }
    return found;
  }

  listen() {
    const { svg } = this;
    const held = new Map();
    svg.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        this.zoom(Math.exp(-event.deltaY * 0.0015), event.offsetX, event.offsetY);
      },
      { passive: false },
    );
    svg.addEventListener("pointerdown", (event) => {
      if (event.target.closest(".mark")) return;
      held.set(event.pointerId, event);
      svg.setPointerCapture(event.pointerId);
      svg.classList.add("dragged");
    });
    svg.addEventListener("pointermove", (event) => {
      const last = held.get(event.pointerId);
      if (!last) return;
      const other = [...held.values()].find((each) => each.pointerId !== event.pointerId);
      if (other) {
        const spread = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
        const edge = svg.getBoundingClientRect();
        const [x, y] = [(event.clientX + other.clientX) / 2 - edge.x, (event.clientY + other.clientY) / 2 - edge.y];
        this.zoom(spread(event) / Math.max(1, spread(last)), x, y);
      } else {
        this.view.move(event.clientX - last.clientX, event.clientY - last.clientY);
        this.draw();
      }
      held.set(event.pointerId, event);
    });
    for (const end of ["pointerup", "pointercancel"])
      svg.addEventListener(end, (event) => {
        held.delete(event.pointerId);
        if (!held.size) svg.classList.remove("dragged");
      });
    svg.parentElement.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (step) this.view.move(step[0] * STEP_PX, step[1] * STEP_PX);
      else if (event.key === "+" || event.key === "=") this.view.zoom(1.6);
      else if (event.key === "-") this.view.zoom(1 / 1.6);
      else return;
      event.preventDefault();
      this.draw();
    });
  }
}
