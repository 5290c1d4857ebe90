import type { CountColumns, Counts } from '#lib/core/report/counts.ts';
import type { Ledger } from '#lib/core/model.ts';

/** n / N of one ledger over one set of units: `due` is N, `yes` is n, `unknown` is inside N. */
export interface Rate {
  yes: number;
  no: number;
  unknown: number;
  due: number;
  /** Share 0..1; null where nothing is due. */
  rate: number | null;
  /** Exempt, and in the work ledger the organised: what N leaves out. */
  excluded: number;
}

const prefixOf = (ledger: Ledger) => (ledger === 'work' ? 'work_alone' : ledger);

function rateFrom(yes: number, no: number, unknown: number, units: number): Rate {
  const due = yes + no + unknown;
  return { yes, no, unknown, due, rate: due > 0 ? yes / due : null, excluded: units - due };
}

/** The rate of a ledger as the screen shows it: work coverage is over what no organisation covers. */
export function rateOf(counts: Counts, ledger: Ledger): Rate {
  const of = prefixOf(ledger);
  const { [`${of}_yes` as const]: yes, [`${of}_no` as const]: no } = counts;
  return rateFrom(yes, no, counts[`${of}_unknown`], counts.units);
}

/** The same of set `i` of many. */
export function rateAt(columns: CountColumns, i: number, ledger: Ledger): Rate {
  const of = prefixOf(ledger);
  const { [`${of}_yes` as const]: yes, [`${of}_no` as const]: no } = columns;
  return rateFrom(yes[i], no[i], columns[`${of}_unknown`][i], columns.units[i]);
}

/** Whether nothing at all is known of what is due: a share of 0 would then mislead. */
export const allUnknown = ({ due, unknown }: Rate): boolean => due > 0 && unknown === due;

/** Blank spots of a ledger: what the map shows as paper. */
export function blanksOf(columns: CountColumns, ledger: Ledger): ArrayLike<number> {
  if (ledger === 'organisation') return columns.blank;
  return ledger === 'work' ? columns.work_alone_no : columns.service_no;
}

/** The rates of all sets, 0..1, NaN where nothing is due, and how much of what is due is unknown. */
export function rateColumns(
  columns: CountColumns,
  ledger: Ledger,
): { rate: Float64Array; unknown: Float64Array } {
  const of = prefixOf(ledger);
  const { [`${of}_yes` as const]: yes, [`${of}_no` as const]: no } = columns;
  const unsure = columns[`${of}_unknown`];
  const rate = new Float64Array(yes.length);
  const unknown = new Float64Array(yes.length);
  for (let i = 0; i < rate.length; i++) {
    const due = yes[i] + no[i] + unsure[i];
    rate[i] = due > 0 ? yes[i] / due : NaN;
    unknown[i] = due > 0 ? unsure[i] / due : 0;
  }
  return { rate, unknown };
}
