import type { Project } from '#lib/core/model.ts';
import { dueVerdicts } from '#lib/core/coverage/due.ts';
import { linkIndex } from '#lib/core/coverage/link-index.ts';
import { organisationVerdicts } from '#lib/core/coverage/organisation.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
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
 * Exempt units get verdicts too, though they count in no denominator.
 */
export function audit(
  project: Project,
  pack: RulePack,
  field: ReachField,
  options: AuditOptions,
): Audit {
  const rules = ruleIndex(pack);
  const links = linkIndex(project, pack);
  return {
    rules: rules.ids,
    reasons: rules.reasons,
    ...dueVerdicts(project.units, pack, rules),
    organisation: organisationVerdicts(project, pack, links, rules),
    work: workVerdicts(project, pack, links, rules),
    service: serviceVerdicts(project, pack, field, options.radiusM),
  };
}
