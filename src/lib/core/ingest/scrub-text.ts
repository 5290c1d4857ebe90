import type { CellWords, PersonalKind } from '#lib/core/ingest/cell-words.ts';
import { isRegistrationNumber, isUscc } from '#lib/core/ingest/check/uscc.ts';
import { pairOf } from '#lib/core/ingest/position-cell.ts';
import {
  ACCOUNT,
  CARD,
  EMAIL,
  MOBILE,
  OLD_CARD,
  isAccount,
  isCard,
  isDecimal,
  isOldCard,
} from '#lib/core/ingest/scrub-number.ts';
import { AT, DIGIT, LABEL_END, NUMERAL, SHORTEST, sieveOf } from '#lib/core/ingest/scrub-sieve.ts';

/** What stands where something personal was cut out of a text. */
export const CUT_MARK = '\u2587';

/** A text from which personal data was taken. */
export interface Cut {
  /** What is left, with `CUT_MARK`s. */
  text: string;
  /** The kinds that were found, the first the weightiest. */
  kinds: PersonalKind[];
  /** Letters, digits and Han characters that are left. */
  rest: number;
}

interface Range {
  start: number;
  end: number;
  kind: PersonalKind;
}

const HAN = '\u3400-\u9fff';
const NAME = new RegExp(`^[${HAN}]{2,4}$|^[${HAN}]{1,6}[\u00b7\u2022][${HAN}]{1,8}$`);
const SEPARATOR = String.raw`(?:[\s:=|,;]|&nbsp;|<[^<>]{0,200}>|"){1,8}`;
const HAN_RUN = new RegExp(`[${HAN}\u00b7\u2022]{2,}`, 'g');
/** A longitude of three digits with decimals. */
const POSITION = /(?:^|\D)\d{3}\.\d{5}/;
/** A first look at a text, which most do not survive. */
const TWO_DECIMALS = /\d[.\uff0e]\d+[^.\uff0e\d][^.\uff0e]*\d[.\uff0e]\d/;
/** Characters of the longest number alone. */
const LONGEST = 19;

/** Finds personal data in texts: numbers by their form, names by a label or a number beside them. */
export class PersonalTexts {
  readonly #class = new Uint8Array(65536);
  #sieve: Uint8Array | null = null;
  readonly #digitOf = new Map<string, string>();
  readonly #numerals: RegExp;
  readonly #surnames: ReadonlySet<string>;
  readonly #compoundSurnames: readonly string[];
  readonly #placeEndings: readonly string[];
  readonly #officeEndings: readonly string[];
  readonly #labels: RegExp;
  readonly #labelled: RegExp;

  constructor(words: CellWords) {
    for (let digit = 0; digit < 10; digit++) {
      this.#class[48 + digit] = DIGIT;
      this.#class[0xff10 + digit] = DIGIT;
    }
    [...words.numerals].forEach((numeral, i) => {
      this.#class[numeral.charCodeAt(0)] = NUMERAL;
      this.#digitOf.set(numeral, String(Math.max(0, i - 1)));
    });
    this.#numerals = new RegExp(`[${words.numerals}]`, 'g');
    for (const sign of '@\uff20') this.#class[sign.charCodeAt(0)] = AT;
    for (const sign of ' \u3000\t\n:\uff1a=<|"') this.#class[sign.charCodeAt(0)] = LABEL_END;
    this.#surnames = new Set(words.surnames);
    this.#compoundSurnames = words.compound_surnames;
    this.#placeEndings = words.place_endings;
    this.#officeEndings = words.office_endings;
    const longestFirst = (list: string[]) =>
      [...new Set(list)].sort((a, b) => b.length - a.length).join('|');
    const labels = [...Object.values(words.personal).flat(), ...words.titles];
    this.#labels = new RegExp(longestFirst([...labels, ...words.particles]), 'gi');
    this.#labelled = new RegExp(
      `(?:${longestFirst(words.personal.name)})${SEPARATOR}([${HAN}\u00b7]{2,9})(?![${HAN}]|\\s*:)`,
      'gi',
    );
  }

  /** By UTF-16 unit, what `suspectsIn` tells harmless texts by. */
  get sieve(): Uint8Array {
    return (this.#sieve ??= sieveOf(this.#class));
  }

  /** What is worth seeking in a text, told in one pass; 0 for most texts. */
  #prospects(text: string): number {
    let digits = 0;
    let numerals = 0;
    let signs = 0;
    for (let i = 0; i < text.length; i++) {
      const kind = this.#class[text.charCodeAt(i)];
      if (kind === DIGIT) digits++;
      else if (kind === NUMERAL) numerals++;
      else signs |= kind;
    }
    if (text.length < 5) signs &= ~LABEL_END;
    if (digits >= SHORTEST) signs |= DIGIT;
    return numerals > 0 && digits + numerals >= SHORTEST ? signs | NUMERAL : signs;
  }

  /** True for a text that could be a person's name by its length and surname. */
  isName(text: string): boolean {
    if (text.length < 2 || text.length > 12 || !NAME.test(text)) return false;
    if (text.length > 4) return true;
    return (
      this.#surnames.has(text[0]) ||
      (text.length > 2 && this.#compoundSurnames.some((surname) => text.startsWith(surname)))
    );
  }

  /** True for a text that ends as names of places, firms and offices do. */
  isPlace(text: string): boolean {
    return this.#placeEndings.some((end) => text.endsWith(end));
  }

  /** True for a text that ends as names of offices do, some of which end persons' names too. */
  isOffice(text: string): boolean {
    return this.isPlace(text) || this.#officeEndings.some((end) => text.endsWith(end));
  }

  /**
   * What is left of a text without the personal data in it; null where there is none. `strict`, for
   * columns of identifiers, asks of a card for its check character and takes no bank cards.
   */
  cut(text: string, strict: boolean): Cut | null {
    const prospects = this.#prospects(text);
    if (prospects === 0 || isDecimal(text) || isPosition(text)) return null;
    const ranges: Range[] = [];
    let open = fold(text);
    if (prospects & AT) open = take(open, ranges, EMAIL, 'email', () => true);
    if (prospects & (DIGIT | NUMERAL)) open = takeNumbers(open, ranges, strict);
    if (prospects & NUMERAL) {
      const spelled = open.replace(this.#numerals, (c) => this.#digitOf.get(c) ?? c);
      const found: Range[] = [];
      takeNumbers(spelled, found, strict);
      open = blank(open, found);
      ranges.push(...found);
    }
    const hasNumber = ranges.length > 0;
    if (prospects & LABEL_END)
      for (const match of open.matchAll(this.#labelled)) {
        const end = match.index + match[0].length;
        this.#takeName(ranges, match[1], end - match[1].length);
      }
    if (hasNumber) {
      const parted = open.replace(this.#labels, (label) => ' '.repeat(label.length));
      for (const match of parted.matchAll(HAN_RUN)) this.#takeName(ranges, match[0], match.index);
    }
    return ranges.length === 0 ? null : withoutRanges(text, ranges);
  }

  /** The text without the personal data in it. */
  clean(text: string): string {
    return this.cut(text, false)?.text ?? text;
  }

  #takeName(ranges: Range[], name: string, start: number): void {
    if (this.isName(name) && !this.isPlace(name))
      ranges.push({ start, end: start + name.length, kind: 'name' });
  }
}

/** True for two degrees in one cell, whose decimals may look like anything. */
function isPosition(text: string): boolean {
  if (text.length > 200 || !TWO_DECIMALS.test(text)) return false;
  return pairOf(text)?.every((degrees) => Math.abs(degrees) <= 180) ?? false;
}

/** Adds what a pattern finds and `test` (of the match and its digits) accepts; gives the text blanked. */
function take(
  text: string,
  ranges: Range[],
  pattern: RegExp,
  kind: PersonalKind,
  test: (digits: string, match: string, start: number) => boolean,
): string {
  const found: Range[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const start = match.index;
    if (test(match[0].replace(/[^\dXx]/g, ''), match[0], start))
      found.push({ start, end: start + match[0].length, kind });
    else pattern.lastIndex = start + 1;
  }
  ranges.push(...found);
  return blank(text, found);
}

/** Adds the numbers of a folded text to `ranges`; gives the text with them blanked. */
function takeNumbers(text: string, ranges: Range[], strict: boolean): string {
  const isLong = text.trim().length > LONGEST;
  let open = take(text, ranges, CARD, 'identity_card', (digits) =>
    isUscc(digits) ? !strict && isCard(digits, true) : isCard(digits, strict),
  );
  open = take(
    open,
    ranges,
    OLD_CARD,
    'identity_card',
    (digits) => isOldCard(digits) && !(strict && isRegistrationNumber(digits)),
  );
  if (!strict && isLong) open = take(open, ranges, ACCOUNT, 'account', isAccount);
  const hasPosition = POSITION.test(text);
  return take(open, ranges, MOBILE, 'mobile', (_, match, start) => {
    const before = text.slice(Math.max(0, start - 5), start);
    const isTail = hasPosition ? /\d\.$/ : /(?:^|\D)\d{3}\.$/;
    return !isDecimal(match) && !isTail.test(before);
  });
}

/** Full-width characters made plain, character by character, so that places stay. */
function fold(text: string): string {
  return text.replace(/[\uff01-\uff5e\u3000]/g, (c) =>
    c === '\u3000' ? ' ' : String.fromCharCode(c.charCodeAt(0) - 0xfee0),
  );
}

/** The text with ranges, which are in order and apart, covered by marks. */
function blank(text: string, ranges: readonly Range[]): string {
  let open = '';
  let at = 0;
  for (const { start, end } of ranges) {
    open += text.slice(at, start) + CUT_MARK.repeat(end - start);
    at = end;
  }
  return at === 0 ? text : open + text.slice(at);
}

function withoutRanges(text: string, ranges: Range[]): Cut {
  const sorted = [...ranges].sort((a, b) => a.start - b.start);
  let left = '';
  let at = 0;
  for (const { start, end } of sorted) {
    if (start >= at) left += text.slice(at, start) + CUT_MARK;
    at = Math.max(at, end);
  }
  left += text.slice(at);
  const rest = left.replace(/[^0-9A-Za-z\u00c0-\u024f\u3400-\u9fff\uff10-\uff5a]/g, '').length;
  return { text: left, kinds: [...new Set(ranges.map(({ kind }) => kind))], rest };
}
