import type { Grouping } from '#lib/core/coverage/joint/grouping.ts';
import type { Project } from '#lib/core/model.ts';
import { groupId } from '#lib/core/report/group-id.ts';
import type { List } from '#lib/core/report/lists/list.ts';
import { listOf } from '#lib/core/report/lists/list-of.ts';
import type { ListInput } from '#lib/core/report/lists/list-input.ts';
import {
  countFields,
  placeFields,
  unitFields,
  unitRows,
} from '#lib/core/report/lists/unit-fields.ts';
import { wordAt } from '#lib/core/texts.ts';

type GroupTable = 'joint_group' | 'grid_group';

/** The lowest division that all units of a group are in, -1 where there is none. */
function commonDivision(project: Project, members: ArrayLike<number>): number {
  const { divisions, units } = project;
  const seen = new Map<number, number>();
  for (let i = 0; i < members.length; i++)
    for (let d = units.division[members[i]]; d >= 0; d = divisions.parent[d])
      seen.set(d, (seen.get(d) ?? 0) + 1);
  let lowest = -1;
  for (const [division, times] of seen)
    if (
      times === members.length &&
      (lowest < 0 || divisions.level[division] > divisions.level[lowest])
    )
      lowest = division;
  return lowest;
}

const membersOf = (grouping: Grouping, group: number): Uint32Array =>
  grouping.member.subarray(grouping.groupStart[group], grouping.groupStart[group + 1]);

/** Whether a group is another than any that was found: somebody changed it. */
function changedGroups(
  grouping: Grouping,
  found: Grouping | undefined,
): (group: number) => boolean {
  if (!found) return () => false;
  const known = new Set(Array.from({ length: found.groups }, (_, g) => membersOf(found, g).join()));
  return (group) => !known.has(membersOf(grouping, group).join());
}

function groupList(
  id: 'joint_groups' | 'grid_groups',
  table: GroupTable,
  grouping: Grouping,
  { project, pack, locale, assessment }: ListInput,
): List {
  const { found } = assessment;
  const changed = changedGroups(grouping, table === 'joint_group' ? found?.joint : found?.grids);
  const divisions = Int32Array.from({ length: grouping.groups }, (_, g) =>
    commonDivision(project, membersOf(grouping, g)),
  );
  const { clause } = table === 'joint_group' ? pack.joint : pack.gridBranch;
  return listOf(
    id,
    {
      count: grouping.groups,
      record: (row) => ({ table, record: row }),
      source: () => null,
    },
    [
      { key: 'group', kind: 'text', of: (row) => groupId(table, row) },
      ...placeFields(project, (row) => divisions[row]),
      {
        key: 'units',
        kind: 'count',
        of: (row) => grouping.groupStart[row + 1] - grouping.groupStart[row],
      },
      { key: 'members', kind: 'count', of: (row) => grouping.members[row] },
      { key: 'span', kind: 'm', of: (row) => grouping.spanM[row] },
      {
        key: 'unit_ids',
        kind: 'text',
        of: (row) =>
          Array.from(membersOf(grouping, row), (unit) => wordAt(project.units.id, unit)).join('; '),
      },
      {
        key: 'edited',
        kind: 'code',
        prefix: 'edited',
        aside: found === undefined,
        of: (row) => (changed(row) ? 'by_hand' : 'found'),
      },
      { key: 'proof', kind: 'code', prefix: 'proof', aside: true, of: () => grouping.proof },
      { key: 'clause', kind: 'text', aside: true, of: () => clause[locale] },
    ],
  );
}

function groupUnits(
  id: 'joint_units' | 'grid_units',
  table: GroupTable,
  grouping: Grouping,
  { project }: ListInput,
): List {
  const unit = (row: number): number => grouping.member[row];
  return listOf(id, unitRows(project, grouping.member), [
    { key: 'group', kind: 'text', of: (row) => groupId(table, grouping.groupOf[unit(row)]) },
    ...unitFields(project, unit),
    ...countFields(project, unit),
  ]);
}

/** Proposed joint branches (联合组建), a row a group. */
export const jointGroups = (input: ListInput): List =>
  groupList('joint_groups', 'joint_group', input.assessment.joint, input);

/** The units of the proposed joint branches, a row a unit. */
export const jointUnits = (input: ListInput): List =>
  groupUnits('joint_units', 'joint_group', input.assessment.joint, input);

/** Proposed branches over grids (一格一支部 / 多格一支部), a row a group. */
export const gridGroups = (input: ListInput): List =>
  groupList('grid_groups', 'grid_group', input.assessment.grids, input);

/** The grids of the proposed branches, a row a grid. */
export const gridUnits = (input: ListInput): List =>
  groupUnits('grid_units', 'grid_group', input.assessment.grids, input);
