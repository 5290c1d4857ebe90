import { NORM_STATES } from '#lib/core/norms/norm.ts';
import type { Project, TableName } from '#lib/core/model.ts';
import { staleOrganisations } from '#lib/core/coverage/link-index.ts';
import { ruleSetAt, ruleSets } from '#lib/core/coverage/rule-sets.ts';
import type { List, ListRecord } from '#lib/core/report/lists/list.ts';
import { citedRules } from '#lib/core/report/lists/cited.ts';
import { listOf } from '#lib/core/report/lists/list-of.ts';
import type { ListInput } from '#lib/core/report/lists/list-input.ts';
import { normFields, subjectId, subjectName } from '#lib/core/report/lists/norms.ts';
import type { SubjectTable } from '#lib/core/report/lists/norms.ts';
import { placeFields } from '#lib/core/report/lists/unit-fields.ts';
import { sourceRow } from '#lib/core/report/source-row.ts';
import { textAt } from '#lib/core/texts.ts';

/** What a finding is: a norm that is lacking, a term long over, an exemption nobody approved, a row left out. */
export const FINDING_KINDS = ['norm', 'stale_term', 'unapproved', 'left_out'] as const;
type FindingKind = (typeof FINDING_KINDS)[number];

const LACKING = NORM_STATES.indexOf('lacking');

/** Findings by columns: the kind, and the position in the norm findings, the record or the issue. */
function gathered({ project, pack, audit, assessment }: ListInput) {
  const rows: { kind: FindingKind; at: number }[] = [];
  assessment.norms.state.forEach((state, at) => {
    if (state === LACKING) rows.push({ kind: 'norm', at });
  });
  const { sets, ofDivision } = ruleSets(project.divisions, pack);
  const stale = sets.map(({ staleness }) => staleOrganisations(project, staleness));
  project.organisations.division.forEach((division, at) => {
    if (stale[division < 0 ? 0 : ofDivision[division]][at] === 1)
      rows.push({ kind: 'stale_term', at });
  });
  for (let at = 0; at < project.units.count; at++)
    if (
      audit.reasons[audit.exemptRule[at]] === 'declared' &&
      textAt(project.units.approver, at) === null
    )
      rows.push({ kind: 'unapproved', at });
  project.issues.forEach(({ severity }, at) => {
    if (severity === 'error') rows.push({ kind: 'left_out', at });
  });
  return rows;
}

const issuePlace = ({ file, sheet, row }: Project['issues'][number]): string =>
  [file, sheet, row].filter((part) => part !== null).join(':');

/** The list of findings (问题清单): everything that somebody has to put right. */
export function findings(input: ListInput): List {
  const { project, pack, audit, assessment, locale } = input;
  const rows = gathered(input);
  const found = assessment.norms;
  const cited = citedRules(pack);
  const sets = ruleSets(project.divisions, pack);
  const ofNorm = (row: number) => found.norms[found.norm[rows[row].at]];

  const record = (row: number): ListRecord | null => {
    const { kind, at } = rows[row];
    if (kind === 'norm') return { table: ofNorm(row).subject.table, record: found.record[at] };
    if (kind === 'left_out') return null;
    return { table: kind === 'stale_term' ? 'organisations' : 'units', record: at };
  };
  const division = (row: number): number => {
    const { kind, at } = rows[row];
    if (kind === 'norm') return found.division[at];
    if (kind === 'left_out') return -1;
    return (kind === 'stale_term' ? project.organisations : project.units).division[at];
  };
  const issue = (row: number) =>
    rows[row].kind === 'left_out' ? project.issues[rows[row].at] : null;
  const named = <T>(row: number, of: (p: Project, table: SubjectTable, record: number) => T) => {
    const about = record(row);
    return about && of(project, about.table as SubjectTable, about.record);
  };
  const rule = (row: number) => {
    const { kind, at } = rows[row];
    if (kind === 'stale_term') return ruleSetAt(sets, project.organisations.division[at]).staleness;
    return kind === 'unapproved' ? cited(audit.rules[audit.exemptRule[at]]) : null;
  };
  const normative = normFields(input, (row) => rows[row].at).map((field) => ({
    ...field,
    of: (row: number) => (rows[row].kind === 'norm' ? field.of(row) : null),
  }));
  const withRule = normative.map((field) => {
    if (field.key !== 'clause' && field.key !== 'source_text') return field;
    const part = field.key === 'clause' ? 'clause' : 'source';
    return { ...field, of: (row: number) => field.of(row) ?? rule(row)?.[part][locale] ?? null };
  });
  return listOf(
    'findings',
    {
      count: rows.length,
      record,
      source: (row) => {
        const about = record(row);
        const wrong = issue(row);
        if (wrong) return issuePlace(wrong);
        return about && sourceRow(project, about.table as TableName, about.record);
      },
    },
    [
      { key: 'finding', kind: 'code', prefix: 'finding', of: (row) => rows[row].kind },
      {
        key: 'norm',
        kind: 'text',
        of: (row) => (rows[row].kind === 'norm' ? ofNorm(row).name[locale] : null),
      },
      { key: 'issue', kind: 'code', prefix: 'issue', of: (row) => issue(row)?.code ?? null },
      { key: 'id', kind: 'text', of: (row) => named(row, subjectId) },
      { key: 'name', kind: 'text', of: (row) => named(row, subjectName) },
      ...placeFields(project, division),
      {
        key: 'term_end',
        kind: 'date',
        of: (row) =>
          rows[row].kind === 'stale_term'
            ? textAt(project.organisations.termEnd, rows[row].at)
            : null,
      },
      ...withRule,
      { key: 'found', kind: 'text', of: (row) => issue(row)?.found ?? null },
      { key: 'expected', kind: 'text', of: (row) => issue(row)?.expected ?? null },
      { key: 'column', kind: 'text', aside: true, of: (row) => issue(row)?.column ?? null },
    ],
  );
}
