import { citedRules } from '#lib/core/report/lists/cited.ts';
import type { List } from '#lib/core/report/lists/list.ts';
import { listOf } from '#lib/core/report/lists/list-of.ts';
import type { AuditInput } from '#lib/core/report/lists/list-input.ts';

/** What the denominator leaves out, a row for every rule that exempted a unit: the most units first. */
export function exclusions({ audit, pack, locale }: AuditInput): List {
  const cited = citedRules(pack);
  const units = new Map<number, number>();
  audit.due.forEach((due, unit) => {
    const rule = audit.exemptRule[unit];
    if (due === 0) units.set(rule, (units.get(rule) ?? 0) + 1);
  });
  const rows = [...units].sort(([a, m], [b, n]) => n - m || a - b);
  const rule = (row: number) => cited(audit.rules[rows[row][0]]);
  return listOf('exclusions', { count: rows.length, record: () => null, source: () => null }, [
    { key: 'reason', kind: 'code', prefix: 'reason', of: (row) => audit.reasons[rows[row][0]] },
    { key: 'rule', kind: 'code', prefix: 'rule', of: (row) => audit.rules[rows[row][0]] },
    { key: 'units', kind: 'count', of: (row) => rows[row][1] },
    { key: 'source_text', kind: 'text', of: (row) => rule(row)?.source[locale] ?? null },
    { key: 'clause', kind: 'text', of: (row) => rule(row)?.clause[locale] ?? null },
  ]);
}
