import type { Divisions, Project } from '#lib/core/model.ts';
import type { RulePack, RuleSet, StepRule } from '#lib/core/coverage/pack.ts';
import { areaOfDivisions } from '#lib/core/division/areas.ts';

/** The rule sets of a pack by place: a district that has its own does not follow its city's. */
export interface RuleSets {
  /** The pack's own, then those of its districts. */
  sets: readonly RuleSet[];
  /** Index into `sets` for each division. */
  ofDivision: Uint16Array;
}

/** Finds the rule set of every division. What stands in no division follows the pack's own: index 0. */
export function ruleSets(
  divisions: Pick<Divisions, 'count' | 'code' | 'parent'>,
  pack: RulePack,
): RuleSets {
  const districts = pack.districts ?? [];
  const areas = areaOfDivisions(divisions, districts);
  return {
    sets: [pack, ...districts.map(({ rules }) => rules)],
    ofDivision: Uint16Array.from(areas, (area) => area + 1),
  };
}

/** The rule set of one division, -1 for what stands in none. */
export const ruleSetAt = ({ sets, ofDivision }: RuleSets, division: number): RuleSet =>
  sets[division < 0 ? 0 : ofDivision[division]];

/** The rule of a next step by its id, as it stands where the unit is; null where the pack has none. */
export const stepRule = (
  divisions: Divisions,
  pack: RulePack,
  division: number,
  id: string,
): StepRule | null =>
  ruleSetAt(ruleSets(divisions, pack), division).nextSteps.find((rule) => rule.id === id) ?? null;

/** The rule sets that units follow. */
export interface UnitRules {
  sets: readonly RuleSet[];
  /** Index into `sets` for each unit. */
  of: Uint16Array;
}

/** The rule set of every unit: that of its division. */
export function unitRules({ divisions, units }: Project, pack: RulePack): UnitRules {
  const { sets, ofDivision } = ruleSets(divisions, pack);
  const of = new Uint16Array(units.count);
  if (sets.length > 1)
    for (let unit = 0; unit < units.count; unit++)
      if (units.division[unit] >= 0) of[unit] = ofDivision[units.division[unit]];
  return { sets, of };
}
