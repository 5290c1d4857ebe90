import type { TableName } from '#lib/core/model.ts';
import { TABLES } from '#lib/core/model.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import { baseName } from '#lib/core/ingest/spelling.ts';

/** A table that a name speaks of, and what all rows of a sheet of that name are. */
export interface NameHint {
  table: TableName;
  constants: Record<string, string>;
}

const LATIN = /^[a-z0-9]+$/;

/**
 * The table a name speaks of by a word inside it. The word that ends last counts, as the head of a
 * Chinese noun stands at its end: a ledger of the organisations in buildings holds organisations.
 */
export function hintOf(name: string, contract: Contract): NameHint | null {
  const plain = baseName(name)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\.[a-z0-9]{1,8}$/, '');
  let best: (NameHint & { end: number; length: number }) | null = null;
  const own = TABLES.map((table) => ({
    table,
    words: [contract.tables[table].zh, ...contract.tables[table].files],
    constants: undefined,
  }));
  for (const { table, words, constants = {} } of [...contract.offices.tables, ...own])
    for (const word of words) {
      const at = LATIN.test(word) ? latinAt(plain, word) : plain.lastIndexOf(word);
      if (at < 0) continue;
      const end = at + word.length;
      if (best && (best.end > end || (best.end === end && best.length >= word.length))) continue;
      best = { table, constants, end, length: word.length };
    }
  return best && { table: best.table, constants: best.constants };
}

/** Where a word of Latin letters stands by itself in a name, -1 where it does not. */
function latinAt(name: string, word: string): number {
  for (let at = name.lastIndexOf(word); at >= 0; at = at > 0 ? name.lastIndexOf(word, at - 1) : -1)
    if (!/[a-z]/.test(name.charAt(at - 1)) && !/[a-z]/.test(name.charAt(at + word.length)))
      return at;
  return -1;
}
