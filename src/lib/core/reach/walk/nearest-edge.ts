import { Lengths, shortestM } from '#lib/core/reach/walk/lengths.ts';
import type { WalkNetwork } from '#lib/core/reach/walk/network.ts';
import { degreeM, segmentGrid, turned, type SegmentGrid } from '#lib/core/reach/walk/segments.ts';

/** The point of the network that is nearest to a place; edge -1 for none. */
export interface EdgePoint {
  edge: number;
  /** Metres along the edge from its `from` node. */
  alongM: number;
  /** Metres from the place on the ellipsoid. */
  offsetM: number;
}

/** Up to here, by the tangent of the latitude, the plane at a place misses the nearest point by millimetres. */
const PLANE_M = 150;

const NONE: EdgePoint = { edge: -1, alongM: NaN, offsetM: NaN };

/**
 * Finds the nearest point of any edge. Edges run straight between their vertices in longitude and
 * latitude. Pieces are compared in the plane that is true to scale at the place; all that might be
 * nearest on the ellipsoid are then compared there, and of equal ones the lowest edge wins.
 */
export class NearestEdge {
  readonly #network: WalkNetwork;
  readonly #grid: SegmentGrid;
  /** Metres along its edge of each vertex, as measured. */
  readonly #along: Float64Array;
  readonly #contenders: number[] = [];
  readonly #contender2: number[] = [];
  #x = NaN;
  #y = NaN;
  #eastM = NaN;
  #northM = NaN;
  #best2 = Infinity;
  /** Beyond this square no piece can be nearest. */
  #most2 = Infinity;
  #tan = NaN;

  constructor(network: WalkNetwork) {
    this.#network = network;
    this.#grid = segmentGrid(network);
    const { xy, edges, vertexStart } = network;
    const lng = Float64Array.from({ length: xy.length / 2 }, (_, v) => xy[2 * v]);
    const lat = Float64Array.from({ length: xy.length / 2 }, (_, v) => xy[2 * v + 1]);
    const lengths = new Lengths(lng, lat);
    this.#along = new Float64Array(lng.length);
    for (let edge = 0; edge < edges; edge++)
      for (let v = vertexStart[edge] + 1; v < vertexStart[edge + 1]; v++)
        this.#along[v] = this.#along[v - 1] + lengths.betweenM(v - 1, v);
  }

  /** The nearest point at most `limitM` metres from a place. */
  nearest(lng: number, lat: number, limitM: number): EdgePoint {
    if (this.#network.edges === 0) return NONE;
    const { east, north, lng: lng0, lat: lat0 } = this.#grid;
    this.#x = turned(lng - lng0);
    this.#y = lat - lat0;
    ({ eastM: this.#eastM, northM: this.#northM } = degreeM(lat));
    this.#tan = Math.abs(Math.tan(lat * (Math.PI / 180)));
    this.#search(limitM);
    let found = NONE;
    let piece = -1;
    for (let i = 0; i < this.#contenders.length; i++) {
      const own = this.#contenders[i];
      if (this.#contender2[i] > this.#most2 || own === piece) continue;
      const t = this.#nearestOn(own, lng, lat);
      const x = t === 1 ? east[own + 1] : east[own] + t * (east[own + 1] - east[own]);
      const y = t === 1 ? north[own + 1] : north[own] + t * (north[own + 1] - north[own]);
      const offsetM = shortestM(lng, lat, lng + (x - this.#x), lat + (y - this.#y));
      const edge = this.#grid.edge[own];
      if (offsetM > limitM || offsetM > found.offsetM) continue;
      if (offsetM === found.offsetM && edge >= found.edge) continue;
      piece = own;
      found = { edge, alongM: this.#alongM(edge, own, t), offsetM };
    }
    return found;
  }

  /** Gathers the pieces that may be nearest, ring of cells by ring of cells. */
  #search(limitM: number): void {
    const { west, south, cellEast, cellNorth, columns, rows } = this.#grid;
    this.#best2 = this.#most2 = Infinity;
    this.#contenders.length = this.#contender2.length = 0;
    const column = Math.floor((this.#x - west) / cellEast);
    const row = Math.floor((this.#y - south) / cellNorth);
    const limit2 = this.#slack(limitM * limitM);
    const first = Math.max(-column, column - columns + 1, -row, row - rows + 1, 0);
    const last = Math.max(column, columns - 1 - column, row, rows - 1 - row);
    for (let ring = first; ring <= last; ring++) {
      const inside2 = this.#insideM(column, row, ring - 1) ** 2;
      if (inside2 > limit2 || inside2 > this.#most2) return;
      for (let r = Math.max(0, row - ring); r <= Math.min(rows - 1, row + ring); r++) {
        const whole = r === row - ring || r === row + ring;
        const from = Math.max(0, column - ring);
        const to = Math.min(columns - 1, column + ring);
        if (whole) for (let c = from; c <= to; c++) this.#cell(r * columns + c);
        else {
          if (column - ring >= 0) this.#cell(r * columns + column - ring);
          if (column + ring < columns) this.#cell(r * columns + column + ring);
        }
      }
    }
  }

  /** How far it is at least from the place to anything outside the rings up to `ring`. */
  #insideM(column: number, row: number, ring: number): number {
    if (ring < 0) return 0;
    const { west, south, cellEast, cellNorth } = this.#grid;
    const left = this.#x - (west + (column - ring) * cellEast);
    const right = west + (column + ring + 1) * cellEast - this.#x;
    const below = this.#y - (south + (row - ring) * cellNorth);
    const above = south + (row + ring + 1) * cellNorth - this.#y;
    return Math.max(0, Math.min(Math.min(left, right) * this.#eastM, Math.min(below, above) * this.#northM)); // prettier-ignore
  }

  #cell(cell: number): void {
    const { cellStart, piece, east, north } = this.#grid;
    for (let at = cellStart[cell]; at < cellStart[cell + 1]; at++) {
      const own = piece[at];
      const ax = (east[own] - this.#x) * this.#eastM;
      const ay = (north[own] - this.#y) * this.#northM;
      const bx = (east[own + 1] - east[own]) * this.#eastM;
      const by = (north[own + 1] - north[own]) * this.#northM;
      const t = shareAt(ax, ay, bx, by);
      const x = ax + t * bx;
      const y = ay + t * by;
      const square = x * x + y * y;
      if (square > this.#most2) continue;
      this.#contenders.push(own);
      this.#contender2.push(square);
      if (square >= this.#best2) continue;
      this.#best2 = square;
      this.#most2 = this.#slack(square);
    }
  }

  /** Share of a piece at which it is nearest to the place. */
  #nearestOn(own: number, lng: number, lat: number): number {
    const { east, north } = this.#grid;
    const ax = east[own] - this.#x;
    const ay = north[own] - this.#y;
    const bx = east[own + 1] - east[own];
    const by = north[own + 1] - north[own];
    const t = shareAt(ax * this.#eastM, ay * this.#northM, bx * this.#eastM, by * this.#northM);
    const offM = Math.hypot((ax + t * bx) * this.#eastM, (ay + t * by) * this.#northM);
    if (offM * (this.#tan + 0.1) < PLANE_M) return t;
    const offsetM = (at: number): number =>
      shortestM(lng, lat, lng + ax + at * bx, lat + ay + at * by);
    const inner = goldenSection(offsetM);
    const inside = offsetM(inner);
    if (offsetM(0) <= inside) return 0;
    return offsetM(1) <= inside ? 1 : inner;
  }

  /**
   * A square of a distance in the plane beyond which another is longer on the ellipsoid too: degrees
   * of longitude shrink by tan(lat) d / R over the way, and a millimetre for rounding.
   */
  #slack(square: number): number {
    if (square === Infinity) return Infinity;
    return square * (1 + (6 * (this.#tan + 0.1) * Math.sqrt(square)) / 6_371_000) + 1e-6;
  }

  #alongM(edge: number, own: number, t: number): number {
    const { lengthM, vertexStart } = this.#network;
    const along = this.#along;
    const measuredM = along[vertexStart[edge + 1] - 1];
    if (t === 1 && own + 2 === vertexStart[edge + 1]) return lengthM[edge];
    const atM = along[own] + t * (along[own + 1] - along[own]);
    return measuredM === lengthM[edge] || measuredM === 0 ? atM : (atM / measuredM) * lengthM[edge];
  }
}

/** Share of the way `b` that starts at `a` at which it is nearest to the origin. */
function shareAt(ax: number, ay: number, bx: number, by: number): number {
  const square = bx * bx + by * by;
  return square > 0 ? Math.max(0, Math.min(1, -(ax * bx + ay * by) / square)) : 0;
}

/** Where in [0, 1] a function that falls and then rises is least, to 1e-10. */
function goldenSection(value: (t: number) => number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [0, 1];
  let [a, b] = [1 - ratio, ratio];
  let [atA, atB] = [value(a), value(b)];
  while (high - low > 1e-10) {
    if (atA < atB) {
      [high, b, atB] = [b, a, atA];
      a = high - ratio * (high - low);
      atA = value(a);
    } else {
      [low, a, atA] = [a, b, atB];
      b = low + ratio * (high - low);
      atB = value(b);
    }
  }
  return (low + high) / 2;
}
