import type { Desk } from '#lib/state/desk.svelte.ts';
import type { Reaching } from '#lib/state/reaching.svelte.ts';

/** The chosen place's number among all, demand first, then units; null where none is chosen. */
export function placeChosen(
  { project, selection }: Pick<Desk, 'project' | 'selection'>,
  chosen: Reaching['chosen'],
): number | null {
  if (selection?.type === 'unit') return (project?.demand.count ?? 0) + selection.index;
  return chosen?.type === 'demand' ? chosen.index : null;
}
