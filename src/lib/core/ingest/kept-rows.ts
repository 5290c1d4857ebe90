import { normaliseCode } from '#lib/core/division/codes.ts';
import { isRounded, totalTest } from '#lib/core/ingest/cell.ts';
import { FEWEST_DAMAGED, codesDestroyed } from '#lib/core/ingest/check/division-codes.ts';
import { areEqual } from '#lib/core/ingest/check/duplicates.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { Part } from '#lib/core/ingest/part.ts';
import type { Cell, Sheet } from '#lib/core/ingest/sheet.ts';
import { cellAt } from '#lib/core/ingest/sheet.ts';
import { readTexts } from '#lib/core/ingest/text-rows.ts';
import type { TextSense } from '#lib/core/ingest/text-rows.ts';
import { isText, packTexts, textAt, wordAt } from '#lib/core/texts.ts';
import type { Texts } from '#lib/core/texts.ts';

/** Which records of a table stay. */
export interface KeptRows {
  /** Records, numbered through all parts. */
  kept: Uint32Array;
  /** What names each record of a part; null for a part without such a column, or whose codes a spreadsheet destroyed. */
  ids: (Texts | null)[];
  /** Parts whose codes a spreadsheet destroyed. */
  destroyed: boolean[];
}

/** How the rows of a table are told apart. */
export interface RowNaming {
  /** The column that names them, null for a table without one. */
  key: 'id' | 'code' | null;
  sense: TextSense;
  totals: readonly string[];
}

/**
 * Leaves out rows that are totals, that lack what names them or have a damaged code, and that repeat
 * what an earlier row is named by; all with an issue. A column of codes most of which are damaged is
 * told once, and its rows stay.
 */
export function keptRows(
  parts: readonly Part[],
  { key, sense, totals }: RowNaming,
  issues: IssueLog,
): KeptRows {
  const isTotal = totalTest(totals);
  const count = parts.reduce((sum, { sheet }) => sum + sheet.count, 0);
  const kept = new Uint32Array(count);
  const first = new FirstNamed(count);
  const ids: (Texts | null)[] = [];
  const destroyed: boolean[] = [];
  let n = 0;
  let start = 0;
  parts.forEach(({ sheet, columns }, p) => {
    const at = key === null ? undefined : columns.get(key);
    const from = start;
    start += sheet.count;
    const isLost = key === 'code' && at !== undefined && areLost(sheet, at, issues);
    const named =
      at === undefined || isLost ? null : readTexts(sheet.columns[at], all(sheet), sense);
    ids.push(named);
    destroyed.push(isLost);
    if (key === 'code' && at === undefined) return;
    const keys = named && key === 'code' ? normalised(named) : named;
    if (keys) first.add(keys, from);
    const mayTotal = sheet.format === 'csv';
    for (let r = 0; r < sheet.count; r++) {
      const isNamed = named !== null && isText(named, r);
      const isPlain = isNamed && !(mayTotal && !endsInDigit(named, r)) && !mayBeRounded(named, r);
      if (
        !isPlain &&
        mayTotal &&
        (!isNamed || (!endsInDigit(named, r) && isTotal(wordAt(named, r)))) &&
        isTotalRow(sheet, r, isTotal)
      ) {
        issues.add('total_row_skipped', sheet.file, placeOf(sheet, r));
        continue;
      }
      if (named !== null && keys !== null && at !== undefined) {
        const column = sheet.headers[at];
        if (!isNamed) {
          issues.add('missing_value', sheet.file, { ...placeOf(sheet, r), column });
          continue;
        }
        if (!isPlain && mayBeRounded(named, r)) {
          const found = wordAt(named, r);
          if (isRounded(cellAt(sheet.columns[at], r), found)) {
            const code = key === 'code' ? 'code_damaged' : 'id_damaged';
            issues.add(code, sheet.file, { ...placeOf(sheet, r), column, found });
            if (key === 'code') continue;
          }
        }
        const twin = first.meet(from + r);
        if (twin >= 0) {
          const q = partOf(parts, twin);
          const earlier = parts[q.part].sheet;
          const row = earlier.row[twin - q.start];
          const expected = q.part === 0 ? `row ${row}` : `${earlier.file} row ${row}`;
          if (q.part === p && areEqual(sheet, twin - q.start, r))
            issues.add('duplicate_row', sheet.file, { ...placeOf(sheet, r), expected });
          else
            issues.add(key === 'code' ? 'duplicate_code' : 'duplicate_id', sheet.file, {
              ...placeOf(sheet, r),
              column,
              found: wordAt(named, r),
              expected,
            });
          continue;
        }
      }
      kept[n++] = from + r;
    }
  });
  return { kept: kept.slice(0, n), ids, destroyed };
}

const placeOf = (sheet: Sheet, r: number) => ({ sheet: sheet.sheet, row: sheet.row[r] });

function all({ count }: Sheet): Uint32Array {
  const records = new Uint32Array(count);
  for (let r = 0; r < count; r++) records[r] = r;
  return records;
}

function areLost(sheet: Sheet, at: number, issues: IssueLog): boolean {
  const { destroyed, share, rows } = codesDestroyed(sheet.columns[at], { unique: true });
  if (!destroyed || rows.length < FEWEST_DAMAGED) return false;
  issues.add('codes_destroyed', sheet.file, {
    sheet: sheet.sheet,
    column: sheet.headers[at],
    found: `${Math.round(share * 100)} %`,
  });
  return true;
}

function normalised(codes: Texts): Texts {
  return packTexts(
    Array.from({ length: codes.length }, (_, i) => {
      const code = textAt(codes, i);
      return code === null ? null : normaliseCode(code);
    }),
  );
}

function endsInDigit({ bytes, offsets }: Texts, r: number): boolean {
  const last = bytes[offsets[r + 1] - 1];
  return last >= 48 && last < 58;
}

/** True for a text that begins with a digit and has an exponent or more digits than a number holds. */
function mayBeRounded({ bytes, offsets }: Texts, r: number): boolean {
  const from = offsets[r];
  const to = offsets[r + 1];
  if (bytes[from] < 48 || bytes[from] > 57) return bytes[from] === 0x2d && to - from >= 16;
  if (to - from >= 16) return true;
  for (let at = from; at < to; at++) if ((bytes[at] | 32) === 0x65) return true;
  return false;
}

function partOf(parts: readonly Part[], record: number): { part: number; start: number } {
  let start = 0;
  let part = 0;
  while (record >= start + parts[part].sheet.count) start += parts[part++].sheet.count;
  return { part, start };
}

function isTotalRow(sheet: Sheet, r: number, isTotal: (cell: Cell) => boolean): boolean {
  const first = sheet.columns.find((cells) => cellAt(cells, r) !== null);
  return first !== undefined && isTotal(cellAt(first, r));
}

/**
 * The first record of every name met, found by the bytes of the name. Names in ascending order (by
 * length, then by bytes) are all different; a table of them is made when the first one breaks it.
 */
class FirstNamed {
  /** Record and hash of each name, one behind the other; a record of -1 is a free slot. */
  #slots: Int32Array | null = null;
  readonly #lists: { texts: Texts; from: number }[] = [];
  /** Records met so far while their names ascend. */
  readonly #ascending: Uint32Array;
  #met = 0;

  constructor(count: number) {
    this.#ascending = new Uint32Array(count);
  }

  add(texts: Texts, from: number): void {
    this.#lists.push({ texts, from });
  }

  /** The earlier record of the same name; -1 for none, then this one is the first. */
  meet(record: number): number {
    if (this.#slots !== null) return this.#meetIn(this.#slots, record);
    if (this.#met === 0 || this.#isAfter(record, this.#ascending[this.#met - 1])) {
      this.#ascending[this.#met++] = record;
      return -1;
    }
    const size = 2 << Math.ceil(Math.log2(this.#ascending.length * 2 + 2));
    const slots = (this.#slots = new Int32Array(size).fill(-1));
    for (let k = 0; k < this.#met; k++) this.#meetIn(slots, this.#ascending[k]);
    return this.#meetIn(slots, record);
  }

  #meetIn(slots: Int32Array, record: number): number {
    const { texts, from } = this.#listOf(record);
    const { bytes, offsets } = texts;
    const at = offsets[record - from];
    const to = offsets[record - from + 1];
    let hash = 0x811c9dc5;
    for (let k = at; k < to; k++) hash = Math.imul(hash ^ bytes[k], 0x01000193);
    const last = slots.length - 1;
    let slot = ((hash ^ (hash >>> 15)) << 1) & last;
    for (; slots[slot] >= 0; slot = (slot + 2) & last)
      if (slots[slot + 1] === hash && this.#isNamed(slots[slot], bytes, at, to)) return slots[slot];
    slots[slot] = record;
    slots[slot + 1] = hash;
    return -1;
  }

  /** True where the name of a record is longer than another's, or as long and later by its bytes. */
  #isAfter(record: number, before: number): boolean {
    const own = this.#listOf(record);
    const other = this.#listOf(before);
    const at = own.texts.offsets[record - own.from];
    const size = own.texts.offsets[record - own.from + 1] - at;
    const start = other.texts.offsets[before - other.from];
    const rest = other.texts.offsets[before - other.from + 1] - start;
    if (size !== rest) return size > rest;
    for (let k = 0; k < size; k++) {
      const more = own.texts.bytes[at + k] - other.texts.bytes[start + k];
      if (more !== 0) return more > 0;
    }
    return false;
  }

  #isNamed(record: number, bytes: Uint8Array, at: number, to: number): boolean {
    const { texts, from } = this.#listOf(record);
    const start = texts.offsets[record - from];
    if (texts.offsets[record - from + 1] - start !== to - at) return false;
    for (let k = at; k < to; k++) if (texts.bytes[start + k - at] !== bytes[k]) return false;
    return true;
  }

  #listOf(record: number): { texts: Texts; from: number } {
    let i = this.#lists.length - 1;
    while (this.#lists[i].from > record) i--;
    return this.#lists[i];
  }
}
