import Flatbush from 'flatbush';
import { Integers } from '#lib/core/geo/integers.ts';
import { GRIDS, GridVertices } from '#lib/core/geo/grid-vertices.ts';

/** A vertex nearer than this to an edge, in grid steps, lies on it. */
const ON_EDGE_STEPS = 0.75;
/** Rounds after which edges that still cross are given up; real borders settle in two or three. */
const ROUNDS = 16;
const KEY_BASE = 2 ** 26;

/** Rings of many layers as segments between grid vertices: the input of `nodeEdges`. */
export class LayeredSegments {
  readonly vertices: GridVertices;
  readonly from = new Integers();
  readonly to = new Integers();
  readonly layer = new Integers();

  constructor(stepsPerDegree: number) {
    this.vertices = new GridVertices(stepsPerDegree);
  }

  add(from: number, to: number, layer: number): void {
    if (from === to) return;
    this.from.push(from);
    this.to.push(to);
    this.layer.push(layer);
  }
}

/**
 * Edges that meet at their ends only. Edge `e` runs between vertices `from[e] < to[e]`; it is on
 * the border of layers `layer[layerStart[e] .. layerStart[e + 1]]`, ascending and never empty.
 */
export interface NodedEdges {
  vertices: GridVertices;
  from: Int32Array;
  to: Int32Array;
  layerStart: Int32Array;
  layer: Int32Array;
}

/**
 * Cuts segments wherever they cross or touch and merges those that coincide; what a layer runs
 * over an even number of times is no border of it (even-odd rule).
 *
 * Crossings are rounded to the grid, so edges may move by a step. Where many edges are no longer
 * than a few steps the rounding can go on for ever: a coarser grid is tried then, and null comes
 * back where none does. `fill` puts the segments in.
 */
export function nodeEdges(fill: (segments: LayeredSegments) => void): NodedEdges | null {
  for (const stepsPerDegree of GRIDS) {
    const segments = new LayeredSegments(stepsPerDegree);
    fill(segments);
    const edges = nodeOnGrid(segments);
    if (edges) return edges;
  }
  return null;
}

function nodeOnGrid(segments: LayeredSegments): NodedEdges | null {
  const { vertices } = segments;
  let { from, to, layer } = segments;
  let fresh: Set<number> | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    const unique = uniqueEdges(from, to);
    const cuts = findCuts(vertices, unique, fresh);
    if (cuts.size === 0) return mergeLayers(vertices, unique, layer);
    fresh = new Set();
    const [cutFrom, cutTo, cutLayer] = [new Integers(), new Integers(), new Integers()];
    for (let s = 0; s < from.length; s++) {
      const cut = cuts.get(unique.edge[s]);
      let last = from.values[s];
      const end = to.values[s];
      if (cut) {
        for (const vertex of inOrder(vertices, last, end, cut)) {
          if (vertex === last || vertex === end) continue;
          cutFrom.push(last);
          cutTo.push(vertex);
          cutLayer.push(layer.values[s]);
          fresh.add(keyOf(last, vertex));
          last = vertex;
        }
        fresh.add(keyOf(last, end));
      }
      cutFrom.push(last);
      cutTo.push(end);
      cutLayer.push(layer.values[s]);
    }
    [from, to, layer] = [cutFrom, cutTo, cutLayer];
  }
  return null;
}

interface UniqueEdges {
  /** Edge of each segment. */
  edge: Int32Array;
  from: Integers;
  to: Integers;
}

function keyOf(a: number, b: number): number {
  return a < b ? a * KEY_BASE + b : b * KEY_BASE + a;
}

function uniqueEdges(from: Integers, to: Integers): UniqueEdges {
  const edge = new Int32Array(from.length);
  const known = new Map<number, number>();
  const [low, high] = [new Integers(), new Integers()];
  for (let s = 0; s < from.length; s++) {
    const key = keyOf(from.values[s], to.values[s]);
    let found = known.get(key);
    if (found === undefined) {
      found = low.length;
      known.set(key, found);
      low.push(Math.min(from.values[s], to.values[s]));
      high.push(Math.max(from.values[s], to.values[s]));
    }
    edge[s] = found;
  }
  return { edge, from: low, to: high };
}

function inOrder(vertices: GridVertices, from: number, to: number, cut: number[]): number[] {
  const { x, y } = vertices;
  const along = (v: number) =>
    (x[v] - x[from]) * (x[to] - x[from]) + (y[v] - y[from]) * (y[to] - y[from]);
  return [...new Set(cut)].sort((a, b) => along(a) - along(b));
}

/** Vertices to be put into edges. Pairs without a fresh edge were looked at before. */
function findCuts(
  vertices: GridVertices,
  { from, to }: UniqueEdges,
  fresh: Set<number> | null,
): Map<number, number[]> {
  const cuts = new Map<number, number[]>();
  const count = from.length;
  if (count === 0) return cuts;
  const [a, b] = [from.values, to.values];
  const isFresh = new Uint8Array(count).fill(1);
  if (fresh) for (let e = 0; e < count; e++) isFresh[e] = fresh.has(keyOf(a[e], b[e])) ? 1 : 0;
  const boxes = new Flatbush(count);
  for (let e = 0; e < count; e++) {
    const { x, y } = vertices;
    boxes.add(
      Math.min(x[a[e]], x[b[e]]) - 1,
      Math.min(y[a[e]], y[b[e]]) - 1,
      Math.max(x[a[e]], x[b[e]]) + 1,
      Math.max(y[a[e]], y[b[e]]) + 1,
    );
  }
  boxes.finish();
  const cut = (edge: number, vertex: number) => {
    if (vertex === a[edge] || vertex === b[edge]) return;
    const list = cuts.get(edge);
    if (list) list.push(vertex);
    else cuts.set(edge, [vertex]);
  };
  for (let e = 0; e < count; e++) {
    if (!isFresh[e]) continue;
    const { x, y } = vertices;
    const [p, q] = [a[e], b[e]];
    boxes.search(
      Math.min(x[p], x[q]),
      Math.min(y[p], y[q]),
      Math.max(x[p], x[q]),
      Math.max(y[p], y[q]),
      (other) => {
        if (other > e || !isFresh[other]) cutPair(vertices, a, b, e, other, cut);
        return false;
      },
    );
  }
  return cuts;
}

function cutPair(
  vertices: GridVertices,
  from: Int32Array,
  to: Int32Array,
  e: number,
  f: number,
  cut: (edge: number, vertex: number) => void,
): void {
  if (e === f) return;
  const [a, b, c, d] = [from[e], to[e], from[f], to[f]];
  let touched = a === c || a === d || b === c || b === d;
  const touch = (edge: number, p: number, q: number, v: number) => {
    if (v === p || v === q || !liesOn(vertices, v, p, q)) return;
    cut(edge, v);
    touched = true;
  };
  touch(e, a, b, c);
  touch(e, a, b, d);
  touch(f, c, d, a);
  touch(f, c, d, b);
  if (touched) return;
  const crossing = crossingOf(vertices, a, b, c, d);
  if (crossing < 0) return;
  cut(e, crossing);
  cut(f, crossing);
}

function liesOn({ x, y }: GridVertices, v: number, p: number, q: number): boolean {
  const dx = x[q] - x[p];
  const dy = y[q] - y[p];
  const px = x[v] - x[p];
  const py = y[v] - y[p];
  const along = px * dx + py * dy;
  const length2 = dx * dx + dy * dy;
  if (along <= 0 || along >= length2) return false;
  const cross = dx * py - dy * px;
  return cross * cross < ON_EDGE_STEPS * ON_EDGE_STEPS * length2;
}

/** The grid vertex at which two edges cross inside both, -1 where they do not. */
function crossingOf(vertices: GridVertices, a: number, b: number, c: number, d: number): number {
  const { x, y } = vertices;
  const side = (p: number, q: number, r: number) =>
    (x[q] - x[p]) * (y[r] - y[p]) - (y[q] - y[p]) * (x[r] - x[p]);
  const [sc, sd] = [side(a, b, c), side(a, b, d)];
  if (sc * sd >= 0 || side(c, d, a) * side(c, d, b) >= 0) return -1;
  const t = sc / (sc - sd);
  return vertices.of(Math.round(x[c] + t * (x[d] - x[c])), Math.round(y[c] + t * (y[d] - y[c])));
}

function mergeLayers(vertices: GridVertices, unique: UniqueEdges, layer: Integers): NodedEdges {
  const { edge } = unique;
  const perEdge = new Int32Array(unique.from.length + 1);
  for (const e of edge) perEdge[e + 1]++;
  for (let e = 0; e < unique.from.length; e++) perEdge[e + 1] += perEdge[e];
  const fill = perEdge.slice();
  const layers = new Int32Array(edge.length);
  for (let s = 0; s < edge.length; s++) layers[fill[edge[s]]++] = layer.values[s];
  const [from, to, start, kept] = [new Integers(), new Integers(), new Integers(), new Integers()];
  for (let e = 0; e < unique.from.length; e++) {
    const before = kept.length;
    const own = layers.subarray(perEdge[e], perEdge[e + 1]).sort();
    for (let k = 0; k < own.length; k++) {
      if (k + 1 < own.length && own[k] === own[k + 1]) k++;
      else kept.push(own[k]);
    }
    if (kept.length === before) continue;
    from.push(unique.from.values[e]);
    to.push(unique.to.values[e]);
    start.push(before);
  }
  start.push(kept.length);
  const all = (list: Integers) => list.values.slice(0, list.length);
  return {
    vertices,
    from: all(from),
    to: all(to),
    layerStart: all(start),
    layer: all(kept),
  };
}
