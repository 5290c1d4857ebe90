import { DIVISION_LEVELS, UNIT_KINDS } from '#lib/core/model.ts';
import type { DivisionLevel, Project } from '#lib/core/model.ts';
import type { Field } from '#lib/core/report/lists/list-of.ts';
import { sourceRow } from '#lib/core/report/source-row.ts';
import { textAt, wordAt } from '#lib/core/texts.ts';

/** The division of a level that a division is in, itself included; -1 where there is none. */
export function divisionOfLevel(project: Project, division: number, level: DivisionLevel): number {
  const { divisions } = project;
  const wanted = DIVISION_LEVELS.indexOf(level);
  let d = division;
  while (d >= 0 && divisions.level[d] !== wanted) d = divisions.parent[d];
  return d;
}

/** Codes from the root of the tree down to a division, joined by ` / `. */
export function codePath(project: Project, division: number): string {
  const codes: string[] = [];
  for (let d = division; d >= 0; d = project.divisions.parent[d])
    codes.unshift(project.divisions.code[d]);
  return codes.join(' / ');
}

/** Where a row is: the names of district, street and community, and the codes down to it. */
export function placeFields(project: Project, divisionOf: (row: number) => number): Field[] {
  const { divisions } = project;
  const levels = (['district', 'street', 'community'] as const).map((level): Field => ({
    key: level,
    kind: 'text',
    aside: level === 'district',
    of: (row) => divisions.name[divisionOfLevel(project, divisionOf(row), level)] ?? null,
  }));
  const paths = new Map<number, string | null>([[-1, null]]);
  const path = (row: number): string | null => {
    const division = divisionOf(row);
    let known = paths.get(division);
    if (known === undefined) paths.set(division, (known = codePath(project, division) || null));
    return known;
  };
  return [...levels, { key: 'path', kind: 'text', aside: true, of: path }];
}

/** What names a unit: id, name, kind and place. */
export function unitFields(project: Project, unitOf: (row: number) => number): Field[] {
  const { units } = project;
  return [
    { key: 'id', kind: 'text', of: (row) => wordAt(units.id, unitOf(row)) },
    { key: 'name', kind: 'text', of: (row) => textAt(units.name, unitOf(row)) },
    {
      key: 'kind',
      kind: 'code',
      prefix: 'kind',
      of: (row) => UNIT_KINDS[units.kind[unitOf(row)]] ?? 'none',
    },
    ...placeFields(project, (row) => units.division[unitOf(row)]),
  ];
}

/** Counts of a unit as its ledger gives them. */
export function countFields(project: Project, unitOf: (row: number) => number): Field[] {
  const { units } = project;
  return (['enterprises', 'employees', 'households', 'members'] as const).map((key) => ({
    key,
    kind: 'count',
    aside: key === 'enterprises' || key === 'households',
    of: (row) => units[key][unitOf(row)],
  }));
}

/** Rows that are units: what each is about, and the row of its file. */
export const unitRows = (project: Project, units: ArrayLike<number>) => ({
  count: units.length,
  record: (row: number) => ({ table: 'units' as const, record: units[row] }),
  source: (row: number) => sourceRow(project, 'units', units[row]),
});
