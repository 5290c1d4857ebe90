const CONTINUE = 0x003c;
const WIDE = 1;
const EXTENDED = 4;
const FORMATTED = 8;

/** A table of shared texts with the records that continue it. */
interface Table {
  bytes: Uint8Array;
  /** Where a record begins in `bytes`; a text that goes on there begins with its width again. */
  starts: Set<number>;
}

function tableAt(stream: Uint8Array, body: number, length: number): Table {
  const u16 = (at: number) => stream[at] | (stream[at + 1] << 8);
  const pieces = [stream.subarray(body, body + length)];
  let at = body + length;
  for (; at + 4 <= stream.length && u16(at) === CONTINUE; at += 4 + u16(at + 2))
    pieces.push(stream.subarray(at + 4, at + 4 + u16(at + 2)));
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  const starts = new Set<number>();
  let filled = 0;
  for (const piece of pieces) {
    starts.add(filled);
    bytes.set(piece, filled);
    filled += piece.length;
  }
  return { bytes, starts };
}

/** Position behind `count` characters from `at` on. */
function afterCharacters({ bytes, starts }: Table, from: number, count: number, wide: boolean) {
  let at = from;
  let width = wide ? 2 : 1;
  for (let left = count; left > 0 && at < bytes.length; left--) {
    if (starts.has(at)) width = bytes[at++] & WIDE ? 2 : 1;
    at += width;
  }
  return at;
}

/**
 * How many texts a table of shared ones holds whose length can be read, up to `most`: one that
 * breaks off inside it would be read without end. `body` is where the record's own bytes begin.
 * [MS-XLS] 2.4.265, 2.5.293.
 */
export function sharedTexts(
  stream: Uint8Array,
  body: number,
  length: number,
  most: number,
): number {
  const table = tableAt(stream, body, length);
  const { bytes } = table;
  const view = new DataView(bytes.buffer);
  let count = 0;
  for (let at = 8; count < most && at + 2 <= bytes.length; count++) {
    const characters = view.getUint16(at, true);
    const flags = bytes[at + 2] ?? 0;
    let skipped = 0;
    at += 3;
    if (flags & FORMATTED && at + 2 <= bytes.length) skipped += 4 * view.getUint16(at, true);
    if (flags & FORMATTED) at += 2;
    if (flags & EXTENDED && at + 4 <= bytes.length) skipped += view.getUint32(at, true);
    if (flags & EXTENDED) at += 4;
    at = afterCharacters(table, at, characters, (flags & WIDE) !== 0) + skipped;
  }
  return count;
}
