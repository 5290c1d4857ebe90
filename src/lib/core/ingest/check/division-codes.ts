import { DIVISION_LEVELS } from '#lib/core/model.ts';
import { ancestorsOfCode, levelOfCode, normaliseCode } from '#lib/core/division/codes.ts';
import { isRounded, tidyText } from '#lib/core/ingest/cell.ts';
import { finding } from '#lib/core/ingest/check/finding.ts';
import type { Finding } from '#lib/core/ingest/check/finding.ts';
import { cellAt } from '#lib/core/ingest/sheet.ts';
import type { CellColumn } from '#lib/core/ingest/sheet.ts';

/** What the last parts of a statistical code stand for, by the rules of the statistics bureau (2009). */
export type StreetClass = 'street' | 'town' | 'township' | 'similar';
export type CommunityClass = 'residents' | 'villagers' | 'similar';

const FULL = 12;
/** Spreadsheets keep so many digits of a number. */
const EXACT_DIGITS = 15;
/** Numbers of provinces, from Beijing to Macao. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(
    ' ',
  ),
);
const CITY = DIVISION_LEVELS.indexOf('city');
const DISTRICT = DIVISION_LEVELS.indexOf('district');
/** Damaged cells of a column of which to say that it is destroyed: two of a district may be one row twice. */
export const FEWEST_DAMAGED = 3;
/** From this share of damaged cells on, a column joins nothing by code. */
const DESTROYED_SHARE = 0.5;

/** 001-099 街道, 100-199 镇, 200-399 乡, 400-599 类似乡级单位; null for other numbers. */
export function streetClassOf(key: string): StreetClass | null {
  const number = Number(key.slice(6, 9));
  if (!(number >= 1 && number <= 599)) return null;
  return number < 100 ? 'street' : number < 200 ? 'town' : number < 400 ? 'township' : 'similar';
}

/** 001-199 居委会, 200-399 村委会, 400-599 类似居委会、村委会; null for other numbers. */
export function communityClassOf(key: string): CommunityClass | null {
  const number = Number(key.slice(9, FULL));
  if (!(number >= 1 && number <= 599)) return null;
  return number < 200 ? 'residents' : number < 400 ? 'villagers' : 'similar';
}

/**
 * What is wrong with the form of a normalised code: digits too few for its level or too many,
 * a province, street or community number that the rules do not give. Null for a sound one and for
 * texts that are no codes of digits.
 */
export function codeFault(key: string): 'length' | 'province' | 'street' | 'community' | null {
  if (!/^\d+$/.test(key)) return null;
  if (key.length < FULL) return 'length';
  if (!PROVINCES.has(key.slice(0, 2))) return 'province';
  const level = levelOfCode(key);
  if (level <= DISTRICT) return null;
  if (streetClassOf(key) === null) return 'street';
  return level > DISTRICT + 1 && communityClassOf(key) === null ? 'community' : null;
}

/**
 * True where most codes are statistical ones, so that others can be told from them: a city that
 * numbers its divisions itself, or an invented one (99), has no such rules.
 */
export function isStatistical(keys: readonly string[]): boolean {
  if (keys.length === 0 || keys.some((key) => key.startsWith('99'))) return false;
  const sound = keys.filter((key) => /^\d{12}/.test(key) && codeFault(key) === null);
  return sound.length * 2 > keys.length;
}

/** Codes of a column whose form no statistical code has; those that a spreadsheet damaged are not these. */
export function checkCodeForms(column: CellColumn, header: string): Finding[] {
  return codesOf(column).flatMap(({ key, text, row, rounded }) => {
    const fault = rounded ? null : codeFault(key);
    if (fault === null) return [];
    return [finding('code_implausible', row, header, { found: text, expected: fault })];
  });
}

/** How much of a column of codes a spreadsheet has destroyed. */
export interface Destruction {
  destroyed: boolean;
  /** Damaged among the filled cells, 0 to 1. */
  share: number;
  /** Records whose code is damaged. */
  rows: number[];
}

/**
 * Finds the codes that a spreadsheet rounded: an exponent (`3.10101E+11`); a number too long to be
 * exact; more than 15 digits of which the further ones are zero; a code filled with zeros from the
 * district on that stands for what lies below it, because the division tree (`known`, normalised)
 * lacks it and has others with the same first six digits, or, in a column that names its rows
 * (`unique`), because other rows have it as well. `weights` says how often each cell occurs.
 */
export function codesDestroyed(
  column: CellColumn,
  {
    known,
    unique = false,
    weights,
  }: { known?: ReadonlySet<string>; unique?: boolean; weights?: ArrayLike<number> } = {},
): Destruction {
  const codes = codesOf(column);
  const districts = new Set<string>();
  if (known) for (const key of known) districts.add(key.slice(0, 6));
  const times = new Map<string, number>();
  for (const { key } of codes) times.set(key, (times.get(key) ?? 0) + 1);
  const damaged = codes.filter(({ key, rounded }) => {
    if (rounded) return true;
    if (key.length > EXACT_DIGITS && /^\d{15}0+$/.test(key)) return !known?.has(key);
    if (!/^\d{6}0{6}$/.test(key) || levelOfCode(key) === CITY) return false;
    if (unique) return (times.get(key) ?? 0) > 1;
    return known !== undefined && !known.has(key) && districts.has(key.slice(0, 6));
  });
  const weigh = (list: readonly Code[]) =>
    list.reduce((sum, { row }) => sum + (weights ? weights[row] : 1), 0);
  const share = codes.length === 0 ? 0 : weigh(damaged) / weigh(codes);
  return { destroyed: share >= DESTROYED_SHARE, share, rows: damaged.map(({ row }) => row) };
}

/**
 * Codes of sound form that the tree (`known`, normalised) does not have although it has their
 * street or district: they were withdrawn, or have not come yet. `expected` is that ancestor.
 */
export function checkWithdrawn(
  column: CellColumn,
  header: string,
  known: ReadonlySet<string>,
): Finding[] {
  return codesOf(column).flatMap(({ key, text, row, rounded }) => {
    if (rounded || known.has(key) || codeFault(key) !== null) return [];
    const ancestor = ancestorsOfCode(key).find((code) => known.has(code));
    if (ancestor === undefined || levelOfCode(ancestor) === CITY) return [];
    return [finding('code_withdrawn', row, header, { found: text, expected: ancestor })];
  });
}

interface Code {
  row: number;
  text: string;
  key: string;
  rounded: boolean;
}

function codesOf(column: CellColumn): Code[] {
  const codes: Code[] = [];
  for (let row = 0; row < column.length; row++) {
    const cell = cellAt(column, row);
    const text = cell === null ? '' : tidyText(String(cell));
    if (!/\d/.test(text)) continue;
    codes.push({ row, text, key: normaliseCode(text), rounded: isRounded(cell, text) });
  }
  return codes;
}
