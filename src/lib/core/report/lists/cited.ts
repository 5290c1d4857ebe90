import type { Cited, RulePack, RuleSet } from '#lib/core/coverage/pack.ts';

/** A rule of a pack: its id, and where it stands. */
export interface CitedRule extends Cited {
  id: string;
}

/** Every rule of a set that has a source of its own. */
export function rulesOfSet(set: RuleSet): CitedRule[] {
  const { source, clause, effective } = set.service;
  const reach = set.service.reach.map(({ id }) => ({ id, source, clause, effective }));
  return [
    ...set.due,
    set.organisation,
    set.work,
    set.service,
    ...reach,
    set.staleness,
    ...set.nextSteps,
    set.joint,
    set.gridBranch,
    set.belts,
    set.ranking,
    ...set.norms,
  ];
}

/** Finds a rule by its id, in the city's rules first and then in those of its districts. */
export function citedRules(pack: RulePack): (id: string) => CitedRule | null {
  const byId = new Map<string, CitedRule>();
  for (const set of [pack, ...pack.districts.map(({ rules }) => rules)])
    for (const rule of rulesOfSet(set)) if (!byId.has(rule.id)) byId.set(rule.id, rule);
  return (id) => byId.get(id) ?? null;
}
