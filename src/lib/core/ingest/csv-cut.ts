import type { TextBytes } from '#lib/core/ingest/text/cell-text.ts';

const QUOTE = 0x22;
const FEED = 0x0a;
const RETURN = 0x0d;

/** A line or quoted cell longer than this belongs to no ledger. */
export const LONGEST_RECORD_BYTES = 16_000_000;

/** What became of a record: cells, nothing but white space, a quote gone wrong, or endless. */
export type RecordKind = 'cells' | 'blank' | 'broken' | 'endless';

/**
 * Cuts delimited text (RFC 4180) into cells, one record after the other, without making any text:
 * it gives offsets. It works on the bytes of any encoding in which quote, line end and delimiter
 * are no part of a longer character: UTF-8, and GB18030 for `,`, `;` and tab.
 *
 * Lines end in LF, CRLF or CR, also by turns. A quote opens a quoted cell only as its first byte.
 * A quoted cell closes at a quote that is followed, white space aside, by a delimiter, a line end
 * or the end of the text. A record whose quote does not close so is `broken`, and the next one
 * starts behind the line of that quote, which would otherwise swallow the rows up to the next one.
 */
export class CsvCutter {
  /** Start of each cell of the record, as far as `most` reaches, and behind the last one its end plus the delimiter. */
  readonly starts: Uint32Array;
  /** Cells of the record, also those beyond `most`. */
  count = 0;
  /** Cells up to the first filled one, or up to the last filled one beyond `most`; 0 for none. */
  filled = 0;
  /** Offset of the next record. */
  at: number;
  readonly text: TextBytes;
  readonly delimiter: Uint8Array;
  readonly #most: number;
  #closingQuote = 0;

  constructor(text: TextBytes, delimiter: string, most: number, at = 0) {
    this.text = text;
    this.delimiter = new TextEncoder().encode(delimiter);
    this.#most = most;
    this.starts = new Uint32Array(most + 1);
    this.at = at;
  }

  get done(): boolean {
    return this.at >= this.text.bytes.length;
  }

  /** Cuts the next record. Behind an `endless` one, `skipLine` finds the following. */
  next(): RecordKind {
    const { text, starts, delimiter } = this;
    const { bytes } = text;
    const most = this.#most;
    const end = Math.min(bytes.length, this.at + LONGEST_RECORD_BYTES);
    const first = delimiter[0];
    const size = delimiter.length;
    const top = Math.max(first, RETURN);
    let at = this.at;
    if (bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at += 3;
    let count = 0;
    let filled = 0;
    for (;;) {
      const start = at;
      const quoted = at < end && bytes[at] === QUOTE;
      if (quoted) {
        at = this.#closingEnd(at + 1, end);
        if (at < 0) return this.#breakOff(start + 1);
      }
      for (; at < end; at++) {
        const byte = bytes[at];
        if (byte > top) continue;
        if (byte === FEED || byte === RETURN) break;
        if (byte === first && (size === 1 || this.#isDelimiter(at))) break;
      }
      if (count < most) starts[count] = start;
      count++;
      if (at > start && (filled === 0 || count > most)) {
        const holds = quoted
          ? isFilled(text, start + 1, this.#closingQuote)
          : isFilled(text, start, at);
        if (holds) filled = count;
      }
      const byte = at < end ? bytes[at] : -1;
      if (byte < 0 || byte === FEED || byte === RETURN) {
        if (byte < 0 && end < bytes.length) return this.#endEndless(at);
        if (count <= most) starts[count] = at + size;
        this.count = count;
        this.filled = filled;
        this.at = byte < 0 ? at : this.#lineEndAt(at);
        return filled === 0 ? 'blank' : 'cells';
      }
      at += size;
      if (count === most) starts[most] = at;
    }
  }

  /** Goes on at the next line, walking no further than `to`; false where that line is yet to be found. */
  skipLine(to: number): boolean {
    const { bytes } = this.text;
    const end = Math.min(to, bytes.length);
    let at = this.at;
    while (at < end && bytes[at] !== FEED && bytes[at] !== RETURN) at++;
    this.at = at;
    if (at >= end) return at >= bytes.length;
    this.at = this.#lineEndAt(at);
    return true;
  }

  #isDelimiter(at: number): boolean {
    const { delimiter } = this;
    const { bytes } = this.text;
    for (let i = 1; i < delimiter.length; i++) if (bytes[at + i] !== delimiter[i]) return false;
    return true;
  }

  /** Offset behind the line end at `at`: LF, CRs with an LF behind them, or one CR. */
  #lineEndAt(at: number): number {
    const { bytes } = this.text;
    if (bytes[at] === FEED) return at + 1;
    let feed = at + 1;
    while (bytes[feed] === RETURN) feed++;
    return bytes[feed] === FEED ? feed + 1 : at + 1;
  }

  /** Offset of the delimiter, line end or end of text behind the closing quote, -1 where it does not close. */
  #closingEnd(at: number, end: number): number {
    const { text, delimiter } = this;
    const { bytes } = text;
    const first = delimiter[0];
    for (;;) {
      while (at < end && bytes[at] !== QUOTE) at++;
      if (at >= end) return -1;
      at++;
      if (bytes[at] !== QUOTE) break;
      at++;
    }
    const from = at;
    this.#closingQuote = at - 1;
    while (at < end) {
      const byte = bytes[at];
      if (byte === FEED || byte === RETURN || (byte === first && this.#isDelimiter(at))) break;
      at++;
      if (byte > 0x20 && byte < 0x80) return -1;
    }
    return at === from || !isFilled(text, from, at) ? at : -1;
  }

  #breakOff(behindQuote: number): RecordKind {
    this.at = behindQuote;
    return this.skipLine(behindQuote + LONGEST_RECORD_BYTES) ? 'broken' : 'endless';
  }

  #endEndless(at: number): RecordKind {
    this.at = at;
    return 'endless';
  }
}

/** True unless the text between two offsets is white space alone. */
export function isFilled({ bytes, encoding }: TextBytes, at: number, to: number): boolean {
  while (at < to) {
    const byte = bytes[at];
    if (byte > 0x7f) {
      const size = encoding === 'utf-8' ? utf8Space(bytes, at) : gbSpace(bytes, at);
      if (size === 0) return true;
      at += size;
    } else if (byte === 0x20 || (byte > 8 && byte < 14)) at++;
    else return true;
  }
  return false;
}

/** Length of the white space (NBSP, those of U+2000, the ideographic one, BOM) at `at`; 0 for none. */
function utf8Space(bytes: Uint8Array, at: number): number {
  const lead = bytes[at];
  if (lead > 0xe3 && lead < 0xef) return 0;
  const second = bytes[at + 1];
  const third = bytes[at + 2];
  if (lead === 0xc2) return second === 0xa0 ? 2 : 0;
  if (lead === 0xe3) return second === 0x80 && third === 0x80 ? 3 : 0;
  if (lead === 0xef) return second === 0xbb && third === 0xbf ? 3 : 0;
  if (lead !== 0xe2 || second !== 0x80) return 0;
  return third <= 0x8a || third === 0xa8 || third === 0xa9 || third === 0xaf ? 3 : 0;
}

const gbSpace = (bytes: Uint8Array, at: number): number =>
  bytes[at] === 0xa1 && bytes[at + 1] === 0xa1 ? 2 : 0;
