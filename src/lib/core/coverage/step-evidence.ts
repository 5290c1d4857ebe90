import type { Project } from '#lib/core/model.ts';
import { evidenceOf } from '#lib/core/coverage/evidence.ts';
import type { EvidenceRow } from '#lib/core/coverage/evidence.ts';
import type { Grouping } from '#lib/core/coverage/joint/grouping.ts';
import { stepAt } from '#lib/core/coverage/next-step.ts';
import type { Groupings } from '#lib/core/coverage/next-step.ts';
import type { NextStepColumns } from '#lib/core/coverage/next-step-column.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';

/** A row that a next step rests on, and the contract column that decided; null where the whole row did. */
export interface StepEvidence extends EvidenceRow {
  column: string | null;
}

/** The units of the group that a unit is in, itself left out, ascending. */
export function othersInGroup({ groupOf, groupStart, member }: Grouping, unit: number): number[] {
  const group = groupOf[unit];
  if (group < 0) return [];
  return [...member.subarray(groupStart[group], groupStart[group + 1])].filter((u) => u !== unit);
}

/**
 * The rows that a unit's next step rests on: for `verify` those that left it unknown; else the
 * unit's members, the members of the other units of its group, its manager body, the organisation
 * that it is to be affiliated to, the division that catches it, and the counts that show that nobody
 * works there. None where nothing is to be done.
 */
export function stepEvidence(
  project: Project,
  audit: Audit,
  columns: NextStepColumns,
  { joint, grids }: Groupings,
  unit: number,
): StepEvidence[] {
  const found = stepAt(columns, unit);
  if (found === null) return [];
  const unitCell = (record: number, column: string): StepEvidence => ({
    table: 'units',
    record,
    column,
  });
  if (found.step === 'verify')
    return evidenceOf(audit.organisation, unit).map((row) => ({ ...row, column: null }));
  const rows = [unitCell(unit, 'members')];
  if (found.step === 'joint' || found.step === 'grid_branch')
    for (const other of othersInGroup(found.step === 'joint' ? joint : grids, unit))
      rows.push(unitCell(other, 'members'));
  if (found.step === 'host') rows.push(unitCell(unit, 'host'));
  if (found.step === 'dispatch')
    for (const column of project.columns.units ?? [])
      if (['instructors', 'liaisons', 'league'].includes(column)) rows.push(unitCell(unit, column));
  if (found.target?.table === 'organisation')
    rows.push({ table: 'organisations', record: found.target.record, column: null });
  if (found.target?.table === 'division')
    rows.push({ table: 'divisions', record: found.target.record, column: null });
  return rows;
}
