import { textBetween } from '#lib/core/ingest/text/cell-text.ts';
import type { TextBytes } from '#lib/core/ingest/text/cell-text.ts';

const QUOTE = 0x22;

/**
 * Offset of the quote that closes the cell between two offsets, whose first byte is a quote; the
 * white space that may stand behind it is no part of the cell.
 */
export function closingQuote(bytes: Uint8Array, to: number): number {
  let at = to - 1;
  while (bytes[at] !== QUOTE) at--;
  return at;
}

/** The text of a cell as it was cut: a quoted one without its quotes, doubled quotes single. */
export function csvCell(text: TextBytes, at: number, to: number): string {
  if (to <= at) return '';
  if (text.bytes[at] !== QUOTE) return textBetween(text, at, to);
  const inside = textBetween(text, at + 1, closingQuote(text.bytes, to));
  return inside.includes('"') ? inside.replaceAll('""', '"') : inside;
}
