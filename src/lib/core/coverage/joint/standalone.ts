import type { RuleSet } from '#lib/core/coverage/pack.ts';
import { appliesToKind } from '#lib/core/coverage/rules.ts';

/**
 * True where a unit of this kind with so many full members is due a branch of its own
 * (党支部工作条例 art. 4), by the pack's steps `standalone`.
 */
export function isStandalone(rules: RuleSet, kind: number, members: number): boolean {
  return rules.nextSteps.some(
    ({ step, kinds, membersAtLeast = 0, membersAtMost = Infinity }) =>
      step === 'standalone' &&
      appliesToKind(kinds, kind) &&
      members >= membersAtLeast &&
      members <= membersAtMost,
  );
}
