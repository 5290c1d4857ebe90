import { tidyText } from '#lib/core/ingest/cell.ts';
import { finding } from '#lib/core/ingest/check/finding.ts';
import type { Finding } from '#lib/core/ingest/check/finding.ts';
import type { ColumnText, FastColumn } from '#lib/core/ingest/fast-column.ts';
import { cellAt, cellText } from '#lib/core/ingest/sheet.ts';
import {
  USCC_ALPHABET as ALPHABET,
  USCC_LENGTH as LENGTH,
  USCC_VALUE as VALUE,
  USCC_WEIGHTS as WEIGHTS,
  isUscc,
} from '#lib/core/uscc.ts';

export { isUscc };

const BASE = ALPHABET.length;
const SHAPE = /^[1-9A-HJ-NPQRTUWXY][0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;
/** What a character was likely meant to be. */
const LOOKALIKES: Record<string, string> = {
  O: '0QD',
  I: '1LT',
  Z: '2',
  S: '5',
  V: 'UY',
  '0': 'QD',
  '1': 'L7',
  '5': '6',
  '6': 'G',
  '7': '1',
  '8': 'B',
  B: '8',
  D: '0',
  G: '6',
  L: '1',
  Q: '0',
};
/** GB 11714: weights of the first eight characters of an organisation code. */
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const ORGANISATION_CODE = /^[0-9A-Z]{8}-?[0-9X]$/;
/** Faulty codes of a column for which others are suggested: no more are listed. */
const SUGGESTED = 200;
/** Most suggestions that are worth showing. */
const MOST_SUGGESTIONS = 5;

/** A code as it is compared: full-width characters made plain, upper case, no spaces or hyphens. */
export function codeText(text: string): string {
  return tidyText(text).normalize('NFKC').toUpperCase().replace(/[\s-]/g, '');
}

/** Value of each ASCII character, -1 for those that no code has. */
const VALUE_OF_BYTE = Int8Array.from({ length: 256 }, (_, byte) =>
  ALPHABET.indexOf(String.fromCharCode(byte)),
);

/** `isUscc` of a text as it stands in its column. */
function isUsccBetween({ offsets, bytes }: ColumnText, row: number): boolean {
  const from = offsets[row];
  if (offsets[row + 1] - from !== LENGTH) return false;
  let sum = 0;
  for (let i = 0; i < LENGTH; i++) {
    const value = VALUE_OF_BYTE[bytes[from + i]];
    if (value < 0) return false;
    sum += value * WEIGHTS[i];
  }
  return sum % BASE === 0;
}

/** True for a nine-character organisation code (GB 11714) whose check character holds. */
export function isOrganisationCode(code: string): boolean {
  if (!ORGANISATION_CODE.test(code)) return false;
  const sum = ORGANISATION_WEIGHTS.reduce((s, w, i) => s + w * parseInt(code[i], 36), 0);
  return '0X987654321'[sum % 11] === code[code.length - 1];
}

/** True for a 15-digit registration number of before 2015 (GS 15-2006, ISO 7064 MOD 11,10). */
export function isRegistrationNumber(code: string): boolean {
  if (!/^\d{15}$/.test(code)) return false;
  let product = 10;
  for (let i = 0; i < 14; i++) product = (((product + Number(code[i])) % 10 || 10) * 2) % 11;
  return (product + Number(code[14])) % 10 === 1;
}

/** A sound code of sound structure: digits for the division, an organisation code within. */
function isSound(code: string): boolean {
  return isUscc(code) && SHAPE.test(code) && isOrganisationCode(code.slice(8, 17));
}

/** Every code one substitution, transposition, insertion or deletion away, the likeliest first. */
function* oneEditFrom(code: string): Generator<string[]> {
  const put = (i: number, text: string, cut = 1) => code.slice(0, i) + text + code.slice(i + cut);
  const places = [...code].map((_, i) => i);
  if (code.length === LENGTH) {
    const foreign = [...code].map((c) => (VALUE.has(c) ? c : (LOOKALIKES[c]?.[0] ?? c)));
    yield [foreign.join('')];
    yield places.flatMap((i) => [...(LOOKALIKES[code[i]] ?? '')].map((c) => put(i, c)));
    yield places.slice(1).map((i) => put(i - 1, code[i] + code[i - 1], 2));
    yield places.flatMap((i) => [...ALPHABET].map((c) => put(i, c)));
  } else if (code.length === LENGTH - 1) {
    yield [...places, code.length].flatMap((i) => [...ALPHABET].map((c) => put(i, c, 0)));
  } else if (code.length === LENGTH + 1) yield places.map((i) => put(i, ''));
}

/**
 * Sound codes one edit away from a faulty one, the likeliest first: characters that look alike, two
 * neighbours exchanged, any other character, one too few or one too many. Letters that no code has
 * leave no doubt where all of them at once are replaced. At most five.
 */
export function suggestUscc(code: string): string[] {
  const suggestions = new Set<string>();
  const foreign = [...code].some((character) => !VALUE.has(character));
  for (const kind of oneEditFrom(code)) {
    for (const sound of kind.filter(isSound)) suggestions.add(sound);
    if (foreign && suggestions.size > 0) break;
  }
  return [...suggestions].slice(0, MOST_SUGGESTIONS);
}

/**
 * Codes of a column that are neither a unified social credit code (GB 32100-2015) nor one of its
 * two forerunners. Lower case, full-width characters, spaces and hyphens are no faults.
 */
export function checkUscc(column: FastColumn, header: string): Finding[] {
  const findings: Finding[] = [];
  const text = column.text?.() ?? null;
  for (let row = 0; row < column.length; row++) {
    if (text !== null && isUsccBetween(text, row)) continue;
    const found = cellText(cellAt(column, row));
    const code = found === null ? '' : codeText(found);
    if (found === null || code === '') continue;
    if (isUscc(code) || isOrganisationCode(code) || isRegistrationNumber(code)) continue;
    const suggestions = findings.length < SUGGESTED ? suggestUscc(code) : [];
    findings.push(
      finding('uscc_invalid', row, header, {
        found,
        expected: suggestions.length > 0 ? suggestions.join(' | ') : 'GB 32100-2015',
        repair: suggestions.length === 1 ? suggestions[0] : null,
      }),
    );
  }
  return findings;
}
