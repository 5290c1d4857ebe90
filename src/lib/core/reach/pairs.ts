import { placeInSpace } from '#lib/core/geo/chord.ts';
import { NearestIndex } from '#lib/core/geo/nearest.ts';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { hasPosition } from '#lib/core/geo/places.ts';
import { LONGEST_SHORT_CHORD_2, isOnGrain, shortDistanceM } from '#lib/core/geo/short-distance.ts';
import type { Places } from '#lib/core/reach/field.ts';

/**
 * Every place within reach of every station: those of station `s` are `place[start[s] .. start[s + 1]]`,
 * ascending, `distanceM` metres away.
 */
export interface ReachPairs {
  start: Uint32Array;
  place: Uint32Array;
  distanceM: Float64Array;
  /** 1 for each place and station that has a position; of the others nothing is known. */
  placeKnown: Uint8Array;
  stationKnown: Uint8Array;
}

/** Collects pairs, station by station. */
export class PairList {
  private place = new Uint32Array(1024);
  private distanceM = new Float64Array(1024);
  private count = 0;
  private readonly start: number[] = [0];

  add(place: number, distM: number): void {
    if (this.count === this.place.length) {
      const [places, distances] = [this.place, this.distanceM];
      this.place = new Uint32Array(2 * this.count);
      this.distanceM = new Float64Array(2 * this.count);
      this.place.set(places);
      this.distanceM.set(distances);
    }
    this.place[this.count] = place;
    this.distanceM[this.count++] = distM;
  }

  /** What was added since is the next station's. */
  close(): void {
    this.start.push(this.count);
  }

  pairs(placeKnown: Uint8Array, stationKnown: Uint8Array): ReachPairs {
    return {
      start: Uint32Array.from(this.start),
      place: this.place.slice(0, this.count),
      distanceM: this.distanceM.slice(0, this.count),
      placeKnown,
      stationKnown,
    };
  }
}

/**
 * All pairs at most `cutoffM` metres apart by straight line on the WGS 84 ellipsoid; distances are those
 * of `preciseNearestAll`, to 20 nanometres.
 */
export function pairsWithin(places: Places, stations: Places, cutoffM: number): ReachPairs {
  const index = new NearestIndex(places.lng, places.lat);
  const space = new Float64Array(3 * places.count);
  const placeKnown = new Uint8Array(places.count);
  const stationKnown = new Uint8Array(stations.count);
  for (let i = 0; i < places.count; i++) {
    if (!hasPosition(places.lng[i], places.lat[i])) continue;
    placeKnown[i] = 1;
    placeInSpace(places.lng[i], places.lat[i], space, 3 * i);
  }
  const list = new PairList();
  const own = new Float64Array(3);
  for (let s = 0; s < stations.count; s++) {
    const [lng, lat] = [stations.lng[s], stations.lat[s]];
    if (hasPosition(lng, lat)) {
      stationKnown[s] = 1;
      placeInSpace(lng, lat, own, 0);
      for (const i of index.within(lng, lat, cutoffM)) {
        const dx = own[0] - space[3 * i];
        const dy = own[1] - space[3 * i + 1];
        const dz = own[2] - space[3 * i + 2];
        const short = dx * dx + dy * dy + dz * dz <= LONGEST_SHORT_CHORD_2;
        const nearM = short ? shortDistanceM(dx, dy, dz, own[2] + space[3 * i + 2]) : NaN;
        const exact = !short || isOnGrain(nearM);
        list.add(i, exact ? distanceM(places.lng[i], places.lat[i], lng, lat) : nearM);
      }
    }
    list.close();
  }
  return list.pairs(placeKnown, stationKnown);
}
