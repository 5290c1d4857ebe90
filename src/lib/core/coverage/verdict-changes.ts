import { LEDGERS, NO, STATES, UNKNOWN, YES } from '#lib/core/model.ts';
import type { Ledger } from '#lib/core/model.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';

/** Units whose verdict goes from one state to another, decided by the same two rules. */
export interface VerdictChange {
  /** Codes of STATES; in the denominator 1 due and 0 exempt. */
  from: number;
  to: number;
  /** Rules that decided before and after, empty where the unit is due. */
  ruleFrom: string;
  ruleTo: string;
  /** Ascending. */
  units: Uint32Array;
}

/** What changes in one ledger: how many units, and by which states and rules, the most first. */
export interface LedgerChanges {
  count: number;
  changes: VerdictChange[];
}
export type VerdictChanges = Record<Ledger | 'due', LedgerChanges>;

interface Column {
  state: Uint8Array;
  rule: Uint16Array;
  rules: string[];
}

function changesOf(a: Column, b: Column, counts: (unit: number) => boolean): LedgerChanges {
  const groups = new Map<number, number[]>();
  const width = b.rules.length;
  for (let unit = 0; unit < a.state.length; unit++) {
    if (a.state[unit] === b.state[unit] || !counts(unit)) continue;
    const states = a.state[unit] * STATES.length + b.state[unit];
    const key = (states * a.rules.length + a.rule[unit]) * width + b.rule[unit];
    const group = groups.get(key);
    if (group) group.push(unit);
    else groups.set(key, [unit]);
  }
  const changes = [...groups.values()].map((units): VerdictChange => {
    const [first] = units;
    return {
      from: a.state[first],
      to: b.state[first],
      ruleFrom: a.rules[a.rule[first]],
      ruleTo: b.rules[b.rule[first]],
      units: Uint32Array.from(units),
    };
  });
  changes.sort((x, y) => y.units.length - x.units.length || x.units[0] - y.units[0]);
  return { count: changes.reduce((sum, { units }) => sum + units.length, 0), changes };
}

/**
 * What differs between two audits of one project. A ledger's verdict counts where the unit is due
 * before or after: of a unit that is exempt in both no rate says anything.
 */
export function verdictChanges(before: Audit, after: Audit): VerdictChanges {
  const due = (audit: Audit): Column => ({
    state: audit.due,
    rule: audit.exemptRule,
    rules: audit.rules,
  });
  const found = {
    due: changesOf(due(before), due(after), () => true),
  } as VerdictChanges;
  const column = (audit: Audit, ledger: Ledger): Column => ({
    ...{ state: audit[ledger].state, rule: audit[ledger].rule },
    rules: audit.rules,
  });
  for (const ledger of LEDGERS)
    found[ledger] = changesOf(
      column(before, ledger),
      column(after, ledger),
      (unit) => before.due[unit] === 1 || after.due[unit] === 1,
    );
  return found;
}

/** n, N and what N holds besides, of one ledger. */
export interface LedgerRate {
  yes: number;
  no: number;
  unknown: number;
  due: number;
  /** Share 0 .. 1; null where nothing is due. */
  rate: number | null;
}

/** The rates of a whole project; work is over what no organisation covers, as on every screen. */
export function auditRates(audit: Audit): Record<Ledger, LedgerRate> {
  const rates = {} as Record<Ledger, LedgerRate>;
  for (const ledger of LEDGERS) {
    const counts = [0, 0, 0];
    const { state } = audit[ledger];
    for (let unit = 0; unit < state.length; unit++) {
      if (audit.due[unit] === 0) continue;
      if (ledger === 'work' && audit.organisation.state[unit] === YES) continue;
      counts[state[unit]] += 1;
    }
    const [yes, no, unknown] = [counts[YES], counts[NO], counts[UNKNOWN]];
    const due = yes + no + unknown;
    rates[ledger] = { yes, no, unknown, due, rate: due === 0 ? null : yes / due };
  }
  return rates;
}
