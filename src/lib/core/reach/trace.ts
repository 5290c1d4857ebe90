import { ringArea } from '#lib/core/reach/pieces.ts';
import type { Pieces } from '#lib/core/reach/pieces.ts';

/** Ends closer than this are one place, metres: a hundred times the error of a crossing that is nearly a touch. */
const SNAP_M = 1e-3;
/** Where an end has no continuation at its place, one this near is taken, metres. */
const BRIDGE_M = 1;
/** How far along a piece its direction is taken, metres: tangents that coincide part there. */
const AHEAD_M = 0.5;
/** Rings of a smaller area are dust of the snapping. */
const DUST_M2 = 1e-4;

/**
 * Joins directed pieces with their inside on the left to rings, each a list of pieces in order.
 *
 * Where several pieces meet at a place the ring takes the sharpest way around its inside, so that
 * rings that touch at a point stay apart. Pieces shorter than a millimetre are left out; an end
 * without continuation is bridged to the nearest start or closes its ring.
 */
export function traceRings(pieces: Pieces): number[][] {
  const place = placesOf(pieces);
  const outs = new Map<number, number[]>();
  const open: number[] = [];
  for (let p = 0; p < pieces.count; p++) {
    if (place[2 * p] === place[2 * p + 1] && pieces.lengthM(p) <= 2 * SNAP_M) continue;
    open.push(p);
    const list = outs.get(place[2 * p]);
    if (list) list.push(p);
    else outs.set(place[2 * p], [p]);
  }
  const used = new Uint8Array(pieces.count);
  const rings: number[][] = [];
  for (const first of open) {
    if (used[first] === 1) continue;
    const ring: number[] = [];
    let at = first;
    do {
      used[at] = 1;
      ring.push(at);
      const ways = (outs.get(place[2 * at + 1]) ?? []).filter((p) => used[p] === 0 || p === first);
      const next =
        ways.length > 0 ? sharpest(pieces, at, ways) : bridge(pieces, at, first, open, used);
      at = next;
    } while (at !== first);
    if (Math.abs(ringArea(pieces, ring)) > DUST_M2) rings.push(ring);
  }
  return rings;
}

/** A number for the place of each end: `2 p` the start of piece p, `2 p + 1` its end. */
function placesOf({ count, ax, ay, bx, by }: Pieces): Int32Array {
  const x = new Float64Array(2 * count);
  const y = new Float64Array(2 * count);
  for (let p = 0; p < count; p++) {
    x[2 * p] = ax[p];
    y[2 * p] = ay[p];
    x[2 * p + 1] = bx[p];
    y[2 * p + 1] = by[p];
  }
  const place = Int32Array.from({ length: 2 * count }, (_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (place[at] !== at) at = place[at] = place[place[at]];
    return at;
  };
  const order = Uint32Array.from(place).sort((a, b) => x[a] - x[b]);
  for (let k = 0; k < order.length; k++) {
    const i = order[k];
    for (let m = k + 1; m < order.length && x[order[m]] - x[i] <= SNAP_M; m++)
      if (Math.abs(y[order[m]] - y[i]) <= SNAP_M) place[root(order[m])] = root(i);
  }
  return place.map((_, i) => root(i));
}

/** The way on that turns least far clockwise from looking back. */
function sharpest(pieces: Pieces, at: number, ways: number[]): number {
  if (ways.length === 1) return ways[0];
  const lengthM = pieces.lengthM(at);
  const [x, y] = [pieces.bx[at], pieces.by[at]];
  const [px, py] = pieces.along(at, 1 - Math.min(0.25, AHEAD_M / lengthM));
  const back = Math.atan2(py - y, px - x);
  let best = ways[0];
  let least = Infinity;
  for (const way of ways) {
    const share = Math.min(0.25, AHEAD_M / pieces.lengthM(way));
    const [qx, qy] = pieces.along(way, share);
    let turn = back - Math.atan2(qy - pieces.ay[way], qx - pieces.ax[way]);
    while (turn <= 0) turn += 2 * Math.PI;
    while (turn > 2 * Math.PI) turn -= 2 * Math.PI;
    if (turn >= least) continue;
    least = turn;
    best = way;
  }
  return best;
}

function bridge(
  { ax, ay, bx, by }: Pieces,
  at: number,
  first: number,
  open: number[],
  used: Uint8Array,
): number {
  let best = first;
  let nearest = BRIDGE_M;
  for (const p of [first, ...open]) {
    if (used[p] === 1 && p !== first) continue;
    const gap = Math.hypot(ax[p] - bx[at], ay[p] - by[at]);
    if (gap >= nearest) continue;
    nearest = gap;
    best = p;
  }
  return best;
}
