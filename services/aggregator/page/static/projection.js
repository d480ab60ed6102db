// Web Mercator: degrees to the unit square and back, and a view on it.

const MAX_LATITUDE = 78;

export const eastward = (longitude) => (longitude + 180) / 360;

export function southward(latitude) {
  const radians = (Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, latitude)) * Math.PI) / 180;
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + radians / 2)) / (2 * Math.PI);
}

/** What part of the world is seen: centre in the unit square, and pixels to its side. */
export class View {
  constructor() {
    this.x = eastward(25);
    this.y = southward(25);
    this.side = 900;
    this.width = 800;
    this.height = 400;
  }

  get smallest() {
    return Math.max(this.width, this.height * 1.3);
  }

  place(longitude, latitude) {
    return [
      (eastward(longitude) - this.x) * this.side + this.width / 2,
      (southward(latitude) - this.y) * this.side + this.height / 2,
    ];
  }

  /** Zooms by a factor, keeping what is under a pixel there. */
  zoom(factor, atX = this.width / 2, atY = this.height / 2) {
    const side = Math.max(this.smallest, Math.min(400000, this.side * factor));
    const [dx, dy] = [atX - this.width / 2, atY - this.height / 2];
    this.x += dx / this.side - dx / side;
    this.y += dy / this.side - dy / side;
    this.side = side;
    this.hold();
  }

  move(dx, dy) {
    this.x -= dx / this.side;
    this.y -= dy / this.side;
    this.hold();
  }

  /** Shows all of some [longitude, latitude], with room around. */
  fit(points) {
    if (!points.length) return;
    const xs = points.map(([longitude]) => eastward(longitude));
    const ys = points.map(([, latitude]) => southward(latitude));
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    this.x = (left + right) / 2;
    this.y = (top + bottom) / 2;
    const room = Math.min(this.width / (right - left || 1e-9), this.height / (bottom - top || 1e-9)) * 0.8;
    this.side = Math.max(this.smallest, Math.min(20000, room));
    this.hold();
  }

  hold() {
    const [halfX, halfY] = [this.width / 2 / this.side, this.height / 2 / this.side];
    const [north, south] = [southward(MAX_LATITUDE), southward(-58)];
    this.x = halfX >= 0.5 ? 0.5 : Math.max(halfX, Math.min(1 - halfX, this.x));
    this.y = Math.max(north + halfY, Math.min(Math.max(north + halfY, south - halfY), this.y));
  }
}
