/** The measures of a set of units, as the counting views name them. */
export const MEASURES = [
  'units',
  'due',
  'exempt',
  'organisation_yes',
  'organisation_no',
  'organisation_unknown',
  'standalone',
  'joint',
  'work_yes',
  'work_no',
  'work_unknown',
  'work_alone_yes',
  'work_alone_no',
  'work_alone_unknown',
  'service_yes',
  'service_no',
  'service_unknown',
  'partial',
  'blank',
  'unsure',
] as const;
export type Measure = (typeof MEASURES)[number];

/**
 * Counts of one set of units. `due = yes + no + unknown` in each ledger; `work_alone_*` is the work
 * ledger over due units that no organisation covers; `partial`, `blank` and `unsure` count looks.
 */
export type Counts = Record<Measure, number>;

/** Counts of many sets by columns: entry i of each is one set. */
export type CountColumns = Record<Measure, ArrayLike<number>>;

/** Counts of every division in the project's order, with everything below it; `own` stands in it and in no child. */
export type DivisionCounts = CountColumns & { own: ArrayLike<number> };

/** Counts of one kind; 255 where the kind is not known. */
export type KindCounts = Counts & { kind: number };

/** Counts of one kind in one division. */
export type DivisionKindCounts = CountColumns & {
  count: number;
  division: ArrayLike<number>;
  kind: ArrayLike<number>;
};

/** One set out of the columns. */
export function countsAt(columns: CountColumns, i: number): Counts {
  const counts = {} as Counts;
  for (const measure of MEASURES) counts[measure] = columns[measure][i];
  return counts;
}
