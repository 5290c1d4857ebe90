import type { RuleSet } from '#lib/core/coverage/pack.ts';
import type { Say } from '#lib/core/report/lists/list-input.ts';
import type { CitedRule } from '#lib/core/report/lists/cited.ts';

/** Members of a rule that are no parameters: they have columns of their own. */
const OWN_COLUMNS = new Set(['id', 'source', 'clause', 'effective', 'name', 'reach', 'reason']);

/** Parameters whose words are codes of the product, and what stands before them. */
const PREFIXES: Record<string, string> = {
  modes: 'mode',
  kinds: 'kind',
  status: 'status',
  level: 'facility',
  within: 'level',
  step: 'step',
  fields: 'fact',
  require: 'require',
  unit: 'unit',
  table: 'table',
  types: 'type',
  crossing: 'crossing',
};

/** A rule's parameters as words: `name value`, members of members by their path. */
export function parameters(rule: CitedRule, say: Say): string {
  const parts: string[] = [];
  const word = (value: unknown, key: string): string => {
    if (typeof value === 'boolean') return say(`flag.${value ? 1 : 0}`);
    const prefix = PREFIXES[key];
    return prefix && typeof value === 'string' ? say(`${prefix}.${value}`) : String(value);
  };
  const walk = (value: unknown, path: string[]): void => {
    const key = path[path.length - 1];
    if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
      parts.push(
        `${path.map((p) => say(`param.${p}`)).join(' ')} ${value.map((v) => word(v, key)).join(', ')}`,
      );
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) {
        const index = Array.isArray(value) ? [...path, String(Number(name) + 1)] : [...path, name];
        walk(inner, index);
      }
    else parts.push(`${path.map((p) => say(`param.${p}`)).join(' ')} ${word(value, key)}`);
  };
  for (const [name, value] of Object.entries(rule)) if (!OWN_COLUMNS.has(name)) walk(value, [name]);
  return parts.join('; ');
}

/** Every rule of a set with what it is about, reach rules with the metres of their level. */
export function rulesByTopic(set: RuleSet): { topic: string; rule: CitedRule }[] {
  const one = (topic: string, rule: CitedRule) => ({ topic, rule });
  const { source, clause, effective } = set.service;
  return [
    ...set.due.map((rule) => one('due', rule)),
    one('organisation', set.organisation),
    one('work', set.work),
    one('service', set.service),
    ...set.service.reach.map((rule) => one('reach', { ...rule, source, clause, effective })),
    one('staleness', set.staleness),
    ...set.nextSteps.map((rule) => one('step', rule)),
    one('joint', set.joint),
    one('grid', set.gridBranch),
    one('belt', set.belts),
    one('ranking', set.ranking),
    ...set.norms.map((rule) => one('norm', rule)),
  ];
}
