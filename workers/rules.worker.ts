import '#lib/polyfills.ts';
import { expose } from 'comlink';
import { audit } from '#lib/core/coverage/audit.ts';
import { crossedField } from '#lib/core/coverage/crossed-field.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import type { Audit, ReachField } from '#lib/core/coverage/verdict.ts';
import { weighAudits } from '#lib/core/coverage/weigh.ts';
import type { Project } from '#lib/core/model.ts';

let held: { project: Project; field: ReachField } | null = null;
/** The audit that others are weighed against, and the pack that made it. */
let base: { pack: string; audit: Audit } | null = null;

function auditBy(pack: RulePack): Audit {
  return audit(held!.project, pack, held!.field, { radiusM: null });
}

const rules = {
  /** Keeps a project to decide about until another comes. */
  take(project: Project, field: ReachField) {
    held = { project, field };
    base = null;
  },
  decide(pack: RulePack) {
    const { project } = held!;
    const field = crossedField(project, pack, held!.field);
    return { field, audit: audit(project, pack, field, { radiusM: null }) };
  },
  weigh(from: RulePack, to: RulePack) {
    const text = JSON.stringify(from);
    if (base?.pack !== text) base = { pack: text, audit: auditBy(from) };
    return weighAudits(base.audit, auditBy(to));
  },
};
export type Rules = typeof rules;
expose(rules);
