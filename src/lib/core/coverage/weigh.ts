import type { Audit } from '#lib/core/coverage/verdict.ts';
import { auditRates, verdictChanges } from '#lib/core/coverage/verdict-changes.ts';
import type { LedgerRate, VerdictChanges } from '#lib/core/coverage/verdict-changes.ts';
import type { Ledger } from '#lib/core/model.ts';

/** What would change of the verdicts under another pack, and the rates before and after. */
export interface Weighed {
  changes: VerdictChanges;
  before: Record<Ledger, LedgerRate>;
  after: Record<Ledger, LedgerRate>;
  /** Units that are due, before and after. */
  due: [number, number];
}

/** What differs between two audits of one project, and the rates of both. */
export function weighAudits(old: Audit, now: Audit): Weighed {
  const dueOf = (due: Uint8Array): number => due.reduce((sum, one) => sum + one, 0);
  return {
    changes: verdictChanges(old, now),
    before: auditRates(old),
    after: auditRates(now),
    due: [dueOf(old.due), dueOf(now.due)],
  };
}
