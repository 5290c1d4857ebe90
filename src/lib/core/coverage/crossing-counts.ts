import { YES } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { crossedField } from '#lib/core/coverage/crossed-field.ts';
import type { Crossing, RulePack, RuleSet } from '#lib/core/coverage/pack.ts';
import { serviceVerdicts } from '#lib/core/coverage/service.ts';
import type { ReachField } from '#lib/core/coverage/verdict.ts';

/** Due units of each division, with everything below it, that only facilities beyond their own boundary serve. */
export interface CrossingCounts {
  district: Uint32Array;
  street: Uint32Array;
}

/**
 * Counts units that lose their service when only facilities of their own district, or of their own
 * street, may serve. None where the pack's policy is so already.
 *
 * @param due 1 for each unit that is due
 * @param field the reach field of the pack
 * @param radiusM replaces every rule's radius; null keeps the pack's own. Metres.
 */
export function crossingCounts(
  project: Project,
  due: Uint8Array,
  pack: RulePack,
  field: ReachField,
  radiusM: number | null,
): CrossingCounts {
  const base = serviceVerdicts(project, pack, field, radiusM);
  const count = (crossing: Crossing): Uint32Array => {
    const bound = withCrossing(pack, crossing);
    const own = serviceVerdicts(project, bound, crossedField(project, bound, field), radiusM);
    const { divisions, units } = project;
    const lost = new Uint32Array(divisions.count);
    for (let unit = 0; unit < units.count; unit++) {
      if (due[unit] === 0 || base.state[unit] !== YES) continue;
      if (own.state[unit] === YES) continue;
      for (let d = units.division[unit]; d >= 0; d = divisions.parent[d]) lost[d]++;
    }
    return lost;
  };
  return { district: count('same_district'), street: count('same_street') };
}

/** The pack with one policy across boundaries, in its districts too. */
function withCrossing(pack: RulePack, crossing: Crossing): RulePack {
  const within = <T extends RuleSet>(set: T): T => ({
    ...set,
    service: { ...set.service, crossing },
  });
  const districts = (pack.districts ?? []).map((own) => ({ ...own, rules: within(own.rules) }));
  return { ...within(pack), districts };
}
