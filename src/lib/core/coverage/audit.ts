import type { Project } from '#lib/core/model.ts';
import { dueVerdicts } from '#lib/core/coverage/due.ts';
import { crossedField } from '#lib/core/coverage/crossed-field.ts';
import { linkIndex, linkStanding } from '#lib/core/coverage/link-index.ts';
import { organisationVerdicts } from '#lib/core/coverage/organisation.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { unitRules } from '#lib/core/coverage/rule-sets.ts';
import { ruleIndex } from '#lib/core/coverage/rules.ts';
import { serviceVerdicts } from '#lib/core/coverage/service.ts';
import type { Audit, ReachField } from '#lib/core/coverage/verdict.ts';
import { workVerdicts } from '#lib/core/coverage/work.ts';

export interface AuditOptions {
  /** Replaces the radius of every reach rule, metres; null keeps the pack's own. */
  radiusM: number | null;
}

/**
 * Decides the denominator and the three ledgers for every unit of a project under a rule pack.
 * Every unit follows the rules of its own district. Exempt units get verdicts too, though they count
 * in no denominator. A field that was made for other crossings is made anew.
 */
export function audit(
  project: Project,
  pack: RulePack,
  field: ReachField,
  options: AuditOptions,
): Audit {
  const rules = ruleIndex(pack);
  const followed = unitRules(project, pack);
  const links = linkIndex(project, pack);
  const standings = followed.sets.map(({ staleness }) =>
    staleness.termGraceDays === pack.staleness.termGraceDays
      ? links.standing
      : linkStanding(project, staleness),
  );
  return {
    rules: rules.ids,
    reasons: rules.reasons,
    ...dueVerdicts(project.units, followed, rules),
    organisation: organisationVerdicts(project, followed, links, standings, rules),
    work: workVerdicts(project, followed, links, standings, rules),
    service: serviceVerdicts(project, pack, crossedField(project, pack, field), options.radiusM),
  };
}
