import type { Bands, Edges } from '#lib/core/geo/edge-bands.ts';
import { ON_EDGE_DEG, bandsOf } from '#lib/core/geo/edge-bands.ts';
import { Integers } from '#lib/core/geo/integers.ts';

const CELLS_PER_EDGE = 2;
const LEAST_CELLS = 256;
const MOST_CELLS = 4_000_000;
const NOBODY = -1;

/**
 * A raster over polygons. A cell holds the record that owns all of it, NOBODY (-1), or -2 - m for
 * the mixed cell m, whose candidates are `candidate[candidateStart[m] .. candidateStart[m + 1]]`:
 * a band whose parity decides, or ~record where that record covers the whole cell.
 */
export interface OwnerRaster {
  west: number;
  south: number;
  east: number;
  north: number;
  cols: number;
  rows: number;
  colsPerDegree: number;
  rowsPerDegree: number;
  cells: Int32Array;
  candidateStart: Int32Array;
  candidate: Int32Array;
  bands: Bands;
  /** Record of each band. */
  bandRecord: Int32Array;
}

/** Rasters the units in ascending order of their records, so that the lowest record wins an overlap. */
export function ownerRaster(edges: Edges): OwnerRaster {
  const margin = 4 * ON_EDGE_DEG;
  const west = edges.west - margin;
  const south = edges.south - margin;
  const width = edges.east - west + margin;
  const height = edges.north - south + margin;
  const count = edges.xy.length / 4;
  const wanted = Math.min(MOST_CELLS, Math.max(LEAST_CELLS, CELLS_PER_EDGE * count));
  const cols = Math.max(1, Math.min(wanted, Math.round(Math.sqrt((wanted * width) / height))));
  const rows = Math.max(1, Math.floor(wanted / cols));
  const colsPerDegree = cols / width;
  const rowsPerDegree = rows / height;
  const colOf = (lng: number): number =>
    Math.max(0, Math.min(cols - 1, Math.floor((lng - west) * colsPerDegree)));
  const rowOf = (lat: number): number =>
    Math.max(0, Math.min(rows - 1, Math.floor((lat - south) * rowsPerDegree)));

  const bands = bandsOf(edges, rowOf);
  const units = edges.record.length;
  const bandRecord = new Int32Array(bands.first[units]);
  const cells = new Int32Array(cols * rows).fill(NOBODY);
  const pairCell = new Integers(1 << 16);
  const pairCandidate = new Integers(1 << 16);
  const touched = new Int32Array(cols).fill(-1);
  const crossings = new Float64Array(maxBandLength(bands));
  let mixed = 0;

  const add = (cell: number, candidate: number): void => {
    if (cells[cell] >= 0) return;
    if (cells[cell] === NOBODY) cells[cell] = -2 - mixed++;
    pairCell.push(-2 - cells[cell]);
    pairCandidate.push(candidate);
  };

  for (let unit = 0; unit < units; unit++) {
    const record = edges.record[unit];
    for (let band = bands.first[unit]; band < bands.first[unit + 1]; band++) {
      bandRecord[band] = record;
      const row = bands.row[unit] + band - bands.first[unit];
      const low = south + row / rowsPerDegree - ON_EDGE_DEG;
      const high = south + (row + 1) / rowsPerDegree + ON_EDGE_DEG;
      const middle = (low + high) / 2;
      let firstCol = cols;
      let lastCol = -1;
      let met = 0;
      for (let k = bands.start[band]; k < bands.start[band + 1]; k++) {
        const at = 4 * bands.edge[k];
        const ax = edges.xy[at];
        const ay = edges.xy[at + 1];
        const bx = edges.xy[at + 2];
        const by = edges.xy[at + 3];
        const slope = by > ay ? (bx - ax) / (by - ay) : 0;
        const x0 = ay < low ? ax + (low - ay) * slope : ax;
        const x1 = by > high ? ax + (high - ay) * slope : bx;
        const from = colOf(Math.min(x0, x1) - ON_EDGE_DEG);
        const to = colOf(Math.max(x0, x1) + ON_EDGE_DEG);
        for (let col = from; col <= to; col++) touched[col] = band;
        if (from < firstCol) firstCol = from;
        if (to > lastCol) lastCol = to;
        if (ay <= middle && middle < by) crossings[met++] = ax + (middle - ay) * slope;
      }
      sortStart(crossings, met);
      let next = 0;
      for (let col = firstCol; col <= lastCol; col++) {
        const cell = row * cols + col;
        if (touched[col] === band) {
          add(cell, band);
          continue;
        }
        const centre = west + (col + 0.5) / colsPerDegree;
        while (next < met && crossings[next] <= centre) next++;
        if ((met - next) % 2 === 0) continue;
        if (cells[cell] === NOBODY) cells[cell] = record;
        else add(cell, ~record);
      }
    }
  }

  const candidateStart = new Int32Array(mixed + 1);
  for (let k = 0; k < pairCell.length; k++) candidateStart[pairCell.values[k] + 1]++;
  for (let m = 0; m < mixed; m++) candidateStart[m + 1] += candidateStart[m];
  const place = candidateStart.slice();
  const candidate = new Int32Array(pairCell.length);
  for (let k = 0; k < pairCell.length; k++) {
    candidate[place[pairCell.values[k]]++] = pairCandidate.values[k];
  }
  return {
    west,
    south,
    east: west + width,
    north: south + height,
    cols,
    rows,
    colsPerDegree,
    rowsPerDegree,
    cells,
    candidateStart,
    candidate,
    bands,
    bandRecord,
  };
}

/** Sorts the first `count` values: by insertion, as nearly all bands are met a few times only. */
function sortStart(values: Float64Array, count: number): void {
  if (count > 64) {
    values.subarray(0, count).sort();
    return;
  }
  for (let i = 1; i < count; i++) {
    const value = values[i];
    let k = i;
    while (k > 0 && values[k - 1] > value) {
      values[k] = values[k - 1];
      k--;
    }
    values[k] = value;
  }
}

function maxBandLength(bands: Bands): number {
  let longest = 0;
  for (let band = 0; band + 1 < bands.start.length; band++) {
    longest = Math.max(longest, bands.start[band + 1] - bands.start[band]);
  }
  return longest;
}
