import type { Assessment } from '#lib/core/report/assessment.ts';
import type { ShownGroups } from '#lib/map/layers/groups.ts';
import type { Selection as MapSelection } from '#lib/map/layers/selection.ts';
import type { Desk } from '#lib/state/desk.svelte.ts';

/** The groups that the map outlines: those of the list or of what is selected. */
export function groupsShown(
  { selection, mode }: Pick<Desk, 'selection' | 'mode'>,
  assessment: Assessment | null,
): ShownGroups | null {
  if (!assessment) return null;
  const grids = selection?.type === 'grid_group' || mode === 'grid_groups';
  const type = grids ? 'grid_group' : 'joint_group';
  const { groups, groupStart, member } = grids ? assessment.grids : assessment.joint;
  return { groups, groupStart, member, chosen: selection?.type === type ? selection.index : -1 };
}

/** What the map itself puts a ring round: groups have their outlines. */
export const ringed = ({ selection }: Pick<Desk, 'selection'>): MapSelection | null =>
  !selection || selection.type === 'joint_group' || selection.type === 'grid_group'
    ? null
    : { type: selection.type, index: selection.index };
