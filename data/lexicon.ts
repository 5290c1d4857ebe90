import cells from '#data/cell-words.json' with { type: 'json' };
import contract from '#data/contract.json' with { type: 'json' };
import crs from '#data/crs-words.json' with { type: 'json' };
import sheets from '#data/words.json' with { type: 'json' };
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';

/** The words that ship with the product. */
export const lexicon = { contract, sheets, cells, crs } as unknown as Lexicon;
