import type { NextStep } from '#lib/core/coverage/pack.ts';

/**
 * The next lawful step of every unit by columns. A unit that is exempt or organised has none.
 * `rule` indexes the ids of `rules`; `target` is a record of the table `targetTable`: the
 * organisation to affiliate to, the joint or grid group, or the division whose street or community
 * catches all.
 */
export interface NextStepColumns {
  /** Index into NEXT_STEPS, NONE where nothing is due. */
  step: Uint8Array;
  rules: string[];
  rule: Uint16Array;
  targetTable: Uint8Array;
  /** -1 where the step has no target. */
  target: Int32Array;
  /** Metres to the target organisation, NaN where it is none. */
  distanceM: Float64Array;
}

/** What a step's target is a record of. */
export const STEP_TARGETS = [
  'none',
  'organisation',
  'joint_group',
  'grid_group',
  'division',
] as const;
export type StepTarget = (typeof STEP_TARGETS)[number];

/** The step at a unit in words of the code. */
export interface StepAt {
  step: NextStep;
  rule: string;
  target: { table: StepTarget; record: number } | null;
  distanceM: number;
}
