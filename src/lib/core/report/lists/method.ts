import type { Cell, List } from '#lib/core/report/lists/list.ts';
import { listOf } from '#lib/core/report/lists/list-of.ts';
import type { AuditInput } from '#lib/core/report/lists/list-input.ts';
import { parameters, rulesByTopic } from '#lib/core/report/lists/rule-words.ts';

interface MethodRow {
  topic: string;
  id: string;
  what: string | null;
  parameters: string | null;
  source: string | null;
  clause: string | null;
  effective: string | null;
  origin: string | null;
  scope: string | null;
}

/** What holds for the whole report: what was judged, by what, on which day, and what unknown means. */
function general({ project, pack, radiusM, locale, say, version }: AuditInput): MethodRow[] {
  const row = (id: string, what: string | null, effective: string | null = null): MethodRow => ({
    topic: 'general',
    id: say(`method.${id}`),
    what,
    parameters: null,
    source: null,
    clause: null,
    effective,
    origin: null,
    scope: null,
  });
  return [
    row('project', project.info.name ?? say('app.untitled')),
    ...(project.info.fictional ? [row('fictional', say('app.fictional'))] : []),
    row('as_of', project.info.asOf ?? say('method.no_date')),
    row('pack', `${pack.name[locale]} ${pack.id} ${pack.version}`, pack.effective),
    ...(pack.lineage.length > 0 ? [row('lineage', pack.lineage.join(' < '))] : []),
    row('radius', radiusM === null ? say('method.by_pack') : `${radiusM} m`),
    row('program', `Lacuna ${version}`),
    row('unknown', say('method.unknown_means')),
    row('rate', say('method.rate_means')),
    row('work', say('method.work_means')),
    row('distance', say('method.distance_means')),
    ...(project.info.attribution ? [row('attribution', project.info.attribution)] : []),
  ];
}

/** The method: every rule in force with its source, clause, day and parameters, and what holds for all of it. */
export function method(input: AuditInput): List {
  const { pack, locale, say } = input;
  const rows = general(input);
  const sets = [
    { set: pack, scope: null },
    ...pack.districts.map(({ rules, name }) => ({ set: rules, scope: name[locale] })),
  ];
  const inForce = new Set(rulesByTopic(pack).map(({ rule }) => JSON.stringify(rule)));
  for (const { set, scope } of sets)
    for (const { topic, rule } of rulesByTopic(set)) {
      // What a district has from its city is said once.
      if (scope !== null && inForce.has(JSON.stringify(rule))) continue;
      rows.push({
        topic,
        id: rule.id,
        what: 'name' in rule ? (rule.name as typeof pack.name)[locale] : null,
        parameters: parameters(rule, say) || null,
        source: rule.source[locale],
        clause: rule.clause[locale],
        effective: rule.effective ?? pack.effective,
        origin: pack.origin[rule.id] ?? pack.id,
        scope,
      });
    }
  const text = (key: string, of: (row: MethodRow) => Cell) => ({
    key,
    kind: 'text' as const,
    of: (row: number) => of(rows[row]),
  });
  return listOf(
    'method',
    {
      count: rows.length,
      record: (row) => ({ table: 'rule', record: row }),
      source: () => null,
    },
    [
      { key: 'topic', kind: 'code', prefix: 'topic', of: (row) => rows[row].topic },
      text('rule_id', ({ id }) => id),
      text('what', ({ what }) => what),
      text('parameters', (row) => row.parameters),
      text('source_text', ({ source }) => source),
      text('clause', ({ clause }) => clause),
      { key: 'effective', kind: 'date', of: (row) => rows[row].effective },
      text('origin', ({ origin }) => origin),
      text('scope', ({ scope }) => scope),
    ],
  );
}
