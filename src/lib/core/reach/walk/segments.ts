import { ECCENTRICITY_2, SEMI_MAJOR_M } from '#lib/core/geo/geodesic.ts';
import type { WalkNetwork } from '#lib/core/reach/walk/network.ts';

const DEGREE = Math.PI / 180;
/** More rows or columns than this would only be walked through. */
const MOST_ROWS = 4096;

/** Degrees in [-180, 180], for differences of longitudes. */
export const turned = (degrees: number): number =>
  degrees >= -180 && degrees <= 180 ? degrees : degrees - 360 * Math.round(degrees / 360);

/** Metres that a degree of longitude and one of latitude are long at a latitude. */
export function degreeM(lat: number): { eastM: number; northM: number } {
  const sin = Math.sin(lat * DEGREE);
  const w2 = 1 - ECCENTRICITY_2 * sin * sin;
  const normalM = SEMI_MAJOR_M / Math.sqrt(w2);
  return {
    eastM: normalM * Math.cos(lat * DEGREE) * DEGREE,
    northM: ((normalM * (1 - ECCENTRICITY_2)) / w2) * DEGREE,
  };
}

/**
 * The straight pieces of a network's edges in a grid of cells, in degrees east and north of `lng`,
 * `lat`. Piece `s` starts at vertex `s` of `xy`; the last vertex of an edge starts none. Cell
 * `(row, column)` holds pieces `piece[cellStart[c]] .. piece[cellStart[c + 1]]`,
 * `c = row * columns + column`: all that touch it.
 */
export interface SegmentGrid {
  lng: number;
  lat: number;
  /** Degrees of each vertex from `lng` and `lat`. */
  east: Float64Array;
  north: Float64Array;
  edge: Uint32Array;
  west: number;
  south: number;
  cellEast: number;
  cellNorth: number;
  columns: number;
  rows: number;
  cellStart: Uint32Array;
  piece: Uint32Array;
}

/** Puts the pieces of a network into cells; a cell is no shorter than the mean piece. */
export function segmentGrid({ edges, vertexStart, xy }: WalkNetwork): SegmentGrid {
  const vertices = xy.length / 2;
  const [lng, lat] = vertices > 0 ? [xy[0], xy[1]] : [0, 0];
  const east = new Float64Array(vertices);
  const north = new Float64Array(vertices);
  const edge = new Uint32Array(vertices);
  let [west, south, right, top] = [0, 0, 0, 0];
  for (let own = 0; own < edges; own++) {
    for (let v = vertexStart[own]; v < vertexStart[own + 1]; v++) {
      edge[v] = own;
      const before = v > vertexStart[own] ? v - 1 : v;
      // Continuous along an edge, wherever the seam of longitudes is.
      east[v] =
        before === v ? turned(xy[2 * v] - lng) : east[before] + turned(xy[2 * v] - xy[2 * before]);
      north[v] = xy[2 * v + 1] - lat;
      west = Math.min(west, east[v]);
      right = Math.max(right, east[v]);
      south = Math.min(south, north[v]);
      top = Math.max(top, north[v]);
    }
  }
  const middle = degreeM(Math.max(-80, Math.min(80, lat + (south + top) / 2)));
  const [wideM, highM] = [(right - west) * middle.eastM, (top - south) * middle.northM];
  const pieces = Math.max(1, vertices - edges);
  let totalM = 0;
  for (let v = 1; v < vertices; v++)
    if (edge[v] === edge[v - 1])
      totalM += Math.hypot(
        (east[v] - east[v - 1]) * middle.eastM,
        (north[v] - north[v - 1]) * middle.northM,
      );
  const cellM = Math.max(
    Math.sqrt((wideM * highM) / pieces),
    totalM / pieces,
    Math.max(wideM, highM) / MOST_ROWS,
    1,
  );
  const grid = {
    lng,
    lat,
    east,
    north,
    edge,
    west,
    south,
    cellEast: cellM / middle.eastM,
    cellNorth: cellM / middle.northM,
    columns: Math.floor(wideM / cellM) + 1,
    rows: Math.floor(highM / cellM) + 1,
  };
  const cells = grid.columns * grid.rows;
  const cellStart = new Uint32Array(cells + 1);
  forEachCell(grid, (cell) => cellStart[cell + 1]++);
  for (let cell = 0; cell < cells; cell++) cellStart[cell + 1] += cellStart[cell];
  const next = cellStart.slice(0, cells);
  const piece = new Uint32Array(cellStart[cells]);
  forEachCell(grid, (cell, v) => (piece[next[cell]++] = v));
  return { ...grid, cellStart, piece };
}

type Lattice = Omit<SegmentGrid, 'cellStart' | 'piece'>;

/** Calls with every cell that a piece touches, and with the piece, row by row. */
function forEachCell(grid: Lattice, call: (cell: number, piece: number) => void): void {
  const { east, north, edge, west, south, cellEast, cellNorth, columns, rows } = grid;
  const within = (at: number, count: number) => Math.max(0, Math.min(count - 1, Math.floor(at)));
  // What is cut off by rounding is far less than this.
  const room = 1e-6;
  for (let v = 0; v + 1 < east.length; v++) {
    if (edge[v + 1] !== edge[v]) continue;
    const x0 = (east[v] - west) / cellEast;
    const y0 = (north[v] - south) / cellNorth;
    const x1 = (east[v + 1] - west) / cellEast;
    const y1 = (north[v + 1] - south) / cellNorth;
    const slope = y1 === y0 ? 0 : (x1 - x0) / (y1 - y0);
    const [low, high] = y0 < y1 ? [y0, y1] : [y1, y0];
    const [left, right] = x0 < x1 ? [x0, x1] : [x1, x0];
    const last = within(high + room, rows);
    for (let row = within(low - room, rows); row <= last; row++) {
      let [a, b] = [left, right];
      if (y1 !== y0) {
        const from = x0 + (Math.max(row - room, low) - y0) * slope;
        const to = x0 + (Math.min(row + 1 + room, high) - y0) * slope;
        a = Math.max(left, Math.min(from, to));
        b = Math.min(right, Math.max(from, to));
      }
      const end = within(b + room, columns);
      for (let column = within(a - room, columns); column <= end; column++)
        call(row * columns + column, v);
    }
  }
}
