import { NORM_STATES } from '#lib/core/norms/norm.ts';
import type { Norm } from '#lib/core/norms/norm.ts';
import type { Project } from '#lib/core/model.ts';
import type { Cell, List } from '#lib/core/report/lists/list.ts';
import { listOf } from '#lib/core/report/lists/list-of.ts';
import type { Field } from '#lib/core/report/lists/list-of.ts';
import type { ListInput } from '#lib/core/report/lists/list-input.ts';
import { placeFields } from '#lib/core/report/lists/unit-fields.ts';
import { sourceRow } from '#lib/core/report/source-row.ts';
import { textAt, wordAt } from '#lib/core/texts.ts';

export type SubjectTable = Norm['subject']['table'];

/** The identifier of a record that a norm can be about. */
export const subjectId = (project: Project, table: SubjectTable, record: number): string =>
  table === 'divisions' ? project.divisions.code[record] : wordAt(project[table].id, record);

/** Its name, null where it has none. */
export const subjectName = (
  project: Project,
  table: SubjectTable,
  record: number,
): string | null =>
  table === 'divisions' ? project.divisions.name[record] : textAt(project[table].name, record);

/** What a norm and its finding say, for the lists that show one; `at` is the finding of a row. */
export function normFields(input: ListInput, at: (row: number) => number): Field[] {
  const { assessment, locale } = input;
  const { norms } = assessment;
  const norm = (row: number): Norm => norms.norms[norms.norm[at(row)]];
  const number = (key: 'value' | 'threshold' | 'lacking'): Field => ({
    key,
    kind: 'number',
    unitIn: 'unit',
    of: (row) => norms[key][at(row)],
  });
  const text = (key: string, of: (row: number) => Cell, aside = false): Field => ({
    key,
    kind: 'text',
    aside,
    of,
  });
  return [
    number('value'),
    {
      key: 'require',
      kind: 'code',
      prefix: 'require',
      aside: true,
      of: (row) => norm(row).require,
    },
    number('threshold'),
    number('lacking'),
    { key: 'unit', kind: 'code', prefix: 'unit', of: (row) => norm(row).unit },
    text('norm_id', (row) => norm(row).id, true),
    text('clause', (row) => norm(row).clause[locale], true),
    text('source_text', (row) => norm(row).source[locale], true),
  ];
}

/** Every norm for every record it applies to: value, threshold, how much is lacking. */
export function norms(input: ListInput): List {
  const { project, assessment, locale } = input;
  const found = assessment.norms;
  const table = (row: number): SubjectTable => found.norms[found.norm[row]].subject.table;
  return listOf(
    'norms',
    {
      count: found.count,
      record: (row) => ({ table: table(row), record: found.record[row] }),
      source: (row) => sourceRow(project, table(row), found.record[row]),
    },
    [
      { key: 'norm', kind: 'text', of: (row) => found.norms[found.norm[row]].name[locale] },
      { key: 'subject', kind: 'code', prefix: 'table', aside: true, of: table },
      {
        key: 'id',
        kind: 'text',
        aside: true,
        of: (row) => subjectId(project, table(row), found.record[row]),
      },
      {
        key: 'name',
        kind: 'text',
        of: (row) => subjectName(project, table(row), found.record[row]),
      },
      ...placeFields(project, (row) => found.division[row]),
      {
        key: 'state',
        kind: 'code',
        prefix: 'norm.state',
        of: (row) => NORM_STATES[found.state[row]],
      },
      ...normFields(input, (row) => row),
    ],
  );
}
