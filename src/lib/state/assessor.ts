import type { RulePack } from '#lib/core/coverage/pack.ts';
import type { Audit, ReachField } from '#lib/core/coverage/verdict.ts';
import type { Project } from '#lib/core/model.ts';
import type { Assessment } from '#lib/core/report/assessment.ts';
import type { AssessStage } from '#lib/core/report/assess.ts';

/** A table that has been audited, and what it was audited by. */
export interface Audited {
  project: Project;
  field: ReachField;
  audit: Audit;
  pack: RulePack;
  /** What replaces the radius of every rule, metres; null keeps the pack's own. */
  radiusM: number | null;
}

/** Works out assessments away from the screen. */
export interface Assessor {
  /** Rejects where it cannot be done, and with an `AbortError` after `cancel`. One at a time. */
  assess(audited: Audited, onStage: (stage: AssessStage) => void): Promise<Assessment>;
  /** Ends what is under way. */
  cancel(): void;
}
