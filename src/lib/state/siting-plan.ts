import type { PlanHead, SitingAnswer } from '#lib/core/report/siting/answer.ts';
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import { FIRST_SETTING, type ReachSetting } from '#lib/state/reach-address.ts';
import { FIRST_SITING, type SitingSetting } from '#lib/state/siting-address.ts';

/** A plan as it is kept: its question, its sites by their keys, and how good it is. All else follows from the data. */
export interface KeptPlan {
  id: string;
  name: string;
  ask: SitingAsk;
  open: readonly string[];
  head: PlanHead;
}

/** What is kept of an answer. */
export function keptOf(
  id: string,
  name: string,
  ask: SitingAsk,
  { sites, plan }: SitingAnswer,
): KeptPlan {
  const { status, objective, bound, gap, seconds, reasons } = plan;
  return {
    ...{ id, name, ask },
    open: plan.sites.map(({ site }) => sites.key[site]),
    head: { status, objective, bound, gap, seconds, reasons },
  };
}

/** The gap as a solution has it: NaN without a bound. */
export function gapOf(objective: number, bound: number): number {
  if (objective === bound) return 0;
  return Math.abs(objective - bound) / Math.max(Math.abs(objective), Math.abs(bound));
}

/** The settings that put a question again; what a term was that its problem does not have is as at the start. */
export function settingOf(ask: SitingAsk): SitingSetting {
  const { method, snap, levels, cutoffM, ...rest } = ask;
  return {
    ...FIRST_SITING,
    ...rest,
    reach: { ...FIRST_SITING.reach, method, snap, levels, metres: cutoffM, minutes: null },
    p: rest.p ?? (rest.budget === null ? FIRST_SITING.p : null),
  };
}

let made = 0;
/** A name for a plan that none had before; later ones come later in the alphabet. */
export const newPlanId = (): string =>
  `${Date.now().toString(36).padStart(9, '0')}-${(made++).toString(36).padStart(3, '0')}-${Math.floor(Math.random() * 1e9).toString(36)}`;

/** The setting of the reach screen that counts as a plan's question does. */
export const reachSettingOf = ({ method, levels, snap, cutoffM }: SitingAsk): ReachSetting => ({
  ...FIRST_SETTING,
  ...{ method, levels, snap },
  metres: cutoffM,
});
