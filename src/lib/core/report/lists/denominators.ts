import { LINK_MODES, LEDGERS, NONE, STATES } from '#lib/core/model.ts';
import { citedRules } from '#lib/core/report/lists/cited.ts';
import type { List } from '#lib/core/report/lists/list.ts';
import { listOf } from '#lib/core/report/lists/list-of.ts';
import type { Field } from '#lib/core/report/lists/list-of.ts';
import type { AuditInput } from '#lib/core/report/lists/list-input.ts';
import { countFields, unitFields, unitRows } from '#lib/core/report/lists/unit-fields.ts';
import { textAt } from '#lib/core/texts.ts';

/**
 * The denominator ledger (底数): a row for every unit, due or exempt, by which rule and with whose
 * approval, and what each ledger says of it, so that every rate can be counted again from here.
 */
export function denominators({ project, audit, pack, locale }: AuditInput): List {
  const { units } = project;
  const all = Uint32Array.from({ length: units.count }, (_, i) => i);
  const self = (row: number): number => row;
  const cited = citedRules(pack);
  const exempt = (row: number): string | null =>
    audit.due[row] === 1 ? null : audit.rules[audit.exemptRule[row]];
  const ledgers = LEDGERS.flatMap((ledger): Field[] => [
    {
      key: ledger,
      kind: 'code',
      prefix: `state.${ledger}`,
      of: (row) => STATES[audit[ledger].state[row]],
    },
    {
      key: `${ledger}_rule`,
      kind: 'code',
      prefix: 'rule',
      aside: true,
      of: (row) => audit.rules[audit[ledger].rule[row]],
    },
  ]);
  return listOf('denominators', unitRows(project, all), [
    ...unitFields(project, self),
    {
      key: 'due',
      kind: 'code',
      prefix: 'due',
      of: (row) => (audit.due[row] === 1 ? 'due' : 'exempt'),
    },
    {
      key: 'reason',
      kind: 'code',
      prefix: 'reason',
      of: (row) => audit.reasons[audit.exemptRule[row]],
    },
    { key: 'rule', kind: 'code', prefix: 'rule', aside: true, of: exempt },
    {
      key: 'clause',
      kind: 'text',
      aside: true,
      of: (row) => cited(exempt(row) ?? '')?.clause[locale] ?? null,
    },
    { key: 'declared', kind: 'text', aside: true, of: (row) => textAt(units.exempt, row) },
    { key: 'approver', kind: 'text', of: (row) => textAt(units.approver, row) },
    ...ledgers,
    {
      key: 'mode',
      kind: 'code',
      prefix: 'mode',
      aside: true,
      of: (row) =>
        audit.organisation.mode[row] === NONE ? null : LINK_MODES[audit.organisation.mode[row]],
    },
    ...countFields(project, self),
  ]);
}
