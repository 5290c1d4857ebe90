import { closingQuote, csvCell } from '#lib/core/ingest/csv-cell.ts';
import { NO_WORD } from '#lib/core/ingest/fast-column.ts';
import type {
  ColumnNumbers,
  ColumnSpans,
  ColumnText,
  FastColumn,
  FastWords,
} from '#lib/core/ingest/fast-column.ts';
import type { Cell } from '#lib/core/ingest/sheet.ts';
import { textOfWords, wordsOf } from '#lib/core/ingest/span-words.ts';
import { writeUtf8 } from '#lib/core/ingest/text/cell-text.ts';
import type { TextBytes } from '#lib/core/ingest/text/cell-text.ts';

const QUOTE = 0x22;
/** Powers of ten that a double holds exactly. */
const TENS = Array.from({ length: 16 }, (_, n) => 10 ** n);
/** Spellings remembered of a column, so that a word that recurs is one string. */
const REMEMBERED = 1024;
/** Longest spelling that is remembered, in bytes. */
const REMEMBERED_BYTES = 48;
/** Cells after which a column whose words do not recur stops remembering. */
const TRIAL = 8192;

/** Rows of a column whose numbers and words are kept for the next one who asks. */
const MOST_KEPT = 2_000_000;

/** A column of a CSV: where its cells stand in the text. Text is made when it is asked for. */
export class CsvColumn implements FastColumn {
  readonly length: number;
  readonly #text: TextBytes;
  readonly #starts: Uint32Array;
  /** Start of the cell that follows in the same row. */
  readonly #nexts: Uint32Array;
  /** Bytes of the delimiter between a cell and the one that follows. */
  readonly #gap: number;
  readonly #words: (string | undefined)[] = [];
  readonly #wordStarts = new Uint32Array(REMEMBERED);
  readonly #wordEnds = new Uint32Array(REMEMBERED);
  #asked = 0;
  #found = 0;
  #numbers: ColumnNumbers | null = null;
  /** False where it is known that the cells do not recur. */
  #kept: FastWords | null | false = null;

  constructor(text: TextBytes, starts: Uint32Array, nexts: Uint32Array, gap: number) {
    this.length = starts.length;
    this.#text = text;
    this.#starts = starts;
    this.#nexts = nexts;
    this.#gap = gap;
  }

  at(i: number): Cell | undefined {
    if (i < 0 || i >= this.length) return undefined;
    const start = this.#starts[i];
    const end = this.#nexts[i] - this.#gap;
    if (end <= start) return null;
    const quoted = this.#text.bytes[start] === QUOTE;
    if (quoted || end - start > REMEMBERED_BYTES || (this.#asked > TRIAL && !this.#recurs()))
      return csvCell(this.#text, start, end) || null;
    return this.#remembered(start, end);
  }

  spans(): ColumnSpans {
    return { text: this.#text, starts: this.#starts, nexts: this.#nexts, gap: this.#gap };
  }

  words(): FastWords | null {
    if (this.#kept === false) return null;
    if (this.#kept !== null) return this.#kept;
    const words = wordsOf(this.spans());
    this.#kept = words === null ? false : this.length > MOST_KEPT ? null : words;
    return words;
  }

  /** Numbers straight from the bytes; exact, as `Number` reads them. */
  numbers(): ColumnNumbers {
    if (this.#numbers !== null) return this.#numbers;
    const numbers = this.#kept ? this.#numbersOf(this.#kept) : this.#allNumbers();
    if (this.length <= MOST_KEPT) this.#numbers = numbers;
    return numbers;
  }

  #allNumbers(): ColumnNumbers {
    const values = new Float64Array(this.length);
    let odd = new Uint32Array(64);
    let odds = 0;
    for (let i = 0; i < this.length; i++) {
      const value = this.#numberAt(i);
      values[i] = value;
      if (value === value || this.#isEmpty(i)) continue;
      if (odds === odd.length) odd = grown(odd);
      odd[odds++] = i;
    }
    return { values, odd: odd.slice(0, odds) };
  }

  #numbersOf({ at, first }: FastWords): ColumnNumbers {
    const known = Float64Array.from(first, (row) => this.#numberAt(row));
    const values = new Float64Array(this.length);
    const odd: number[] = [];
    for (let i = 0; i < values.length; i++) {
      const word = at[i];
      const value = word === NO_WORD ? NaN : known[word];
      values[i] = value;
      if (value !== value && word !== NO_WORD) odd.push(i);
    }
    return { values, odd: Uint32Array.from(odd) };
  }

  #numberAt(i: number): number {
    const { bytes } = this.#text;
    const start = this.#starts[i];
    const end = this.#nexts[i] - this.#gap;
    if (end <= start) return NaN;
    if (bytes[start] !== QUOTE) return decimalBetween(bytes, start, end);
    return decimalBetween(bytes, start + 1, closingQuote(bytes, end));
  }

  #isEmpty(i: number): boolean {
    const start = this.#starts[i];
    const end = this.#nexts[i] - this.#gap;
    if (end <= start) return true;
    return this.#text.bytes[start] === QUOTE && closingQuote(this.#text.bytes, end) <= start + 1;
  }

  text(): ColumnText | null {
    return this.#kept ? textOfWords(this.#kept) : this.#allText();
  }

  #allText(): ColumnText | null {
    let most = 0;
    for (let i = 0; i < this.length; i++)
      most += Math.max(0, this.#nexts[i] - this.#gap - this.#starts[i]);
    if (this.#text.encoding === 'gb18030') most = Math.ceil(most * 1.5);
    if (most > 0x7fffffff) return null;
    const bytes = new Uint8Array(most);
    const offsets = new Int32Array(this.length + 1);
    const filled = new Uint8Array((this.length + 7) >> 3);
    let empty = false;
    let n = 0;
    for (let i = 0; i < this.length; i++) {
      const from = n;
      n = this.#write(i, bytes, n);
      offsets[i + 1] = n;
      if (n > from) filled[i >> 3] |= 1 << (i & 7);
      else empty = true;
    }
    return { offsets, bytes: bytes.subarray(0, n), validity: empty ? filled : null };
  }

  #write(i: number, into: Uint8Array, n: number): number {
    const start = this.#starts[i];
    const end = this.#nexts[i] - this.#gap;
    if (end <= start) return n;
    const { bytes } = this.#text;
    if (bytes[start] !== QUOTE) return writeUtf8(this.#text, start, end, into, n);
    const close = closingQuote(bytes, end);
    for (let from = start + 1; from < close;) {
      let to = from;
      while (to < close && bytes[to] !== QUOTE) to++;
      const doubled = to < close ? to + 1 : to;
      n = writeUtf8(this.#text, from, doubled, into, n);
      from = doubled + 1;
    }
    return n;
  }

  #recurs(): boolean {
    return this.#found * 4 > this.#asked;
  }

  #remembered(start: number, end: number): string {
    const { bytes } = this.#text;
    let hash = end - start;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
    const slot = (hash ^ (hash >>> 15)) & (REMEMBERED - 1);
    const word = this.#words[slot];
    this.#asked++;
    if (word !== undefined && this.#isAlike(slot, start, end)) {
      this.#found++;
      return word;
    }
    const made = csvCell(this.#text, start, end);
    this.#words[slot] = made;
    this.#wordStarts[slot] = start;
    this.#wordEnds[slot] = end;
    return made;
  }

  /** True where the remembered word has the bytes from `start` up to `end`. */
  #isAlike(slot: number, start: number, end: number): boolean {
    const { bytes } = this.#text;
    let known = this.#wordStarts[slot];
    if (this.#wordEnds[slot] - known !== end - start) return false;
    for (let at = start; at < end; at++) if (bytes[known++] !== bytes[at]) return false;
    return true;
  }
}

/** The number that the bytes spell: sign, digits, point, digits, 15 in all; NaN for anything else. */
export function decimalBetween(bytes: Uint8Array, at: number, to: number): number {
  while (at < to && bytes[at] === 0x20) at++;
  while (to > at && bytes[to - 1] === 0x20) to--;
  const negative = bytes[at] === 0x2d;
  if (negative || bytes[at] === 0x2b) at++;
  let value = 0;
  let digits = 0;
  let decimals = -1;
  for (; at < to; at++) {
    const digit = bytes[at] - 48;
    if (digit >= 0 && digit < 10) {
      value = value * 10 + digit;
      digits++;
      if (decimals >= 0) decimals++;
    } else if (digit === -2 && decimals < 0) decimals = 0;
    else return NaN;
  }
  if (digits === 0 || digits > 15) return NaN;
  if (decimals > 0) value /= TENS[decimals];
  return negative ? -value : value;
}

/** A longer list, twice as long where nothing else is said. */
export function grown(
  list: Uint32Array<ArrayBuffer>,
  length = list.length * 2,
): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(Math.ceil(length));
  longer.set(list);
  return longer;
}
