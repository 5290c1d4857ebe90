import type { CrsWords } from '#lib/core/geo/crs/crs-text.ts';
import type { CellWords } from '#lib/core/ingest/cell-words.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import type { SheetWords } from '#lib/core/ingest/header.ts';

/** All the words by which files are understood: data, never code. */
export interface Lexicon {
  contract: Contract;
  /** Titles, notes and footnotes around a table. */
  sheets: SheetWords;
  /** Units of quantities, surnames, suffixes of names. */
  cells: CellWords;
  /** Spellings of coordinate systems. */
  crs: CrsWords;
}
