import { nameAt } from '#lib/core/texts.ts';
import type { App } from '#lib/ui/app.svelte.ts';

/** The name of a station by its number in the scenario: a facility, one that was put up, or -1 for none. */
export function stationName({ desk, reaching, t }: App, number: number): string {
  const { project } = desk;
  if (!project || number < 0) return t('reach.place.nobody');
  if (number < project.facilities.count) return nameAt(project.facilities, number);
  return reaching.stations.find((own) => own.station === number)?.name ?? '';
}
