import { gbTable, gbUnit } from '#lib/core/ingest/text/gb18030.ts';

/** Bytes of text that stand between two offsets, in an encoding whose ASCII is plain. */
export interface TextBytes {
  bytes: Uint8Array;
  encoding: 'utf-8' | 'gb18030';
}

/** Longest text put together by hand; the platform's decoder is quicker from there on. */
const BY_HAND = 64;
/** Lists of units by length, used again and again. */
const UNITS = Array.from({ length: BY_HAND + 1 }, (_, n) => new Array<number>(n).fill(0));

const DECODERS = {
  'utf-8': new TextDecoder('utf-8', { ignoreBOM: true }),
  gb18030: new TextDecoder('gb18030'),
};

/** The text of the bytes from `at` up to `to`: what the platform's decoder gives, without its cost per call. */
export function textBetween(text: TextBytes, at: number, to: number): string {
  const { bytes, encoding } = text;
  const size = to - at;
  if (size <= BY_HAND) {
    const ascii = UNITS[size];
    let i = 0;
    for (; i < size; i++) {
      const byte = bytes[at + i];
      if (byte > 0x7f) break;
      ascii[i] = byte;
    }
    if (i === size) return String.fromCharCode.apply(null, ascii);
    const units = encoding === 'gb18030' ? gbUnits(bytes, at, to) : utf8Units(bytes, at, to);
    if (units >= 0) {
      const list = UNITS[units];
      for (let u = 0; u < units; u++) list[u] = scratch[u];
      return String.fromCharCode.apply(null, list);
    }
  }
  return DECODERS[encoding].decode(bytes.subarray(at, to));
}

const scratch = new Uint16Array(BY_HAND);

/** Writes units of valid UTF-8 to `scratch`; -1 where a character is none of one to three bytes. */
function utf8Units(bytes: Uint8Array, at: number, to: number): number {
  let n = 0;
  while (at < to) {
    const lead = bytes[at];
    if (lead < 0x80) {
      scratch[n++] = lead;
      at++;
    } else if (lead >= 0xe0 && lead < 0xf0 && at + 2 < to) {
      scratch[n++] = ((lead & 15) << 12) | ((bytes[at + 1] & 63) << 6) | (bytes[at + 2] & 63);
      at += 3;
    } else if (lead >= 0xc2 && lead < 0xe0 && at + 1 < to) {
      scratch[n++] = ((lead & 31) << 6) | (bytes[at + 1] & 63);
      at += 2;
    } else return -1;
  }
  return n;
}

/** The same for GB18030; -1 where a character is none of one or two bytes. */
function gbUnits(bytes: Uint8Array, at: number, to: number): number {
  const table = gbTable();
  let n = 0;
  while (at < to) {
    const lead = bytes[at];
    if (lead < 0x80) {
      scratch[n++] = lead;
      at++;
      continue;
    }
    const unit = at + 1 < to ? gbUnit(table, lead, bytes[at + 1]) : 0;
    if (unit === 0) return -1;
    scratch[n++] = unit;
    at += 2;
  }
  return n;
}

/**
 * Writes the text between `at` and `to` to `into` from `n` on as UTF-8, and gives the end of what
 * was written: at most one and a half times the bytes.
 */
export function writeUtf8(
  text: TextBytes,
  at: number,
  to: number,
  into: Uint8Array,
  n: number,
): number {
  const { bytes } = text;
  if (text.encoding === 'utf-8') {
    for (; at < to; at++) into[n++] = bytes[at];
    return n;
  }
  const table = gbTable();
  while (at < to) {
    const lead = bytes[at];
    if (lead < 0x80) {
      into[n++] = lead;
      at++;
      continue;
    }
    const unit = at + 1 < to ? gbUnit(table, lead, bytes[at + 1]) : 0;
    if (unit === 0) {
      const end = Math.min(at + 4, to);
      const quad = DECODERS.gb18030.decode(bytes.subarray(at, end));
      n += new TextEncoder().encodeInto(quad, into.subarray(n)).written;
      at = end;
    } else if (unit < 0x800) {
      into[n++] = 0xc0 | (unit >> 6);
      into[n++] = 0x80 | (unit & 63);
      at += 2;
    } else {
      into[n++] = 0xe0 | (unit >> 12);
      into[n++] = 0x80 | ((unit >> 6) & 63);
      into[n++] = 0x80 | (unit & 63);
      at += 2;
    }
  }
  return n;
}
