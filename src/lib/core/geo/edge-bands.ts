import type { Shapes } from '#lib/core/model.ts';
import { SHAPE_POLYGON } from '#lib/core/model.ts';
import { Integers } from '#lib/core/geo/integers.ts';

/** A point this close to an edge, in degrees (about a micrometre), lies on it. */
export const ON_EDGE_DEG = 1e-11;

/** The edges of polygons, a unit per part; edge `e` runs upwards from `xy[4 e]`, `xy[4 e + 1]` to `xy[4 e + 2]`, `xy[4 e + 3]`. */
export interface Edges {
  xy: Float64Array;
  /** Unit `u` owns edges `start[u] .. start[u + 1]`. */
  start: Uint32Array;
  /** Record of each unit, ascending. */
  record: Int32Array;
  west: number;
  south: number;
  east: number;
  north: number;
}

/**
 * Gathers the edges of the polygons among `records`.
 *
 * Every edge is turned to run upwards (eastwards if level), so that a border shared by two
 * polygons is the very same edge twice and a point lies on the same side of both.
 */
export function edgesOf(shapes: Shapes, records: Uint32Array | number[]): Edges {
  const { partStart, ringStart, vertexStart, xy } = shapes;
  const polygons = Uint32Array.from(new Set(records)).filter(
    (record) => shapes.type[record] === SHAPE_POLYGON,
  );
  polygons.sort();
  let units = 0;
  let vertices = 0;
  for (const record of polygons) {
    units += partStart[record + 1] - partStart[record];
    const first = vertexStart[ringStart[partStart[record]]];
    vertices += vertexStart[ringStart[partStart[record + 1]]] - first;
  }
  const out = new Float64Array(4 * vertices);
  const start = new Uint32Array(units + 1);
  const unitRecord = new Int32Array(units);
  let edge = 0;
  let unit = 0;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const record of polygons) {
    for (let part = partStart[record]; part < partStart[record + 1]; part++) {
      for (let ring = ringStart[part]; ring < ringStart[part + 1]; ring++) {
        for (let v = vertexStart[ring]; v < vertexStart[ring + 1] - 1; v++) {
          const rising =
            xy[2 * v + 1] < xy[2 * v + 3] ||
            (xy[2 * v + 1] === xy[2 * v + 3] && xy[2 * v] <= xy[2 * v + 2]);
          const from = rising ? v : v + 1;
          const to = rising ? v + 1 : v;
          out[4 * edge] = xy[2 * from];
          out[4 * edge + 1] = xy[2 * from + 1];
          out[4 * edge + 2] = xy[2 * to];
          out[4 * edge + 3] = xy[2 * to + 1];
          edge++;
          west = Math.min(west, xy[2 * v]);
          east = Math.max(east, xy[2 * v]);
          south = Math.min(south, xy[2 * v + 1]);
          north = Math.max(north, xy[2 * v + 1]);
        }
      }
      unitRecord[unit++] = record;
      start[unit] = edge;
    }
  }
  return { xy: out.slice(0, 4 * edge), start, record: unitRecord, west, south, east, north };
}

/**
 * The edges of each unit, row by row of a raster: band `b` holds edges
 * `edge[start[b] .. start[b + 1]]`. Unit `u` has bands from `first[u]` on, one for each row from
 * `row[u]`. All edges that a level line through a row can meet are in the unit's band of that
 * row, so the parity of a band is the parity of the polygon.
 */
export interface Bands {
  first: Uint32Array;
  row: Int32Array;
  start: Int32Array;
  edge: Int32Array;
}

/** Sorts edges into bands; `rowOf` gives the row of a latitude and must never fall as it rises. */
export function bandsOf(edges: Edges, rowOf: (lat: number) => number): Bands {
  const units = edges.record.length;
  const first = new Uint32Array(units + 1);
  const row = new Int32Array(units);
  const start = new Integers();
  let edge = new Int32Array(Math.max(16, 4 * edges.start[units]));
  let filled = 0;
  let counts = new Int32Array(64);
  for (let unit = 0; unit < units; unit++) {
    let low = Infinity;
    let high = -Infinity;
    for (let e = edges.start[unit]; e < edges.start[unit + 1]; e++) {
      low = Math.min(low, edges.xy[4 * e + 1]);
      high = Math.max(high, edges.xy[4 * e + 3]);
    }
    const lowest = rowOf(low - ON_EDGE_DEG);
    const bands = low <= high ? rowOf(high + ON_EDGE_DEG) - lowest + 1 : 0;
    row[unit] = lowest;
    first[unit + 1] = first[unit] + bands;
    if (counts.length <= bands) counts = new Int32Array(2 * bands);
    counts.fill(0, 0, bands);
    let total = 0;
    for (let e = edges.start[unit]; e < edges.start[unit + 1]; e++) {
      const to = rowOf(edges.xy[4 * e + 3] + ON_EDGE_DEG) - lowest;
      for (let b = rowOf(edges.xy[4 * e + 1] - ON_EDGE_DEG) - lowest; b <= to; b++) {
        counts[b]++;
        total++;
      }
    }
    if (filled + total > edge.length) {
      const grown = new Int32Array(2 * (filled + total));
      grown.set(edge);
      edge = grown;
    }
    for (let b = 0; b < bands; b++) {
      start.push(filled);
      filled += counts[b];
      counts[b] = filled - counts[b];
    }
    for (let e = edges.start[unit]; e < edges.start[unit + 1]; e++) {
      const to = rowOf(edges.xy[4 * e + 3] + ON_EDGE_DEG) - lowest;
      for (let b = rowOf(edges.xy[4 * e + 1] - ON_EDGE_DEG) - lowest; b <= to; b++) {
        edge[counts[b]++] = e;
      }
    }
  }
  start.push(filled);
  return { first, row, start: start.values.slice(0, start.length), edge };
}
