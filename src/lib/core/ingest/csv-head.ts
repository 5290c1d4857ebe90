import { csvCell } from '#lib/core/ingest/csv-cell.ts';
import { CsvCutter } from '#lib/core/ingest/csv-cut.ts';
import type { Cell } from '#lib/core/ingest/sheet.ts';
import { plainText } from '#lib/core/ingest/spelling.ts';
import { textBetween } from '#lib/core/ingest/text/cell-text.ts';
import type { TextBytes } from '#lib/core/ingest/text/cell-text.ts';

/** Columns beyond these are not read. */
export const MOST_COLUMNS = 2000;
/** Bytes walked between two pauses. */
const STRETCH = 2_000_000;
/** Longest text taken from a cell of the first rows, in bytes; a label is shorter. */
const LONGEST_LABEL = 100_000;
/** Rows in which the header is looked for. */
const HEAD_ROWS = 50;

/** What a finder of headers says of the first rows; rows from 0, ends included. */
export interface FoundHead {
  headerFrom: number;
  headerTo: number;
  headers: string[];
  /** Rows below the header that are none of the data. */
  skip: number[];
}

/** Finds the header among the first rows of a table; null where the first filled row is it. */
export type HeadFinder = (head: Cell[][]) => FoundHead | null;

/** The header of a CSV; rows are records, from 1. */
export interface CsvHead {
  headers: string[];
  /** Columns of the header in the file, also those beyond the ones that are read. */
  width: number;
  from: number;
  to: number;
  skip: ReadonlySet<number>;
  /** Bytes of a header of one row, with which a second copy of it is told. */
  line: Uint8Array | null;
}

function cellsOf(cutter: CsvCutter): Cell[] {
  const { starts, text } = cutter;
  const gap = cutter.delimiter.length;
  const count = Math.min(cutter.count, MOST_COLUMNS);
  return Array.from({ length: count }, (_, i) => {
    const end = starts[i + 1] - gap;
    const long = end - starts[i] > LONGEST_LABEL;
    return (
      (long
        ? textBetween(text, starts[i], starts[i] + LONGEST_LABEL)
        : csvCell(text, starts[i], end)) || null
    );
  });
}

/**
 * Finds the header; null for a text without one. A line that declares the delimiter is no row.
 * Yields the bytes walked, so that the caller can breathe where the first rows are endless or blank.
 */
export function* csvHead(
  text: TextBytes,
  delimiter: string,
  declared: boolean,
  headOf: HeadFinder | null,
): Generator<number, CsvHead | null, void> {
  const cutter = new CsvCutter(text, delimiter, MOST_COLUMNS);
  const rows: Cell[][] = [];
  let first: CsvHead | null = null;
  let pause = STRETCH;
  for (let record = 1; !cutter.done; record++) {
    const kind = cutter.next();
    if (kind === 'endless') while (!cutter.skipLine(cutter.at + STRETCH)) yield cutter.at;
    if (cutter.at >= pause) {
      yield cutter.at;
      pause = cutter.at + STRETCH;
    }
    const cells = kind === 'cells' && !(declared && record === 1) ? cellsOf(cutter) : [];
    if (first === null && cells.length > 0) {
      const headers = cells.map((cell) => plainText(String(cell ?? '')));
      const { starts, count } = cutter;
      const comparable = count > 1 && count <= MOST_COLUMNS && !headers.includes('');
      first = {
        headers,
        width: count,
        from: record,
        to: record,
        skip: new Set(),
        line: comparable ? text.bytes.subarray(starts[0], starts[count]) : null,
      };
    }
    if (rows.length < HEAD_ROWS) rows.push(cells);
    if (first !== null && (headOf === null || rows.length >= HEAD_ROWS)) break;
  }
  const found = first === null ? null : (headOf?.(rows) ?? null);
  if (found === null) return first;
  const headers = found.headers.slice(0, MOST_COLUMNS);
  return {
    headers,
    width: Math.max(found.headers.length, rows[found.headerTo]?.length ?? 0),
    from: found.headerFrom + 1,
    to: found.headerTo + 1,
    skip: new Set(found.skip.map((row) => row + 1)),
    line: null,
  };
}
