import { LEDGERS, STATES, YES } from '#lib/core/model.ts';
import type { Divisions, Ledger, State, Units } from '#lib/core/model.ts';
import { ruleSets } from '#lib/core/coverage/rule-sets.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';

/** Due units by state; `due` is the denominator. */
export type LedgerCounts = Record<State, number> & { due: number };

export interface BeforeAfter {
  before: LedgerCounts;
  after: LedgerCounts;
}

/** What becomes of the ledgers when some units get a joint branch. */
export interface WhatIf {
  /** Units that become covered: due, not covered before, and under rules that count joint branches. */
  newly: Uint32Array;
  ledgers: Record<Ledger, BeforeAfter>;
  /** Work among the units without an organisation, the official figure. */
  workWithoutOrganisation: BeforeAfter;
}

const none = (): LedgerCounts => ({ no: 0, yes: 0, unknown: 0, due: 0 });

/**
 * Counts the ledgers as they are, and as they are when the units of some branches are covered by
 * them. Only the ledger of organisations changes, and with it who is counted for the official
 * figure of work; `within` keeps the counts to some units (1) of the project.
 */
export function whatIf(
  project: {
    units: Pick<Units, 'count' | 'division'>;
    divisions: Pick<Divisions, 'count' | 'code' | 'parent'>;
  },
  pack: RulePack,
  audit: Pick<Audit, 'due'> & Record<Ledger, { state: Uint8Array }>,
  units: Iterable<number>,
  within: Uint8Array | null = null,
): WhatIf {
  const { sets, ofDivision: of } = ruleSets(project.divisions, pack);
  const counts = sets.map(({ organisation }) => organisation.modes.includes('joint'));
  const state = audit.organisation.state.slice();
  const newly: number[] = [];
  for (const unit of new Set(units)) {
    const covers = counts[of[project.units.division[unit]] ?? 0];
    if (audit.due[unit] !== 1 || state[unit] === YES || !covers) continue;
    state[unit] = YES;
    newly.push(unit);
  }
  const ledgers = Object.fromEntries(
    LEDGERS.map((ledger) => [ledger, { before: none(), after: none() }]),
  ) as Record<Ledger, BeforeAfter>;
  const workWithoutOrganisation = { before: none(), after: none() };
  const add = (to: LedgerCounts, code: number): void => {
    to.due++;
    to[STATES[code]]++;
  };
  for (let i = 0; i < project.units.count; i++) {
    if (audit.due[i] !== 1 || (within !== null && within[i] !== 1)) continue;
    for (const ledger of LEDGERS) add(ledgers[ledger].before, audit[ledger].state[i]);
    add(ledgers.organisation.after, state[i]);
    add(ledgers.work.after, audit.work.state[i]);
    add(ledgers.service.after, audit.service.state[i]);
    const work = audit.work.state[i];
    if (audit.organisation.state[i] !== YES) add(workWithoutOrganisation.before, work);
    if (state[i] !== YES) add(workWithoutOrganisation.after, work);
  }
  return { newly: Uint32Array.from(newly.sort((a, b) => a - b)), ledgers, workWithoutOrganisation };
}
