import type { Counts } from '#lib/core/report/counts.ts';
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

/** The rate of a ledger as the screen shows it: work coverage is over what no organisation covers. */
export function rateOf(counts: Counts, ledger: Ledger): Rate {
  const prefix = ledger === 'work' ? 'work_alone' : ledger;
  const yes = counts[`${prefix}_yes`];
  const no = counts[`${prefix}_no`];
  const unknown = counts[`${prefix}_unknown`];
  const due = yes + no + unknown;
  return { yes, no, unknown, due, rate: due > 0 ? yes / due : null, excluded: counts.units - due };
}

/** Whether nothing at all is known of what is due: a share of 0 would then mislead. */
export const allUnknown = ({ due, unknown }: Rate): boolean => due > 0 && unknown === due;

/** Blank spots of a ledger: what the map shows as paper. */
export function blankOf(counts: Counts, ledger: Ledger): number {
  if (ledger === 'organisation') return counts.blank;
  return ledger === 'work' ? counts.work_alone_no : counts.service_no;
}
