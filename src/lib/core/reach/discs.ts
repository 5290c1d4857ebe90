/** Discs in a plane, metres. */
export interface Discs {
  x: Float64Array;
  y: Float64Array;
  r: Float64Array;
}

/** Discs of radii between one power of two and the next, by the cell of their centres. */
interface RadiusClass {
  largestM: number;
  cellM: number;
  west: number;
  south: number;
  cols: number;
  rows: number;
  start: Uint32Array;
  disc: Uint32Array;
}

const DISCS_PER_CELL = 1.5;
/**
 * The cell in the middle and those around it, columns and rows: first four that lie around it evenly, whose
 * discs together hide most circles.
 */
const MIDDLE = [0, 1, 0, -1, 1, 0, -1, 0, 0, 0, -1, -1, 1, 1, -1, 1, 1, -1];

/**
 * Discs over uniform grids, one for each class of radii, the widest first, so that a few large ones
 * among many small ones cost nothing. Discs without a position or without a radius are in none.
 */
export class DiscGrid {
  private readonly classes: RadiusClass[];

  constructor(readonly discs: Discs) {
    const byClass = new Map<number, number[]>();
    for (let i = 0; i < discs.r.length; i++) {
      if (!(discs.r[i] > 0) || Number.isNaN(discs.x[i] + discs.y[i])) continue;
      const key = Math.ceil(Math.log2(discs.r[i]));
      const list = byClass.get(key);
      if (list) list.push(i);
      else byClass.set(key, [i]);
    }
    this.classes = [...byClass]
      .sort(([a], [b]) => b - a)
      .map(([, members]) => classOf(discs, members));
  }

  /** The radius of the largest disc, 0 where there is none. */
  get largestM(): number {
    return this.classes.length === 0 ? 0 : this.classes[0].largestM;
  }

  /**
   * Calls for every disc whose centre may lie within `reachM` plus its own radius of a box, those in
   * the middle of the box first, until the answer is true.
   */
  around(
    x0: number,
    y0: number,
    x1: number,
    y1: number,
    reachM: number,
    visit: (disc: number) => boolean | void,
  ): void {
    for (const group of this.classes) {
      const { largestM, cellM, west, south, cols, rows } = group;
      const far = reachM + largestM;
      const left = Math.max(0, Math.floor((x0 - far - west) / cellM));
      const right = Math.min(cols - 1, Math.floor((x1 + far - west) / cellM));
      const low = Math.max(0, Math.floor((y0 - far - south) / cellM));
      const high = Math.min(rows - 1, Math.floor((y1 + far - south) / cellM));
      if (left > right || low > high) continue;
      const col = clamp(Math.floor(((x0 + x1) / 2 - west) / cellM), left, right);
      const row = clamp(Math.floor(((y0 + y1) / 2 - south) / cellM), low, high);
      for (let k = 0; k < 18; k += 2) {
        const x = col + MIDDLE[k];
        const y = row + MIDDLE[k + 1];
        if (x < left || x > right || y < low || y > high) continue;
        if (visited(group, y, x, x, visit)) return;
      }
      for (let y = low; y <= high; y++) {
        if (y < row - 1 || y > row + 1) {
          if (visited(group, y, left, right, visit)) return;
        } else if (
          (col - 1 > left && visited(group, y, left, col - 2, visit)) ||
          (col + 1 < right && visited(group, y, col + 2, right, visit))
        )
          return;
      }
    }
  }
}

/** Calls for the discs of a stretch of cells; true as soon as an answer is. */
function visited(
  { cols, start, disc }: RadiusClass,
  row: number,
  from: number,
  to: number,
  visit: (disc: number) => boolean | void,
): boolean {
  const end = start[row * cols + to + 1];
  for (let k = start[row * cols + from]; k < end; k++) if (visit(disc[k]) === true) return true;
  return false;
}

function classOf({ x, y, r }: Discs, members: number[]): RadiusClass {
  let [west, south, east, north, largestM] = [Infinity, Infinity, -Infinity, -Infinity, 0];
  for (const i of members) {
    west = Math.min(west, x[i]);
    east = Math.max(east, x[i]);
    south = Math.min(south, y[i]);
    north = Math.max(north, y[i]);
    largestM = Math.max(largestM, r[i]);
  }
  const fairM = Math.sqrt(
    ((east - west + 1) * (north - south + 1) * DISCS_PER_CELL) / members.length,
  );
  const longM = Math.max(east - west, north - south) / (members.length + 1);
  const cellM = Math.max(Math.min(fairM, largestM), fairM / 8, longM, 1e-6);
  const cols = Math.floor((east - west) / cellM) + 1;
  const rows = Math.floor((north - south) / cellM) + 1;
  const start = new Uint32Array(cols * rows + 1);
  const cellOf = members.map(
    (i) => Math.floor((y[i] - south) / cellM) * cols + Math.floor((x[i] - west) / cellM),
  );
  for (const cell of cellOf) start[cell + 1]++;
  for (let cell = 0; cell < cols * rows; cell++) start[cell + 1] += start[cell];
  const next = start.slice();
  const disc = new Uint32Array(members.length);
  members.forEach((i, k) => (disc[next[cellOf[k]]++] = i));
  return { largestM, cellM, west, south, cols, rows, start, disc };
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
