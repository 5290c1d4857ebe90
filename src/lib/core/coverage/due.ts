import { NONE, UNIT_STATUSES } from '#lib/core/model.ts';
import type { Units } from '#lib/core/model.ts';
import type { DueRule, RulePack } from '#lib/core/coverage/pack.ts';
import type { RuleIndex } from '#lib/core/coverage/rules.ts';
import { appliesToKind } from '#lib/core/coverage/rules.ts';

/** The denominator ledger: which units are due, and by which rule the others are exempt. */
export interface DueVerdicts {
  /** 1 due, 0 exempt. */
  due: Uint8Array;
  /** Index into the rule ids, 0 where the unit is due. */
  exemptRule: Uint16Array;
}

function exempts(rule: DueRule, units: Units, unit: number): boolean {
  const { status, below } = rule.when;
  if (status !== undefined) {
    const code = units.status[unit];
    if (!status.includes(code === NONE ? 'open' : UNIT_STATUSES[code])) return false;
  }
  if (!appliesToKind(rule.when.kinds, units.kind[unit])) return false;
  for (const [field, limit] of Object.entries(below ?? {})) {
    const count = units[field as keyof NonNullable<typeof below>][unit];
    if (Number.isNaN(count) || count >= limit) return false;
  }
  return true;
}

/**
 * Decides for every unit whether it belongs to the denominator; the first matching rule exempts.
 * A status that is not given is taken to be open; a count that is not known is never below a
 * threshold. Source: General Office 2012 No. 11 (the base is enterprises in real operation).
 */
export function dueVerdicts(units: Units, pack: RulePack, rules: RuleIndex): DueVerdicts {
  const due = new Uint8Array(units.count).fill(1);
  const exemptRule = new Uint16Array(units.count);
  for (let unit = 0; unit < units.count; unit++) {
    const rule = pack.due.find((candidate) => exempts(candidate, units, unit));
    if (rule === undefined) continue;
    due[unit] = 0;
    exemptRule[unit] = rules.of(rule.id);
  }
  return { due, exemptRule };
}
