import { FACILITY_LEVELS } from '#lib/core/model.ts';
import type { FacilityLevel, Project } from '#lib/core/model.ts';
import { verdictsOf } from '#lib/core/coverage/joint/candidates.ts';
import { crossingCounts } from '#lib/core/coverage/crossing-counts.ts';
import { groupGrids } from '#lib/core/coverage/joint/group-grids.ts';
import { groupUnits } from '#lib/core/coverage/joint/group-units.ts';
import type { GroupingTime, PackingSolver } from '#lib/core/coverage/joint/grouping.ts';
import { nextSteps } from '#lib/core/coverage/next-step.ts';
import type { Groupings } from '#lib/core/coverage/next-step.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import type { Audit, ReachField } from '#lib/core/coverage/verdict.ts';
import { weakBelts } from '#lib/core/coverage/weak-belts.ts';
import { normFindings } from '#lib/core/norms/findings.ts';
import type { NormTools } from '#lib/core/norms/measure.ts';
import type { Assessment } from '#lib/core/report/assessment.ts';
import { auditedZones } from '#lib/core/report/audited-zones.ts';

/** What is worked out, in this order. */
export const ASSESS_STAGES = ['joint', 'grids', 'steps', 'norms', 'belts', 'zones'] as const;
export type AssessStage = (typeof ASSESS_STAGES)[number];

/** How long the groupings are searched for where nobody says otherwise. */
export const GROUPING_SECONDS = 10;

/** What an assessment is made with. */
export interface AssessTools {
  field: ReachField;
  /** Replaces the radius of every reach rule, metres; null keeps the pack's own. */
  radiusM: number | null;
  /** Null groups greedily. */
  solver: PackingSolver | null;
  /** For both groupings together. */
  time: GroupingTime;
  onStage?: (stage: AssessStage) => void;
}

/** What norms ask of the reach field and of the denominator. */
export function normTools({ units, distanceM }: ReachField, due: Uint8Array): NormTools {
  const nearest = (unit: number, levels: readonly FacilityLevel[]): number => {
    let best = NaN;
    for (const level of levels) {
      const metres = distanceM[FACILITY_LEVELS.indexOf(level) * units + unit];
      best = best < metres ? best : metres;
    }
    return best;
  };
  return { due, distanceM: (unit, levels = FACILITY_LEVELS) => nearest(unit, levels) };
}

/** The two groupings, within the time that is given for both. */
export function groupings(
  project: Project,
  pack: RulePack,
  audit: Audit,
  { solver, time, onStage = () => undefined }: AssessTools,
): Groupings {
  onStage('joint');
  const start = time.now();
  const joint = groupUnits(project, pack, verdictsOf(audit), solver, time);
  onStage('grids');
  const seconds = Math.max(1, time.seconds - (time.now() - start) / 1000);
  const grids = groupGrids(project, pack, verdictsOf(audit), solver, { ...time, seconds });
  return { joint, grids };
}

/**
 * Puts together what follows from an audit: groups, next steps, findings of the norms, weak belts
 * of the organisation ledger and blank areas.
 *
 * @param known groupings that were worked out already
 */
export function assess(
  project: Project,
  pack: RulePack,
  audit: Audit,
  tools: AssessTools,
  known: Groupings = groupings(project, pack, audit, tools),
): Assessment {
  const { field, radiusM, onStage = () => undefined } = tools;
  const { joint, grids } = known;
  onStage('steps');
  const steps = nextSteps(project, pack, audit, joint, grids);
  onStage('norms');
  const norms = normFindings(project, pack, normTools(field, audit.due));
  onStage('belts');
  const belts = weakBelts(project, audit, pack.belts, 'organisation');
  onStage('zones');
  const zones = auditedZones(project, audit, pack, radiusM);
  const crossing = crossingCounts(project, audit.due, pack, field, radiusM);
  return { joint, grids, steps, norms, belts, zones, crossing };
}
