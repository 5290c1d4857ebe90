import { normaliseCode } from '#lib/core/division/codes.ts';
import { NONE } from '#lib/core/model.ts';
import type { Rows, TableName, Texts } from '#lib/core/model.ts';
import {
  codesBySpelling,
  dayOf,
  emptyTest,
  isRounded,
  numberOf,
  totalTest,
} from '#lib/core/ingest/cell.ts';
import { matchColumns } from '#lib/core/ingest/contract.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import { keptExtra } from '#lib/core/ingest/extra.ts';
import type { IssueCode } from '#lib/core/ingest/issue-codes.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { Cell, Sheet } from '#lib/core/ingest/sheet.ts';
import { cellText } from '#lib/core/ingest/sheet.ts';
import { headerKey, identifier, plainText } from '#lib/core/ingest/spelling.ts';

/** Counts above this are taken for slips of the pen. */
const COUNT_LIMIT = 1e12;

const ABSENT: Sheet = {
  file: '',
  format: 'csv',
  headers: [],
  columns: [],
  count: 0,
  row: new Uint32Array(0),
  geometry: null,
};

/**
 * Reads one table out of a sheet, a typed column at a time, and gives an issue for every cell that
 * is not what the contract expects; such a cell becomes NaN, null or NONE, its row stays. Rows
 * that repeat a key, lack it, or hold totals are left out at the start. A table that is absent
 * reads as one without rows, and without issues.
 */
export class TableReader {
  readonly sheet: Sheet;
  readonly table: TableName;
  readonly issues: IssueLog;
  /** Sheet records that are kept; every column has one entry for each. */
  kept: Uint32Array = new Uint32Array(0);
  readonly #contract: Contract;
  readonly #fileIndex: number;
  readonly #absent: boolean;
  readonly #columns: Map<string, number>;
  readonly #isEmpty: (text: string) => boolean;

  constructor(
    sheet: Sheet | null,
    fileIndex: number,
    table: TableName,
    contract: Contract,
    issues: IssueLog,
  ) {
    this.#absent = sheet === null;
    this.sheet = sheet ?? ABSENT;
    this.table = table;
    this.issues = issues;
    this.#contract = contract;
    this.#fileIndex = fileIndex;
    this.#isEmpty = emptyTest(contract.words.empty);
    const { columns, foreign } = matchColumns(this.sheet.headers, table, contract);
    this.#columns = columns;
    for (const { name, header } of foreign)
      this.fileIssue('crs_not_supported', this.sheet.headers[header], null, name);
    this.#checkHeaders();
    this.#keepRows();
  }

  get count(): number {
    return this.kept.length;
  }

  /** Contract columns that the sheet has. */
  get present(): string[] {
    return [...this.#columns.keys()];
  }

  has(name: string): boolean {
    return this.#columns.has(name);
  }

  /** The header of a column as the file spells it, else its contract name. */
  header(name: string): string {
    const at = this.#columns.get(name);
    return at === undefined ? name : this.sheet.headers[at];
  }

  issue(code: IssueCode, i: number, name: string | null, found?: unknown, expected?: string): void {
    this.issues.add(code, this.sheet.file, {
      row: this.sheet.row[this.kept[i]],
      column: name === null ? null : this.header(name),
      found,
      expected,
    });
  }

  fileIssue(code: IssueCode, column: string | null, found?: unknown, expected?: string): void {
    this.issues.add(code, this.sheet.file, { column, found, expected });
  }

  /** File, row number and unnamed columns of the kept rows. */
  rows(): Rows {
    const named = new Set(this.#columns.values());
    return {
      count: this.count,
      file: new Uint16Array(this.count).fill(this.#fileIndex),
      row: Uint32Array.from(this.kept, (r) => this.sheet.row[r]),
      extra: keptExtra(this.sheet, named, this.kept, this.#contract, this.issues),
    };
  }

  /** The raw cell of kept row `i`; null where it or the column is missing. */
  cell(name: string, i: number): Cell {
    const at = this.#columns.get(name);
    return at === undefined ? null : this.sheet.columns[at][this.kept[i]];
  }

  texts(name: string): Texts {
    return this.#map(name, new Array<string | null>(this.count).fill(null), (cell) => {
      const text = plainText(String(cell));
      return text === '' ? null : text;
    });
  }

  /** The identifiers that name the rows; `#` and the row number where the file has no such column. */
  ids(): string[] {
    if (this.has('id')) return this.identifiers('id').map((id) => id ?? '');
    return Array.from(this.kept, (r) => `#${this.sheet.row[r]}`);
  }

  /** Identifiers with full-width digits made plain; null where empty. */
  identifiers(name: string): Texts {
    const at = this.#columns.get(name);
    const none = new Array<string | null>(this.count).fill(null);
    return at === undefined ? none : Array.from(this.kept, (r) => this.#identifier(at, r));
  }

  /** Division codes; a code that a spreadsheet has rounded is an issue and reads as none. */
  codes(name: string): Texts {
    return this.identifiers(name).map((code, i) => {
      if (code === null || !isRounded(this.cell(name, i), code)) return code;
      this.issue('code_damaged', i, name, code, '123456789012');
      return null;
    });
  }

  /** Numbers that are not negative; NaN where empty or unreadable. */
  counts(name: string): Float64Array {
    const required = this.#required(name);
    return this.#map(
      name,
      new Float64Array(this.count).fill(NaN),
      (cell, i) => {
        const value = numberOf(cell);
        if (Number.isNaN(value)) {
          this.issue('not_a_number', i, name, cell, '123');
        } else if (value < 0) this.issue('negative_count', i, name, cell, '>= 0');
        else if (value > COUNT_LIMIT)
          this.issue('out_of_range', i, name, cell, `<= ${COUNT_LIMIT}`);
        else return value;
        return NaN;
      },
      required,
    );
  }

  /** Positions in `values`; NONE where empty or not understood. */
  enums(name: string, values: readonly string[], missing: IssueCode | null = null): Uint8Array {
    const codeOf = codesBySpelling(values, this.#contract.values[`${this.table}.${name}`]);
    const into = new Uint8Array(this.count).fill(NONE);
    return this.#map(
      name,
      into,
      (cell, i) => {
        const code = codeOf(cell);
        if (code !== undefined) return code;
        this.issue('unknown_value', i, name, cell, values.join(' | '));
        return NONE;
      },
      missing ?? this.#required(name),
    );
  }

  /** 1, 0, or NaN where empty or not understood. */
  flags(name: string): Float64Array {
    const codeOf = codesBySpelling(['0', '1'], this.#contract.values.flag);
    return this.#map(name, new Float64Array(this.count).fill(NaN), (cell, i) => {
      const code = codeOf(cell);
      if (code !== undefined) return code;
      this.issue('unknown_value', i, name, cell, '0 | 1');
      return NaN;
    });
  }

  /** ISO days; null where empty or not a date. */
  days(name: string): Texts {
    return this.#map(name, new Array<string | null>(this.count).fill(null), (cell, i) => {
      const day = dayOf(String(cell));
      if (day === null) this.issue('not_a_date', i, name, cell, 'YYYY-MM-DD');
      return day;
    });
  }

  /** One coordinate: the number, NaN for an unreadable one (with an issue), null for an empty one. */
  coordinate(name: string, i: number): number | null {
    const cell = this.cell(name, i);
    if (cell === null) return null;
    const value = numberOf(cell);
    if (!Number.isNaN(value)) return value;
    if (typeof cell === 'string' && this.#isEmpty(cell)) return null;
    this.issue('not_a_number', i, name, cell, '121.4737');
    return value;
  }

  #required(name: string): IssueCode | null {
    return this.#contract.tables[this.table].columns[name].required ? 'missing_value' : null;
  }

  #map<T extends { [i: number]: V }, V>(
    name: string,
    into: T,
    read: (cell: string | number | boolean, i: number) => V,
    missing: IssueCode | null = null,
  ): T {
    const at = this.#columns.get(name);
    if (at === undefined) return into;
    const cells = this.sheet.columns[at];
    const isEmpty = this.#isEmpty;
    for (let i = 0; i < this.kept.length; i++) {
      const cell = cells[this.kept[i]];
      if (cell !== null && (typeof cell !== 'string' || !isEmpty(cell))) into[i] = read(cell, i);
      else if (missing !== null) this.issue(missing, i, name);
    }
    return into;
  }

  #identifier(at: number, r: number): string | null {
    const text = cellText(this.sheet.columns[at][r]);
    const id = text === null ? '' : identifier(text);
    return this.#isEmpty(id) ? null : id;
  }

  #checkHeaders(): void {
    if (this.#absent) return;
    const seen = new Set<string>();
    for (const header of this.sheet.headers) {
      const key = headerKey(header);
      if (key !== '' && seen.has(key)) this.fileIssue('duplicate_column', header);
      seen.add(key);
    }
    if (this.sheet.count === 0 && this.sheet.headers.length === 0) return;
    for (const [name, spec] of Object.entries(this.#contract.tables[this.table].columns))
      if (spec.required && !this.has(name))
        this.fileIssue('missing_column', name, null, [name, spec.zh, ...spec.aliases].join(' | '));
  }

  /** The column that names a row, which must be there and unique; null for a table without one. */
  #keyColumn(): string | null {
    const columns = this.#contract.tables[this.table].columns;
    return ['id', 'code'].find((name) => columns[name]?.required) ?? null;
  }

  #keepRows(): void {
    const { sheet, issues } = this;
    const key = this.#keyColumn();
    const at = key === null ? undefined : this.#columns.get(key);
    if (key === 'code' && at === undefined) return;
    const isTotal = totalTest(this.#contract.words.total);
    const first = new Map<string, number>();
    const kept = new Uint32Array(sheet.count);
    let n = 0;
    for (let r = 0; r < sheet.count; r++) {
      const row = sheet.row[r];
      const id = at === undefined ? null : this.#identifier(at, r);
      if (sheet.format === 'csv' && (id === null || isTotal(id)) && this.#isTotalRow(r, isTotal)) {
        issues.add('total_row_skipped', sheet.file, { row });
        continue;
      }
      if (at !== undefined && key !== null) {
        const column = sheet.headers[at];
        if (id === null) {
          issues.add('missing_value', sheet.file, { row, column });
          continue;
        }
        if (isRounded(sheet.columns[at][r], id)) {
          issues.add(key === 'code' ? 'code_damaged' : 'id_damaged', sheet.file, {
            row,
            column,
            found: id,
          });
          if (key === 'code') continue;
        }
        const unique = key === 'code' ? normaliseCode(id) : id;
        const earlier = first.get(unique);
        if (earlier !== undefined) {
          issues.add(key === 'code' ? 'duplicate_code' : 'duplicate_id', sheet.file, {
            row,
            column,
            found: id,
            expected: `row ${earlier}`,
          });
          continue;
        }
        first.set(unique, row);
      }
      kept[n++] = r;
    }
    this.kept = kept.slice(0, n);
  }

  #isTotalRow(r: number, isTotal: (cell: Cell) => boolean): boolean {
    const first = this.sheet.columns.find((cells) => cells[r] !== null);
    return first !== undefined && isTotal(first[r]);
  }
}
