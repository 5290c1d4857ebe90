import type { DivisionLevel, Project } from '#lib/core/model.ts';
import { demandRadii, demandReached } from '#lib/core/coverage/demand-reach.ts';
import type { Crossing, RulePack } from '#lib/core/coverage/pack.ts';
import { ruleSets } from '#lib/core/coverage/rule-sets.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import type { BlankZones } from '#lib/core/reach/blank-zone.ts';
import { blankZones } from '#lib/core/reach/blank-zones.ts';

const WITHIN: Record<Crossing, DivisionLevel | null> = {
  anywhere: null,
  same_district: 'district',
  same_street: 'street',
};

/**
 * The blank areas of an audited project under a rule pack: by the radii that decide which demand is
 * reached and the policy across boundaries, both those of the community's own district.
 *
 * @param radiusM replaces every rule's radius; null keeps the pack's own. Metres.
 */
export function auditedZones(
  project: Project,
  audit: Audit,
  pack: RulePack,
  radiusM: number | null,
): BlankZones {
  const { sets, ofDivision } = ruleSets(project.divisions, pack);
  const rules = sets.map(({ service }) => ({
    radiiM: demandRadii({ service }, radiusM),
    within: WITHIN[service.crossing],
  }));
  const plain = rules.length === 1 && rules[0].within === null;
  return blankZones(project, {
    rules,
    rulesOf: ofDivision,
    due: audit.due,
    reached: plain ? demandReached(project, pack, radiusM) : null,
  });
}
