import type { ReachAsk } from '#lib/core/reach/answer.ts';
import { divisionBalance, facilityBalance } from '#lib/core/reach/balance.ts';
import type { BalanceBands, DivisionBalance, FacilityBalance } from '#lib/core/reach/balance.ts';
import type { Ground, Stations } from '#lib/core/reach/ground.ts';
import { pairsWithin } from '#lib/core/reach/pairs.ts';
import type { ReachPairs } from '#lib/core/reach/pairs.ts';
import { twoStep } from '#lib/core/reach/two-step.ts';
import type { DecayBand, TwoStep } from '#lib/core/reach/two-step.ts';
import type { Snapped } from '#lib/core/reach/walk/network.ts';
import { walkPairs } from '#lib/core/reach/walk/walk-pairs.ts';

/** What facilities have to give: their staff, or their floor area. */
export const SUPPLIES = ['staff', 'area'] as const;
export type Supply = (typeof SUPPLIES)[number];

export interface AccessAsk extends ReachAsk {
  supply: Supply;
  /** null: everybody within reach counts in full. */
  decay: readonly DecayBand[] | null;
  bands: BalanceBands;
}

/** How demand is served and facilities are loaded. Stations are numbered as they were given. */
export interface Access {
  points: TwoStep;
  /** Supply of each station; NaN where it is not known, as for one that was put up in a scenario. */
  supply: Float64Array;
  divisions: DivisionBalance;
  /** By the people that a station is the nearest to. */
  stations: FacilityBalance;
}

/**
 * Accessibility of a project's demand points, and what it says of divisions and facilities.
 *
 * Throws `ReachFault` where walks are asked for and there is no network.
 *
 * @param stations the facilities of the levels asked for, unless others are given (-1 in `records` for one that is no record)
 */
export function accessOf(
  ground: Ground,
  ask: AccessAsk,
  stations: Stations = ground.stationsOf(ask.levels),
): Access {
  const { demand, divisions, facilities } = ground.project;
  const given = ask.supply === 'staff' ? facilities.staff : facilities.areaM2;
  const supply = Float64Array.from(stations.records, (record) =>
    record < 0 ? NaN : given[record],
  );
  const pairs = pairsOf(ground, ask, stations);
  const points = twoStep(pairs, supply, demand.weight, ask.decay);
  return {
    points,
    supply,
    divisions: divisionBalance(
      points,
      demand.weight,
      pairs.placeKnown,
      demand.division,
      divisions.parent,
      ask.bands,
    ),
    stations: facilityBalance(points.nearestPeople, supply, ask.bands),
  };
}

function pairsOf(ground: Ground, ask: AccessAsk, stations: Stations): ReachPairs {
  const { demand } = ground.project;
  if (ask.method === 'radius') return pairsWithin(demand, stations, ask.cutoffM);
  const all = ground.snappedPlaces(ask.snap);
  const ofDemand: Snapped = {
    edge: all.edge.subarray(0, demand.count),
    alongM: all.alongM.subarray(0, demand.count),
    offsetM: all.offsetM.subarray(0, demand.count),
  };
  return walkPairs(ground.network, ofDemand, ground.snap(stations, ask.snap), ask.cutoffM);
}
