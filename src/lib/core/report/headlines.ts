import { LEDGERS } from '#lib/core/model.ts';
import type { Ledger } from '#lib/core/model.ts';
import { modeFigure, rateFigure } from '#lib/core/report/figures.ts';
import type { FigureRows, FigureScope } from '#lib/core/report/figures.ts';
import type { CountBlock, LedgerCounts } from '#lib/core/report/result.ts';

/** One rate as a report states it: n of N, what is unknown inside N, and the rows behind each. */
export interface Headline {
  /** Key of its name. */
  key: string;
  ledger: Ledger;
  yes: number;
  no: number;
  unknown: number;
  due: number;
  /** Share 0..1; null where nothing is due. */
  rate: number | null;
  rows: FigureRows;
}

const share = (n: number, due: number): number | null => (due === 0 ? null : n / due);

function ledgerHeadline(ledger: Ledger, counts: LedgerCounts, scope: FigureScope): Headline {
  const { yes, no, unknown } = counts;
  const due = yes + no + unknown;
  const rows = rateFigure(ledger, 'yes', scope);
  return { key: `rate.${ledger}`, ledger, yes, no, unknown, due, rate: share(yes, due), rows };
}

/** The rates of one set of units: three ledgers, and how many of the organised stand alone or jointly. */
export function headlines(block: CountBlock, scope: FigureScope = {}): Headline[] {
  const { organisation, work, service, due } = block;
  const [first, ...others] = LEDGERS.map((ledger) =>
    ledgerHeadline(
      ledger,
      { organisation, work: work.without_organisation, service }[ledger],
      scope,
    ),
  );
  const modes = (['standalone', 'joint'] as const).map((mode): Headline => ({
    ...first,
    key: `mode.${mode}`,
    yes: organisation[mode],
    no: due - organisation.unknown - organisation[mode],
    rate: share(organisation[mode], due),
    rows: modeFigure(mode, scope),
  }));
  return [first, ...modes, ...others];
}
