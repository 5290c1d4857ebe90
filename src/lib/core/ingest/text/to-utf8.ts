import { lineEnd, lineKind } from '#lib/core/ingest/text/encoding.ts';
import type { Survey } from '#lib/core/ingest/text/encoding.ts';

/** Bytes decoded between two pauses. */
const STRETCH = 1_000_000;

/** A list of bytes that grows as it is written. */
class ByteList {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  add(text: string): void {
    const most = this.#length + text.length * 3;
    if (most > this.#bytes.length) {
      const wider = new Uint8Array(Math.max(most, Math.ceil(this.#bytes.length * 1.25)));
      wider.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = wider;
    }
    this.#length += new TextEncoder().encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

/**
 * The text of a survey as UTF-8 without its mark; what fits no encoding becomes U+FFFD. Decodes a
 * stretch at a time, so that beside the bytes there is only the result; yields the bytes read.
 */
export function* toUtf8(bytes: Uint8Array, survey: Survey): Generator<number, Uint8Array, void> {
  const { encoding, start } = survey;
  const into = new ByteList(Math.ceil((bytes.length - start) * 1.2) + 64);
  if (encoding !== 'mixed') {
    const decoder = new TextDecoder(encoding, { ignoreBOM: true });
    for (let at = start; at < bytes.length; at += STRETCH) {
      into.add(decoder.decode(bytes.subarray(at, at + STRETCH), { stream: true }));
      yield Math.min(at + STRETCH, bytes.length);
    }
    into.add(decoder.decode());
    return into.bytes;
  }
  const decoders = {
    'utf-8': new TextDecoder('utf-8', { ignoreBOM: true }),
    gb18030: new TextDecoder('gb18030'),
  };
  let current: keyof typeof decoders | null = null;
  let from = start;
  for (let at = start; at < bytes.length;) {
    const to = lineEnd(bytes, at);
    const kind = lineKind(bytes, at, to);
    const meant = kind === 'rare' ? 'gb18030' : kind;
    const turn = meant !== 'either' && meant !== 'damaged' && meant !== current;
    if ((turn && current !== null) || at - from > STRETCH) {
      into.add(decoders[current ?? 'utf-8'].decode(bytes.subarray(from, at)));
      from = at;
      yield at;
    }
    if (turn) current = meant;
    at = to;
  }
  into.add(decoders[current ?? 'utf-8'].decode(bytes.subarray(from)));
  return into.bytes;
}
