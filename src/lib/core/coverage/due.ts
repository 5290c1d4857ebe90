import { NONE, UNIT_STATUSES } from '#lib/core/model.ts';
import type { Units } from '#lib/core/model.ts';
import type { DueRule } from '#lib/core/coverage/pack.ts';
import { repeatedUnits } from '#lib/core/coverage/repeated-units.ts';
import type { UnitRules } from '#lib/core/coverage/rule-sets.ts';
import type { RuleIndex } from '#lib/core/coverage/rules.ts';
import { appliesToKind } from '#lib/core/coverage/rules.ts';
import { isText } from '#lib/core/texts.ts';

/** The denominator ledger: which units are due, and by which rule the others are exempt. */
export interface DueVerdicts {
  /** 1 due, 0 exempt. */
  due: Uint8Array;
  /** Index into the rule ids, 0 where the unit is due. */
  exemptRule: Uint16Array;
}

/** A rule by the codes it holds for: 1 where it does. */
interface ExemptTest {
  rule: number;
  status: Uint8Array;
  kind: Uint8Array;
  below: [Float64Array, number][];
  declared: boolean;
  /** It depends on the other units. */
  duplicate: boolean;
}

const CODES = NONE + 1;

function exemptTest(rule: DueRule, units: Units, rules: RuleIndex): ExemptTest {
  const { status, kinds, below, declared, duplicate } = rule.when;
  const named = (code: number) => (code === NONE ? 'open' : UNIT_STATUSES[code]);
  return {
    rule: rules.of(rule.id),
    status: Uint8Array.from({ length: CODES }, (_, code) =>
      status === undefined || status.includes(named(code)) ? 1 : 0,
    ),
    kind: Uint8Array.from({ length: CODES }, (_, code) => (appliesToKind(kinds, code) ? 1 : 0)),
    below: Object.entries(below ?? {}).map(([field, limit]) => [
      units[field as keyof NonNullable<typeof below>],
      limit,
    ]),
    declared: declared === true,
    duplicate: duplicate === true,
  };
}

function exempts(test: ExemptTest, units: Units, unit: number): boolean {
  const { status, kind, below, declared } = test;
  if (status[units.status[unit]] === 0 || kind[units.kind[unit]] === 0) return false;
  for (const [counts, limit] of below) if (!(counts[unit] < limit)) return false;
  return !declared || (isText(units.exempt, unit) && isText(units.approver, unit));
}

/** The first test that exempts a unit; those of duplicates only where it `repeats` another. */
function exempting(
  tests: readonly ExemptTest[],
  units: Units,
  unit: number,
  repeats: boolean,
): ExemptTest | null {
  for (const test of tests)
    if ((repeats || !test.duplicate) && exempts(test, units, unit)) return test;
  return null;
}

/**
 * Decides for every unit whether it belongs to the denominator; the first matching rule of the set
 * it follows exempts. A status that is not given is taken to be open; a count that is not known is
 * never below a threshold; a reason declared without an office that approved it exempts nothing. Of
 * units that stand several times the first that no earlier rule exempts stays due.
 * Source: General Office 2012 No. 11 (the base is enterprises in real operation).
 */
export function dueVerdicts(units: Units, { sets, of }: UnitRules, rules: RuleIndex): DueVerdicts {
  const due = new Uint8Array(units.count).fill(1);
  const exemptRule = new Uint16Array(units.count);
  const tests = sets.map((set) => set.due.map((rule) => exemptTest(rule, units, rules)));
  const exempt = (unit: number, { rule }: ExemptTest): void => {
    due[unit] = 0;
    exemptRule[unit] = rule;
  };
  /** Units that are exempt if they stand a second time, which is known once all others are decided. */
  const waiting: number[] = [];
  for (let unit = 0; unit < units.count; unit++) {
    const test = exempting(tests[of[unit]], units, unit, true);
    if (test === null) continue;
    if (test.duplicate) waiting.push(unit);
    else exempt(unit, test);
  }
  if (waiting.length === 0) return { due, exemptRule };
  const first = repeatedUnits(units, due);
  for (const unit of waiting) {
    const test = exempting(tests[of[unit]], units, unit, first[unit] >= 0);
    if (test !== null) exempt(unit, test);
  }
  return { due, exemptRule };
}
