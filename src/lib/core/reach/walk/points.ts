/** Coordinates that agree to this many decimals are one place: about a centimetre. */
const PER_DEGREE = 1e7;
const TURN = 360 * PER_DEGREE;

/**
 * Numbers places: equal coordinates, rounded to a ten-millionth of a degree, have one number. An
 * open table over integer keys, so that millions of vertices make no objects.
 */
export class PointNumbers {
  count = 0;
  /** Degrees of each point, as they were first met. */
  readonly lng: Float64Array;
  readonly lat: Float64Array;
  readonly #east: Uint32Array;
  readonly #north: Int32Array;
  readonly #slots: Int32Array;

  /** `most` is how many points there may be. */
  constructor(most: number) {
    let slots = 16;
    while (slots < 2 * most) slots *= 2;
    this.lng = new Float64Array(most);
    this.lat = new Float64Array(most);
    this.#east = new Uint32Array(most);
    this.#north = new Int32Array(most);
    this.#slots = new Int32Array(slots).fill(-1);
  }

  /** The number of a place. Longitudes a whole turn apart are the same. */
  numberOf(lng: number, lat: number): number {
    const rounded = Math.round(lng * PER_DEGREE) % TURN;
    const east = rounded < 0 ? rounded + TURN : rounded;
    const north = Math.round(lat * PER_DEGREE);
    const mask = this.#slots.length - 1;
    let hash = Math.imul(east | 0, 0x9e3779b1) ^ Math.imul(north, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x27d4eb2f);
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (;;) {
      const point = this.#slots[slot];
      if (point < 0) break;
      if (this.#east[point] === east && this.#north[point] === north) return point;
      slot = (slot + 1) & mask;
    }
    const point = this.count++;
    this.#slots[slot] = point;
    this.#east[point] = east;
    this.#north[point] = north;
    this.lng[point] = lng;
    this.lat[point] = lat;
    return point;
  }
}
