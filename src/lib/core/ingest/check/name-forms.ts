import type { CellWords } from '#lib/core/ingest/cell-words.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';

/** One way to take a division's name: what is left of it, and the class of the end taken off. */
export interface NameForm {
  stem: string;
  /** A class of `divisions.suffixes`; null where nothing was taken off. */
  class: string | null;
}

/** Characters that a stem keeps at least. */
const SHORTEST_STEM = 2;

/** Folds division names and takes off their ends, with the words of a language. */
export class NameForms {
  /** Ends with their classes, the longest first. */
  readonly #suffixes: [string, string][];
  readonly #alike = new Set<string>();
  readonly #simplified = new Map<string, string>();
  readonly #numerals: RegExp;
  readonly #digits: string;
  readonly #tens: string;
  readonly #hundreds: string;
  readonly #peoples: RegExp;
  readonly #gridEnd: RegExp;
  readonly #gridStart: RegExp;

  constructor(words: Pick<CellWords, 'divisions' | 'numerals' | 'tens' | 'hundreds' | 'ordinal'>) {
    const { suffixes, alike, traditional, number_sign: sign, peoples } = words.divisions;
    this.#suffixes = Object.entries(suffixes)
      .flatMap(([kind, ends]) => ends.map((end): [string, string] => [end, kind]))
      .sort((a, b) => b[0].length - a[0].length);
    for (const [a, b] of alike) this.#alike.add(`${a} ${b}`).add(`${b} ${a}`);
    const pairs = [...traditional];
    for (let i = 0; i + 1 < pairs.length; i += 2) this.#simplified.set(pairs[i], pairs[i + 1]);
    this.#digits = words.numerals;
    this.#tens = words.tens;
    this.#hundreds = words.hundreds;
    const numeral = `[${words.numerals}${words.tens}${words.hundreds}]+`;
    this.#numerals = new RegExp(`${words.ordinal}?(?:${numeral}|\\d+)`, 'g');
    this.#peoples = new RegExp(`(?:${peoples.join('|')})+`, 'g');
    const grid = suffixes.grid.join('|');
    this.#gridEnd = new RegExp(`^(.*?)${sign}?(${grid})(\\d+)${sign}?$`);
    this.#gridStart = new RegExp(`(\\d)${sign}(${grid})$`);
  }

  /**
   * A name as it is compared: NFKC, no spaces, simplified characters, spelled numbers as digits
   * without an ordinal before them, and the number of a grid before its word.
   */
  key(name: string): string {
    const plain = headerKey(name).replace(/./gsu, (c) => this.#simplified.get(c) ?? c);
    const counted = plain.replace(this.#numerals, (text) => this.#number(text));
    return counted.replace(this.#gridEnd, '$1$3$2').replace(this.#gridStart, '$1$2');
  }

  /** The name as it is and with ends taken off one after another, the longest stem first. */
  of(name: string): NameForm[] {
    const key = this.key(name);
    const forms: NameForm[] = [{ stem: key, class: null }];
    let stem = key;
    for (let found = this.#end(stem); found; found = this.#end(stem)) {
      stem = stem.slice(0, -found[0].length);
      forms.push({ stem, class: found[1] });
      const bare = stem.replace(this.#peoples, '');
      if (bare !== stem && bare.length >= SHORTEST_STEM)
        forms.push({ stem: bare, class: found[1] });
    }
    return forms;
  }

  /** True where two classes may name the same division; no class may name any. */
  areAlike(a: string | null, b: string | null): boolean {
    return a === null || b === null || a === b || this.#alike.has(`${a} ${b}`);
  }

  #end(stem: string): [string, string] | undefined {
    return this.#suffixes.find(
      ([end]) =>
        stem.endsWith(end) && stem.length - end.length >= (/\d/.test(stem) ? 1 : SHORTEST_STEM),
    );
  }

  #number(text: string): string {
    const plain = /\d+$/.exec(text);
    if (plain) return String(BigInt(plain[0]));
    let total = 0;
    let digit = -1;
    let run = '';
    for (const c of text) {
      if (c === this.#tens || c === this.#hundreds) {
        total += (digit < 0 ? 1 : digit) * (c === this.#tens ? 10 : 100);
        digit = -1;
        run = '';
      } else if (this.#digits.includes(c)) {
        digit = Math.max(0, this.#digits.indexOf(c) - 1);
        run += String(digit);
      }
    }
    return total === 0 ? String(BigInt(run || '0')) : String(total + Math.max(0, digit));
  }
}
