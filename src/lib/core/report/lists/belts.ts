import { groupId } from '#lib/core/report/group-id.ts';
import { areaM2 } from '#lib/core/geo/shapes.ts';
import type { List } from '#lib/core/report/lists/list.ts';
import { listOf } from '#lib/core/report/lists/list-of.ts';
import type { ListInput } from '#lib/core/report/lists/list-input.ts';
import { placeFields } from '#lib/core/report/lists/unit-fields.ts';
import { wordAt } from '#lib/core/texts.ts';

/** Weak belts (薄弱带) of the organisation ledger, a row a belt, the largest first. */
export function belts({ project, pack, assessment, locale }: ListInput): List {
  const { belts: found } = assessment;
  const { beltStart, member, community, street, hulls } = found;
  const unitsOf = (row: number): Uint32Array => member.subarray(beltStart[row], beltStart[row + 1]);
  return listOf(
    'belts',
    {
      count: found.count,
      record: (row) => ({ table: 'belt', record: row }),
      source: () => null,
    },
    [
      { key: 'belt', kind: 'text', of: (row) => groupId('belt', row) },
      ...placeFields(project, (row) => (community[row] >= 0 ? community[row] : street[row])),
      { key: 'units', kind: 'count', of: (row) => beltStart[row + 1] - beltStart[row] },
      { key: 'employees', kind: 'count', of: (row) => found.employees[row] },
      { key: 'households', kind: 'count', of: (row) => found.households[row] },
      { key: 'hull_area', kind: 'm2', of: (row) => Math.round(areaM2(hulls, row)) },
      {
        key: 'unit_ids',
        kind: 'text',
        aside: true,
        of: (row) => Array.from(unitsOf(row), (unit) => wordAt(project.units.id, unit)).join('; '),
      },
      { key: 'clause', kind: 'text', aside: true, of: () => pack.belts.clause[locale] },
    ],
  );
}
