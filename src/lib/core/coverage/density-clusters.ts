import { chordLimit, placeInSpace } from '#lib/core/geo/chord.ts';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { APPROXIMATION } from '#lib/core/geo/nearest.ts';
import { eastOf } from '#lib/core/geo/point-grid.ts';
import { widestGapEnd } from '#lib/core/geo/places.ts';

const RADIAN = Math.PI / 180;
/** Metres in a degree of latitude, and of longitude on the equator, at their greatest on WGS 84. */
const LONGEST_DEGREE_M = 111_700;
/** A degree of latitude, and of longitude on the equator, at its least. */
const SHORTEST_DEGREE_M = 110_500;

/** Cluster of each point, -1 where it is in none; clusters are numbered in no order that means anything. */
export interface Clusters {
  count: number;
  clusterOf: Int32Array;
}

/**
 * Density clusters of points by distance on the WGS 84 ellipsoid.
 *
 * A point is core when at least `minPoints` points, itself included, lie within `epsM` metres, the
 * distance included; cores within `epsM` of each other are of one cluster; any other point within
 * `epsM` of a core belongs to the cluster of the nearest one (of cores equally near, the one
 * farthest west, then south). The order of the points does not matter. Points are put into cells
 * small enough that all points of a cell are within `epsM`, so a full cell needs no comparison at
 * all. Ester et al., A density-based algorithm, KDD 1996; cells after Gunawan, 2013.
 *
 * `lng` and `lat` are degrees and all positions; `epsM` is at most 100 km.
 */
export function densityClusters(
  lng: Float64Array,
  lat: Float64Array,
  epsM: number,
  minPoints: number,
): Clusters {
  const count = lng.length;
  const clusterOf = new Int32Array(count).fill(-1);
  if (count === 0) return { count: 0, clusterOf };
  const cells = new Cells(lng, lat, epsM);
  const core = cells.cores(minPoints);
  const root = cells.joined(core);
  const named = new Map<number, number>();
  const name = (cell: number): number => {
    const top = find(root, cell);
    const known = named.get(top) ?? named.size;
    named.set(top, known);
    return known;
  };
  for (let cell = 0; cell < cells.count; cell++) {
    for (let at = cells.start[cell]; at < cells.start[cell + 1]; at++) {
      const home = core[at] === 1 ? cell : cells.nearestCore(cell, at, core);
      if (home >= 0) clusterOf[cells.record[at]] = name(home);
    }
  }
  return { count: named.size, clusterOf };
}

function find(root: Int32Array, cell: number): number {
  let at = cell;
  while (root[at] !== at) at = root[at] = root[root[at]];
  return at;
}

/** Points by cell, the cells by row and column; entry `at` is the point `record[at]`. */
class Cells {
  readonly count: number;
  readonly start: Uint32Array;
  readonly record: Uint32Array;
  private readonly row: Float64Array;
  private readonly col: Float64Array;
  private readonly place: Float64Array;
  /** First cell of the neighbourhood's rows for each cell: cells `from[k] .. to[k]`. */
  private readonly hoodStart: Uint32Array;
  private readonly hood: Uint32Array;
  private readonly near2: number;
  private readonly far2: number;

  constructor(
    private readonly lng: Float64Array,
    private readonly lat: Float64Array,
    private readonly epsM: number,
  ) {
    const n = lng.length;
    const near = epsM * (1 - APPROXIMATION) - 0.001;
    this.near2 = near > 0 ? near * near : -1;
    this.far2 = chordLimit(epsM);
    const all = Int32Array.from({ length: n }, (_, i) => i);
    const west = widestGapEnd(lng, all);
    const lowest = lat.reduce((low, y) => Math.min(low, Math.abs(y)), 90);
    const side = Math.max((epsM / Math.SQRT2) * (1 - 1e-3), 1e-3);
    const rowDeg = side / LONGEST_DEGREE_M;
    const colDeg = Math.min(360, side / (LONGEST_DEGREE_M * Math.cos(lowest * RADIAN) + 1e-9));
    const rowOf = lat.map((y) => Math.floor((y + 90) / rowDeg));
    const colOf = lng.map((x) => Math.floor(eastOf(west, x) / colDeg));
    this.record = Uint32Array.from(all).sort((a, b) => rowOf[a] - rowOf[b] || colOf[a] - colOf[b]);
    const starts: number[] = [];
    this.record.forEach((i, at) => {
      const before = this.record[at - 1];
      if (at === 0 || rowOf[before] !== rowOf[i] || colOf[before] !== colOf[i]) starts.push(at);
    });
    this.count = starts.length;
    this.row = Float64Array.from(starts, (at) => rowOf[this.record[at]]);
    this.col = Float64Array.from(starts, (at) => colOf[this.record[at]]);
    this.start = Uint32Array.from([...starts, n]);
    this.place = new Float64Array(3 * n);
    this.record.forEach((i, at) => placeInSpace(lng[i], lat[i], this.place, 3 * at));
    [this.hoodStart, this.hood] = this.neighbourhoods(rowDeg, colDeg);
  }

  /** For each cell the other cells that may hold a point within `epsM` of one of its own. */
  private neighbourhoods(rowDeg: number, colDeg: number): [Uint32Array, Uint32Array] {
    const { count, row, col, epsM } = this;
    const rows = Math.ceil(epsM / SHORTEST_DEGREE_M / rowDeg);
    const hoodStart = new Uint32Array(count + 1);
    const found: number[] = [];
    const pointer = new Int32Array(2 * rows + 1);
    for (let cell = 0; cell < count; cell++) {
      const pole = Math.min(
        89.9,
        Math.max(...[-rows, rows + 1].map((d) => this.far(cell, d, rowDeg))),
      );
      const degM = SHORTEST_DEGREE_M * Math.cos(pole * RADIAN);
      const cols = Math.ceil(epsM / degM / colDeg);
      for (let d = -rows; d <= rows; d++) {
        let at = pointer[d + rows];
        const wanted = row[cell] + d;
        while (
          at < count &&
          (row[at] < wanted || (row[at] === wanted && col[at] < col[cell] - cols))
        )
          at++;
        while (at > 0 && row[at - 1] === wanted && col[at - 1] >= col[cell] - cols) at--;
        pointer[d + rows] = at;
        for (; at < count && row[at] === wanted && col[at] <= col[cell] + cols; at++)
          if (at !== cell) found.push(at);
      }
      hoodStart[cell + 1] = found.length;
    }
    return [hoodStart, Uint32Array.from(found)];
  }

  /** Distance from the equator, degrees, of a row's border. */
  private far(cell: number, rows: number, rowDeg: number): number {
    return Math.abs((this.row[cell] + rows) * rowDeg - 90);
  }

  /** 1 for each entry that is core. */
  cores(minPoints: number): Uint8Array {
    const core = new Uint8Array(this.record.length);
    for (let cell = 0; cell < this.count; cell++) {
      const [from, to] = [this.start[cell], this.start[cell + 1]];
      for (let at = from; at < to; at++) {
        let near = to - from;
        for (let k = this.hoodStart[cell]; near < minPoints && k < this.hoodStart[cell + 1]; k++) {
          const other = this.hood[k];
          for (let b = this.start[other]; near < minPoints && b < this.start[other + 1]; b++)
            if (this.within(at, b)) near++;
        }
        if (near >= minPoints) core[at] = 1;
      }
    }
    return core;
  }

  /** Cells whose cores are of one cluster have one root. */
  joined(core: Uint8Array): Int32Array {
    const root = Int32Array.from({ length: this.count }, (_, cell) => cell);
    for (let cell = 0; cell < this.count; cell++) {
      for (let k = this.hoodStart[cell]; k < this.hoodStart[cell + 1]; k++) {
        const other = this.hood[k];
        if (other < cell || find(root, cell) === find(root, other)) continue;
        if (this.touching(cell, other, core)) root[find(root, other)] = find(root, cell);
      }
    }
    return root;
  }

  private touching(cell: number, other: number, core: Uint8Array): boolean {
    for (let a = this.start[cell]; a < this.start[cell + 1]; a++) {
      if (core[a] === 0) continue;
      for (let b = this.start[other]; b < this.start[other + 1]; b++)
        if (core[b] === 1 && this.within(a, b)) return true;
    }
    return false;
  }

  /** Cell of the nearest core within `epsM` of an entry, -1 for none. */
  nearestCore(cell: number, at: number, core: Uint8Array): number {
    let best = -1;
    let bestAt = -1;
    let bestM = Infinity;
    const look = (other: number): void => {
      for (let b = this.start[other]; b < this.start[other + 1]; b++) {
        if (core[b] === 0 || !this.within(at, b)) continue;
        const metres = this.exactM(at, b);
        if (metres > bestM || (metres === bestM && !this.before(b, bestAt))) continue;
        best = other;
        bestAt = b;
        bestM = metres;
      }
    };
    look(cell);
    for (let k = this.hoodStart[cell]; k < this.hoodStart[cell + 1]; k++) look(this.hood[k]);
    return best;
  }

  private before(a: number, b: number): boolean {
    const [i, j] = [this.record[a], this.record[b]];
    return this.lng[i] < this.lng[j] || (this.lng[i] === this.lng[j] && this.lat[i] < this.lat[j]);
  }

  private within(a: number, b: number): boolean {
    const { place } = this;
    const dx = place[3 * a] - place[3 * b];
    const dy = place[3 * a + 1] - place[3 * b + 1];
    const dz = place[3 * a + 2] - place[3 * b + 2];
    const chord2 = dx * dx + dy * dy + dz * dz;
    if (chord2 <= this.near2) return true;
    return chord2 <= this.far2 && this.exactM(a, b) <= this.epsM;
  }

  private exactM(a: number, b: number): number {
    const [i, j] = [this.record[a], this.record[b]];
    return distanceM(this.lng[i], this.lat[i], this.lng[j], this.lat[j]);
  }
}
