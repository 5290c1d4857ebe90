import Flatbush from 'flatbush';
import type { NodedEdges } from '#lib/core/geo/noding.ts';

/**
 * The faces into which edges cut the plane.
 *
 * Edge `e` is walked both ways: half `2 e` runs `from[e] -> to[e]`, half `2 e + 1` back. Halves
 * with the same face on their left form cycles: one that runs counter-clockwise is the outer
 * border of a face; one that runs clockwise goes around a connected group of edges (an island),
 * and its left is the face around the island.
 */
export interface Arrangement {
  edges: NodedEdges;
  /** The half after each half along its cycle. */
  next: Int32Array;
  /** Cycle of each half. */
  cycle: Int32Array;
  /** One half of each cycle. */
  first: Int32Array;
  /** Area of each cycle in square grid steps; negative where it runs clockwise. */
  area: Float64Array;
  /** For a clockwise cycle the cycle of the face around it, -1 outside everything; -1 for others. */
  around: Int32Array;
  /** Layers that cover what is left of each cycle, ascending. */
  cover: (readonly number[])[];
}

/** The vertex at which a half begins. */
export function startOf({ from, to }: NodedEdges, half: number): number {
  return half & 1 ? to[half >> 1] : from[half >> 1];
}

/** Area of each face in square grid steps, the islands in it taken out; 0 for clockwise cycles. */
export function faceAreas({ area, around }: Arrangement): Float64Array {
  const net = area.map((steps) => Math.max(0, steps));
  around.forEach((face, island) => {
    if (face >= 0) net[face] += area[island];
  });
  return net;
}

/** Finds the faces and the layers that cover each, layers being read by the even-odd rule. */
export function arrange(edges: NodedEdges): Arrangement {
  const next = nextHalves(edges);
  const cycle = new Int32Array(next.length).fill(-1);
  const first: number[] = [];
  const area: number[] = [];
  for (let start = 0; start < next.length; start++) {
    if (cycle[start] >= 0) continue;
    area.push(traceCycle(edges, next, cycle, start, first.length));
    first.push(start);
  }
  const halves = Int32Array.from(first);
  const areas = Float64Array.from(area);
  const around = facesAround(edges, next, halves, areas);
  const cover = spreadCovers(edges, next, cycle, halves, areas, around);
  return { edges, next, cycle, first: halves, area: areas, around, cover };
}

function nextHalves(edges: NodedEdges): Int32Array {
  const halves = 2 * edges.from.length;
  const { x, y, count } = edges.vertices;
  const start = new Int32Array(count + 1);
  for (let h = 0; h < halves; h++) start[startOf(edges, h) + 1]++;
  for (let v = 0; v < count; v++) start[v + 1] += start[v];
  const fill = start.slice();
  const out = new Int32Array(halves);
  for (let h = 0; h < halves; h++) out[fill[startOf(edges, h)]++] = h;
  const next = new Int32Array(halves);
  for (let v = 0; v < count; v++) {
    const around = out.subarray(start[v], start[v + 1]);
    if (around.length > 2) {
      around.sort((g, h) => {
        const [p, q] = [startOf(edges, g ^ 1), startOf(edges, h ^ 1)];
        const [gx, gy, hx, hy] = [x[p] - x[v], y[p] - y[v], x[q] - x[v], y[q] - y[v]];
        const upper =
          Number(gy < 0 || (gy === 0 && gx < 0)) - Number(hy < 0 || (hy === 0 && hx < 0));
        return upper || hx * gy - hy * gx;
      });
    }
    for (let k = 0; k < around.length; k++) {
      next[around[k] ^ 1] = around[(k + around.length - 1) % around.length];
    }
  }
  return next;
}

/** Marks a cycle and gives its signed area. */
function traceCycle(
  edges: NodedEdges,
  next: Int32Array,
  cycle: Int32Array,
  start: number,
  name: number,
): number {
  const { x, y } = edges.vertices;
  const origin = startOf(edges, start);
  let twice = 0;
  let half = start;
  do {
    cycle[half] = name;
    const [p, q] = [startOf(edges, half), startOf(edges, half ^ 1)];
    twice += (x[p] - x[origin]) * (y[q] - y[origin]) - (y[p] - y[origin]) * (x[q] - x[origin]);
    half = next[half];
  } while (half !== start);
  return twice / 2;
}

/** A number for each connected group of vertices. */
function groupsOf(edges: NodedEdges): Int32Array {
  const group = Int32Array.from({ length: edges.vertices.count }, (_, v) => v);
  const root = (v: number): number => {
    let at = v;
    while (group[at] !== at) at = group[at] = group[group[at]];
    return at;
  };
  for (let e = 0; e < edges.from.length; e++) group[root(edges.from[e])] = root(edges.to[e]);
  return group.map((_, v) => root(v));
}

function facesAround(
  edges: NodedEdges,
  next: Int32Array,
  first: Int32Array,
  area: Float64Array,
): Int32Array {
  const around = new Int32Array(first.length).fill(-1);
  const islands = [...first.keys()].filter((c) => area[c] <= 0);
  const faces = [...first.keys()].filter((c) => area[c] > 0);
  if (islands.length < 2 || faces.length === 0) return around;
  const group = groupsOf(edges);
  const groupOf = (c: number) => group[startOf(edges, first[c])];
  const boxes = new Flatbush(faces.length);
  for (const c of faces) boxes.add(...boxOf(edges, next, first[c]));
  boxes.finish();
  const { x, y } = edges.vertices;
  for (const island of islands) {
    const vertex = startOf(edges, first[island]);
    const [px, py] = [x[vertex], y[vertex]];
    boxes.search(px, py, px, py, (k) => {
      const face = faces[k];
      const nearer = around[island] < 0 || area[face] < area[around[island]];
      if (nearer && groupOf(face) !== groupOf(island) && holds(edges, next, first[face], px, py)) {
        around[island] = face;
      }
      return false;
    });
  }
  return around;
}

function boxOf(
  edges: NodedEdges,
  next: Int32Array,
  start: number,
): [number, number, number, number] {
  const { x, y } = edges.vertices;
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  let half = start;
  do {
    const v = startOf(edges, half);
    box[0] = Math.min(box[0], x[v]);
    box[1] = Math.min(box[1], y[v]);
    box[2] = Math.max(box[2], x[v]);
    box[3] = Math.max(box[3], y[v]);
    half = next[half];
  } while (half !== start);
  return box;
}

/** True where a grid position that is on no edge of a cycle lies inside it. */
function holds(
  edges: NodedEdges,
  next: Int32Array,
  start: number,
  px: number,
  py: number,
): boolean {
  const { x, y } = edges.vertices;
  let inside = false;
  let half = start;
  do {
    const [p, q] = [startOf(edges, half), startOf(edges, half ^ 1)];
    half = next[half];
    if (y[p] > py === y[q] > py) continue;
    if (px - x[p] < ((x[q] - x[p]) * (py - y[p])) / (y[q] - y[p])) inside = !inside;
  } while (half !== start);
  return inside;
}

function spreadCovers(
  edges: NodedEdges,
  next: Int32Array,
  cycle: Int32Array,
  first: Int32Array,
  area: Float64Array,
  around: Int32Array,
): (readonly number[])[] {
  const cover = new Array<readonly number[] | undefined>(first.length);
  // Larger islands first: the face around an island is known before the island is entered.
  const islands = [...first.keys()].filter((c) => area[c] <= 0).sort((a, b) => area[a] - area[b]);
  for (const island of islands) {
    if (cover[island]) continue;
    cover[island] = around[island] < 0 ? [] : (cover[around[island]] ?? []);
    const open = [island];
    for (let c = open.pop(); c !== undefined; c = open.pop()) {
      let half = first[c];
      do {
        const beyond = cycle[half ^ 1];
        if (!cover[beyond]) {
          cover[beyond] = toggled(cover[c] ?? [], edges, half >> 1);
          open.push(beyond);
        }
        half = next[half];
      } while (half !== first[c]);
    }
  }
  return Array.from(cover, (layers) => layers ?? []);
}

function toggled(cover: readonly number[], edges: NodedEdges, edge: number): number[] {
  const layers = edges.layer.subarray(edges.layerStart[edge], edges.layerStart[edge + 1]);
  const kept = cover.filter((layer) => !layers.includes(layer));
  for (const layer of layers) if (!cover.includes(layer)) kept.push(layer);
  return kept.sort((a, b) => a - b);
}
