import { LocalPlane } from '#lib/core/geo/local-plane.ts';
import { EdgeWalk } from '#lib/core/reach/walk/edge-walk.ts';
import type { WalkDistances } from '#lib/core/reach/walk/edge-walk.ts';
import type { WalkNetwork } from '#lib/core/reach/walk/network.ts';

/** Samples stand this far apart, metres, unless that makes more of them than `MOST_SAMPLES`. */
export const CELL_M = 20;
/** How far from a street its people live, metres; nothing farther is in an area. */
export const ASIDE_M = 60;
const MOST_SAMPLES = 6_000_000;
const DEGREE = Math.PI / 180;
const DEGREE_M = 111_320;
/** Feet this near to each other belong to edges that meet there, metres. */
const SAME_FOOT_M = 1e-6;

/** `[west, south, east, north]`, degrees. */
export type DegreeBox = [number, number, number, number];

/**
 * Samples of a plane: sample `row * cols + col` stands at `west + col * cellM`, `south + row * cellM`,
 * `offsetM` from the nearest edge (Infinity where none is near) and `walkedM` from a station.
 */
export interface WalkRaster {
  plane: LocalPlane;
  west: number;
  south: number;
  cols: number;
  rows: number;
  cellM: number;
  offsetM: Float64Array;
  walkedM: Float64Array;
}

/**
 * Samples walking distances beside a network: each sample joins the nearest edge, as places do, and is
 * as far from a station as the foot of its perpendicular, and its way to there. Null where no edge
 * is reached within `cutoffM`.
 *
 * @param around more that the raster's plane has to hold (not its samples)
 */
export function walkRaster(
  network: WalkNetwork,
  distances: WalkDistances,
  cutoffM: number,
  cellM = CELL_M,
  around: (reached: DegreeBox) => DegreeBox = (box) => box,
): WalkRaster | null {
  const edges = new EdgeWalk(network, distances);
  const box = reachedBox(network, edges, cutoffM);
  if (box === null) return null;
  const reached = widened(box, ASIDE_M + 4 * cellM);
  const held = around(reached);
  const plane = new LocalPlane(
    (held[0] + held[2]) / 2,
    (held[1] + held[3]) / 2,
    (held[2] - held[0]) / 2 + 0.02,
    (held[3] - held[1]) / 2 + 0.02,
  );
  const corner = new Float64Array(8);
  const cornerY = new Float64Array(8);
  const [w, s, e, n] = reached;
  const [mx, my] = [(w + e) / 2, (s + n) / 2];
  plane.forward([w, e, e, w, mx, mx, w, e], [s, s, n, n, s, n, my, my], corner, cornerY);
  const [west, south] = [Math.min(...corner), Math.min(...cornerY)];
  const [wide, high] = [Math.max(...corner) - west, Math.max(...cornerY) - south];
  const cell = Math.max(cellM, Math.sqrt((wide * high) / MOST_SAMPLES));
  const cols = Math.ceil(wide / cell) + 1;
  const rows = Math.ceil(high / cell) + 1;
  const raster: WalkRaster = {
    plane,
    west,
    south,
    cols,
    rows,
    cellM: cell,
    offsetM: new Float64Array(cols * rows).fill(Infinity),
    walkedM: new Float64Array(cols * rows).fill(Infinity),
  };
  sample(raster, network, edges, reached);
  return raster;
}

/** The box of the edges' segments with an end within the cutoff. */
function reachedBox(network: WalkNetwork, edges: EdgeWalk, cutoffM: number): DegreeBox | null {
  const { xy, vertexStart } = network;
  const box: DegreeBox = [Infinity, Infinity, -Infinity, -Infinity];
  const take = (v: number): void => {
    box[0] = Math.min(box[0], xy[2 * v]);
    box[1] = Math.min(box[1], xy[2 * v + 1]);
    box[2] = Math.max(box[2], xy[2 * v]);
    box[3] = Math.max(box[3], xy[2 * v + 1]);
  };
  for (let e = 0; e < network.edges; e++) {
    if (!(edges.leastM(e) <= cutoffM)) continue;
    for (let v = vertexStart[e]; v < vertexStart[e + 1]; v++) take(v);
  }
  return box[0] <= box[2] ? box : null;
}

function widened([west, south, east, north]: DegreeBox, byM: number): DegreeBox {
  const lat = byM / DEGREE_M;
  const lng = lat / Math.cos(Math.min(89, Math.max(Math.abs(south), Math.abs(north))) * DEGREE);
  return [west - lng, south - lat, east + lng, north + lat];
}

/** Lets every edge in the raster's box mark the samples beside it. */
function sample(
  raster: WalkRaster,
  { edges: count, vertexStart, xy }: WalkNetwork,
  edges: EdgeWalk,
  [west, south, east, north]: DegreeBox,
): void {
  const { plane } = raster;
  let [x, y] = [new Float64Array(64), new Float64Array(64)];
  const lng: number[] = [];
  const lat: number[] = [];
  for (let e = 0; e < count; e++) {
    lng.length = lat.length = 0;
    let [left, low, right, high] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let v = vertexStart[e]; v < vertexStart[e + 1]; v++) {
      lng.push(xy[2 * v]);
      lat.push(xy[2 * v + 1]);
      left = Math.min(left, xy[2 * v]);
      right = Math.max(right, xy[2 * v]);
      low = Math.min(low, xy[2 * v + 1]);
      high = Math.max(high, xy[2 * v + 1]);
    }
    if (!(right >= west && left <= east && high >= south && low <= north)) continue;
    const n = lng.length;
    if (n > x.length) [x, y] = [new Float64Array(2 * n), new Float64Array(2 * n)];
    plane.forward(lng, lat, x, y, n);
    let drawnM = 0;
    for (let k = 1; k < n; k++) drawnM += Math.hypot(x[k] - x[k - 1], y[k] - y[k - 1]);
    if (!(drawnM > 0)) continue;
    let alongM = 0;
    for (let k = 1; k < n; k++) {
      const segmentM = Math.hypot(x[k] - x[k - 1], y[k] - y[k - 1]);
      if (segmentM > 0)
        beside(raster, x[k - 1], y[k - 1], x[k], y[k], (share, foot) =>
          edges.walkedM(e, (alongM + share * segmentM) / drawnM) + foot); // prettier-ignore
      alongM += segmentM;
    }
  }
}

/** Marks the samples that a segment is the nearest to; `walked` is asked for the share of its length and the offset. */
function beside(
  { west, south, cols, rows, cellM, offsetM, walkedM }: WalkRaster,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  walked: (share: number, offsetM: number) => number,
): void {
  const far = ASIDE_M + 2 * cellM;
  const [dx, dy] = [bx - ax, by - ay];
  const length2 = dx * dx + dy * dy;
  const col0 = Math.max(0, Math.ceil((Math.min(ax, bx) - far - west) / cellM));
  const col1 = Math.min(cols - 1, Math.floor((Math.max(ax, bx) + far - west) / cellM));
  const row0 = Math.max(0, Math.ceil((Math.min(ay, by) - far - south) / cellM));
  const row1 = Math.min(rows - 1, Math.floor((Math.max(ay, by) + far - south) / cellM));
  for (let row = row0; row <= row1; row++) {
    const py = south + row * cellM - ay;
    for (let col = col0; col <= col1; col++) {
      const px = west + col * cellM - ax;
      const share = Math.max(0, Math.min(1, (px * dx + py * dy) / length2));
      const [qx, qy] = [px - share * dx, py - share * dy];
      const offset = Math.sqrt(qx * qx + qy * qy);
      const at = row * cols + col;
      if (offset > far || offset > offsetM[at] + SAME_FOOT_M) continue;
      const total = walked(share, offset);
      const shared = offset >= offsetM[at] - SAME_FOOT_M;
      walkedM[at] = shared ? Math.min(walkedM[at], total) : total;
      offsetM[at] = Math.min(offsetM[at], offset);
    }
  }
}
