import type { Incidence } from '#lib/core/siting/cover/incidence.ts';

/**
 * Columns that another one makes needless: it covers all they cover, and `asGood(better, worse)` says
 * that it is no worse in any other way. Of equal columns the first stays.
 */
export function dominatedColumns(
  incidence: Incidence,
  asGood: (better: number, worse: number) => boolean,
): Uint8Array {
  const { columns, start, row, rowStart, column } = incidence;
  return dominated(columns, start, row, rowStart, column, incidence.rows, asGood);
}

/** Rows that are covered whenever another one is: of equal rows the first stays. */
export function dominatedRows(incidence: Incidence): Uint8Array {
  const { rows, columns, start, row, rowStart, column } = incidence;
  const gone = new Uint8Array(rows);
  // Row `i` holds row `j` when `i` has all columns of `j`; sought among the rows of the column of `j` with fewest rows.
  const mark = new Uint32Array(columns);
  const size = (r: number): number => rowStart[r + 1] - rowStart[r];
  const order = Uint32Array.from({ length: rows }, (_, r) => r).sort(
    (a, b) => size(a) - size(b) || a - b,
  );
  for (const j of order) {
    if (gone[j] || size(j) === 0) continue;
    let fewest = column[rowStart[j]];
    for (let k = rowStart[j]; k < rowStart[j + 1]; k++) {
      const c = column[k];
      mark[c] = j + 1;
      if (start[c + 1] - start[c] < start[fewest + 1] - start[fewest]) fewest = c;
    }
    for (let k = start[fewest]; k < start[fewest + 1]; k++) {
      const i = row[k];
      if (i === j || gone[i] || size(i) < size(j) || (size(i) === size(j) && i < j)) continue;
      let missing = size(j);
      for (let l = rowStart[i]; l < rowStart[i + 1] && missing > 0; l++) {
        if (mark[column[l]] === j + 1) missing--;
      }
      if (missing === 0) gone[i] = 1;
    }
  }
  return gone;
}

function dominated(
  columns: number,
  start: Uint32Array,
  row: Uint32Array,
  rowStart: Uint32Array,
  column: Uint32Array,
  rows: number,
  asGood: (better: number, worse: number) => boolean,
): Uint8Array {
  const gone = new Uint8Array(columns);
  const mark = new Uint32Array(rows);
  const size = (c: number): number => start[c + 1] - start[c];
  for (let a = 0; a < columns; a++) {
    let rarest = -1;
    for (let k = start[a]; k < start[a + 1]; k++) {
      const r = row[k];
      mark[r] = a + 1;
      if (rarest < 0 || rowStart[r + 1] - rowStart[r] < rowStart[rarest + 1] - rowStart[rarest]) {
        rarest = r;
      }
    }
    const among = rarest < 0 ? columns : rowStart[rarest + 1] - rowStart[rarest];
    for (let k = 0; k < among && !gone[a]; k++) {
      const b = rarest < 0 ? k : column[rowStart[rarest] + k];
      if (b === a || gone[b] || size(b) < size(a) || !asGood(b, a)) continue;
      if (size(b) === size(a) && b > a && asGood(a, b)) continue;
      let missing = size(a);
      for (let l = start[b]; l < start[b + 1] && missing > 0; l++) {
        if (mark[row[l]] === a + 1) missing--;
      }
      if (missing === 0) gone[a] = 1;
    }
  }
  return gone;
}
