/**
 * A column of texts as UTF-8, in the layout of Arrow: text `i` is the bytes `offsets[i]` to
 * `offsets[i + 1]`; bit `i` of `nulls` is 0 where there is none. A million of them are three
 * buffers, which change threads without a copy and go into the database as they are.
 */
export interface Texts {
  length: number;
  offsets: Int32Array;
  bytes: Uint8Array;
  /** One bit a text, least significant first; null where every text is there. */
  nulls: Uint8Array | null;
}

/** True where text `i` is there. */
export function isText(texts: Texts, i: number): boolean {
  if (i < 0 || i >= texts.length) return false;
  return texts.nulls === null || ((texts.nulls[i >> 3] >> (i & 7)) & 1) === 1;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** Up to this many bytes are put together by hand: the decoder of the platform costs more to call. */
const BY_HAND = 48;

/** Text `i`, or null. */
export function textAt(texts: Texts, i: number): string | null {
  if (!isText(texts, i)) return null;
  const { bytes } = texts;
  const end = texts.offsets[i + 1];
  let at = texts.offsets[i];
  if (end - at > BY_HAND) return decoder.decode(bytes.subarray(at, end));
  let text = '';
  while (at < end) {
    const a = bytes[at++];
    if (a < 0x80) text += String.fromCharCode(a);
    else if (a < 0xe0) text += String.fromCharCode(((a & 0x1f) << 6) | (bytes[at++] & 0x3f));
    else if (a < 0xf0)
      text += String.fromCharCode(
        ((a & 0x0f) << 12) | ((bytes[at++] & 0x3f) << 6) | (bytes[at++] & 0x3f),
      );
    else
      text += String.fromCodePoint(
        ((a & 0x07) << 18) |
          ((bytes[at++] & 0x3f) << 12) |
          ((bytes[at++] & 0x3f) << 6) |
          (bytes[at++] & 0x3f),
      );
  }
  return text;
}

/** Text `i`; empty where there is none. For columns that name their rows. */
export const wordAt = (texts: Texts, i: number): string => textAt(texts, i) ?? '';

/** The first position of a text, -1 where it does not occur. */
export function indexOfText(texts: Texts, text: string): number {
  const wanted = new TextEncoder().encode(text);
  const { offsets, bytes } = texts;
  for (let i = 0; i < texts.length; i++) {
    const from = offsets[i];
    if (offsets[i + 1] - from !== wanted.length || !isText(texts, i)) continue;
    let k = 0;
    while (k < wanted.length && bytes[from + k] === wanted[k]) k++;
    if (k === wanted.length) return i;
  }
  return -1;
}

/** All texts as a list; for columns that are short, and for tests. */
export const listOfTexts = (texts: Texts): (string | null)[] =>
  Array.from({ length: texts.length }, (_, i) => textAt(texts, i));

/** Packs texts one after the other. Lone surrogates become U+FFFD. */
export class TextsBuilder {
  readonly #encoder = new TextEncoder();
  readonly #offsets: Int32Array;
  #bytes: Uint8Array;
  #nulls: Uint8Array | null = null;
  #count = 0;
  #end = 0;

  /** `count` is how many texts will be added at the most. */
  constructor(count: number) {
    this.#offsets = new Int32Array(count + 1);
    this.#bytes = new Uint8Array(Math.max(64, count * 12));
  }

  add(text: string | null): void {
    const i = this.#count++;
    if (text === null) {
      this.#nulls ??= new Uint8Array(Math.ceil(this.#offsets.length / 64) * 8).fill(255);
      this.#nulls[i >> 3] &= ~(1 << (i & 7));
    } else {
      const most = this.#end + text.length * 3;
      if (most > this.#bytes.length) this.#grow(most);
      this.#end += this.#put(text);
    }
    this.#offsets[i + 1] = this.#end;
  }

  build(): Texts {
    return {
      length: this.#count,
      offsets: this.#offsets.slice(0, this.#count + 1),
      bytes: this.#bytes.slice(0, this.#end),
      nulls: this.#nulls,
    };
  }

  #put(text: string): number {
    const bytes = this.#bytes;
    let at = this.#end;
    for (let k = 0; k < text.length; k++) {
      const unit = text.charCodeAt(k);
      if (unit >= 0x80) return this.#encoder.encodeInto(text, bytes.subarray(this.#end)).written;
      bytes[at++] = unit;
    }
    return text.length;
  }

  #grow(least: number): void {
    const larger = new Uint8Array(Math.max(least, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = larger;
  }
}

/** Packs a list of texts. */
export function packTexts(values: readonly (string | null)[]): Texts {
  const builder = new TextsBuilder(values.length);
  for (const value of values) builder.add(value);
  return builder.build();
}

/** As many missing texts. */
export function noTexts(count: number): Texts {
  const nulls = new Uint8Array(Math.ceil((count + 1) / 64) * 8).fill(255);
  nulls.fill(0, 0, count >> 3);
  if (count % 8 > 0) nulls[count >> 3] = (255 << (count % 8)) & 255;
  const offsets = new Int32Array(count + 1);
  return { length: count, offsets, bytes: new Uint8Array(0), nulls: count === 0 ? null : nulls };
}

/** What a record is called: its name, else its identifier. */
export const nameAt = (table: { name: Texts; id: Texts }, i: number): string =>
  textAt(table.name, i) ?? wordAt(table.id, i);
