import { LEDGERS, STATES, UNKNOWN, YES } from '#lib/core/model.ts';
import type { Ledger } from '#lib/core/model.ts';
import { evidenceOf } from '#lib/core/coverage/evidence.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import { blankLedgers } from '#lib/core/report/blanks.ts';
import { groupId } from '#lib/core/report/group-id.ts';
import type { GroupKind } from '#lib/core/report/group-id.ts';
import type { List } from '#lib/core/report/lists/list.ts';
import { listOf } from '#lib/core/report/lists/list-of.ts';
import type { Field } from '#lib/core/report/lists/list-of.ts';
import type { ListInput } from '#lib/core/report/lists/list-input.ts';
import { stepFields } from '#lib/core/report/lists/step-fields.ts';
import { countFields, unitFields, unitRows } from '#lib/core/report/lists/unit-fields.ts';
import { sourceRow } from '#lib/core/report/source-row.ts';
import { wordAt } from '#lib/core/texts.ts';

/** The ledgers in which nothing is known of a due unit; work is asked only where no organisation covers. */
export function unknownLedgers(audit: Audit, unit: number): Ledger[] {
  if (audit.due[unit] === 0) return [];
  return LEDGERS.filter(
    (ledger) =>
      audit[ledger].state[unit] === UNKNOWN &&
      (ledger !== 'work' || audit.organisation.state[unit] !== YES),
  );
}

/** Every due unit that is blank or unknown in some ledger, with what decided it and what is to be done. */
export function blanks(input: ListInput): List {
  const { project, audit, assessment } = input;
  const { facilities } = project;
  const listed = Uint32Array.from(
    Array.from({ length: project.units.count }, (_, unit) => unit).filter(
      (unit) => blankLedgers(audit, unit).length + unknownLedgers(audit, unit).length > 0,
    ),
  );
  const unit = (row: number): number => listed[row];
  const ledgers = LEDGERS.flatMap((ledger): Field[] => [
    {
      key: ledger,
      kind: 'code',
      prefix: `state.${ledger}`,
      aside: true,
      of: (row) => STATES[audit[ledger].state[unit(row)]],
    },
    {
      key: `${ledger}_rule`,
      kind: 'code',
      prefix: 'rule',
      aside: true,
      of: (row) => audit.rules[audit[ledger].rule[unit(row)]],
    },
    {
      key: `${ledger}_evidence`,
      kind: 'text',
      aside: true,
      of: (row) =>
        evidenceOf(audit[ledger], unit(row))
          .map(({ table, record }) => sourceRow(project, table, record))
          .join('; ') || null,
    },
  ]);
  const groupOf = (kind: GroupKind, groups: Int32Array) => (row: number) =>
    groups[unit(row)] < 0 ? null : groupId(kind, groups[unit(row)]);
  return listOf('blanks', unitRows(project, listed), [
    ...unitFields(project, unit),
    {
      key: 'blank',
      kind: 'codes',
      prefix: 'ledger',
      of: (row) => blankLedgers(audit, unit(row)).join(';') || null,
    },
    {
      key: 'unknown',
      kind: 'codes',
      prefix: 'ledger',
      of: (row) => unknownLedgers(audit, unit(row)).join(';') || null,
    },
    ...stepFields(input, unit),
    { key: 'joint_group', kind: 'text', of: groupOf('joint_group', assessment.joint.groupOf) },
    {
      key: 'grid_group',
      kind: 'text',
      aside: true,
      of: groupOf('grid_group', assessment.grids.groupOf),
    },
    ...countFields(project, unit),
    ...ledgers,
    {
      key: 'nearest_facility',
      kind: 'text',
      aside: true,
      of: (row) => {
        const facility = audit.service.facility[unit(row)];
        return facility < 0 ? null : wordAt(facilities.id, facility);
      },
    },
    { key: 'distance', kind: 'm', of: (row) => audit.service.distanceM[unit(row)] },
  ]);
}
