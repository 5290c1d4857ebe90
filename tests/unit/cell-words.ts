import cellWordsJson from '#data/cell-words.json' with { type: 'json' };
import type { CellWords } from '#lib/core/ingest/cell-words.ts';

export const cellWords = cellWordsJson as unknown as CellWords;

/** Numbers in [0, 1) that follow from the seed (mulberry32). */
export function seeded(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
