import { groupingOf, listOfGroups } from '#lib/core/coverage/joint/assemble.ts';
import type { Grouping } from '#lib/core/coverage/joint/grouping.ts';
import type { HandContext } from '#lib/core/coverage/joint/hand-context.ts';

/** A grouping after an edit, and the number that the edited group has in it; -1 where it is gone. */
export interface Edited {
  grouping: Grouping;
  group: number;
}

/**
 * Takes a unit out of its group; a group that is left empty is gone. Nothing changes where the
 * unit is in none. The grouping given is not touched, here and below, so that an edit is undone by
 * keeping it. What the rules have against the result, `violationsOf` says.
 */
export function takeOut(grouping: Grouping, unit: number, context: HandContext): Edited {
  const from = grouping.groupOf[unit];
  if (from < 0) return { grouping, group: -1 };
  const groups = without(listOfGroups(grouping), [unit]);
  return edited(grouping, groups, groups[from][0] ?? -1, context);
}

/** Puts a unit into a group, out of the one it is in; a group number that does not exist is a RangeError. */
export function moveUnit(
  grouping: Grouping,
  unit: number,
  group: number,
  context: HandContext,
): Edited {
  if (!(group >= 0 && group < grouping.groups))
    throw new RangeError(`Expected a group below ${grouping.groups}, got ${group}.`);
  const groups = without(listOfGroups(grouping), [unit]);
  groups[group].push(unit);
  return edited(grouping, groups, unit, context);
}

/** Makes a group of units, out of the groups they are in; none at all is a RangeError. */
export function newGroup(
  grouping: Grouping,
  units: readonly number[],
  context: HandContext,
): Edited {
  if (units.length === 0) throw new RangeError('Expected units for a new group, got none.');
  const own = [...new Set(units)];
  const groups = [...without(listOfGroups(grouping), own), own];
  return edited(grouping, groups, own[0], context);
}

const without = (groups: readonly number[][], units: readonly number[]): number[][] =>
  groups.map((group) => group.filter((unit) => !units.includes(unit)));

function edited(
  { candidates, bound }: Grouping,
  groups: readonly number[][],
  unit: number,
  { members, metres }: HandContext,
): Edited {
  const proven = { candidates, bound, spreadBound: 0, proof: 'by_hand' as const };
  const grouping = groupingOf(groups, members, { metres }, proven);
  return { grouping, group: unit < 0 ? -1 : grouping.groupOf[unit] };
}
