import { moveUnit, newGroup, takeOut } from '#lib/core/coverage/joint/by-hand.ts';
import type { Edited } from '#lib/core/coverage/joint/by-hand.ts';
import { verdictsOf } from '#lib/core/coverage/joint/candidates.ts';
import type { Grouping } from '#lib/core/coverage/joint/grouping.ts';
import { gridContext, jointContext } from '#lib/core/coverage/joint/hand-context.ts';
import type { HandContext } from '#lib/core/coverage/joint/hand-context.ts';
import { groupViolations } from '#lib/core/coverage/joint/violations.ts';
import type { Violation } from '#lib/core/coverage/joint/violations.ts';
import { whatIf } from '#lib/core/coverage/joint/what-if.ts';
import type { WhatIf } from '#lib/core/coverage/joint/what-if.ts';
import { nextSteps } from '#lib/core/coverage/next-step.ts';
import type { Groupings } from '#lib/core/coverage/next-step.ts';
import type { Assessment } from '#lib/core/report/assessment.ts';
import type { Audited } from '#lib/state/assessor.ts';

export type GroupType = 'joint_group' | 'grid_group';
const MEMBER = { joint_group: 'joint', grid_group: 'grids' } as const;

/** Groups as they were changed by hand, and what they were changed from. */
interface Edits {
  organisation: Audited['audit']['organisation'];
  /** The oldest first; the last is what holds. */
  history: Groupings[];
}

/** Changes of the proposed groups by hand, kept as long as the page and the audit are. */
export class HandEdits {
  #edits = $state.raw<Edits | null>(null);
  readonly #audited: () => Audited | null;
  readonly #found: () => Assessment | null;
  readonly #contexts = $derived.by(() => {
    const audited = this.#audited();
    if (!audited) return null;
    const { project, pack, audit } = audited;
    const verdicts = verdictsOf(audit);
    const made: Partial<Record<GroupType, HandContext>> = {};
    return (type: GroupType): HandContext =>
      (made[type] ??= (type === 'joint_group' ? jointContext : gridContext)(
        project,
        pack,
        verdicts,
      ));
  });
  readonly #groups = $derived.by((): Groupings | null => {
    const organisation = this.#audited()?.audit.organisation;
    const edits = this.#edits;
    return edits && edits.organisation === organisation ? (edits.history.at(-1) ?? null) : null;
  });
  /** The assessment with the changes in it: groups, and the next steps that name them. */
  readonly assessment = $derived.by((): Assessment | null => {
    const found = this.#found();
    return found && this.applied(found);
  });

  constructor(audited: () => Audited | null, found: () => Assessment | null) {
    this.#audited = audited;
    this.#found = found;
  }

  get count(): number {
    return this.#groups ? (this.#edits?.history.length ?? 0) : 0;
  }

  /** An assessment with the changes in it; itself where there are none. */
  applied(found: Assessment): Assessment {
    const groups = this.#groups;
    const audited = this.#audited();
    if (!groups || !audited) return found;
    const { project, pack, audit } = audited;
    const { joint, grids } = groups;
    const steps = nextSteps(project, pack, audit, joint, grids);
    return { ...found, joint, grids, steps, found: { joint: found.joint, grids: found.grids } };
  }

  takeOut(type: GroupType, unit: number): number {
    return this.#change(type, (grouping, context) => takeOut(grouping, unit, context));
  }

  move(type: GroupType, unit: number, group: number): number {
    return this.#change(type, (grouping, context) => moveUnit(grouping, unit, group, context));
  }

  start(type: GroupType, units: readonly number[]): number {
    return this.#change(type, (grouping, context) => newGroup(grouping, units, context));
  }

  /** Takes the last change back. */
  undo(): void {
    if (this.#edits) this.#edits = { ...this.#edits, history: this.#edits.history.slice(0, -1) };
  }

  /** Everything that the rules have against a group. */
  violations(type: GroupType, group: number): Violation[] {
    const context = this.#contexts?.(type);
    const grouping = this.assessment?.[MEMBER[type]];
    if (!context || !grouping || group >= grouping.groups) return [];
    return groupViolations(context, membersOf(grouping, group), group);
  }

  /** Units that could join a group without breaking a rule, the nearest first. */
  joinable(type: GroupType, group: number, most: number): { unit: number; metres: number }[] {
    const context = this.#contexts?.(type);
    const audited = this.#audited();
    const grouping = this.assessment?.[MEMBER[type]];
    if (!context || !audited || !grouping || group >= grouping.groups) return [];
    const own = membersOf(grouping, group);
    const place = context.placeOf(own[0]);
    const found: { unit: number; metres: number }[] = [];
    for (let unit = 0; unit < audited.project.units.count; unit++) {
      if (context.placeOf(unit) !== place || own.includes(unit)) continue;
      const against = groupViolations(context, [...own, unit], group);
      if (against.some(({ code }) => code !== 'too_few_members')) continue;
      found.push({ unit, metres: Math.max(...own.map((other) => context.metres(unit, other))) });
    }
    return found.sort((a, b) => a.metres - b.metres || a.unit - b.unit).slice(0, most);
  }

  /** What becomes of the ledgers when every group of a kind gets its branch. */
  whatIf(type: GroupType): WhatIf | null {
    const audited = this.#audited();
    const grouping = this.assessment?.[MEMBER[type]];
    if (!audited || !grouping) return null;
    const { project, pack, audit } = audited;
    return whatIf(project, pack, audit, grouping.member);
  }

  #change(type: GroupType, change: (grouping: Grouping, context: HandContext) => Edited): number {
    const audited = this.#audited();
    const now = this.assessment;
    const context = this.#contexts?.(type);
    if (!audited || !now || !context) return -1;
    const { grouping, group } = change(now[MEMBER[type]], context);
    const { organisation } = audited.audit;
    const kept = this.#edits?.organisation === organisation ? this.#edits.history : [];
    const groups = { joint: now.joint, grids: now.grids, [MEMBER[type]]: grouping };
    this.#edits = { organisation, history: [...kept, groups] };
    return group;
  }
}

/** The units of one group. */
export const membersOf = ({ groupStart, member }: Grouping, group: number): number[] => [
  ...member.subarray(groupStart[group], groupStart[group + 1]),
];
