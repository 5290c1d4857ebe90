import { arcGreen, exposedArcs } from '#lib/core/reach/disc-union.ts';
import type { ExposedArcs } from '#lib/core/reach/disc-union.ts';
import { DiscGrid } from '#lib/core/reach/discs.ts';
import type { Discs } from '#lib/core/reach/discs.ts';
import { Intervals } from '#lib/core/reach/intervals.ts';
import type { Pieces } from '#lib/core/reach/pieces.ts';
import type { PlanePolygon } from '#lib/core/reach/plane-polygon.ts';

const TURN = 2 * Math.PI;
/** With more discs than this about a polygon, each of its edges asks for its own. */
const FEW_DISCS = 24;

/** Receives the border of what is not covered, its inside on the left. */
interface Sink {
  pieces: Pieces;
}

/**
 * How much of polygons a set of discs covers, exactly: Green's theorem over the covered stretches
 * of the polygon's edges and the exposed arcs inside it. Polygons that no disc meets, and those
 * that lie in one, are settled first.
 */
export class PolygonCover {
  private readonly grid: DiscGrid;
  private readonly arcs: ExposedArcs;
  private readonly near: number[] = [];
  private readonly slotOf: Int32Array;
  private readonly covered = new Intervals();
  private crossings = 0;
  private crossSlot = new Int32Array(64);
  private crossAngle = new Float64Array(64);

  constructor(private readonly discs: Discs) {
    this.grid = new DiscGrid(discs);
    this.arcs = exposedArcs(this.grid);
    this.slotOf = new Int32Array(discs.r.length).fill(-1);
  }

  /** Area of a polygon that some disc covers, square metres. */
  coveredM2(polygon: PlanePolygon): number {
    const whole = this.gather(polygon);
    if (whole) return polygon.areaM2;
    if (this.near.length === 0) return 0;
    const twice = this.alongEdges(polygon, null) + this.alongArcs(polygon, null);
    this.release();
    return Math.max(0, Math.min(polygon.areaM2, twice / 2));
  }

  /** Appends the border of what no disc covers to `pieces`; false where everything is covered. */
  uncovered(polygon: PlanePolygon, pieces: Pieces): boolean {
    if (this.gather(polygon)) return false;
    const before = pieces.count;
    this.alongEdges(polygon, { pieces });
    this.alongArcs(polygon, { pieces });
    this.release();
    return pieces.count > before;
  }

  /** Finds the discs that meet the polygon's box; true where one holds all of it. */
  private gather({ west, south, east, north }: PlanePolygon): boolean {
    const { x, y, r } = this.discs;
    const { near, slotOf } = this;
    near.length = 0;
    let whole = false;
    this.grid.around(west, south, east, north, 0, (i) => {
      if (this.arcs.inside[i] === 1) return false;
      const dx = Math.max(west - x[i], x[i] - east, 0);
      const dy = Math.max(south - y[i], y[i] - north, 0);
      const r2 = r[i] * r[i];
      if (dx * dx + dy * dy >= r2) return false;
      const fx = Math.max(x[i] - west, east - x[i]);
      const fy = Math.max(y[i] - south, north - y[i]);
      slotOf[i] = near.length;
      near.push(i);
      return (whole = fx * fx + fy * fy <= r2);
    });
    if (whole) this.release();
    return whole;
  }

  private release(): void {
    for (const i of this.near) this.slotOf[i] = -1;
  }

  /** Twice the area that the covered stretches of the edges add; notes where circles cross them. */
  private alongEdges(polygon: PlanePolygon, sink: Sink | null): number {
    const { ax, ay, bx, by, west, south } = polygon;
    const { covered, near, slotOf } = this;
    this.crossings = 0;
    let twice = 0;
    for (let e = 0; e < polygon.edges; e++) {
      covered.clear();
      if (near.length <= FEW_DISCS) for (let s = 0; s < near.length; s++) this.meet(polygon, e, s);
      else {
        const [left, right] = ax[e] < bx[e] ? [ax[e], bx[e]] : [bx[e], ax[e]];
        const [low, high] = ay[e] < by[e] ? [ay[e], by[e]] : [by[e], ay[e]];
        this.grid.around(left, low, right, high, 0, (i) => {
          if (slotOf[i] >= 0) this.meet(polygon, e, slotOf[i]);
        });
      }
      let length = 0;
      for (let k = 0; k < covered.count; k++) length += covered.high[k] - covered.low[k];
      twice += length * ((ax[e] - west) * (by[e] - south) - (bx[e] - west) * (ay[e] - south));
      if (sink) this.bare(polygon, e, sink.pieces);
    }
    return twice;
  }

  /** What one disc covers of one edge, and where its circle crosses. */
  private meet({ ax, ay, bx, by }: PlanePolygon, e: number, slot: number): void {
    const { x, y, r } = this.discs;
    const disc = this.near[slot];
    const dx = bx[e] - ax[e];
    const dy = by[e] - ay[e];
    const px = ax[e] - x[disc];
    const py = ay[e] - y[disc];
    const length2 = dx * dx + dy * dy;
    const cross = px * dy - py * dx;
    const half2 = r[disc] * r[disc] - (cross * cross) / length2;
    if (!(half2 > 0)) return;
    const middle = -(px * dx + py * dy) / length2;
    const half = Math.sqrt(half2 / length2);
    const t0 = middle - half;
    const t1 = middle + half;
    if (t1 <= 0 || t0 >= 1) return;
    this.covered.add(Math.max(0, t0), Math.min(1, t1));
    if (t0 > 0) this.cross(slot, Math.atan2(py + t0 * dy, px + t0 * dx));
    if (t1 < 1) this.cross(slot, Math.atan2(py + t1 * dy, px + t1 * dx));
  }

  private cross(slot: number, angle: number): void {
    if (this.crossings === this.crossSlot.length) {
      const [slots, angles] = [this.crossSlot, this.crossAngle];
      this.crossSlot = new Int32Array(2 * slots.length);
      this.crossAngle = new Float64Array(2 * slots.length);
      this.crossSlot.set(slots);
      this.crossAngle.set(angles);
    }
    this.crossSlot[this.crossings] = slot;
    this.crossAngle[this.crossings++] = angle < 0 ? angle + TURN : angle;
  }

  /** The stretches of an edge that nothing covers. */
  private bare({ ax, ay, bx, by }: PlanePolygon, e: number, pieces: Pieces): void {
    const { covered } = this;
    const at = (t: number): [number, number] =>
      t === 1 ? [bx[e], by[e]] : [ax[e] + t * (bx[e] - ax[e]), ay[e] + t * (by[e] - ay[e])];
    let from = 0;
    for (let k = 0; k <= covered.count; k++) {
      const to = k < covered.count ? covered.low[k] : 1;
      if (to > from) pieces.line(...at(from), ...at(to));
      if (k < covered.count) from = covered.high[k];
    }
  }

  /** Twice the area that the exposed arcs inside the polygon add. */
  private alongArcs(polygon: PlanePolygon, sink: Sink | null): number {
    const { arcs, near, crossSlot, crossAngle } = this;
    const { x, y, r } = this.discs;
    const start = new Int32Array(near.length + 1);
    for (let k = 0; k < this.crossings; k++) start[crossSlot[k] + 1]++;
    for (let s = 0; s < near.length; s++) start[s + 1] += start[s];
    const fill = start.slice();
    const angle = new Float64Array(this.crossings);
    for (let k = 0; k < this.crossings; k++) angle[fill[crossSlot[k]]++] = crossAngle[k];
    let twice = 0;
    for (let s = 0; s < near.length; s++) {
      const i = near[s];
      if (arcs.start[i] === arcs.start[i + 1]) continue;
      const cuts = angle.subarray(start[s], start[s + 1]).sort();
      const { west, south } = polygon;
      const holds = (from: number, to: number): boolean => {
        const middle = (from + to) / 2;
        return polygon.contains(x[i] + r[i] * Math.cos(middle), y[i] + r[i] * Math.sin(middle));
      };
      const free = cuts.length === 0;
      if (free && !holds(arcs.from[arcs.start[i]], arcs.to[arcs.start[i]])) continue;
      for (let k = arcs.start[i]; k < arcs.start[i + 1]; k++) {
        let from = arcs.from[k];
        for (let c = 0; c <= cuts.length; c++) {
          const to = c < cuts.length ? Math.min(cuts[c], arcs.to[k]) : arcs.to[k];
          if (to <= from) continue;
          if (free || holds(from, to)) {
            twice += arcGreen(x[i] - west, y[i] - south, r[i], from, to);
            sink?.pieces.arc(x[i], y[i], r[i], to, from);
          }
          from = to;
        }
      }
    }
    return twice;
  }
}
