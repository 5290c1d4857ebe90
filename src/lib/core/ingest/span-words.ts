import { csvCell } from '#lib/core/ingest/csv-cell.ts';
import { NO_WORD } from '#lib/core/ingest/fast-column.ts';
import type { ColumnSpans, ColumnText, FastWords } from '#lib/core/ingest/fast-column.ts';

/** Different cells of a column at the most. */
const MOST_WORDS = 4096;
const SLOTS = 4 * MOST_WORDS;
/** Longest cell of a column of words, in bytes. */
const LONGEST_WORD = 96;
/** Cells after which it is asked whether they recur: each four times on average. */
const TRIAL = 4096;
const RECURRING = 4;

/** Finds the different cells of a column by their bytes; null where they are many, or long. */
export function wordsOf({ text, starts, nexts, gap }: ColumnSpans): FastWords | null {
  const { bytes } = text;
  const rows = starts.length;
  const at = new Uint16Array(rows);
  const slots = new Uint16Array(SLOTS).fill(NO_WORD);
  const first = new Uint32Array(MOST_WORDS);
  const counts = new Uint32Array(MOST_WORDS);
  const hashes = new Int32Array(MOST_WORDS);
  // The words themselves, one behind the other: what is compared with should lie close together.
  const spelled = new Uint8Array(MOST_WORDS * LONGEST_WORD);
  const ends = new Uint32Array(MOST_WORDS + 1);
  let words = 0;
  let filled = 0;
  for (let row = 0; row < rows; row++) {
    const start = starts[row];
    const end = nexts[row] - gap;
    if (end <= start) {
      at[row] = NO_WORD;
      continue;
    }
    if (end - start > LONGEST_WORD) return null;
    if (++filled === TRIAL && words * RECURRING > filled) return null;
    let hash = end - start;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
    let slot = (hash ^ (hash >>> 14)) & (SLOTS - 1);
    let word = slots[slot];
    for (; word !== NO_WORD; word = slots[slot]) {
      const from = ends[word];
      if (hashes[word] === hash && ends[word + 1] - from === end - start) {
        let i = start;
        for (let k = from; i < end && spelled[k] === bytes[i]; k++) i++;
        if (i === end) break;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    if (word === NO_WORD) {
      if (words === MOST_WORDS) return null;
      word = slots[slot] = words++;
      first[word] = row;
      hashes[word] = hash;
      let k = ends[word];
      for (let i = start; i < end; i++) spelled[k++] = bytes[i];
      ends[words] = k;
    }
    counts[word]++;
    at[row] = word;
  }
  if (words * RECURRING > filled) return null;
  const cells = Array.from(first.subarray(0, words), (row) =>
    csvCell(text, starts[row], nexts[row] - gap),
  );
  return withoutEmpty({ cells, first: first.slice(0, words), counts: counts.slice(0, words), at });
}

/** The texts of a column from its different cells; null where they are too long together. */
export function textOfWords({ cells, counts, at }: FastWords): ColumnText | null {
  const encoder = new TextEncoder();
  const spelled = cells.map((cell) => encoder.encode(cell));
  const total = spelled.reduce((sum, { length }, word) => sum + length * counts[word], 0);
  if (total > 0x7fffffff) return null;
  const bytes = new Uint8Array(total);
  const offsets = new Int32Array(at.length + 1);
  const filled = new Uint8Array((at.length + 7) >> 3);
  let empty = false;
  let n = 0;
  for (let row = 0; row < at.length; row++) {
    if (at[row] === NO_WORD) empty = true;
    else {
      const word = spelled[at[row]];
      for (let k = 0; k < word.length; k++) bytes[n++] = word[k];
      filled[row >> 3] |= 1 << (row & 7);
    }
    offsets[row + 1] = n;
  }
  return { offsets, bytes, validity: empty ? filled : null };
}

/** Quotes around nothing are an empty cell. */
function withoutEmpty(words: FastWords): FastWords {
  const { cells, first, counts, at } = words;
  if (!cells.includes('')) return words;
  const kept = [...cells.keys()].filter((word) => cells[word] !== '');
  const position = new Uint16Array(cells.length).fill(NO_WORD);
  kept.forEach((word, k) => (position[word] = k));
  return {
    cells: kept.map((word) => cells[word]),
    first: Uint32Array.from(kept, (word) => first[word]),
    counts: Uint32Array.from(kept, (word) => counts[word]),
    at: at.map((word) => (word === NO_WORD ? NO_WORD : position[word])),
  };
}
