import { numberOf } from '#lib/core/ingest/cell.ts';
import { matchColumns } from '#lib/core/ingest/contract.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import { TABLES } from '#lib/core/model.ts';
import { cellText } from '#lib/core/ingest/sheet.ts';
import type { Cell, Merge } from '#lib/core/ingest/sheet.ts';
import { headerKey, plainText } from '#lib/core/ingest/spelling.ts';

/** Merged cells of a head beyond these are not looked at. */
const MOST_MERGES = 4_096;

/** Words that tell the rows around a table from the table, as `data/words.json` holds them. */
export interface SheetWords {
  /** How a line above a table begins that says who filled it in, when, in which units. */
  note: string[];
  /** How a line below a table begins. */
  footnote: string[];
  /** What stands for a number in a row that numbers the columns. */
  ordinal: string[];
}

export const isBlank = (cell: Cell | undefined): boolean =>
  cell === null || cell === undefined || (typeof cell === 'string' && plainText(cell) === '');

/** The label that a cell makes: its text without outer spaces, empty for none. */
export const labelOf = (cell: Cell | undefined): string => plainText(cellText(cell ?? null) ?? '');

/** True for text that is not a number. */
export const isText = (cell: Cell | undefined): boolean =>
  typeof cell === 'string' && !isBlank(cell) && Number.isNaN(numberOf(cell));

/** True where a row begins with one of the words, with a mark or an end behind the short ones. */
export function beginsTest(words: readonly string[]): (cell: Cell | undefined) => boolean {
  const keys = words.map(headerKey);
  return (cell) => {
    if (typeof cell !== 'string') return false;
    const key = headerKey(cell).replace(/^[*\u203b(\uff08\u3010[]+/, '');
    return keys.some((word) => {
      if (!key.startsWith(word)) return false;
      const next = key.slice(word.length, word.length + 1);
      return next === '' || /[:.,;()[\]\u3001\u3002\u3011\d]/.test(next);
    });
  };
}

/** The head of a table as rows of cells and the rectangles that are one cell. */
export class Head {
  readonly rows: readonly (readonly Cell[] | undefined)[];
  readonly merges: readonly Merge[];
  /** Columns up to the last filled one. */
  readonly width: number;
  readonly #contract: Contract;
  readonly #isNote: (cell: Cell | undefined) => boolean;

  constructor(
    rows: readonly (readonly Cell[] | undefined)[],
    merges: readonly Merge[],
    contract: Contract,
    words: SheetWords,
  ) {
    this.rows = rows;
    this.merges = merges.filter(({ top }) => top < rows.length).slice(0, MOST_MERGES);
    this.#contract = contract;
    this.#isNote = beginsTest(words.note);
    this.width = 0;
    for (const row of rows) {
      let end = row?.length ?? 0;
      while (end > this.width && isBlank(row?.[end - 1])) end--;
      this.width = Math.max(this.width, end);
    }
  }

  cell(row: number, column: number): Cell {
    return this.rows[row]?.[column] ?? null;
  }

  /** Columns of a row that are filled. */
  filled(row: number): number[] {
    const columns: number[] = [];
    this.rows[row]?.forEach((cell, c) => {
      if (!isBlank(cell)) columns.push(c);
    });
    return columns;
  }

  /** The rectangle that a cell belongs to. */
  mergeAt(row: number, column: number): Merge | undefined {
    return this.merges.find(
      ({ top, left, bottom, right }) =>
        row >= top && row <= bottom && column >= left && column <= right,
    );
  }

  /** How many columns of the contract's best fitting table a row names. */
  hits(row: number): number {
    const labels = (this.rows[row] ?? []).map(labelOf);
    if (!labels.some((label) => label !== '')) return 0;
    return Math.max(...TABLES.map((table) => matchColumns(labels, table, this.#contract).size));
  }

  /** True where every filled cell of a row is text that is no number. */
  isAllText(row: number): boolean {
    return this.filled(row).every((c) => isText(this.cell(row, c)));
  }

  /** True for a line such as "unit: ...  date: ..." above a table. */
  isNote(row: number): boolean {
    const filled = this.filled(row);
    const first = this.cell(row, filled[0] ?? 0);
    // A bare short word among others is a label of a group.
    return this.#isNote(first) && (filled.length === 1 || labelOf(first).length > 2);
  }

  /** True for a row whose only cell stands over the table: as wide as it, or at its left. */
  isTitle(row: number): boolean {
    const filled = this.filled(row);
    if (filled.length !== 1 || this.width < 2) return false;
    const merge = this.mergeAt(row, filled[0]);
    const isGroup = merge !== undefined && merge.right > merge.left && merge.left > 0;
    return !isGroup || merge.right - merge.left + 1 >= this.width - 1;
  }
}
