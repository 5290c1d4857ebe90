import type { Cell } from '#lib/core/ingest/sheet.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const SPACED = /^[+-]?\d{1,3}(?: \d{3})+(?:\.\d+)?$/;
const SCIENTIFIC = /^\d(?:\.\d+)?[eE]\+?\d+$/;
const DAY = /^(\d{4})[-/.\u5e74](\d{1,2})[-/.\u6708](\d{1,2})\u65e5?(?:[T ].*)?$/;
const COMPACT_DAY = /^(\d{4})(\d{2})(\d{2})$/;
/** Days from 1899-12-30, where spreadsheets begin to count, to 1970-01-01. */
const SERIAL_OF_1970 = 25_569;
/** 1954-10-03 and 2119-01-10: serial numbers outside are taken for no dates. */
const SERIALS = [20_000, 80_000];
const SERIAL = /^\d{5}(?:\.\d+)?$/;
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Tells which spellings mean an empty cell: nothing, dashes, and the given words. */
export function emptyTest(words: readonly string[]): (text: string) => boolean {
  const keys = new Set(words.map(headerKey));
  const mayBegin = beginningTest(words);
  return (text) => {
    if (!mayBegin(text.charCodeAt(0))) return false;
    if (text.length > 12) return text.trim() === '';
    const key = headerKey(text);
    return key === '' || keys.has(key);
  };
}

/**
 * Tells the UTF-16 units with which a text may begin that `headerKey` makes one of the words, or
 * nothing. Of Latin letters, digits and Han characters only those with which a word begins do, all
 * others may.
 */
export function beginningTest(words: readonly string[]): (unit: number) => boolean {
  const units = new Set(words.map((word) => headerKey(word).charCodeAt(0)));
  return (unit) => {
    if (unit >= 0x4e00 && unit <= 0x9fff) return units.has(unit);
    const isLetter = (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90);
    if (isLetter || (unit >= 48 && unit <= 57)) return units.has(isLetter ? unit | 32 : unit);
    return true;
  };
}

/**
 * The finite number a cell holds: plain, with full-width digits, thousands grouped by commas or
 * spaces, or an exponent; NaN for anything else (units, degree signs, `NaN`, `Infinity`).
 */
export function numberOf(cell: string | number | boolean): number {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : NaN;
  if (typeof cell === 'boolean') return NaN;
  let text = cell.trim();
  if (!DECIMAL.test(text)) {
    text = tidyText(text)
      .normalize('NFKC')
      .replace(/\u2212/g, '-');
    if (GROUPED.test(text) || SPACED.test(text)) text = text.replace(/[, ]/g, '');
    else if (!DECIMAL.test(text)) return NaN;
  }
  const value = Number(text);
  return Number.isFinite(value) ? value : NaN;
}

/**
 * True for a code or identifier whose digits were rounded: by a spreadsheet to an exponent
 * (`3.10101E+11`), or in JSON as a number too long to be held exactly (above 2^53).
 */
export function isRounded(cell: Cell, text: string): boolean {
  const long = typeof cell === 'number' && Number.isInteger(cell) && !Number.isSafeInteger(cell);
  return long || SCIENTIFIC.test(text);
}

/** ISO 8601 day of a date spelled year first (hyphens, slashes, dots, Chinese or no marks), else null. */
export function dayOf(text: string): string | null {
  const plain = tidyText(text).normalize('NFKC');
  const parts = DAY.exec(plain) ?? COMPACT_DAY.exec(plain);
  if (!parts) return null;
  const [year, month, day] = parts.slice(1).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > MONTH_DAYS[month - 1]) return null;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2 && day === 29 && !leap) return null;
  const two = (n: number) => String(n).padStart(2, '0');
  return `${parts[1]}-${two(month)}-${two(day)}`;
}

/**
 * ISO 8601 day of a cell: a date as `dayOf` reads it, or the serial number of a spreadsheet (days
 * from 1899-12-30) between 1954 and 2119, its time of day left out; else null.
 */
export function dayOfCell(cell: string | number | boolean): string | null {
  const text = tidyText(String(cell));
  const day = dayOf(text);
  if (day !== null || !SERIAL.test(text)) return day;
  const serial = Number(text);
  if (serial < SERIALS[0] || serial > SERIALS[1]) return null;
  const date = new Date((Math.floor(serial) - SERIAL_OF_1970) * 86_400_000);
  return date.toISOString().slice(0, 10);
}

/** A text without invisible characters, with plain spaces, none of them outside. */
export function tidyText(text: string): string {
  return text
    .replace(/[\u00ad\ufeff]|\u200b|\u200c|\u200d|\u200e|\u200f|\u2060/g, '')
    .replace(/\s/g, ' ')
    .trim();
}

/** Tells the position in `values` that a cell spells, undefined for none; remembers every spelling met. */
export function codesBySpelling(
  values: readonly string[],
  others: Record<string, string[]> | undefined,
): (cell: string | number | boolean) => number | undefined {
  const codes = new Map<string, number>();
  values.forEach((value, code) => codes.set(headerKey(value), code));
  values.forEach((value, code) => {
    for (const spelling of others?.[value] ?? [])
      if (!codes.has(headerKey(spelling))) codes.set(headerKey(spelling), code);
  });
  const met = new Map<string | number | boolean, number>();
  return (cell) => {
    const known = met.get(cell);
    if (known !== undefined) return known;
    const code = codes.get(headerKey(String(cell)));
    if (code !== undefined) met.set(cell, code);
    return code;
  };
}

/** True where the first filled cell of a row is a word for a total. */
export function totalTest(words: readonly string[]): (cell: Cell) => boolean {
  const keys = new Set(words.map(headerKey));
  const mayBegin = beginningTest(words);
  return (cell) =>
    typeof cell === 'string' &&
    cell.length <= 20 &&
    mayBegin(cell.charCodeAt(0)) &&
    keys.has(headerKey(cell));
}
