import type { FastColumn } from '#lib/core/ingest/fast-column.ts';
import { cellAt, cellText } from '#lib/core/ingest/sheet.ts';
import { identifier, plainText } from '#lib/core/ingest/spelling.ts';
import { TextsBuilder } from '#lib/core/texts.ts';
import type { Texts } from '#lib/core/texts.ts';

/** How the texts of a column are read. */
export interface TextSense {
  /** The text that a cell means; null where it is empty. */
  read(text: string): string | null;
  /** True where the UTF-8 bytes between two offsets are sure to mean what they spell. */
  isPlain(bytes: Uint8Array, from: number, to: number): boolean;
}

/** What tells empty cells, and the units that these may begin with. */
export interface EmptyCells {
  test: (text: string) => boolean;
  mayBegin: (unit: number) => boolean;
}

/** Texts without outer spaces. */
export function textSense({ test, mayBegin }: EmptyCells): TextSense {
  return {
    read: (text) => (test(text) ? null : plainText(text) || null),
    isPlain: (bytes, from, to) => {
      const unit = unitAt(bytes, from);
      if (unit < 0 || mayBegin(unit)) return false;
      const last = bytes[to - 1];
      return last < 0x80 ? last > 0x20 : to - from >= 3 && isHanLead(bytes[to - 3]);
    },
  };
}

/** Identifiers, with full-width digits made plain. */
export function identifierSense({ test, mayBegin }: EmptyCells): TextSense {
  return {
    read: (text) => {
      const id = identifier(text);
      return test(id) ? null : id;
    },
    isPlain: (bytes, from, to) => {
      if (mayBegin(bytes[from])) return false;
      for (let at = from; at < to; at++) if (bytes[at] < 0x21 || bytes[at] > 0x7e) return false;
      return true;
    },
  };
}

/** Leads of three bytes from U+4000 to U+9FFF. */
const isHanLead = (byte: number): boolean => byte >= 0xe4 && byte <= 0xe9;

/** The first UTF-16 unit where it is ASCII or a Han character, else -1. */
function unitAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at];
  if (lead < 0x80) return lead;
  if (!isHanLead(lead)) return -1;
  return ((lead & 15) << 12) | ((bytes[at + 1] & 63) << 6) | (bytes[at + 2] & 63);
}

/** Texts to be read one by one after which it is asked whether most are. */
const MOST_OTHERS = 4096;

/** The texts of some records of a column, ascending; all of its bytes at once where it can give them. */
export function readTexts(column: FastColumn, records: Uint32Array, sense: TextSense): Texts {
  const given = column.text?.() ?? null;
  if (given === null) return readEach(column, records, sense);
  const { offsets, bytes } = given;
  const others = new Map<number, string | null>();
  for (const r of records) {
    if (offsets[r + 1] === offsets[r] || sense.isPlain(bytes, offsets[r], offsets[r + 1])) continue;
    others.set(r, sense.read(cellText(cellAt(column, r)) ?? ''));
    if (others.size > MOST_OTHERS && others.size * 8 > r) return readEach(column, records, sense);
  }
  if (others.size === 0 && records.length === column.length) {
    const nulls = given.validity && padded(given.validity, records.length);
    const end = offsets[column.length];
    return { length: records.length, offsets, bytes: bytes.slice(0, end), nulls };
  }
  return picked({ offsets, bytes }, records, others);
}

function readEach(column: FastColumn, records: Uint32Array, sense: TextSense): Texts {
  const builder = new TextsBuilder(records.length);
  for (const r of records) {
    const text = cellText(cellAt(column, r));
    builder.add(text === null ? null : sense.read(text));
  }
  return builder.build();
}

function picked(
  { offsets, bytes }: Pick<Texts, 'offsets' | 'bytes'>,
  records: Uint32Array,
  others: ReadonlyMap<number, string | null>,
): Texts {
  const encoder = new TextEncoder();
  const rewritten = new Map<number, Uint8Array>();
  for (const [r, text] of others) rewritten.set(r, encoder.encode(text ?? ''));
  const ends = new Int32Array(records.length + 1);
  const nulls = padded(new Uint8Array(0), records.length);
  let end = 0;
  let n = 0;
  for (const r of records) {
    const size = rewritten.get(r)?.length ?? offsets[r + 1] - offsets[r];
    if (size > 0) nulls[n >> 3] |= 1 << (n & 7);
    ends[++n] = end += size;
  }
  const into = new Uint8Array(end);
  n = 0;
  for (const r of records) {
    const text = rewritten.get(r);
    const at = ends[n++];
    if (text) into.set(text, at);
    else for (let k = offsets[r], to = at; k < offsets[r + 1]; k++) into[to++] = bytes[k];
  }
  return { length: records.length, offsets: ends, bytes: into, nulls };
}

/** The texts at some positions of others, ascending; the same where these are all. */
export function textsAt(texts: Texts, positions: Uint32Array): Texts {
  if (positions.length === texts.length) return texts;
  const builder = picked(texts, positions, new Map());
  return texts.nulls === null ? { ...builder, nulls: null } : builder;
}

/** Texts one list behind the other. */
export function joinTexts(lists: readonly Texts[]): Texts {
  if (lists.length === 1) return lists[0];
  const length = lists.reduce((sum, texts) => sum + texts.length, 0);
  const offsets = new Int32Array(length + 1);
  const bytes = new Uint8Array(lists.reduce((sum, texts) => sum + texts.offsets[texts.length], 0));
  const nulls = padded(new Uint8Array(0), length);
  let end = 0;
  let n = 0;
  for (const texts of lists) {
    bytes.set(texts.bytes.subarray(0, texts.offsets[texts.length]), end);
    for (let i = 0; i < texts.length; i++, n++) {
      const there = texts.nulls === null || ((texts.nulls[i >> 3] >> (i & 7)) & 1) === 1;
      if (there) nulls[n >> 3] |= 1 << (n & 7);
      offsets[n + 1] = end + texts.offsets[i + 1];
    }
    end += texts.offsets[texts.length];
  }
  return { length, offsets, bytes, nulls };
}

/** Bits in whole words of 64, as Arrow wants them. */
function padded(bits: Uint8Array, count: number): Uint8Array {
  const whole = new Uint8Array(Math.ceil((count + 1) / 64) * 8);
  whole.set(bits);
  return whole;
}
