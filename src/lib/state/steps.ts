import { NONE, YES } from '#lib/core/model.ts';
import type { Project, Rows, TableName } from '#lib/core/model.ts';
import { stepAt } from '#lib/core/coverage/next-step.ts';
import type { StepAt } from '#lib/core/coverage/next-step-column.ts';
import type { RulePack, StepRule } from '#lib/core/coverage/pack.ts';
import { stepRule } from '#lib/core/coverage/rule-sets.ts';
import { othersInGroup, stepEvidence } from '#lib/core/coverage/step-evidence.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import type { Assessment } from '#lib/core/report/assessment.ts';
import type { Grouping } from '#lib/core/coverage/joint/grouping.ts';
import type { Selection } from '#lib/state/desk.svelte.ts';
import { indexOfText, nameAt, textAt } from '#lib/core/texts.ts';

/** A row that a step rests on, and the cell of it that decided. */
export interface StepRow {
  table: TableName;
  record: number;
  file: string;
  row: number;
  /** What the record is called; null for one without a name. */
  name: string | null;
  /** A contract column and what stands in it, null where it is empty; null where the whole row is meant. */
  cell: { column: string; value: number | string | null } | null;
}

/** A thing that a step is about: what it is called, how many full members it has, and what on the map to pick for it. */
export interface StepLink {
  name: string;
  members: number | null;
  pick: Selection | null;
}

/** What to do with a unit: the step, its rule, whom it is about, and what it rests on. */
export interface StepOf extends StepAt {
  source: StepRule | null;
  links: StepLink[];
  grouping: Grouping | null;
  rows: StepRow[];
}

/** Whether a unit is to have a next step: due, and not known to be covered by an organisation. */
export const isToStep = (audit: Audit, unit: number): boolean =>
  audit.due[unit] === 1 && audit.organisation.state[unit] !== YES;

/** The first unit an organisation is linked to, else the division it is in: organisations are not drawn. */
function placeOfOrganisation({ links, organisations }: Project, record: number): Selection | null {
  const link = links.organisation.findIndex((o, l) => o === record && links.unit[l] >= 0);
  if (link >= 0) return { type: 'unit', index: links.unit[link] };
  const division = organisations.division[record];
  return division < 0 ? null : { type: 'division', index: division };
}

/** The unit that is called as a manager body is, where it is in the ledger itself. */
function placeOfHost({ units }: Project, host: string): Selection | null {
  const index = indexOfText(units.name, host);
  return index < 0 ? null : { type: 'unit', index };
}

function linksOf(
  project: Project,
  found: StepAt,
  grouping: Grouping | null,
  unit: number,
): StepLink[] {
  const { units, organisations, divisions } = project;
  if (grouping)
    return othersInGroup(grouping, unit).map((other) => ({
      name: nameAt(units, other),
      members: units.members[other],
      pick: { type: 'unit', index: other },
    }));
  const host = textAt(units.host, unit);
  if (found.step === 'host' && host !== null)
    return [{ name: host, members: null, pick: placeOfHost(project, host) }];
  const { table, record } = found.target ?? { table: 'none', record: -1 };
  if (table === 'organisation')
    return [
      {
        name: nameAt(organisations, record),
        members: organisations.members[record],
        pick: placeOfOrganisation(project, record),
      },
    ];
  if (table === 'division')
    return [
      { name: divisions.name[record], members: null, pick: { type: 'division', index: record } },
    ];
  return [];
}

function calledAt(project: Project, table: TableName, record: number): string | null {
  if (table === 'divisions') return project.divisions.name[record];
  return table === 'units' || table === 'organisations' ? nameAt(project[table], record) : null;
}

function cellOf(project: Project, record: number, column: string): StepRow['cell'] {
  const { units } = project;
  if (column === 'host') return { column, value: textAt(units.host, record) };
  const values = units[column as 'members' | 'instructors' | 'liaisons' | 'league'];
  return { column, value: Number.isNaN(values[record]) ? null : values[record] };
}

/** The next step of a unit with all that is to be said of it; null where the rules name none. */
export function stepOf(
  project: Project,
  pack: RulePack,
  audit: Audit,
  assessment: Assessment,
  unit: number,
): StepOf | null {
  const { steps, joint, grids } = assessment;
  const found = unit < steps.step.length && steps.step[unit] !== NONE ? stepAt(steps, unit) : null;
  if (!found) return null;
  const { table } = found.target ?? { table: 'none' };
  const grouping = table === 'joint_group' ? joint : table === 'grid_group' ? grids : null;
  const rows = stepEvidence(project, audit, steps, assessment, unit).map(
    ({ table: from, record, column }): StepRow => {
      const source: Rows = project[from];
      return {
        table: from,
        record,
        file: project.files[source.file[record]]?.name ?? from,
        row: source.row[record],
        name: calledAt(project, from, record),
        cell: column === null ? null : cellOf(project, record, column),
      };
    },
  );
  return {
    ...found,
    source: stepRule(project.divisions, pack, project.units.division[unit], found.rule),
    links: linksOf(project, found, grouping, unit),
    grouping,
    rows,
  };
}
