import { groupId } from '#lib/core/report/group-id.ts';
import type { List } from '#lib/core/report/lists/list.ts';
import { listOf } from '#lib/core/report/lists/list-of.ts';
import type { ListInput } from '#lib/core/report/lists/list-input.ts';
import { placeFields } from '#lib/core/report/lists/unit-fields.ts';

/** Blank areas (空白区), a row an area, the most people unserved first. */
export function zones({ project, assessment }: ListInput): List {
  const { zones: found } = assessment;
  return listOf(
    'zones',
    {
      count: found.count,
      record: (row) => ({ table: 'zone', record: row }),
      source: () => null,
    },
    [
      { key: 'zone', kind: 'text', of: (row) => groupId('zone', row) },
      ...placeFields(project, (row) => found.division[row]),
      {
        key: 'people',
        kind: 'count',
        of: (row) => (found.basis === 'none' ? null : found.weight[row]),
      },
      { key: 'basis', kind: 'code', prefix: 'zone_basis', aside: true, of: () => found.basis },
      { key: 'points', kind: 'count', of: (row) => found.points[row] },
      { key: 'units', kind: 'count', of: (row) => found.units[row] },
      { key: 'area', kind: 'm2', of: (row) => Math.round(found.areaM2[row]) },
    ],
  );
}
