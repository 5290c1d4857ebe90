import type { Geometry } from 'geojson';
import type { Rows, TableName } from '#lib/core/model.ts';
import { beginningTest, emptyTest } from '#lib/core/ingest/cell.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import { furtherColumns } from '#lib/core/ingest/extra.ts';
import type { IssueCode } from '#lib/core/ingest/issue-codes.ts';
import { convertedGeometry } from '#lib/core/ingest/part-coordinates.ts';
import type { Part } from '#lib/core/ingest/part.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { keptRows } from '#lib/core/ingest/kept-rows.ts';
import type { KeptRows } from '#lib/core/ingest/kept-rows.ts';
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import type { Cell } from '#lib/core/ingest/sheet.ts';
import { cellAt, ownHeaders } from '#lib/core/ingest/sheet.ts';
import { headerKey, stemKey } from '#lib/core/ingest/spelling.ts';
import { identifierSense, joinTexts, textsAt } from '#lib/core/ingest/text-rows.ts';
import type { EmptyCells } from '#lib/core/ingest/text-rows.ts';
import { packTexts, textAt } from '#lib/core/texts.ts';
import type { Texts } from '#lib/core/texts.ts';

/**
 * The rows of one table out of the sheets that hold it. Rows that repeat a key, lack it, or hold
 * totals are left out at the start, each with an issue. Records are numbered through all parts. A
 * table without parts has no rows, and no issues.
 */
export class TableRows {
  readonly table: TableName;
  readonly issues: IssueLog;
  /** Records that are kept; every column has one entry for each. */
  kept: Uint32Array;
  readonly parts: readonly Part[];
  readonly lexicon: Lexicon;
  /** First record of each part, and the number of records behind the last. */
  readonly #starts: number[];
  protected readonly contract: Contract;
  protected readonly empty: EmptyCells;
  readonly #named: KeptRows;

  /** See `ReadOptions.trusted`. */
  readonly trusted: boolean;

  constructor(
    parts: readonly Part[],
    table: TableName,
    lexicon: Lexicon,
    issues: IssueLog,
    trusted = false,
  ) {
    this.trusted = trusted;
    const { contract, cells } = lexicon;
    this.parts = parts;
    this.#starts = [0];
    for (const { sheet } of parts)
      this.#starts.push(this.#starts[this.#starts.length - 1] + sheet.count);
    this.table = table;
    this.issues = issues;
    this.lexicon = lexicon;
    this.contract = contract;
    const words = [...contract.words.empty, ...cells.empty];
    this.empty = { test: emptyTest(words), mayBegin: beginningTest(words) };
    for (const part of parts) this.#checkHeaders(part);
    const sense = identifierSense(this.empty);
    const { total } = contract.words;
    this.#named = keptRows(parts, { key: this.#keyColumn(), sense, totals: total }, issues);
    this.kept = this.#named.kept;
  }

  get count(): number {
    return this.kept.length;
  }

  /** Contract columns that some part has. */
  get present(): string[] {
    const names = Object.keys(this.contract.tables[this.table].columns);
    return names.filter((name) => this.has(name));
  }

  has(name: string): boolean {
    return this.parts.some(({ columns, constants }) => columns.has(name) || constants.has(name));
  }

  /** True where the rows may carry shapes of their own. */
  get hasGeometry(): boolean {
    return this.parts.some(({ sheet }) => sheet.geometry !== null);
  }

  /** The unchecked geometry of kept row `i`: null for an empty one, undefined in a format without. */
  geometry(i: number): Geometry | null | undefined {
    const record = this.kept[i];
    const p = this.#partOf(record);
    return this.parts[p].sheet.geometry?.[record - this.#starts[p]];
  }

  /** The header of a column as the file spells it, else its contract name. */
  header(name: string, i = -1): string {
    const part = this.parts[i < 0 ? 0 : this.#partOf(this.kept[i])];
    const at = part?.columns.get(name);
    return at === undefined ? name : part.sheet.headers[at];
  }

  issue(code: IssueCode, i: number, name: string | null, found?: unknown, expected?: string): void {
    const record = this.kept[i];
    const p = this.#partOf(record);
    const { sheet } = this.parts[p];
    this.issues.add(code, sheet.file, {
      sheet: sheet.sheet,
      row: sheet.row[record - this.#starts[p]],
      column: name === null ? null : this.header(name, i),
      found,
      expected,
    });
  }

  /** An issue of the table as a whole, told of its first file. */
  fileIssue(code: IssueCode, column: string | null, found?: unknown, expected?: string): void {
    const sheet = this.parts[0]?.sheet;
    this.issues.add(code, sheet?.file ?? '', {
      sheet: sheet?.sheet,
      column,
      found,
      expected,
    });
  }

  /** File, row number and unnamed columns of the kept rows. */
  rows(): Rows {
    const { kept } = this;
    const file = new Uint16Array(kept.length);
    const row = new Uint32Array(kept.length);
    this.eachPart((part, from, to, start) => {
      for (let i = from; i < to; i++) row[i] = part.sheet.row[kept[i] - start];
      file.fill(part.file, from, to);
    });
    return { count: this.count, file, row, extra: this.#extra() };
  }

  /** How many rows of each file were kept. */
  keptByFile(): Map<number, number> {
    const counts = new Map<number, number>();
    this.eachPart(({ file }, from, to) => counts.set(file, (counts.get(file) ?? 0) + to - from));
    return counts;
  }

  /** The part that kept row `i` is of, and its record there. */
  placeOf(i: number): { part: Part; record: number } {
    const record = this.kept[i];
    const p = this.#partOf(record);
    return { part: this.parts[p], record: record - this.#starts[p] };
  }

  /** Kept row `i` as its file counts it. */
  rowOf(i: number): number {
    const { part, record } = this.placeOf(i);
    return part.sheet.row[record];
  }

  /** The raw cell of kept row `i`; null where it or the column is missing. */
  cell(name: string, i: number): Cell {
    const record = this.kept[i];
    const p = this.#partOf(record);
    const { columns, constants, sheet } = this.parts[p];
    const at = columns.get(name);
    if (at === undefined) return constants.get(name) ?? null;
    return cellAt(sheet.columns[at], record - this.#starts[p]);
  }

  /** The identifiers that name the rows; `#` and the row number where the file has none that can be used. */
  ids(): Texts {
    const lists: Texts[] = [];
    this.eachPart(({ sheet }, from, to, start) => {
      const named = this.#named.ids[lists.length];
      const records = this.recordsOf(from, to, start);
      const prefix = this.parts.length > 1 ? stemKey(sheet.file) : '';
      lists.push(
        named !== null
          ? textsAt(named, records)
          : packTexts(Array.from(records, (r) => `${prefix}#${sheet.row[r]}`)),
      );
    });
    return lists.length === 0 ? packTexts([]) : joinTexts(lists);
  }

  /** True for a row whose code a spreadsheet has destroyed, with those of its file. */
  isCodeless(i: number): boolean {
    return this.#named.destroyed[this.#partOf(this.kept[i])];
  }

  /** Leaves out further rows; all that was read before is of the rows before. */
  leaveOut(rows: ReadonlySet<number>): void {
    if (rows.size > 0) this.kept = this.kept.filter((_, i) => !rows.has(i));
  }

  /** The geometry of kept row `i` in WGS 84 degrees, otherwise unchecked; null for none. */
  placedGeometry(i: number): Geometry | null {
    const geometry = this.geometry(i) ?? null;
    const { reading } = this.parts[this.#partOf(this.kept[i])];
    if (geometry === null || reading === null) return geometry;
    return convertedGeometry(geometry, reading.hypothesis, reading.box);
  }

  /** The part that a record belongs to. */
  #partOf(record: number): number {
    let p = this.parts.length - 1;
    while (p > 0 && this.#starts[p] > record) p--;
    return p;
  }

  /** Calls `use` with the kept rows `from` to `to` of each part, and the part's first record. */
  protected eachPart(use: (part: Part, from: number, to: number, start: number) => void): void {
    let from = 0;
    this.parts.forEach((part, p) => {
      let to = from;
      if (p === this.parts.length - 1) to = this.count;
      else while (to < this.count && this.kept[to] < this.#starts[p + 1]) to++;
      use(part, from, to, this.#starts[p]);
      from = to;
    });
  }

  /** Records of the kept rows from `from` up to `to` within their part. */
  protected recordsOf(from: number, to: number, start: number): Uint32Array {
    const records = this.kept.subarray(from, to);
    return start === 0 ? records : records.map((record) => record - start);
  }

  /** The unnamed columns of all parts, those of one header together. */
  #extra(): Rows['extra'] {
    const extra = Object.create(null) as Rows['extra'];
    const lists = Object.create(null) as Record<string, (string | null)[]>;
    this.eachPart((part, from, to, start) => {
      const own = this.kept.subarray(from, to).map((record) => record - start);
      const named = new Set(part.columns.values());
      const columns = furtherColumns(part.sheet, named, own);
      for (const name of Object.keys(columns)) {
        if (own.length === this.count) extra[name] = columns[name];
        else {
          const list = (lists[name] ??= new Array<string | null>(this.count).fill(null));
          for (let i = from; i < to; i++) list[i] = textAt(columns[name], i - from);
        }
      }
    });
    for (const name of Object.keys(lists)) extra[name] = packTexts(lists[name]);
    return extra;
  }

  #checkHeaders({ sheet, columns, constants, named }: Part): void {
    const say = (code: IssueCode, column: string, expected?: string) =>
      this.issues.add(code, sheet.file, { sheet: sheet.sheet, column, expected });
    const seen = new Set<string>();
    for (const header of ownHeaders(sheet)) {
      const key = headerKey(header);
      if (key !== '' && seen.has(key)) say('duplicate_column', header);
      seen.add(key);
    }
    if (sheet.count === 0 && sheet.headers.length === 0) return;
    for (const [name, spec] of Object.entries(this.contract.tables[this.table].columns))
      if (spec.required && !columns.has(name) && !constants.has(name)) {
        // An office's own ledger may do without: its rows are named by their number.
        const code = name === 'id' && !named ? 'ids_generated' : 'missing_column';
        say(code, name, [name, spec.zh, ...spec.aliases].join(' | '));
      }
  }

  /** The column that names a row, which must be there and unique; null for a table without one. */
  #keyColumn(): 'id' | 'code' | null {
    const columns = this.contract.tables[this.table].columns;
    return (['id', 'code'] as const).find((name) => columns[name]?.required) ?? null;
  }
}
