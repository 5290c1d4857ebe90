import type { CostMatrix, SiteDistances } from '#lib/core/siting/matrix.ts';
import type { Places } from '#lib/core/reach/field.ts';
import type { Ground } from '#lib/core/reach/ground.ts';
import { pairsWithin } from '#lib/core/reach/pairs.ts';
import type { ReachPairs } from '#lib/core/reach/pairs.ts';
import type { Snapped } from '#lib/core/reach/walk/network.ts';
import { walkPairs } from '#lib/core/reach/walk/walk-pairs.ts';
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import { AskFault } from '#lib/core/report/siting/fault.ts';

/** Pairs that a matrix may have: 12 bytes each, so that it stays below 300 MB. */
export const MOST_PAIRS = 24_000_000;
/** Sites whose distances from one another are kept: 8 bytes a pair, so that they stay below 130 MB. */
export const MOST_SITES = 4_000;
/** Farther than any two places on earth are apart, metres. */
const ANYWHERE_M = 2.1e7;
/** Pairs that are made at a time, before they are copied to where they belong. */
const STRETCH_PAIRS = 2_000_000;

type Way = Pick<SitingAsk, 'method' | 'snap'>;

const part = ({ lng, lat }: Places, records: ArrayLike<number>): Places => ({
  count: records.length,
  lng: Float64Array.from(records, (record) => lng[record]),
  lat: Float64Array.from(records, (record) => lat[record]),
});

const partSnapped = (all: Snapped, from: number, records: ArrayLike<number>): Snapped => ({
  edge: Int32Array.from(records, (record) => all.edge[from + record]),
  alongM: Float64Array.from(records, (record) => all.alongM[from + record]),
  offsetM: Float64Array.from(records, (record) => all.offsetM[from + record]),
});

/** Makes pairs of places with whatever stations, as reach measures them. */
export type PairMaker = (stations: Places, cutoffM: number) => ReachPairs;

/** Pairs with some records of the demand points or of the units. */
export function demandPairs(
  ground: Ground,
  { method, snap, demand }: Way & Pick<SitingAsk, 'demand'>,
  records: Uint32Array,
): PairMaker {
  if (method === 'radius') {
    const places = part(ground.project[demand], records);
    return (stations, cutoffM) => pairsWithin(places, stations, Math.min(cutoffM, ANYWHERE_M));
  }
  const from = demand === 'demand' ? 0 : ground.project.demand.count;
  const places = partSnapped(ground.snappedPlaces(snap), from, records);
  return (stations, cutoffM) =>
    walkPairs(ground.network, places, ground.snap(stations, snap), cutoffM);
}

/**
 * What it costs sites to serve demand, metres: rows of the sites that are wanted, the others empty.
 * Pairs are made some sites at a time. Throws `AskFault` (`too_many_pairs`).
 *
 * @param wanted sites, ascending
 */
export function costMatrix(
  make: PairMaker,
  sites: Places,
  demands: number,
  wanted: ArrayLike<number>,
  cutoffM: number,
): CostMatrix {
  const parts: ReachPairs[] = [];
  const start = new Uint32Array(sites.count + 1);
  let pairs = 0;
  for (let from = 0, take = 16; from < wanted.length;) {
    const rows = Array.from({ length: Math.min(take, wanted.length - from) }, (_, i) => wanted[from + i]); // prettier-ignore
    const made = make(part(sites, rows), cutoffM);
    rows.forEach((site, i) => (start[site + 1] = made.start[i + 1] - made.start[i]));
    pairs += made.place.length;
    if (pairs > MOST_PAIRS) throw new AskFault('too_many_pairs', { most: MOST_PAIRS });
    parts.push(made);
    from += rows.length;
    take = Math.max(16, Math.floor((STRETCH_PAIRS * from) / Math.max(pairs, 1)));
  }
  for (let site = 0; site < sites.count; site++) start[site + 1] += start[site];
  const demand = new Uint32Array(pairs);
  const cost = new Float64Array(pairs);
  let at = 0;
  for (const { place, distanceM } of parts) {
    demand.set(place, at);
    cost.set(distanceM, at);
    at += place.length;
  }
  return { sites: sites.count, demands, start, demand, cost };
}

/**
 * How far sites are from one another as the question measures, metres, as far as `farthestM`;
 * Infinity beyond and where there is no way. Throws `AskFault` (`too_many_sites`).
 */
export function siteDistances(
  ground: Ground,
  { method, snap }: Way,
  sites: Places,
  farthestM: number,
): SiteDistances {
  const { count } = sites;
  if (count > MOST_SITES) throw new AskFault('too_many_sites', { sites: count, most: MOST_SITES });
  const pairs = (): ReachPairs => {
    if (method === 'radius') return pairsWithin(sites, sites, Math.min(farthestM, ANYWHERE_M));
    const snapped = ground.snap(sites, snap);
    return walkPairs(ground.network, snapped, snapped, farthestM);
  };
  const { start, place, distanceM } = pairs();
  const between = new Float64Array(count * count).fill(Infinity);
  for (let a = 0; a < count; a++) {
    for (let k = start[a]; k < start[a + 1]; k++) {
      const b = place[k];
      // The way to the network and back is no distance between two sites of one place.
      const same = sites.lng[a] === sites.lng[b] && sites.lat[a] === sites.lat[b];
      between[a * count + b] = same ? 0 : distanceM[k];
    }
  }
  return { sites: count, between };
}
