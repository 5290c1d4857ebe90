import { beforeAll, expect, test } from 'vitest';
import { generateDemo } from '#data/demo/generate.ts';
import type { Project } from '#lib/core/model.ts';
import { briefTable, countTable, normTable } from '#lib/core/report/brief.ts';
import { VERSION } from '#lib/core/version.ts';
import { reportLists } from '#lib/core/report/workbook.ts';
import manifest from '../../package.json' with { type: 'json' };
import { read } from './ingest-folder.ts';
import { reportOf } from './report-project.ts';

let project: Project;
beforeAll(async () => {
  const { files } = generateDemo({ seed: 9, scale: 0.05 });
  project = await read(Object.fromEntries(files.map(({ name, text }) => [name, text])));
});
const listed = () => {
  const lists = new Map(reportLists(reportOf(project).input).map((list) => [list.id, list]));
  return (id: Parameters<typeof lists.get>[0]) => lists.get(id) ?? null;
};

test('tables of a division hold its rows alone, and say how many there are', () => {
  const lists = listed();
  const street = project.divisions.level.indexOf(2);
  const scope = { division: project.divisions.code[street] };
  const wanted = { id: 'blanks', list: 'blanks', columns: ['id', 'employees', 'nothing'] } as const;
  const whole = briefTable(lists, { ...wanted, limit: 5, by: 'employees' }, {})!;
  const own = briefTable(lists, { ...wanted, limit: 1000, by: 'employees' }, scope)!;
  expect(whole.columns.map(({ key }) => key)).toEqual(['id', 'employees']);
  expect(whole.rows).toHaveLength(5);
  expect(whole.total).toBe(lists('blanks')!.count);
  expect(own.total).toBeLessThan(whole.total);
  expect(own.rows).toHaveLength(own.total);
  const people = own.rows.map(([, employees]) => Number(employees ?? -1));
  expect(people).toEqual([...people].sort((a, b) => b - a));
  expect(briefTable(() => null, { ...wanted, limit: 1 }, {})).toBe(null);
});

test('counts add up to the rows that have a value', () => {
  const lists = listed();
  const steps = countTable(lists, 'steps', { list: 'blanks', column: 'step' }, {})!;
  const blanks = lists('blanks')!;
  const at = blanks.columns.findIndex(({ key }) => key === 'step');
  const due = Array.from({ length: blanks.count }, (_, row) => blanks.cells(row)[at]).filter(
    (step) => step !== null,
  );
  expect(steps.total).toBe(due.length);
  expect(steps.rows.reduce((sum, [, n]) => sum + Number(n), 0)).toBe(due.length);
});

test('each norm is n of N with the unknown in N', () => {
  const lists = listed();
  const table = normTable(lists, {})!;
  for (const [, met, subjects, share, lacking, unknown] of table.rows) {
    expect(Number(met) + Number(lacking) + Number(unknown)).toBe(subjects);
    expect(share).toBeCloseTo(Number(met) / Number(subjects), 12);
  }
  expect(table.rows.reduce((sum, row) => sum + Number(row[2]), 0)).toBe(lists('norms')!.count);
});

test('the version that a report names is that of the package', () => {
  expect(VERSION).toBe(manifest.version);
});
