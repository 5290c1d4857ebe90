import { NONE } from '#lib/core/model.ts';
import { codesBySpelling, dayOf, dayOfCell, emptyTest, isRounded } from '#lib/core/ingest/cell.ts';
import { flagWords } from '#lib/core/ingest/contract.ts';
import { NO_WORD } from '#lib/core/ingest/fast-column.ts';
import type { FastColumn } from '#lib/core/ingest/fast-column.ts';
import type { IssueCode } from '#lib/core/ingest/issue-codes.ts';
import { positionsUnder } from '#lib/core/ingest/detective/hypothesis.ts';
import { coordinateOf } from '#lib/core/ingest/position-cell.ts';
import type { Part } from '#lib/core/ingest/part.ts';
import { QuantityReader } from '#lib/core/ingest/quantity.ts';
import type { Cell } from '#lib/core/ingest/sheet.ts';
import { cellAt } from '#lib/core/ingest/sheet.ts';
import { identifier } from '#lib/core/ingest/spelling.ts';
import { joinTexts, readTexts, textSense } from '#lib/core/ingest/text-rows.ts';
import { noTexts, packTexts } from '#lib/core/texts.ts';
import type { Texts } from '#lib/core/texts.ts';

import { TableRows } from '#lib/core/ingest/table-rows.ts';
type ReadCell = (cell: string | number | boolean, i: number, part: Part) => void;

/** A column by its different cells. */
export interface ColumnWords {
  cells: (string | number | boolean)[];
  /** How many rows have each cell. */
  counts: number[];
  /** For each row the position of its cell; -1 where it is empty. */
  at: Int32Array;
}

/** Counts above this are taken for slips of the pen. */
const COUNT_LIMIT = 1e12;

/**
 * Reads one table a typed column at a time, and gives an issue for every cell that is not what the
 * contract expects; such a cell becomes NaN, null or NONE, its row stays.
 */
export class TableReader extends TableRows {
  readonly #quantities: QuantityReader;

  constructor(...given: ConstructorParameters<typeof TableRows>) {
    super(...given);
    this.#quantities = new QuantityReader(this.lexicon.cells);
  }

  texts(name: string): Texts {
    const lists: Texts[] = [];
    const sense = textSense(this.empty);
    this.eachPart((part, from, to, start) => {
      const column = part.columns.get(name);
      const constant = part.constants.get(name) ?? null;
      if (column === undefined)
        lists.push(
          constant === null
            ? noTexts(to - from)
            : packTexts(new Array<string>(to - from).fill(constant)),
        );
      else
        lists.push(readTexts(part.sheet.columns[column], this.recordsOf(from, to, start), sense));
    });
    return lists.length === 0 ? packTexts([]) : joinTexts(lists);
  }

  /** Identifiers with full-width digits made plain; null where empty. */
  identifiers(name: string): (string | null)[] {
    const into = new Array<string | null>(this.count).fill(null);
    this.#each(name, null, (cell, i) => {
      const id = identifier(String(cell));
      into[i] = this.empty.test(id) ? null : id;
    });
    return into;
  }

  /** Division codes; a code that a spreadsheet has rounded is an issue and reads as none. */
  codes(name: string): (string | null)[] {
    return this.identifiers(name).map((code, i) => {
      if (code === null || !isRounded(code.length > 15 ? this.cell(name, i) : code, code))
        return code;
      this.issue('code_damaged', i, name, code, '123456789012');
      return null;
    });
  }

  /** The different cells of a column, and for each row the one it has. */
  words(name: string): ColumnWords {
    const cells: (string | number | boolean)[] = [];
    const at = new Int32Array(this.count).fill(-1);
    const met = new Map<string | number | boolean, number>();
    const wordOf = (cell: string | number | boolean) => {
      let word = met.get(cell);
      if (word === undefined) {
        met.set(cell, (word = cells.length));
        cells.push(cell);
      }
      return word;
    };
    this.#eachCode(name, null, at, wordOf, (cell, i) => (at[i] = wordOf(cell)));
    const times = new Uint32Array(cells.length);
    for (const word of at) if (word >= 0) times[word]++;
    return { cells, counts: [...times], at };
  }

  /** Numbers that are not negative, of cells that may name units; NaN where empty or unreadable. */
  counts(name: string): Float64Array {
    const into = new Float64Array(this.count).fill(NaN);
    const take = (value: number, cell: string | number | boolean, i: number) => {
      if (value < 0) this.issue('negative_count', i, name, cell, '>= 0');
      else if (value > COUNT_LIMIT) this.issue('out_of_range', i, name, cell, `<= ${COUNT_LIMIT}`);
      else into[i] = value;
      return value >= 0 && value <= COUNT_LIMIT;
    };
    const read = (cell: string | number | boolean, i: number, part: Part) => {
      const factor = part.factors.get(name) ?? 1;
      const { value, form, named } = this.#quantities.read(cell);
      const own = named ? value : value * factor;
      if (form === 'none' || form === 'percent') this.issue('not_a_number', i, name, cell, '123');
      else if (form === 'approximate')
        this.issue('quantity_approximate', i, name, cell, String(own));
      else if (take(own, cell, i) && form !== 'plain')
        this.issue('quantity_read', i, name, cell, String(own));
    };
    const limits = [0, COUNT_LIMIT] as const;
    this.#eachNumber(name, this.#required(name), limits, into, read, (value, i) =>
      take(value, this.cell(name, i) ?? value, i),
    );
    return into;
  }

  /** Positions in `values`; NONE where empty or not understood. */
  enums(name: string, values: readonly string[], missing: IssueCode | null = null): Uint8Array {
    const spelled = this.contract.values[`${this.table}.${name}`];
    const codeOf = codesBySpelling(values, spelled);
    const lacking = missing ?? this.#required(name);
    const into = new Uint8Array(this.count).fill(NONE);
    const understood = (cell: string | number | boolean, part: Part) =>
      codeOf(part.values[name]?.[String(cell).trim()] ?? cell);
    this.#eachCode(
      name,
      lacking,
      into,
      understood,
      (cell, i, part) => {
        const code = understood(cell, part);
        if (code !== undefined) into[i] = code;
        else if (typeof cell === 'string' && this.empty.test(cell)) {
          if (lacking !== null) this.issue(lacking, i, name);
        } else this.issue('unknown_value', i, name, cell, values.join(' | '));
      },
      false,
    );
    return into;
  }

  /** 1, 0, or NaN where empty or not understood. */
  flags(name: string): Float64Array {
    const codeOf = codesBySpelling(['0', '1'], flagWords(this.table, name, this.contract));
    const isEmpty = emptyTest(this.contract.words.empty);
    const into = new Float64Array(this.count).fill(NaN);
    this.#each(
      name,
      null,
      (cell, i, part) => {
        const code = codeOf(part.values[name]?.[String(cell).trim()] ?? cell);
        if (code !== undefined) into[i] = code;
        else if (typeof cell !== 'string' || !isEmpty(cell))
          this.issue('unknown_value', i, name, cell, '0 | 1');
      },
      false,
    );
    return into;
  }

  /** ISO days; null where empty or not a date. The serial number of a spreadsheet is one, with a note. */
  days(name: string): Texts {
    const days = new Array<string | null>(this.count).fill(null);
    this.#each(name, null, (cell, i) => {
      const day = dayOfCell(cell);
      days[i] = day;
      if (day === null) this.issue('not_a_date', i, name, cell, 'YYYY-MM-DD');
      else if (dayOf(String(cell)) === null) this.issue('date_read', i, name, cell, day);
    });
    return packTexts(days);
  }

  /** A column of coordinates as the file has it; `state` 0 empty, 1 unreadable (with an issue), 2 read. */
  coordinates(name: string): { values: Float64Array; state: Uint8Array } {
    const values = new Float64Array(this.count).fill(NaN);
    const state = new Uint8Array(this.count);
    const read = (cell: string | number | boolean, i: number, part: Part) => {
      values[i] = coordinateOf(cell);
      if (!Number.isNaN(values[i])) return;
      state[i] = 1;
      if (!part.split) this.issue('not_a_number', i, name, cell, '121.4737');
      // Both halves of a cell that is no pair are the cell, which is told once.
      else if (name === 'lng') this.issue('position_unreadable', i, name, cell, '121.4737,31.2304');
    };
    this.#eachNumber(name, null, [-Infinity, Infinity], values, read, () => undefined);
    for (let i = 0; i < values.length; i++) if (values[i] === values[i]) state[i] = 2;
    return { values, state };
  }

  /** Positions in WGS 84 degrees of coordinates as the file has them, each part read in its own way. */
  positions(x: Float64Array, y: Float64Array): { lng: Float64Array; lat: Float64Array } {
    const lng = x.slice();
    const lat = y.slice();
    this.eachPart(({ reading }, from, to) => {
      if (reading === null || from === to) return;
      const own = [x.subarray(from, to), y.subarray(from, to)] as const;
      const [a, b] = positionsUnder(reading.hypothesis, ...own, reading.box);
      lng.set(a, from);
      lat.set(b, from);
    });
    return { lng, lat };
  }

  #required(name: string): IssueCode | null {
    return this.contract.tables[this.table].columns[name].required ? 'missing_value' : null;
  }

  /**
   * Calls `read` with every cell of a column that is not empty, nor one of the words for it if
   * `words`; `missing` is the issue of those that are.
   */
  #each(name: string, missing: IssueCode | null, read: ReadCell, words = true): void {
    this.eachPart((part, from, to, start) => {
      const at = part.columns.get(name);
      const constant = part.constants.get(name);
      if (at === undefined && constant === undefined) return;
      const cells = at === undefined ? null : part.sheet.columns[at];
      for (let i = from; i < to; i++) {
        const cell = cells ? cellAt(cells, this.kept[i] - start) : (constant ?? null);
        this.#readCell(name, missing, read, words, cell, i, part);
      }
    });
  }

  /**
   * As `#each`, for what hangs on the cell alone. Of a column that has its different cells `codeOf`
   * is asked once for each, and writes to `into`; cells without a code are read one by one.
   */
  #eachCode(
    name: string,
    missing: IssueCode | null,
    into: Uint8Array | Int32Array,
    codeOf: (cell: string | number | boolean, part: Part) => number | undefined,
    read: ReadCell,
    words = true,
  ): void {
    this.eachPart((part, from, to, start) => {
      const at = part.columns.get(name);
      const constant = part.constants.get(name);
      if (at === undefined && constant === undefined) return;
      const cells = at === undefined ? null : (part.sheet.columns[at] as FastColumn);
      const fast = cells?.words?.() ?? null;
      const codes = fast?.cells.map((cell) =>
        this.#isEmpty(cell, words) ? -1 : (codeOf(cell, part) ?? -1),
      );
      for (let i = from; i < to; i++) {
        const r = this.kept[i] - start;
        const code = fast && fast.at[r] !== NO_WORD ? codes![fast.at[r]] : -1;
        if (code >= 0) into[i] = code;
        else {
          const cell = cells ? cellAt(cells, r) : (constant ?? null);
          this.#readCell(name, missing, read, words, cell, i, part);
        }
      }
    });
  }

  /**
   * As `#each`, with the plain numbers of a column that gives them all at once. Those between the
   * limits are written to `into`, in the unit of the contract; of others `odd` is told.
   */
  #eachNumber(
    name: string,
    missing: IssueCode | null,
    [least, most]: readonly [number, number],
    into: Float64Array,
    read: ReadCell,
    odd: (value: number, i: number) => void,
  ): void {
    this.eachPart((part, from, to, start) => {
      const at = part.columns.get(name);
      const constant = part.constants.get(name);
      if (at === undefined && constant === undefined) return;
      const cells = at === undefined ? null : (part.sheet.columns[at] as FastColumn);
      const numbers = cells?.numbers?.().values;
      const factor = part.factors.get(name) ?? 1;
      const { kept } = this;
      for (let i = from; i < to; i++) {
        const r = kept[i] - start;
        const own = numbers === undefined ? NaN : numbers[r] * factor;
        if (own >= least && own <= most) into[i] = own;
        else if (own === own) odd(own, i);
        else {
          const cell = cells ? cellAt(cells, r) : (constant ?? null);
          this.#readCell(name, missing, read, true, cell, i, part);
        }
      }
    });
  }

  #readCell(
    name: string,
    missing: IssueCode | null,
    read: ReadCell,
    words: boolean,
    cell: Cell,
    i: number,
    part: Part,
  ): void {
    if (cell !== null && !this.#isEmpty(cell, words)) read(cell, i, part);
    else if (missing !== null) this.issue(missing, i, name);
  }

  #isEmpty(cell: string | number | boolean, words: boolean): boolean {
    return typeof cell === 'string' && (words ? this.empty.test(cell) : cell.trim() === '');
  }
}
