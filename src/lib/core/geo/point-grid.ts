import { MIN_MERIDIAN_RADIUS_M, placeInSpace, tieLimit } from '#lib/core/geo/chord.ts';

const RADIAN = Math.PI / 180;
const POINTS_PER_CELL = 0.4;
const MOST_CROWDED = 12;
const SMALLEST_SPLIT = 64;
const MOST_SPLITS = 10;

/** A query on its way from grid to grid: where it stands, and the best point so far. */
export interface Probe {
  lng: number;
  lat: number;
  /** Place in space, metres. */
  place: Float64Array;
  /** Distance from the axis of the earth, metres. */
  rho: number;
  /** Squared chord to the best point. */
  best2: number;
  /** Squared chord that a point must not exceed to be a contender. */
  limit2: number;
  /** Whether there is a contender besides the best point. */
  contested: boolean;
  /** Record of the best point, -1 for none. */
  record: number;
  /** Whether the second best is wanted too: `limit2` is then taken from it, and `contested` is about it. */
  pair: boolean;
  /** Squared chord to the second best point, and its record, -1 for none. */
  second2: number;
  second: number;
}

/**
 * Points in cells of equal degrees, compared by their chords through the ellipsoid.
 *
 * Lower bounds for what lies beyond a side of the searched block, with rho the query's distance
 * from the axis of the earth: beyond a longitude difference d the chord exceeds rho sin(d) (the
 * distance to the meridian's plane); beyond a latitude difference d it exceeds 2 M sin(d / 2) with
 * the smallest meridian radius M. For queries outside the box both differences act together:
 * chord^2 = (chord in the meridian plane)^2 + 4 rho1 rho2 sin^2(d / 2).
 */
export class PointGrid {
  private readonly west: number;
  private readonly south: number;
  private readonly cols: number;
  private readonly rows: number;
  private readonly colsPerDegree: number;
  private readonly rowsPerDegree: number;
  private readonly cellStart: Uint32Array;
  private readonly places: Float64Array;
  private readonly records: Int32Array;
  /** Longest angles (in cells) for which the linear bounds below are used, and their slopes in metres a cell. */
  private readonly maxCols: number;
  private readonly maxRows: number;
  private readonly colSlope: number;
  private readonly rowSlopeM: number;
  private readonly minRho: number;
  /** The linear bounds hold for the whole width, and the way around the earth is never shorter. */
  private readonly narrow: boolean;

  /** `west` opens the widest gap of longitudes; `records` are entries of the columns, all with a position. */
  constructor(lng: Float64Array, lat: Float64Array, records: Int32Array, west: number) {
    const count = records.length;
    let span = 0;
    let south = 90;
    let north = -90;
    let first = 360;
    for (let i = 0; i < count; i++) {
      const east = eastOf(west, lng[records[i]]);
      const y = lat[records[i]];
      if (east < first) first = east;
      if (east > span) span = east;
      if (y < south) south = y;
      if (y > north) north = y;
    }
    this.west = west + first;
    this.south = south;
    const width = Math.max(span - first, 1e-9);
    const height = Math.max(north - south, 1e-9);
    const cells = Math.max(1, count / POINTS_PER_CELL);
    const squash = Math.max(0.01, Math.cos(((south + north) / 2) * RADIAN));
    this.cols = clamp(Math.round(Math.sqrt((cells * width * squash) / height)), 1, cells);
    this.rows = clamp(Math.round(cells / this.cols), 1, cells);
    this.colsPerDegree = this.cols / width;
    this.rowsPerDegree = this.rows / height;

    const colAngle = Math.min(Math.PI / 2, Math.max(0.1, width * RADIAN));
    const rowAngle = Math.max(0.1, height * RADIAN);
    this.maxCols = (colAngle / RADIAN) * this.colsPerDegree;
    this.maxRows = (rowAngle / RADIAN) * this.rowsPerDegree;
    this.colSlope = Math.sin(colAngle) / this.maxCols;
    this.narrow = this.cols <= this.maxCols && 2 * width <= 360;
    this.rowSlopeM = (2 * MIN_MERIDIAN_RADIUS_M * Math.sin(rowAngle / 2)) / this.maxRows;

    const cellOf = new Uint32Array(count);
    this.cellStart = new Uint32Array(this.cols * this.rows + 1);
    for (let i = 0; i < count; i++) {
      const x = eastOf(this.west, lng[records[i]]) * this.colsPerDegree;
      const y = (lat[records[i]] - south) * this.rowsPerDegree;
      const cell = cellAt(y, this.rows) * this.cols + cellAt(x, this.cols);
      cellOf[i] = cell;
      this.cellStart[cell + 1]++;
    }
    for (let cell = 0; cell < this.cols * this.rows; cell++) {
      this.cellStart[cell + 1] += this.cellStart[cell];
    }
    const next = this.cellStart.slice();
    this.places = new Float64Array(3 * count);
    this.records = new Int32Array(count);
    this.minRho = Infinity;
    for (let i = 0; i < count; i++) {
      const at = next[cellOf[i]]++;
      this.records[at] = records[i];
      const rho = placeInSpace(lng[records[i]], lat[records[i]], this.places, 3 * at);
      this.minRho = Math.min(this.minRho, rho);
    }
  }

  /** Points compared by a query that looks into one cell, on average over queries spread like the points. */
  get crowding(): number {
    let sum = 0;
    for (let cell = 0; cell < this.cols * this.rows; cell++) {
      sum += square(this.cellStart[cell + 1] - this.cellStart[cell]);
    }
    return sum / this.records.length;
  }

  /** Tells on which side of the middle a record lies, across the longer side of the grid. */
  sideOf(lng: Float64Array, lat: Float64Array): (record: number) => boolean {
    if (this.cols < this.rows) {
      const middle = this.south + this.rows / this.rowsPerDegree / 2;
      return (record) => lat[record] < middle;
    }
    const middle = this.cols / this.colsPerDegree / 2;
    return (record) => eastOf(this.west, lng[record]) < middle;
  }

  /** Squared chord that every point of the grid exceeds or equals. */
  bound2(probe: Probe): number {
    const gx = this.column(probe.lng);
    const gy = (probe.lat - this.south) * this.rowsPerDegree;
    const { rho } = probe;
    const outCols = Math.min(Math.max(0, -gx, gx - this.cols), this.maxCols);
    const outRows = Math.min(Math.max(0, -gy, gy - this.rows), this.maxRows);
    const outCol2 = square(rho * this.colSlope * outCols) * (this.minRho / rho);
    return square(this.rowSlopeM * outRows) + outCol2;
  }

  /** Improves the probe's best point, or its best two, by the points of this grid. */
  search(probe: Probe): void {
    const { cols, rows, cellStart, maxCols, maxRows, rowSlopeM } = this;
    const gx = this.column(probe.lng);
    const gy = (probe.lat - this.south) * this.rowsPerDegree;
    const round = 360 * this.colsPerDegree;
    const { rho } = probe;
    const colSlopeM = rho * this.colSlope;
    const outCols = gx < 0 ? -gx : gx > cols ? gx - cols : 0;
    const outRows = gy < 0 ? -gy : gy > rows ? gy - rows : 0;
    const ratio = this.minRho / rho;
    const outCol2 = square(colSlopeM * Math.min(outCols, maxCols)) * ratio;
    const outRow2 = square(rowSlopeM * Math.min(outRows, maxRows));

    if (outCol2 + outRow2 > probe.limit2) return;

    const col = cellAt(gx, cols);
    const row = cellAt(gy, rows);
    let x0 = col > 0 ? col - 1 : 0;
    let x1 = col < cols - 1 ? col + 1 : col;
    let y0 = row > 0 ? row - 1 : 0;
    let y1 = row < rows - 1 ? row + 1 : row;
    if (probe.pair) {
      for (let y = y0; y <= y1; y++)
        this.compareTwo(probe, cellStart[y * cols + x0], cellStart[y * cols + x1 + 1]);
    } else this.compareBlock(probe, x0, x1, y0, y1);

    if (this.narrow && outCols + outRows === 0) {
      const marginCols = gx - x0 < x1 + 1 - gx ? gx - x0 : x1 + 1 - gx;
      const marginRows = gy - y0 < y1 + 1 - gy ? gy - y0 : y1 + 1 - gy;
      const enough =
        square(marginCols * colSlopeM) > probe.limit2 &&
        square(marginRows * rowSlopeM) > probe.limit2;
      if (enough) return;
    }

    let open = true;
    while (open) {
      open = false;
      if (x0 > 0) {
        const bound2 = square(colSlopeM * Math.min(gx - x0, round - gx, maxCols));
        if (Math.max(bound2, bound2 * ratio + outRow2) <= probe.limit2) {
          open = true;
          x0--;
          for (let y = y0; y <= y1; y++) {
            const cell = y * cols + x0;
            this.compare(probe, cellStart[cell], cellStart[cell + 1]);
          }
        }
      }
      if (x1 < cols - 1) {
        const bound2 = square(colSlopeM * Math.min(x1 + 1 - gx, round - cols + gx, maxCols));
        if (Math.max(bound2, bound2 * ratio + outRow2) <= probe.limit2) {
          open = true;
          x1++;
          for (let y = y0; y <= y1; y++) {
            const cell = y * cols + x1;
            this.compare(probe, cellStart[cell], cellStart[cell + 1]);
          }
        }
      }
      if (y0 > 0) {
        const bound2 = square(rowSlopeM * Math.min(gy - y0, maxRows)) + outCol2;
        if (bound2 <= probe.limit2) {
          open = true;
          y0--;
          this.compare(probe, cellStart[y0 * cols + x0], cellStart[y0 * cols + x1 + 1]);
        }
      }
      if (y1 < rows - 1) {
        const bound2 = square(rowSlopeM * Math.min(y1 + 1 - gy, maxRows)) + outCol2;
        if (bound2 <= probe.limit2) {
          open = true;
          y1++;
          this.compare(probe, cellStart[y1 * cols + x0], cellStart[y1 * cols + x1 + 1]);
        }
      }
    }
  }

  /** Appends the records whose squared chord to the probe is at most `limit2`, and those chords. */
  collect(probe: Probe, limit2: number, records: number[], chords2: number[]): void {
    const { cols, rows, cellStart, places } = this;
    const gx = this.column(probe.lng);
    const gy = (probe.lat - this.south) * this.rowsPerDegree;
    const round = 360 * this.colsPerDegree;
    const { rho } = probe;
    const limit = Math.sqrt(limit2);
    const reachCols = limit / (rho * this.colSlope);
    const reachRows = limit / this.rowSlopeM;
    const around =
      reachCols >= this.maxCols || gx + reachCols >= round || gx - reachCols <= cols - round;
    const allRows = reachRows >= this.maxRows;
    if (!around && (gx + reachCols < 0 || gx - reachCols > cols)) return;
    if (!allRows && (gy + reachRows < 0 || gy - reachRows > rows)) return;
    const x0 = around ? 0 : cellAt(gx - reachCols, cols);
    const x1 = around ? cols - 1 : cellAt(gx + reachCols, cols);
    const y0 = allRows ? 0 : cellAt(gy - reachRows, rows);
    const y1 = allRows ? rows - 1 : cellAt(gy + reachRows, rows);
    const [px, py, pz] = probe.place;
    for (let y = y0; y <= y1; y++) {
      const end = cellStart[y * cols + x1 + 1];
      for (let at = cellStart[y * cols + x0]; at < end; at++) {
        const dx = places[3 * at] - px;
        const dy = places[3 * at + 1] - py;
        const dz = places[3 * at + 2] - pz;
        const chord2 = dx * dx + dy * dy + dz * dz;
        if (chord2 > limit2) continue;
        records.push(this.records[at]);
        chords2.push(chord2);
      }
    }
  }

  /** The first block of cells, which most queries need no more than. */
  private compareBlock(probe: Probe, x0: number, x1: number, y0: number, y1: number): void {
    const { cols, cellStart, places } = this;
    const px = probe.place[0];
    const py = probe.place[1];
    const pz = probe.place[2];
    let best2 = probe.best2;
    let limit2 = probe.limit2;
    let { contested } = probe;
    let best = -1;
    for (let y = y0; y <= y1; y++) {
      const end = cellStart[y * cols + x1 + 1];
      for (let at = cellStart[y * cols + x0]; at < end; at++) {
        const dx = places[3 * at] - px;
        const dy = places[3 * at + 1] - py;
        const dz = places[3 * at + 2] - pz;
        const chord2 = dx * dx + dy * dy + dz * dz;
        if (chord2 > limit2) continue;
        if (chord2 < best2) {
          limit2 = tieLimit(chord2);
          contested = best2 <= limit2;
          best2 = chord2;
          best = at;
        } else contested = true;
      }
    }
    probe.contested = contested;
    if (best >= 0) {
      probe.best2 = best2;
      probe.limit2 = limit2;
      probe.record = this.records[best];
    }
  }

  private compare(probe: Probe, start: number, end: number): void {
    if (probe.pair) {
      this.compareTwo(probe, start, end);
      return;
    }
    const { places } = this;
    const px = probe.place[0];
    const py = probe.place[1];
    const pz = probe.place[2];
    for (let at = start; at < end; at++) {
      const dx = places[3 * at] - px;
      const dy = places[3 * at + 1] - py;
      const dz = places[3 * at + 2] - pz;
      const chord2 = dx * dx + dy * dy + dz * dz;
      if (chord2 > probe.limit2) continue;
      if (chord2 < probe.best2) {
        probe.limit2 = tieLimit(chord2);
        probe.contested = probe.best2 <= probe.limit2;
        probe.best2 = chord2;
        probe.record = this.records[at];
      } else probe.contested = true;
    }
  }

  private compareTwo(probe: Probe, start: number, end: number): void {
    const { places } = this;
    const px = probe.place[0];
    const py = probe.place[1];
    const pz = probe.place[2];
    for (let at = start; at < end; at++) {
      const dx = places[3 * at] - px;
      const dy = places[3 * at + 1] - py;
      const dz = places[3 * at + 2] - pz;
      const chord2 = dx * dx + dy * dy + dz * dz;
      if (chord2 > probe.limit2) continue;
      if (chord2 >= probe.second2) {
        probe.contested = true;
        continue;
      }
      const third2 = probe.second2;
      if (chord2 < probe.best2) {
        probe.second2 = probe.best2;
        probe.second = probe.record;
        probe.best2 = chord2;
        probe.record = this.records[at];
      } else {
        probe.second2 = chord2;
        probe.second = this.records[at];
      }
      if (probe.second < 0) continue;
      probe.limit2 = tieLimit(probe.second2);
      probe.contested = third2 <= probe.limit2;
    }
  }

  /** Columns east of the grid's western side; negative where the query is nearer to that side from the west. */
  private column(lng: number): number {
    const x = eastOf(this.west, lng) * this.colsPerDegree;
    const round = 360 * this.colsPerDegree;
    return x - this.cols > round - x ? x - round : x;
  }
}

/**
 * Grids over records: one where the points are spread evenly, several where they crowd (two far
 * cities, a station at 0, 0), split across the middle of the longer side.
 */
export function gridsOf(
  lng: Float64Array,
  lat: Float64Array,
  records: Int32Array,
  west: number,
  splits = 0,
): PointGrid[] {
  if (records.length === 0) return [];
  const grid = new PointGrid(lng, lat, records, west);
  if (records.length < SMALLEST_SPLIT || splits === MOST_SPLITS) return [grid];
  if (grid.crowding <= MOST_CROWDED) return [grid];
  const side = grid.sideOf(lng, lat);
  const halves = [records.filter((r) => side(r)), records.filter((r) => !side(r))];
  return halves.flatMap((half) => gridsOf(lng, lat, half, west, splits + 1));
}

/** Degrees by which a longitude lies east of `west`, in [0, 360). */
export function eastOf(west: number, lng: number): number {
  const degrees = lng - west;
  return degrees >= 0 && degrees < 360 ? degrees : degrees - 360 * Math.floor(degrees / 360);
}

function cellAt(position: number, cells: number): number {
  return position <= 0 ? 0 : position >= cells ? cells - 1 : Math.floor(position);
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(Math.floor(high), value));
}

function square(value: number): number {
  return value * value;
}
