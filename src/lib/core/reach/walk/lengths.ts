import { placeInSpace } from '#lib/core/geo/chord.ts';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { LONGEST_SHORT_CHORD_2, shortDistanceM } from '#lib/core/geo/short-distance.ts';

/** Lengths between places on the ellipsoid, metres, true to 20 nanometres; as quick as it goes. */
export class Lengths {
  readonly #lng: ArrayLike<number>;
  readonly #lat: ArrayLike<number>;
  readonly #place: Float64Array;

  /** Degrees of the first `count` places. */
  constructor(lng: ArrayLike<number>, lat: ArrayLike<number>, count = lng.length) {
    this.#lng = lng;
    this.#lat = lat;
    this.#place = new Float64Array(3 * count);
    for (let i = 0; i < count; i++) placeInSpace(lng[i], lat[i], this.#place, 3 * i);
  }

  /** From place `a` to place `b`. */
  betweenM(a: number, b: number): number {
    const place = this.#place;
    const dx = place[3 * a] - place[3 * b];
    const dy = place[3 * a + 1] - place[3 * b + 1];
    const dz = place[3 * a + 2] - place[3 * b + 2];
    if (dx * dx + dy * dy + dz * dz > LONGEST_SHORT_CHORD_2)
      return distanceM(this.#lng[a], this.#lat[a], this.#lng[b], this.#lat[b]);
    return shortDistanceM(dx, dy, dz, place[3 * a + 2] + place[3 * b + 2]);
  }
}

const ends = new Float64Array(6);

/** Geodesic between two places, metres, true to 20 nanometres. */
export function shortestM(lng1: number, lat1: number, lng2: number, lat2: number): number {
  placeInSpace(lng1, lat1, ends, 0);
  placeInSpace(lng2, lat2, ends, 3);
  const [dx, dy, dz] = [ends[3] - ends[0], ends[4] - ends[1], ends[5] - ends[2]];
  return dx * dx + dy * dy + dz * dz > LONGEST_SHORT_CHORD_2
    ? distanceM(lng1, lat1, lng2, lat2)
    : shortDistanceM(dx, dy, dz, ends[2] + ends[5]);
}
