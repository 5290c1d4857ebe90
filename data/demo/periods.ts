/** The four quarters of the demo city. The last is the one that is shown. */
export const PERIODS = [
  { label: '2026Q1', asOf: '2026-03-31' },
  { label: '2026Q2', asOf: '2026-06-30' },
  { label: '2026Q3', asOf: '2026-09-30' },
  { label: '2026Q4', asOf: '2026-12-31' },
] as const;

/** First period in which the split street has its new codes. */
export const SPLIT_PERIOD = 3;
