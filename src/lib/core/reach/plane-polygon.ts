import { SHAPE_POLYGON } from '#lib/core/model.ts';
import type { Shapes } from '#lib/core/model.ts';
import type { LocalPlane } from '#lib/core/geo/local-plane.ts';

/** Edges are cut to this, metres, so that what is straight in degrees is straight in the plane to a millimetre. */
const LONGEST_EDGE_M = 200;
/** From this many edges on a point is compared with those of its row alone. */
const BANDED_FROM = 64;

/** A polygon (all parts of a record) in a plane: edge `e` from `(ax, ay)` to `(bx, by)`, its inside on the left. */
export class PlanePolygon {
  readonly edges: number;
  readonly ax: Float64Array;
  readonly ay: Float64Array;
  readonly bx: Float64Array;
  readonly by: Float64Array;
  readonly areaM2: number;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  private bands: { start: Uint32Array; edge: Uint32Array } | null = null;

  constructor(shapes: Shapes, record: number, plane: LocalPlane) {
    const edges: number[] = [];
    const first = shapes.partStart[record];
    const last = shapes.type[record] === SHAPE_POLYGON ? shapes.partStart[record + 1] : first;
    for (let part = first; part < last; part++) {
      const shell = shapes.ringStart[part];
      for (let ring = shell; ring < shapes.ringStart[part + 1]; ring++)
        addRing(edges, shapes, ring, ring === shell, plane);
    }
    this.edges = edges.length / 4;
    const column = (k: number) =>
      Float64Array.from({ length: this.edges }, (_, e) => edges[4 * e + k]);
    this.ax = column(0);
    this.ay = column(1);
    this.bx = column(2);
    this.by = column(3);
    let [west, south, east, north, twice] = [Infinity, Infinity, -Infinity, -Infinity, 0];
    for (let e = 0; e < this.edges; e++) {
      west = Math.min(west, this.ax[e]);
      east = Math.max(east, this.ax[e]);
      south = Math.min(south, this.ay[e]);
      north = Math.max(north, this.ay[e]);
    }
    for (let e = 0; e < this.edges; e++)
      twice +=
        (this.ax[e] - west) * (this.by[e] - south) - (this.bx[e] - west) * (this.ay[e] - south);
    this.areaM2 = twice / 2;
    this.west = west;
    this.south = south;
    this.east = east;
    this.north = north;
  }

  /** Parity of the edges east of a point. */
  contains(x: number, y: number): boolean {
    if (!(x >= this.west && x <= this.east && y >= this.south && y <= this.north)) return false;
    const { ax, ay, bx, by } = this;
    let inside = false;
    const cross = (e: number): void => {
      if (ay[e] > y === by[e] > y) return;
      if (x < ax[e] + ((y - ay[e]) / (by[e] - ay[e])) * (bx[e] - ax[e])) inside = !inside;
    };
    if (this.edges < BANDED_FROM) for (let e = 0; e < this.edges; e++) cross(e);
    else {
      const { start, edge } = (this.bands ??= this.banded());
      const band = this.bandOf(y, start.length - 1);
      for (let k = start[band]; k < start[band + 1]; k++) cross(edge[k]);
    }
    return inside;
  }

  private bandOf(y: number, bands: number): number {
    const band = Math.floor(((y - this.south) / (this.north - this.south)) * bands);
    return Math.max(0, Math.min(bands - 1, band || 0));
  }

  private banded(): { start: Uint32Array; edge: Uint32Array } {
    const bands = Math.ceil(this.edges / 8);
    const rows: number[][] = Array.from({ length: bands }, () => []);
    for (let e = 0; e < this.edges; e++) {
      const low = this.bandOf(Math.min(this.ay[e], this.by[e]), bands);
      const high = this.bandOf(Math.max(this.ay[e], this.by[e]), bands);
      for (let band = low; band <= high; band++) rows[band].push(e);
    }
    const start = new Uint32Array(bands + 1);
    rows.forEach((row, band) => (start[band + 1] = start[band] + row.length));
    return { start, edge: Uint32Array.from(rows.flat()) };
  }
}

/** Appends the edges of a ring, turned so that a shell runs counter-clockwise and a hole clockwise. */
function addRing(
  edges: number[],
  { vertexStart, xy }: Shapes,
  ring: number,
  isShell: boolean,
  plane: LocalPlane,
): void {
  const from = vertexStart[ring];
  const lng: number[] = [];
  const lat: number[] = [];
  for (let v = from; v < vertexStart[ring + 1] - 1; v++) {
    const dLng = xy[2 * v + 2] - xy[2 * v];
    const dLat = xy[2 * v + 3] - xy[2 * v + 1];
    const lengthM = Math.hypot(dLng * Math.cos((xy[2 * v + 1] * Math.PI) / 180), dLat) * 111_320;
    const steps = Math.max(1, Math.ceil(lengthM / LONGEST_EDGE_M));
    for (let k = 0; k < steps; k++) {
      lng.push(xy[2 * v] + (k / steps) * dLng);
      lat.push(xy[2 * v + 1] + (k / steps) * dLat);
    }
  }
  const n = lng.length;
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  plane.forward(lng, lat, x, y);
  let twice = 0;
  for (let i = 0, j = n - 1; i < n; j = i++)
    twice += (x[j] - x[0]) * (y[i] - y[0]) - (x[i] - x[0]) * (y[j] - y[0]);
  const forward = twice > 0 === isShell;
  for (let i = 0; i < n; i++) {
    const [a, b] = forward ? [i, (i + 1) % n] : [n - 1 - i, (2 * n - 2 - i) % n];
    if (x[a] !== x[b] || y[a] !== y[b]) edges.push(x[a], y[a], x[b], y[b]);
  }
}
