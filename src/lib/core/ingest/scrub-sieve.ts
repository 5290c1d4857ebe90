import { closingQuote } from '#lib/core/ingest/csv-cell.ts';
import type { ColumnSpans } from '#lib/core/ingest/fast-column.ts';
import { gbTable, gbUnit } from '#lib/core/ingest/text/gb18030.ts';

/** What a UTF-16 unit may be part of. */
export const DIGIT = 1;
export const NUMERAL = 2;
export const AT = 4;
export const LABEL_END = 8;
const HAN = 16;
/** ASCII letters and digits. */
const PLAIN = 32;
/** Stands in names of persons between two parts. */
const DOT = 64;

/** Digits of the shortest number that is sought. */
export const SHORTEST = 11;
/** Han characters of the longest name without a dot. */
const LONGEST_NAME = 4;
const QUOTE = 0x22;

/** Adds to classes of units (DIGIT, NUMERAL, AT, LABEL_END) what the sieve asks besides. */
export function sieveOf(classes: Uint8Array): Uint8Array {
  return classes.map((known, unit) => {
    if (unit >= 0x3400 && unit <= 0x9fff) return known | HAN;
    const isDigit = unit >= 48 && unit <= 57;
    if (isDigit || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122)) return known | PLAIN;
    return unit === 0xb7 || unit === 0x2022 ? known | DOT : known;
  });
}

/**
 * Walks the bytes of a column and picks the rows in which something personal has to be sought with
 * care. Those left out have no sign of a mail address or a label, too few digits and numerals for
 * any number, are no number of at least ten digits or at most six, and cannot be a person's name:
 * they are longer, or have a letter or digit in them, and neither begin nor end with white space.
 */
export function suspectsIn(
  { text, starts, nexts, gap }: ColumnSpans,
  sieve: Uint8Array,
): { filled: number; rows: Uint32Array } {
  const { bytes } = text;
  const isGb = text.encoding === 'gb18030';
  const table = isGb ? gbTable() : null;
  const rows = new Uint32Array(starts.length);
  let suspects = 0;
  let filled = 0;
  for (let row = 0; row < starts.length; row++) {
    let at = starts[row];
    let to = nexts[row] - gap;
    if (to <= at) continue;
    if (bytes[at] === QUOTE) {
      to = closingQuote(bytes, to);
      at++;
      if (to <= at) continue;
    }
    filled++;
    let units = 0;
    let digits = 0;
    let numerals = 0;
    let all = 0;
    let first = 0;
    let last = 0;
    while (at < to) {
      const lead = bytes[at];
      let unit = lead;
      if (lead < 0x80) at++;
      else if (table !== null) {
        unit = at + 1 < to ? gbUnit(table, lead, bytes[at + 1]) : 0;
        at += 2;
      } else if (lead < 0xe0) {
        unit = ((lead & 31) << 6) | (bytes[at + 1] & 63);
        at += 2;
      } else if (lead < 0xf0) {
        unit = ((lead & 15) << 12) | ((bytes[at + 1] & 63) << 6) | (bytes[at + 2] & 63);
        at += 3;
      } else {
        unit = 0;
        at += 4;
      }
      // A character outside the first plane, or none at all: let it be looked at.
      if (unit === 0) all |= LABEL_END;
      last = sieve[unit];
      if (units === 0) first = last;
      units++;
      digits += last & DIGIT;
      numerals += (last & NUMERAL) >> 1;
      all |= last;
    }
    const isHarmless =
      (all & (AT | LABEL_END)) === 0 &&
      digits < SHORTEST - 1 &&
      digits < units &&
      (numerals === 0 || digits + numerals < SHORTEST) &&
      (first & (HAN | PLAIN)) !== 0 &&
      (last & (HAN | PLAIN)) !== 0 &&
      ((all & PLAIN) !== 0 || (units > LONGEST_NAME && (all & DOT) === 0));
    if (!isHarmless) rows[suspects++] = row;
  }
  return { filled, rows: rows.slice(0, suspects) };
}
