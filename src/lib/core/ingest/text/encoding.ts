import { everydayLine, lookAtGb } from '#lib/core/ingest/text/gb18030.ts';
import { utf16Of } from '#lib/core/ingest/text/utf16.ts';
import { lookAtUtf8 } from '#lib/core/ingest/text/utf8.ts';

/** `mixed` is UTF-8 and GB18030 by lines: ledgers of two offices pasted together. */
export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be' | 'mixed';

export interface Survey {
  encoding: Encoding;
  /** Bytes of the byte order mark. */
  start: number;
  /** Line, from 1, of the first byte that fits no encoding that is tried; 0 where all fit. */
  damagedLine: number;
  /** First line, from 1, in another encoding than the lines before; 0 where there is none. */
  mixedLine: number;
}

/** What one line is. `either` fits both or has ASCII alone; `rare` is GB18030 of unusual characters. */
export type LineKind = 'either' | 'utf-8' | 'gb18030' | 'rare' | 'damaged';

/** Bytes walked between two pauses. */
const STRETCH = 2_000_000;
/** A longer line is taken in pieces. */
const LONGEST_LINE = 1_000_000;
/** Share of everyday characters above which Chinese that is also UTF-8 is left open. */
const SURELY_EVERYDAY = 0.8;

/** Tells the encoding of one line. */
export function lineKind(bytes: Uint8Array, at: number, to: number): LineKind {
  const look = lookAtUtf8(bytes, at, to);
  if (look.end === to && !look.han) return 'either';
  const gb = lookAtGb(bytes, at, to);
  const share = gb.wide === 0 ? 0 : gb.everyday / gb.wide;
  if (look.end === to) return gb.whole && share >= SURELY_EVERYDAY ? 'either' : 'utf-8';
  if (!gb.whole) return 'damaged';
  return share >= 0.5 ? 'gb18030' : 'rare';
}

/**
 * End of the line at `at`, behind its line feed. A very long line ends early, behind a sign that
 * is no part of a character in either encoding.
 */
export function lineEnd(bytes: Uint8Array, at: number): number {
  const soft = at + LONGEST_LINE;
  const feed = bytes.subarray(at, soft).indexOf(10);
  if (feed >= 0) return at + feed + 1;
  const hard = Math.min(soft + LONGEST_LINE, bytes.length);
  for (let i = soft; i < hard; i++) if (bytes[i] < 0x30) return i + 1;
  return hard;
}

/** Bytes of the byte order mark of UTF-8 or GB18030 at `at`, 0 without one. */
function markAt(bytes: Uint8Array): number {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 3;
  const gb = bytes[0] === 0x84 && bytes[1] === 0x31 && bytes[2] === 0x95 && bytes[3] === 0x33;
  return gb ? 4 : 0;
}

/** True where the head of a text makes sense as UTF-8 or GB18030; a character cut off at its end counts. */
function isBytewise(head: Uint8Array): boolean {
  if (lookAtUtf8(head, 0, head.length).end > head.length - 4) return true;
  const cut = head.length - 4;
  for (let to = head.length; to > cut && to > 0; to--) {
    const { whole, wide, everyday } = lookAtGb(head, 0, to);
    if (whole) return everyday * 2 >= wide;
  }
  return false;
}

/** The order of a text in UTF-16, null for any other. */
export const wideOrder = (bytes: Uint8Array) => utf16Of(bytes, isBytewise);

/**
 * Looks at every byte of a text and tells its encoding. Yields the bytes walked at least every
 * 2 MB, so that the caller can breathe.
 */
export function* surveyText(bytes: Uint8Array): Generator<number, Survey, void> {
  const wide = wideOrder(bytes);
  if (wide) {
    const start = bytes[0] >= 0xfe && bytes[1] >= 0xfe ? 2 : 0;
    return { encoding: wide, start, damagedLine: 0, mixedLine: 0 };
  }
  const start = markAt(bytes);
  for (let at = start; start !== 4;) {
    const to = Math.min(at + STRETCH, bytes.length);
    const { end } = lookAtUtf8(bytes, at, to);
    if (end === bytes.length) return { encoding: 'utf-8', start, damagedLine: 0, mixedLine: 0 };
    if (end < to - 3 || to === bytes.length) break;
    at = end;
    yield at;
  }
  return yield* surveyLines(bytes, start);
}

function* surveyLines(bytes: Uint8Array, start: number): Generator<number, Survey, void> {
  const first = { 'utf-8': 0, gb18030: 0, rare: 0, damaged: 0 };
  let line = 1;
  let pause = start + STRETCH;
  for (let at = start; at < bytes.length;) {
    const end = first.gb18030 > 0 ? everydayLine(bytes, at) : -1;
    const to = end < 0 ? lineEnd(bytes, at) : end;
    const kind = end < 0 ? lineKind(bytes, at, to) : 'gb18030';
    if (kind !== 'either' && first[kind] === 0) first[kind] = line;
    if (bytes[to - 1] === 10) line++;
    if (to > pause) {
      yield to;
      pause = to + STRETCH;
    }
    at = to;
  }
  const { gb18030, rare, damaged } = first;
  const utf8 = first['utf-8'];
  if (utf8 > 0 && gb18030 > 0)
    return {
      encoding: 'mixed',
      start,
      damagedLine: damaged,
      mixedLine: Math.max(utf8, gb18030),
    };
  const damagedLine = utf8 > 0 ? firstOf(damaged, rare) : damaged;
  return { encoding: utf8 > 0 ? 'utf-8' : 'gb18030', start, damagedLine, mixedLine: 0 };
}

function firstOf(a: number, b: number): number {
  return a === 0 || b === 0 ? a + b : Math.min(a, b);
}
