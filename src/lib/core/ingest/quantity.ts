import { numberOf, tidyText } from '#lib/core/ingest/cell.ts';
import type { CellWords } from '#lib/core/ingest/cell-words.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';

/** How a number was written: `plain` needs no word about it, `approximate` is no exact value. */
export type QuantityForm = 'plain' | 'measured' | 'percent' | 'accounting' | 'approximate' | 'none';

export interface Quantity {
  /** In the unit of the contract (m2, metres, persons); a percentage as a share; NaN for no number. */
  value: number;
  form: QuantityForm;
  /** True where the cell names a unit or a magnitude itself, so that its column's says nothing of it. */
  named: boolean;
}

/** A header without the unit it names. */
export interface HeaderUnit {
  bare: string;
  /** What a number of the column is multiplied by to stand in the contract's unit. */
  factor: number;
}

const NONE: Quantity = { value: NaN, form: 'none', named: false };
const AMOUNT = /^([+-]?(?:\d[\d,. ]*|\.\d+))(.*)$/;
const CURRENCY = /^(?:[¥$\u20ac]|cny)/i;
const ACCOUNTING = /^\((.+)\)$/;
const BRACKETED = /^(.*?)[([{\u3010]([^()[\]{}\u3010\u3011]*)[)\]}\u3011]$/;
const PARTED = /^(.+)[/:_]([^/:_]+)$/;

/** Reads numbers and headers with the words of a language for magnitudes and units. */
export class QuantityReader {
  /** Words with their factors, the longest first. */
  readonly #magnitudes: [string, number][];
  readonly #units = new Map<string, number>();
  readonly #approximate: string[];
  readonly #negative: string[];

  constructor({ numbers }: Pick<CellWords, 'numbers'>) {
    const longestFirst = (words: string[]) =>
      words.map(headerKey).sort((a, b) => b.length - a.length);
    this.#magnitudes = Object.entries(numbers.magnitudes)
      .map(([word, factor]): [string, number] => [headerKey(word), factor])
      .sort((a, b) => b[0].length - a[0].length);
    for (const [word, factor] of Object.entries(numbers.units))
      this.#units.set(headerKey(word), factor);
    this.#approximate = longestFirst(numbers.approximate);
    this.#negative = longestFirst(numbers.negative);
  }

  /**
   * The number that a cell means: as `numberOf`, and with magnitudes, units, percent or per mille
   * signs, currency signs, and brackets for a negative one. A number called approximate comes with
   * that form, for the caller to offer and not to take.
   */
  read(cell: string | number | boolean): Quantity {
    const plain = numberOf(cell);
    if (!Number.isNaN(plain)) return { value: plain, form: 'plain', named: false };
    if (typeof cell !== 'string' || cell.length > 40) return NONE;
    let text = tidyText(cell)
      .normalize('NFKC')
      .toLowerCase()
      .replace(/\u2212/g, '-');
    let form: QuantityForm = 'measured';
    const inner = ACCOUNTING.exec(text);
    if (inner) {
      text = inner[1];
      form = 'accounting';
    }
    const exact = this.#withoutApproximate(text);
    if (exact !== text) form = 'approximate';
    text = exact.replace(CURRENCY, '').trim();
    let sign = inner ? -1 : 1;
    const negative = this.#negative.find((word) => text.startsWith(word));
    if (negative !== undefined) {
      text = text.slice(negative.length);
      sign = -sign;
    }
    const parts = AMOUNT.exec(text);
    if (!parts) return NONE;
    const amount = numberOf(parts[1].trim());
    const end = this.#withoutApproximate(headerKey(parts[2]));
    if (end !== headerKey(parts[2])) form = 'approximate';
    const factor = this.#factorOf(end);
    if (Number.isNaN(amount) || factor === null || (inner && amount < 0)) return NONE;
    if (form === 'measured' && (end === '%' || end === '\u2030')) form = 'percent';
    return { value: rounded(sign * amount * factor), form, named: end !== '' };
  }

  /**
   * The unit that a header names in brackets at its end, or behind a slash, a colon or an
   * underscore; a header without one, or with a word that is no unit, comes back as it is.
   */
  unitOfHeader(header: string): HeaderUnit {
    const text = tidyText(header).normalize('NFKC');
    const parts = BRACKETED.exec(text) ?? PARTED.exec(text);
    const factor = parts && parts[2].trim() !== '' ? this.#factorOf(headerKey(parts[2])) : null;
    return parts && factor !== null && parts[1].trim() !== ''
      ? { bare: parts[1].trim(), factor }
      : { bare: header, factor: 1 };
  }

  /** What the text behind a number multiplies it by; null where it is not understood. */
  #factorOf(end: string): number | null {
    if (end === '') return 1;
    if (end === '%') return 0.01;
    if (end === '\u2030') return 0.001;
    const unit = this.#units.get(end);
    if (unit !== undefined) return unit;
    for (const [word, factor] of this.#magnitudes) {
      if (!end.startsWith(word)) continue;
      const rest = end.slice(word.length);
      const scale = rest === '' ? 1 : this.#units.get(rest);
      if (scale !== undefined) return factor * scale;
    }
    return null;
  }

  #withoutApproximate(text: string): string {
    const before = this.#approximate.find((word) => text.startsWith(word));
    const rest = before === undefined ? text : text.slice(before.length).trim();
    const after = this.#approximate.find((word) => rest.endsWith(word));
    return after === undefined ? rest : rest.slice(0, -after.length).trim();
  }
}

/** Without the last digits that a multiplication in binary leaves behind. */
const rounded = (value: number): number => Number(value.toPrecision(15));

/** `QuantityReader.unitOfHeader` for a single header. */
export function unitOfHeader(header: string, words: Pick<CellWords, 'numbers'>): HeaderUnit {
  return new QuantityReader(words).unitOfHeader(header);
}
