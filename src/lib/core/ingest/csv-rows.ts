import { CsvColumn, grown } from '#lib/core/ingest/csv-columns.ts';
import type { CsvCutter } from '#lib/core/ingest/csv-cut.ts';
import type { FastColumn } from '#lib/core/ingest/fast-column.ts';

/** Offsets that are kept at most, four bytes each: six million rows of twelve columns. */
const MOST_OFFSETS = 80_000_000;

/** The offsets of all cells, a list for each column and one for the ends of the rows. */
export class CsvRows {
  readonly #lists: Uint32Array<ArrayBuffer>[];
  #records = new Uint32Array(1024);
  count = 0;

  /** `width` columns; room for as many rows as are left to be cut is made when some have been. */
  constructor(width: number) {
    this.#lists = Array.from({ length: width + 1 }, () => new Uint32Array(1024));
  }

  /** Rows that are kept at most. */
  get most(): number {
    return Math.floor(MOST_OFFSETS / this.#lists.length);
  }

  /** Keeps the row that the cutter has just cut; cells it lacks are empty. */
  add(cutter: CsvCutter, record: number): void {
    const n = this.count++;
    if (n === this.#records.length) this.#grow(cutter);
    this.#records[n] = record;
    const { starts, count } = cutter;
    const lists = this.#lists;
    const last = Math.min(count, lists.length - 1);
    for (let i = 0; i <= last; i++) lists[i][n] = starts[i];
    for (let i = last + 1; i < lists.length; i++) lists[i][n] = starts[last];
  }

  /** Record number of each row. */
  records(): Uint32Array {
    return this.#records.slice(0, this.count);
  }

  columns(cutter: CsvCutter): FastColumn[] {
    const lists = this.#lists.map((list) => list.subarray(0, this.count));
    const gap = cutter.delimiter.length;
    return lists
      .slice(0, -1)
      .map((starts, i) => new CsvColumn(cutter.text, starts, lists[i + 1], gap));
  }

  #grow({ at, text }: CsvCutter): void {
    const length = this.#records.length;
    const expected = Math.ceil((length / at) * text.bytes.length * 1.02);
    const room = Math.min(this.most, Math.max(length * 1.25, expected)) + 1024;
    this.#records = grown(this.#records, room);
    for (let i = 0; i < this.#lists.length; i++) this.#lists[i] = grown(this.#lists[i], room);
  }
}
