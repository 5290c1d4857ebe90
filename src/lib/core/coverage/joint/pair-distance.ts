import { LONGEST_LOCAL_CHORD_2, distanceOfChordM, placeInSpace } from '#lib/core/geo/chord.ts';
import { distanceM } from '#lib/core/geo/geodesic.ts';

/** Beyond this relative nearness to a cutoff or to a half the geodesic library decides. */
const DOUBT = 2.5e-5;

/** Distances between some units on the WGS 84 ellipsoid, as the geodesic library has them. */
export class PairDistances {
  readonly #places: Float64Array;

  /** Columns of degrees, and the entries that will be asked for, which have a position. */
  constructor(
    private readonly lng: Float64Array,
    private readonly lat: Float64Array,
    units: Iterable<number>,
  ) {
    this.#places = new Float64Array(3 * lng.length);
    for (const i of units) placeInSpace(lng[i], lat[i], this.#places, 3 * i);
  }

  /** Metres, exact. */
  metres(i: number, j: number): number {
    const { lng, lat } = this;
    return distanceM(lng[i], lat[i], lng[j], lat[j]);
  }

  isWithin(i: number, j: number, limitM: number): boolean {
    const nearM = this.#nearM(i, j);
    if (nearM > limitM * (1 + DOUBT) + DOUBT) return false;
    if (nearM < limitM * (1 - DOUBT) - DOUBT) return true;
    return this.metres(i, j) <= limitM;
  }

  /** Rounded to whole metres. */
  wholeMetres(i: number, j: number): number {
    const nearM = this.#nearM(i, j);
    const doubt = DOUBT * (1 + nearM);
    const rounded = Math.round(nearM);
    if (Math.round(nearM - doubt) === rounded && Math.round(nearM + doubt) === rounded)
      return rounded;
    return Math.round(this.metres(i, j));
  }

  /** True to 2e-5, or NaN where chords do not do. */
  #nearM(i: number, j: number): number {
    const places = this.#places;
    const dx = places[3 * i] - places[3 * j];
    const dy = places[3 * i + 1] - places[3 * j + 1];
    const dz = places[3 * i + 2] - places[3 * j + 2];
    const chord2 = dx * dx + dy * dy + dz * dz;
    return chord2 <= LONGEST_LOCAL_CHORD_2 ? distanceOfChordM(chord2) : NaN;
  }
}
