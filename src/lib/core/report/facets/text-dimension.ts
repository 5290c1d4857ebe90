import { NOT_GIVEN, OTHER, type Dimension } from '#lib/core/report/facets/dimension.ts';
import { isText, wordAt, type Texts } from '#lib/core/texts.ts';

/** FNV-1a over bytes. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
  return hash >>> 0;
}

/** The number of each distinct text, -1 where there is none, and the first record that has it. */
function distinctTexts(texts: Texts): { number: Int32Array; first: number[] } {
  const { length, offsets, bytes } = texts;
  const number = new Int32Array(length).fill(-1);
  const first: number[] = [];
  let size = 1 << 10;
  let table = new Int32Array(size).fill(-1);
  const hashes: number[] = [];
  const same = (a: number, b: number): boolean => {
    const long = offsets[a + 1] - offsets[a];
    if (long !== offsets[b + 1] - offsets[b]) return false;
    for (let k = 0; k < long; k++)
      if (bytes[offsets[a] + k] !== bytes[offsets[b] + k]) return false;
    return true;
  };
  for (let i = 0; i < length; i++) {
    if (!isText(texts, i) || offsets[i + 1] === offsets[i]) continue;
    const hash = hashOf(bytes, offsets[i], offsets[i + 1]);
    let slot = hash & (size - 1);
    while (table[slot] >= 0 && !same(first[table[slot]], i)) slot = (slot + 1) & (size - 1);
    if (table[slot] < 0) {
      table[slot] = first.length;
      first.push(i);
      hashes.push(hash);
    }
    number[i] = table[slot];
    if (first.length * 2 > size) {
      size *= 4;
      table = new Int32Array(size).fill(-1);
      hashes.forEach((known, n) => {
        let at = known & (size - 1);
        while (table[at] >= 0) at = (at + 1) & (size - 1);
        table[at] = n;
      });
    }
  }
  return { number, first };
}

/**
 * The text each unit has in a column: the `most` that occur most often, the most frequent first (in
 * file order where equally often), then all others, then those without one.
 */
export function textDimension(id: string, texts: Texts, most: number): Dimension {
  const { number, first } = distinctTexts(texts);
  const n = new Uint32Array(first.length);
  for (const value of number) if (value >= 0) n[value]++;
  const top = [...n.keys()].sort((a, b) => n[b] - n[a] || a - b).slice(0, most);
  const code = new Uint16Array(first.length).fill(top.length);
  top.forEach((value, at) => (code[value] = at));
  const codes = new Uint16Array(texts.length);
  for (let i = 0; i < codes.length; i++)
    codes[i] = number[i] < 0 ? top.length + 1 : code[number[i]];
  return {
    id,
    codes,
    keys: [...top.map((value) => wordAt(texts, first[value])), OTHER, NOT_GIVEN],
  };
}
