import { DIVISION_LEVELS, NO } from '#lib/core/model.ts';
import type { Divisions, Units } from '#lib/core/model.ts';
import { isStandalone } from '#lib/core/coverage/joint/standalone.ts';
import { ruleSets } from '#lib/core/coverage/rule-sets.ts';
import { ancestorsAtLevel } from '#lib/core/division/areas.ts';
import type { JointRule, RulePack } from '#lib/core/coverage/pack.ts';
import { appliesToKind } from '#lib/core/coverage/rules.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import { hasPosition } from '#lib/core/geo/places.ts';
import { textAt } from '#lib/core/texts.ts';
import type { Texts } from '#lib/core/texts.ts';

/** What grouping reads of a project; a whole project will do. */
export interface GroupingInput {
  units: Pick<
    Units,
    'count' | 'kind' | 'lng' | 'lat' | 'division' | 'members' | 'host' | 'trade' | 'shapes'
  >;
  divisions: Pick<Divisions, 'count' | 'code' | 'level' | 'parent' | 'shapes'>;
}

/** What grouping reads of an audit; a whole audit will do. */
export interface GroupingVerdicts {
  due: Uint8Array;
  organisation: { state: Uint8Array };
}

/** Units that may share a joint branch with one another, distance apart. */
export interface Pool {
  rule: JointRule;
  /** Units of the project, ascending. */
  units: number[];
}

/** The verdicts that grouping needs. */
export const verdictsOf = ({ due, organisation }: Audit): GroupingVerdicts => ({
  due,
  organisation: { state: organisation.state },
});

/** Numbers the texts of a column on demand, -1 where there is none. */
export function numbering(texts: Texts): (i: number) => number {
  const numbers = new Map<string, number>();
  return (i) => {
    const text = textAt(texts, i)?.trim();
    if (!text) return -1;
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
}

/**
 * The candidates of joint branches, by all that the rule wants to be equal: rule set, division of
 * the level `within`, trade, host. Blank (not unknown), due, of the rule's kinds, with a position
 * and a division, and with a known number of members that calls for no branch of its own. A unit
 * whose trade or host must be equal and is not known is a candidate, but can share with nobody.
 */
export function jointPools(
  { units, divisions }: GroupingInput,
  pack: RulePack,
  verdicts: GroupingVerdicts,
): Pool[] {
  const { sets, ofDivision: of } = ruleSets(divisions, pack);
  const within = sets.map((rules) =>
    ancestorsAtLevel(divisions, DIVISION_LEVELS.indexOf(rules.joint.within)),
  );
  const trade = numbering(units.trade);
  const host = numbering(units.host);
  const pools = new Map<string, Pool>();
  for (let i = 0; i < units.count; i++) {
    const division = units.division[i];
    if (verdicts.due[i] !== 1 || verdicts.organisation.state[i] !== NO || division < 0) continue;
    const rules = sets[of[division]];
    const { joint } = rules;
    const place = within[of[division]][division];
    if (place < 0 || !appliesToKind(joint.kinds, units.kind[i])) continue;
    if (!hasPosition(units.lng[i], units.lat[i])) continue;
    // NaN is not known, and is no count of zero.
    if (!(units.members[i] >= 0) || isStandalone(rules, units.kind[i], units.members[i])) continue;
    const same = [joint.sameTrade ? trade(i) : 0, joint.sameHost ? host(i) : 0];
    const alone = same.includes(-1) ? `alone ${i}` : same.join();
    const key = `${of[division]} ${place} ${alone}`;
    const pool = pools.get(key);
    if (pool) pool.units.push(i);
    else pools.set(key, { rule: joint, units: [i] });
  }
  return [...pools.values()];
}
