import type { Hypothesis } from '#lib/core/ingest/detective/hypothesis.ts';

/** How many of the rows looked at speak for a hypothesis. */
export interface CrsScore {
  hypothesis: Hypothesis;
  /** In the division that the row itself names. */
  inNamed: number;
  /** Rows that name a division with a polygon; the same for all. */
  named: number;
  /** In any division; where none is drawn, in China. */
  inside: number;
  /** Within 30 m of a position that is already sure. */
  near: number;
  /** Rows looked at; the same for all. */
  total: number;
}

/** What is known of the coordinate system of two columns. */
export interface CrsVerdict {
  /** Null where no way to read the columns puts a fair share of them anywhere in China. */
  best: Hypothesis | null;
  sure: 'sure' | 'ask';
  /** Null where nothing is declared. */
  declaredAgrees: boolean | null;
  /** What the rows do not rule out, `best` first; a second entry means that a person must say. */
  open: Hypothesis[];
  /** Rows in two systems a few hundred metres apart; `oddRows` lists those that show it. */
  mixed: boolean;
  /** Metres of Gauss-Kruger that nothing declares: read as CGCS2000; on Xi'an 1980 they would be some 100 m off. */
  datumAssumed: boolean;
  /** Of all that was tried in earnest, by `inNamed`, `near`, `inside`, and the simplest first. */
  scores: CrsScore[];
}
