import type { Project } from '#lib/core/model.ts';
import type { ReachArea } from '#lib/core/reach/answer.ts';
import { unreached } from '#lib/core/reach/extent.ts';
import type { Snap } from '#lib/core/reach/field.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { radiusArea } from '#lib/core/reach/reach-area.ts';
import { Reach } from '#lib/core/reach/reach.ts';
import type { ScenarioEdit } from '#lib/core/reach/scenario.ts';
import { walkArea } from '#lib/core/reach/walk-area.ts';
import { walkDistances } from '#lib/core/reach/walk-distances.ts';
import { zonesOutside } from '#lib/core/reach/zones-outside.ts';
import { blankZoneFeatures, reachAreaFeatures } from '#lib/core/report/reach-features.ts';
import type { AreaQuestion } from '#lib/core/report/reach-features.ts';
import type { AreaFeatures } from '#lib/core/report/geo-parquet.ts';
import { reachResult } from '#lib/core/report/reach-result.ts';
import type { ReachFound, ReachResult } from '#lib/core/report/reach-result.ts';

/** All that is written of who is in reach. */
export interface ReachAnswer {
  result: ReachResult;
  area: AreaFeatures;
  zones: AreaFeatures;
}

const found = (reach: Reach, cutoffM: number): ReachFound => ({
  counts: reach.counts(cutoffM),
  distances: reach.distances(),
  network: reach.network,
});

/** 1 for each place in reach, demand first, then units. */
const reachedPlaces = ({ nearest }: Reach, cutoffM: number): Uint8Array =>
  Uint8Array.from(nearest.firstM, (metres) => (metres <= cutoffM ? 1 : 0));

/**
 * Who is in reach and what area, as it is written: `reach.json`, the area and the blank areas. The
 * same in the browser and on the command line.
 *
 * @param project as it is under the scenario
 * @throws ReachFault where a walk is asked for and there is no network
 */
export function answerReach(
  project: Project,
  question: AreaQuestion,
  scenario: readonly ScenarioEdit[] | null,
  onStage: (stage: 'reach' | 'area') => void = () => undefined,
): ReachAnswer {
  const { method, snap, cutoffM } = question;
  onStage('reach');
  const ground = new Ground(project);
  const reach = new Reach(project, question, ground);
  const otherSnap: Snap = snap === 'edge' ? 'node' : 'edge';
  const other =
    method === 'walk' ? new Reach(project, { ...question, snap: otherSnap }, ground) : null;
  onStage('area');
  const stations = ground.stationsOf(question.levels);
  const people = unreached(project, reachedPlaces(reach, cutoffM));
  const area: ReachArea =
    method === 'radius'
      ? radiusArea(project, stations, cutoffM, people)
      : walkArea(project, ground.network, walkDistances(ground, stations, snap), cutoffM);
  const zones = area.zones ?? zonesOutside(project, area.shapes, people);
  const result = reachResult({
    ...found(reach, cutoffM),
    project,
    question,
    area,
    divided: reach.divisionDistances(),
    other: other && found(other, cutoffM),
    scenario,
    stations: stations.count,
  });
  return {
    result,
    area: reachAreaFeatures(area, question),
    zones: blankZoneFeatures(project, zones),
  };
}
