import { STEP_TARGETS } from '#lib/core/coverage/next-step-column.ts';
import { NEXT_STEPS } from '#lib/core/coverage/pack.ts';
import { groupId } from '#lib/core/report/group-id.ts';
import type { Cell } from '#lib/core/report/lists/list.ts';
import { citedRules } from '#lib/core/report/lists/cited.ts';
import type { Field } from '#lib/core/report/lists/list-of.ts';
import type { ListInput } from '#lib/core/report/lists/list-input.ts';
import { nameAt } from '#lib/core/texts.ts';

/** The next lawful step of a unit: which, towards whom, by which rule and clause. */
export function stepFields(input: ListInput, unitOf: (row: number) => number): Field[] {
  const { project, pack, locale } = input;
  const { steps } = input.assessment;
  const cited = citedRules(pack);
  const hasStep = (row: number): boolean => steps.step[unitOf(row)] < NEXT_STEPS.length;
  const rule = (row: number): string | null =>
    hasStep(row) ? steps.rules[steps.rule[unitOf(row)]] : null;
  const target = (row: number): Cell => {
    const record = steps.target[unitOf(row)];
    if (!hasStep(row) || record < 0) return null;
    const table = STEP_TARGETS[steps.targetTable[unitOf(row)]];
    if (table === 'organisation') return nameAt(project.organisations, record);
    if (table === 'division') return project.divisions.name[record];
    return table === 'none' ? null : groupId(table, record);
  };
  return [
    {
      key: 'step',
      kind: 'code',
      prefix: 'step',
      of: (row) => NEXT_STEPS[steps.step[unitOf(row)]] ?? null,
    },
    { key: 'step_target', kind: 'text', of: target },
    {
      key: 'step_distance',
      kind: 'm',
      aside: true,
      of: (row) => (hasStep(row) ? steps.distanceM[unitOf(row)] : null),
    },
    { key: 'step_rule', kind: 'text', aside: true, of: rule },
    {
      key: 'step_clause',
      kind: 'text',
      aside: true,
      of: (row) => cited(rule(row) ?? '')?.clause[locale] ?? null,
    },
    {
      key: 'step_source',
      kind: 'text',
      aside: true,
      of: (row) => cited(rule(row) ?? '')?.source[locale] ?? null,
    },
  ];
}
