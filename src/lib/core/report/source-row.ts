import type { Project, Rows, TableName } from '#lib/core/model.ts';

/** Where a record was read, as `file:row`; the row as a spreadsheet shows it. */
export function sourceRow(project: Project, table: TableName, record: number): string {
  const rows: Rows = project[table];
  const file = project.files[rows.file[record]];
  return `${file ? file.name : table}:${rows.row[record]}`;
}

/** The names from the root of the tree down to a division, itself included; none for -1. */
export function divisionPath(project: Project, division: number): string[] {
  const names: string[] = [];
  for (let d = division; d >= 0; d = project.divisions.parent[d])
    names.unshift(project.divisions.name[d]);
  return names;
}
