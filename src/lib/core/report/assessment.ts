import type { WeakBelts } from '#lib/core/coverage/belt.ts';
import type { CrossingCounts } from '#lib/core/coverage/crossing-counts.ts';
import type { Grouping } from '#lib/core/coverage/joint/grouping.ts';
import type { Groupings } from '#lib/core/coverage/next-step.ts';
import type { NextStepColumns } from '#lib/core/coverage/next-step-column.ts';
import type { NormFindings } from '#lib/core/norms/norm.ts';
import type { BlankZones } from '#lib/core/reach/blank-zone.ts';

/** What follows from an audit: the lists, the map, the workbook and the brief read this one thing. */
export interface Assessment {
  joint: Grouping;
  grids: Grouping;
  steps: NextStepColumns;
  norms: NormFindings;
  belts: WeakBelts;
  zones: BlankZones;
  crossing: CrossingCounts;
  /** The groups as they were found, where they were changed by hand since. */
  found?: Groupings;
}
