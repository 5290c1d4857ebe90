import type { Project } from '#lib/core/model.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import type { ScenarioEdit } from '#lib/core/reach/scenario.ts';
import type { SitingAnswer } from '#lib/core/report/siting/answer.ts';
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import { textAt } from '#lib/core/texts.ts';

/**
 * A plan as a scenario for reach, whose counts at the question's cutoff are then those of the plan:
 * new stations are put up at the asked level, those that are given up are taken out, and where those
 * that stand are ignored all of the asked levels are. A station without an id cannot be named, and stays.
 */
export function planScenario(
  { sites, plan }: Pick<SitingAnswer, 'sites' | 'plan'>,
  project: Project,
  ask: SitingAsk,
): ScenarioEdit[] {
  const gone =
    ask.existing === 'ignored'
      ? [...new Ground(project).stationsOf(ask.levels).records]
      : [...plan.closed].map((site) => sites.record[site]);
  const removed = gone.flatMap((record): ScenarioEdit[] => {
    const station = textAt(project.facilities.id, record);
    return station === null ? [] : [{ station, removed: true }];
  });
  const added = plan.sites
    .filter(({ existing }) => !existing)
    .map(({ site }): ScenarioEdit => {
      const [lng, lat] = [sites.lng[site], sites.lat[site]];
      return { name: sites.name[site], lng, lat, level: ask.level };
    });
  return [...removed, ...added];
}
