import type { Grouping, Proof } from '#lib/core/coverage/joint/grouping.ts';

/** Distances between two units of the project in metres, exact. */
export interface UnitDistances {
  metres(a: number, b: number): number;
}

/** The columns of a grouping from groups of units; the units of each group and the groups are put in order. */
export function groupingOf(
  groups: readonly (readonly number[])[],
  members: Float64Array,
  distances: UnitDistances,
  proven: { candidates: number; bound: number; spreadBound: number; proof: Proof },
): Grouping {
  const own = groups
    .filter((group) => group.length > 0)
    .map((group) => [...group].sort((a, b) => a - b))
    .sort((a, b) => a[0] - b[0]);
  const groupStart = new Uint32Array(own.length + 1);
  const groupOf = new Int32Array(members.length).fill(-1);
  const spanM = new Float64Array(own.length);
  let spread = 0;
  own.forEach((group, g) => {
    groupStart[g + 1] = groupStart[g] + group.length;
    group.forEach((unit, at) => {
      groupOf[unit] = g;
      for (const other of group.slice(at + 1)) {
        const apart = distances.metres(unit, other);
        spread += Math.round(apart);
        spanM[g] = Math.max(spanM[g], apart);
      }
    });
  });
  return {
    groups: own.length,
    groupStart,
    member: Uint32Array.from(own.flat()),
    groupOf,
    members: Float64Array.from(own, (group) => group.reduce((sum, i) => sum + members[i], 0)),
    spanM,
    served: groupStart[own.length],
    spread,
    ...proven,
  };
}

/** The groups of a grouping as lists of units. */
export const listOfGroups = ({ groups, groupStart, member }: Grouping): number[][] =>
  Array.from({ length: groups }, (_, g) => [...member.subarray(groupStart[g], groupStart[g + 1])]);
