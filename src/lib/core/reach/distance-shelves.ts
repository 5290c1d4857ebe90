/** Places of a shelf that stand side by side. */
const CHUNK = 64;
/** Points looked at for each shelf to tell where it ends. */
const SAMPLES_A_SHELF = 16;

/**
 * Points on shelves by their distance, from the nearest outwards: as many on each, in no order, those
 * infinitely far on one more behind the last. A point that moves changes places in constant time.
 */
export class DistanceShelves {
  /** Shelves with the one for the infinitely far. */
  readonly shelves: number;
  /** Farthest distance that each but the last has room for, metres, ascending. */
  private readonly uppersM: Float64Array;
  /** Of each point, where it stands; of each place the point, its distance, its bin and its values. */
  private readonly placeOf: Uint32Array;
  private readonly point: Uint32Array;
  private readonly metres: Float64Array;
  readonly bin: Uint32Array;
  readonly values: Float64Array[];
  /** Of each shelf, how many stand there and on which chunks of places. */
  private readonly held: Uint32Array;
  private readonly chunks: number[][];
  private readonly free: number[] = [];
  private found = new Uint32Array(CHUNK);

  /**
   * @param distanceM of each point, metres; NaN as infinitely far
   * @param shelves how many are wanted; fewer where distances are the same
   */
  constructor(distanceM: Float64Array, bin: Uint32Array, values: Float64Array[], shelves: number) {
    const count = distanceM.length;
    this.uppersM = uppersOf(distanceM, shelves);
    this.shelves = this.uppersM.length + 1;
    const shelf = Uint16Array.from(distanceM, (m) => this.shelfOf(m));
    this.held = new Uint32Array(this.shelves);
    for (let i = 0; i < count; i++) this.held[shelf[i]]++;
    let chunk = 0;
    this.chunks = Array.from(this.held, (own) =>
      Array.from({ length: Math.ceil(own / CHUNK) }, () => chunk++),
    );
    // However points move, no shelf has more than one chunk that is not full.
    const most = Math.ceil(count / CHUNK) + this.shelves;
    while (chunk < most) this.free.push(chunk++);
    this.placeOf = new Uint32Array(count);
    this.point = new Uint32Array(CHUNK * most);
    this.metres = new Float64Array(CHUNK * most);
    this.bin = new Uint32Array(CHUNK * most);
    this.values = values.map(() => new Float64Array(CHUNK * most));
    const next = Uint32Array.from(this.chunks, ([first = 0]) => CHUNK * first);
    for (let i = 0; i < count; i++) {
      const at = next[shelf[i]]++;
      this.placeOf[i] = at;
      this.point[at] = i;
      this.metres[at] = keyOf(distanceM[i]);
      this.bin[at] = bin[i];
      for (let c = 0; c < values.length; c++) this.values[c][at] = values[c][i];
    }
  }

  /** Shelves that lie wholly within a cutoff; what of the others is within stands on the next one. */
  wholeWithin(cutoffM: number): number {
    let [low, high] = [0, this.uppersM.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.uppersM[middle] <= cutoffM) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The places on a shelf that are at most so far; valid until it is asked again. */
  placesWithin(shelf: number, cutoffM: number): Uint32Array {
    const { metres } = this;
    const own = this.held[shelf];
    if (this.found.length < own) this.found = new Uint32Array(2 * own);
    const { found } = this;
    let n = 0;
    for (let from = 0, k = 0; from < own; from += CHUNK, k++) {
      const first = CHUNK * this.chunks[shelf][k];
      const end = first + Math.min(CHUNK, own - from);
      for (let at = first; at < end; at++) {
        // Written always and counted where it holds: a branch would be guessed wrong half the time.
        found[n] = at;
        n += metres[at] <= cutoffM ? 1 : 0;
      }
    }
    return found.subarray(0, n);
  }

  /** The places on a shelf. */
  placesOn(shelf: number): Uint32Array {
    return this.placesWithin(shelf, Infinity);
  }

  /** Puts a point where its new distance belongs; `passed` hears of its place before, and both shelves where they differ. */
  move(
    point: number,
    distanceM: number,
    passed: (place: number, from: number, to: number) => void,
  ): void {
    const at = this.placeOf[point];
    const key = keyOf(distanceM);
    const from = this.shelfOf(this.metres[at]);
    const to = this.shelfOf(key);
    if (from === to) {
      this.metres[at] = key;
      return;
    }
    passed(at, from, to);
    const place = this.placeOn(to, this.held[to]++);
    this.carry(at, place);
    this.metres[place] = key;
    const last = this.placeOn(from, --this.held[from]);
    if (last !== at) this.carry(last, at);
    if (this.held[from] % CHUNK === 0) this.free.push(this.chunks[from].pop()!);
  }

  private carry(from: number, to: number): void {
    const { point, metres, bin, values } = this;
    point[to] = point[from];
    metres[to] = metres[from];
    bin[to] = bin[from];
    for (const column of values) column[to] = column[from];
    this.placeOf[point[to]] = to;
  }

  /** The place of a shelf with a number, on a chunk that is taken where there is none yet. */
  private placeOn(shelf: number, number: number): number {
    const own = this.chunks[shelf];
    const k = Math.floor(number / CHUNK);
    if (k === own.length) own.push(this.free.pop()!);
    return CHUNK * own[k] + (number % CHUNK);
  }

  private shelfOf(distanceM: number): number {
    let [low, high] = [0, this.uppersM.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.uppersM[middle] >= distanceM) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** What is not known is never within, like what cannot be come to. */
const keyOf = (distanceM: number): number => (Number.isNaN(distanceM) ? Infinity : distanceM);

/** Where shelves end so that about as many points stand on each; the last one ends with the numbers. */
function uppersOf(distanceM: Float64Array, shelves: number): Float64Array {
  const step = Math.max(1, Math.floor(distanceM.length / (SAMPLES_A_SHELF * shelves)));
  const sample = distanceM.filter((m, i) => i % step === 0 && m < Infinity).sort();
  const uppers = new Set<number>();
  for (let k = 1; k < shelves; k++) {
    const at = Math.floor((k * sample.length) / shelves);
    if (at < sample.length) uppers.add(sample[at]);
  }
  return Float64Array.of(...uppers, Number.MAX_VALUE);
}
