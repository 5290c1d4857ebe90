import { NO, UNIT_KINDS } from '#lib/core/model.ts';
import { listOfGroups } from '#lib/core/coverage/joint/assemble.ts';
import type { Grouping } from '#lib/core/coverage/joint/grouping.ts';
import type { HandContext } from '#lib/core/coverage/joint/hand-context.ts';

export const VIOLATION_CODES = [
  'not_due',
  'not_blank',
  'wrong_kind',
  'no_division',
  'no_position',
  'members_unknown',
  'branch_of_own',
  'too_few_units',
  'too_many_units',
  'too_few_members',
  'too_far_apart',
  'not_adjacent',
  'other_rules',
  'other_division',
  'other_trade',
  'other_host',
] as const;
export type ViolationCode = (typeof VIOLATION_CODES)[number];

/**
 * Why a group is not allowed: a code with the units it is about, and what was found against what
 * limit, null where there is no number. `too_far_apart` names the farthest pair, in metres; the
 * codes `other_...` and `not_adjacent` name the units that do not go with the group's first.
 */
export interface Violation {
  code: ViolationCode;
  group: number;
  units: number[];
  found: number | null;
  limit: number | null;
}

/** Everything that the rules have against a grouping, by group. */
export const violationsOf = (context: HandContext, grouping: Grouping): Violation[] =>
  listOfGroups(grouping).flatMap((units, group) => groupViolations(context, units, group));

/** Everything that the rules have against a group, which the rule set of its first unit judges. */
export function groupViolations(
  context: HandContext,
  units: readonly number[],
  group: number,
): Violation[] {
  const found: Violation[] = [];
  const note = (
    code: ViolationCode,
    about: readonly number[],
    value: number | null = null,
    limit: number | null = null,
  ): void => {
    if (about.length > 0) found.push({ code, group, units: [...about], found: value, limit });
  };
  const { kind, members, verdicts, metres } = context;
  const [first] = units;
  const rules = context.rulesOf(first);
  const { kinds, leastUnits, mostUnits, minMembers, maxDistanceM } = context.limitsOf(rules);

  note(
    'not_due',
    units.filter((unit) => verdicts.due[unit] !== 1),
  );
  note(
    'not_blank',
    units.filter((unit) => verdicts.organisation.state[unit] !== NO),
  );
  note(
    'wrong_kind',
    units.filter((unit) => !kinds.includes(UNIT_KINDS[kind[unit]])),
  );
  note(
    'no_division',
    units.filter((unit) => context.placeOf(unit) < 0),
  );
  const unknown = units.filter((unit) => !(members[unit] >= 0));
  note('members_unknown', unknown);
  for (const unit of units) if (context.isAlone(unit)) note('branch_of_own', [unit], members[unit]);
  if (units.length < leastUnits) note('too_few_units', units, units.length, leastUnits);
  if (units.length > mostUnits) note('too_many_units', units, units.length, mostUnits);
  const known = units.reduce((sum, unit) => sum + (members[unit] >= 0 ? members[unit] : 0), 0);
  if (known < minMembers) note('too_few_members', units, known, minMembers);
  if (maxDistanceM !== null) {
    note(
      'no_position',
      units.filter((unit) => Number.isNaN(metres(unit, unit))),
    );
    const [farthest, apart] = farthestPair(units, metres);
    if (apart > maxDistanceM) note('too_far_apart', farthest, apart, maxDistanceM);
  }
  const unlike = (of: (unit: number) => number): number[] => {
    const wanted = of(first);
    return units.filter((unit) => unit !== first && (of(unit) !== wanted || wanted < 0));
  };
  note('other_rules', unlike(context.rulesOf));
  note('other_division', unlike(context.placeOf));
  note('other_trade', unlike(context.tradeOf));
  note('other_host', unlike(context.hostOf));
  note('not_adjacent', unreached(context, units));
  return found;
}

function farthestPair(
  units: readonly number[],
  metres: (a: number, b: number) => number,
): [number[], number] {
  let pair: number[] = [];
  let most = -1;
  units.forEach((a, at) => {
    for (const b of units.slice(at + 1)) {
      const apart = metres(a, b);
      if (apart <= most || Number.isNaN(apart)) continue;
      most = apart;
      pair = [a, b];
    }
  });
  return [pair, most];
}

/** Grids that no chain of neighbours inside the group leads to from its first. */
function unreached({ adjacentOf }: HandContext, units: readonly number[]): number[] {
  if (adjacentOf === null || units.length < 2) return [];
  const isAdjacent = adjacentOf(units);
  const reached = new Set([units[0]]);
  for (const a of reached) for (const b of units) if (isAdjacent(a, b)) reached.add(b);
  return units.filter((unit) => !reached.has(unit));
}
