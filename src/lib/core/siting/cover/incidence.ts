/** Which columns (sites) cover which rows (demand), both ways; entries of either ascend. */
export interface Incidence {
  columns: number;
  rows: number;
  /** Rows of column `c`: `row[start[c] .. start[c + 1]]`. */
  start: Uint32Array;
  row: Uint32Array;
  /** Columns of row `r`: `column[rowStart[r] .. rowStart[r + 1]]`. */
  rowStart: Uint32Array;
  column: Uint32Array;
}

/** The other way round: for each of `count` values of `to`, the `from` that it lies with. */
export function turned(
  start: Uint32Array,
  to: Uint32Array,
  count: number,
): { start: Uint32Array; of: Uint32Array } {
  const turnedStart = new Uint32Array(count + 1);
  for (const one of to) turnedStart[one + 1]++;
  for (let i = 0; i < count; i++) turnedStart[i + 1] += turnedStart[i];
  const at = turnedStart.slice(0, count);
  const of = new Uint32Array(to.length);
  for (let from = 0; from + 1 < start.length; from++) {
    for (let k = start[from]; k < start[from + 1]; k++) of[at[to[k]]++] = from;
  }
  return { start: turnedStart, of };
}

/** Incidence from the rows of each column. */
export function incidenceOf(rows: number, start: Uint32Array, row: Uint32Array): Incidence {
  const back = turned(start, row, rows);
  const columns = start.length - 1;
  return { columns, rows, start, row, rowStart: back.start, column: back.of };
}

/** The part of an incidence in some columns and rows, both ascending, numbered anew. */
export function part(
  incidence: Incidence,
  columns: ArrayLike<number>,
  rows: ArrayLike<number>,
): Incidence {
  const rowAt = new Int32Array(incidence.rows).fill(-1);
  for (let r = 0; r < rows.length; r++) rowAt[rows[r]] = r;
  const start = new Uint32Array(columns.length + 1);
  const row = new Uint32Array(incidence.row.length);
  let at = 0;
  for (let c = 0; c < columns.length; c++) {
    for (let k = incidence.start[columns[c]]; k < incidence.start[columns[c] + 1]; k++) {
      const kept = rowAt[incidence.row[k]];
      if (kept >= 0) row[at++] = kept;
    }
    start[c + 1] = at;
  }
  return incidenceOf(rows.length, start, row.slice(0, at));
}

/**
 * The class of each row: rows of equal columns (and of equal `mark`, where given) share one. Classes
 * are numbered in the order of their first row.
 */
export function equalRows(
  { columns, rows, rowStart, column }: Incidence,
  mark: ((row: number) => number) | null,
): { of: Uint32Array; first: Uint32Array } {
  const salt = new Uint32Array(columns);
  for (let c = 0; c < columns; c++) salt[c] = scrambled(c + 1);
  const byHash = new Map<number, number[]>();
  const of = new Uint32Array(rows);
  const first: number[] = [];
  const equal = (a: number, b: number): boolean => {
    const length = rowStart[a + 1] - rowStart[a];
    if (length !== rowStart[b + 1] - rowStart[b]) return false;
    if (mark && mark(a) !== mark(b)) return false;
    for (let k = 0; k < length; k++) {
      if (column[rowStart[a] + k] !== column[rowStart[b] + k]) return false;
    }
    return true;
  };
  for (let r = 0; r < rows; r++) {
    let sum = 0;
    let mix = mark ? scrambled(mark(r)) : 0;
    for (let k = rowStart[r]; k < rowStart[r + 1]; k++) {
      sum = (sum + salt[column[k]]) | 0;
      mix = Math.imul(mix ^ salt[column[k]], 0x9e3779b1);
    }
    const hash = (sum >>> 0) * 0x200000 + (mix >>> 11);
    const bucket = byHash.get(hash);
    const found = bucket?.find((one) => equal(first[one], r));
    if (found !== undefined) {
      of[r] = found;
      continue;
    }
    of[r] = first.length;
    if (bucket) bucket.push(first.length);
    else byHash.set(hash, [first.length]);
    first.push(r);
  }
  return { of, first: Uint32Array.from(first) };
}

function scrambled(value: number): number {
  let t = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  t = Math.imul(t ^ (t >>> 13), 0xc2b2ae35);
  return (t ^ (t >>> 16)) >>> 0;
}
