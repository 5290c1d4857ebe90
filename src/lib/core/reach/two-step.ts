import type { ReachPairs } from '#lib/core/reach/pairs.ts';

/** Scores and ratios are supply per so many people. */
export const PER_PEOPLE = 1000;

/** Up to this distance (metres, inclusive) a person counts by `weight`; bands ascend, beyond the last one nobody counts. */
export interface DecayBand {
  upToM: number;
  weight: number;
}

/** How well each demand point is served, and how loaded each facility is. */
export interface TwoStep {
  /**
   * Supply per 1,000 people at each demand point: 0 where no facility is within reach; NaN where none
   * of those within reach has a ratio, or the point has no position.
   */
  score: Float64Array;
  /** Facilities within reach of each demand point, and those of them without a ratio. */
  within: Uint32Array;
  withinUnrated: Uint32Array;
  /** Supply per 1,000 people within reach of each facility, NaN where it is not known or nobody is within reach. */
  ratio: Float64Array;
  /** People within reach of each facility; NaN where it has no position. */
  people: Float64Array;
  /** People within reach for whom it is the nearest facility; of facilities equally far the lowest counts. */
  nearestPeople: Float64Array;
  /** Facilities left out because their supply, or their position, is not known. */
  supplyUnknown: number;
  stationUnknown: number;
  /** Demand points that counted as nobody because their weight is not known. */
  weightUnknown: number;
}

/**
 * Accessibility by the two-step floating catchment area (Luo & Wang 2003, doi 10.1068/b29120): first
 * the supply of each facility over the people within its reach, then for each demand point the sum
 * of that over the facilities within its reach. With decay bands it is the enhanced method (Luo & Qi
 * 2009, doi 10.1016/j.healthplace.2009.06.002), the bands counting in both steps.
 *
 * The score times the people, over all demand points, adds up to the supply of the facilities that
 * anybody can come to.
 *
 * @param pairs demand points (places) within reach of facilities (stations)
 * @param supply staff, or floor area, of each facility; NaN (or below 0) where it is not known
 * @param weight people at each demand point; NaN counts as nobody
 */
export function twoStep(
  pairs: ReachPairs,
  supply: ArrayLike<number>,
  weight: ArrayLike<number>,
  bands: readonly DecayBand[] | null = null,
): TwoStep {
  const { start, place, distanceM, placeKnown, stationKnown } = pairs;
  const [places, stations] = [placeKnown.length, stationKnown.length];
  const score = new Float64Array(places);
  const within = new Uint32Array(places);
  const withinUnrated = new Uint32Array(places);
  const ratio = new Float64Array(stations).fill(NaN);
  const people = new Float64Array(stations);
  const nearest = nearestStations(pairs);
  const nearestPeople = new Float64Array(stations);
  const decay = (m: number): number => (bands === null ? 1 : weightAt(bands, m));
  let supplyUnknown = 0;
  let stationUnknown = 0;
  for (let s = 0; s < stations; s++) {
    let counted = 0;
    for (let k = start[s]; k < start[s + 1]; k++) {
      const own = weight[place[k]] > 0 ? weight[place[k]] : 0;
      people[s] += own;
      counted += decay(distanceM[k]) * own;
      if (nearest[place[k]] === s) nearestPeople[s] += own;
    }
    if (stationKnown[s] === 0) {
      people[s] = nearestPeople[s] = NaN;
      stationUnknown++;
    } else if (!(supply[s] >= 0)) supplyUnknown++;
    else if (counted > 0) ratio[s] = (PER_PEOPLE * supply[s]) / counted;
    for (let k = start[s]; k < start[s + 1]; k++) {
      const share = decay(distanceM[k]);
      if (share === 0) continue;
      within[place[k]]++;
      if (Number.isNaN(ratio[s])) withinUnrated[place[k]]++;
      else score[place[k]] += share * ratio[s];
    }
  }
  let weightUnknown = 0;
  for (let i = 0; i < places; i++) {
    if (Number.isNaN(weight[i])) weightUnknown++;
    if (placeKnown[i] === 0 || (within[i] > 0 && within[i] === withinUnrated[i])) score[i] = NaN;
  }
  return {
    ...{ score, within, withinUnrated, ratio, people, nearestPeople },
    ...{ supplyUnknown, stationUnknown, weightUnknown },
  };
}

/** The nearest station of each place within reach, -1 for none; of stations equally far the lowest. */
function nearestStations({ start, place, distanceM, placeKnown }: ReachPairs): Int32Array {
  const nearest = new Int32Array(placeKnown.length).fill(-1);
  const bestM = new Float64Array(placeKnown.length).fill(Infinity);
  for (let s = 0; s + 1 < start.length; s++)
    for (let k = start[s]; k < start[s + 1]; k++) {
      if (distanceM[k] >= bestM[place[k]]) continue;
      bestM[place[k]] = distanceM[k];
      nearest[place[k]] = s;
    }
  return nearest;
}

function weightAt(bands: readonly DecayBand[], distM: number): number {
  for (const { upToM, weight } of bands) if (distM <= upToM) return weight;
  return 0;
}
