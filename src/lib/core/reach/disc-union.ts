import { DiscGrid } from '#lib/core/reach/discs.ts';
import type { Discs } from '#lib/core/reach/discs.ts';
import { Intervals } from '#lib/core/reach/intervals.ts';
import type { PlaneRing } from '#lib/core/reach/nest-rings.ts';
import { Pieces, polyline, ringArea } from '#lib/core/reach/pieces.ts';
import { traceRings } from '#lib/core/reach/trace.ts';

const QUARTER = Math.PI / 2;
/** Centres nearer than this have no direction from one another that a number could hold, square metres. */
const SAME_M2 = 1e-200;

/**
 * What of each circle no other disc covers: arcs `start[i] .. start[i + 1]` belong to disc `i`, in
 * radians counter-clockwise from east, `0 <= from < to <= 2 pi`; a stretch over east is two arcs.
 */
export interface ExposedArcs {
  start: Uint32Array;
  from: Float64Array;
  to: Float64Array;
  /** 1 where the whole disc lies in one other. */
  inside: Uint8Array;
}

/** Area and border length of a union of discs, holes taken into account. */
export interface UnionMeasure {
  areaM2: number;
  perimeterM: number;
}

/**
 * A ring as a closed polyline `x, y, x, y, ...`, counter-clockwise; clockwise around a hole. Its area is
 * that of the arcs themselves, not of the polyline.
 */
export type UnionRing = PlaneRing;

/**
 * The border of a union of discs: of every circle the angular intervals that neighbours hide are
 * taken away, with an early exit once nothing is left. Of identical discs the first one counts;
 * discs that touch hide nothing of each other. Exact to the rounding of an angle (about 1e-15 r, and
 * 1e-8 r where circles are tangent).
 */
export function exposedArcs(grid: DiscGrid): ExposedArcs {
  const { x, y, r } = grid.discs;
  const count = r.length;
  const start = new Uint32Array(count + 1);
  const inside = new Uint8Array(count);
  const hidden = new Intervals();
  let from = new Float64Array(Math.max(64, 4 * count));
  let to = new Float64Array(from.length);
  let arcs = 0;
  for (let i = 0; i < count; i++) {
    start[i + 1] = arcs;
    const [xi, yi, ri] = [x[i], y[i], r[i]];
    if (!(ri > 0) || Number.isNaN(xi + yi)) continue;
    hidden.clear();
    let gone = false;
    grid.around(xi, yi, xi, yi, ri, (j) => {
      const dx = x[j] - xi;
      const dy = y[j] - yi;
      const d2 = dx * dx + dy * dy;
      const rj = r[j];
      if (d2 >= (ri + rj) * (ri + rj) || j === i) return false;
      const apart = ri - rj;
      if (d2 <= apart * apart || d2 < SAME_M2) {
        if (rj < ri || (rj === ri && j > i)) return false;
        inside[i] = 1;
        return (gone = true);
      }
      // Where the circles cross: so far along the line of their centres, and so far beside it.
      const along = 0.5 + (apart * (ri + rj)) / (2 * d2);
      const beside2 = (ri * ri) / d2 - along * along;
      if (!(beside2 > 0)) return (gone = along < 0);
      const beside = Math.sqrt(beside2);
      const low = quarters(dx * along + dy * beside, dy * along - dx * beside);
      const high = quarters(dx * along - dy * beside, dy * along + dx * beside);
      if (high < low || (high === low && along < 0)) {
        hidden.add(low, 4);
        hidden.add(0, high);
      } else hidden.add(low, high);
      return (gone = hidden.holds(0, 4));
    });
    if (gone) continue;
    if (arcs + hidden.count + 1 > from.length) [from, to] = [doubled(from), doubled(to)];
    let at = 0;
    for (let k = 0; k <= hidden.count; k++) {
      const next = k < hidden.count ? hidden.low[k] : 4;
      if (next > at) {
        from[arcs] = angleOf(at);
        to[arcs++] = angleOf(next);
      }
      if (k < hidden.count) at = hidden.high[k];
    }
    start[i + 1] = arcs;
  }
  return { start, from: from.slice(0, arcs), to: to.slice(0, arcs), inside };
}

/**
 * A direction as a number in [0, 4] that grows with its angle, counter-clockwise from east, a quarter turn to
 * each whole number: no trigonometry for the many crossings that turn out to be hidden.
 */
function quarters(x: number, y: number): number {
  if (y >= 0) return x >= 0 ? y / (x + y) : 1 - x / (y - x);
  return x < 0 ? 2 + y / (x + y) : 3 + x / (x - y);
}

/** The angle of `quarters`, radians. */
function angleOf(at: number): number {
  const quarter = Math.floor(at);
  const rest = at - quarter;
  return quarter * QUARTER + Math.atan2(rest, 1 - rest);
}

/** Twice the area that an arc adds by Green's theorem about the origin `(ox, oy)`. */
export function arcGreen(cx: number, cy: number, r: number, from: number, to: number): number {
  return (
    r *
    (r * (to - from) + cx * (Math.sin(to) - Math.sin(from)) - cy * (Math.cos(to) - Math.cos(from)))
  );
}

/** Area by Green's theorem over the exposed arcs, and their length. */
export function unionMeasure({ x, y, r }: Discs, arcs: ExposedArcs): UnionMeasure {
  let [ox, oy, n] = [0, 0, 0];
  for (let i = 0; i < r.length; i++) {
    if (arcs.start[i] === arcs.start[i + 1]) continue;
    ox += x[i];
    oy += y[i];
    n++;
  }
  ox /= n || 1;
  oy /= n || 1;
  let twice = 0;
  let perimeterM = 0;
  for (let i = 0; i < r.length; i++) {
    for (let k = arcs.start[i]; k < arcs.start[i + 1]; k++) {
      twice += arcGreen(x[i] - ox, y[i] - oy, r[i], arcs.from[k], arcs.to[k]);
      perimeterM += r[i] * (arcs.to[k] - arcs.from[k]);
    }
  }
  return { areaM2: twice / 2, perimeterM };
}

/**
 * The rings of a union, for drawing: polylines with every vertex on a circle and no point of an arc
 * farther than `toleranceM` from them.
 */
export function unionRings(discs: Discs, arcs: ExposedArcs, toleranceM: number): UnionRing[] {
  const { x, y, r } = discs;
  const pieces = new Pieces();
  for (let i = 0; i < r.length; i++)
    for (let k = arcs.start[i]; k < arcs.start[i + 1]; k++)
      pieces.arc(x[i], y[i], r[i], arcs.from[k], arcs.to[k]);
  return traceRings(pieces).map((ring) => ({
    xy: polyline(pieces, ring, toleranceM),
    areaM2: ringArea(pieces, ring),
    on: pieces.along(ring[0], 0.5),
  }));
}

/** Area and border of the union of discs in a plane. */
export function discUnion(discs: Discs): UnionMeasure {
  return unionMeasure(discs, exposedArcs(new DiscGrid(discs)));
}

function doubled(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * values.length);
  larger.set(values);
  return larger;
}
