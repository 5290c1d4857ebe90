import { exactWeights } from '#lib/core/reach/exact-weights.ts';

/** One entry a division with all below it; the last entry is everything, placed or not. */
export interface WithinColumns {
  count: Float64Array;
  /** For each column of values, in their order. */
  sums: Float64Array[];
}

/** What is rolled up: the division each point lies in (-1 for none), and what it weighs in each column. */
export interface RollUpInput {
  division: ArrayLike<number>;
  /** Parent of each division, -1 for a root; parents stand before their children. */
  parent: Int32Array;
  values: ArrayLike<number>[];
  /** Points in an order that keeps those together which change together; asked for where a division has many. */
  order?: () => ArrayLike<number>;
}

/** A division's points stand in runs of about so many, so that a change sorts few of them again. */
const RUN = 2048;
/** So many fill a line of the cache. */
const POSTS = 8;

/**
 * How many points, and how much of their values, lie within a distance, for each division and any
 * distance: the points of a division stand in order of distance beside running sums of their values,
 * so that an answer costs the divisions and not the points.
 *
 * A distance that is not known or infinite is never within. Sums are exact (`exactWeights`), so they
 * do not hang on any order and never fall as the distance grows.
 */
export class RollUp {
  private readonly parent: Int32Array;
  private readonly values: Float64Array[];
  /** Of each point, its run. */
  private readonly run: Uint32Array;
  /** Of each run, its bin (a division, or one past the last for points in none), and where it stands. */
  private readonly bins: Uint32Array;
  private readonly start: Uint32Array;
  private readonly order: Uint32Array;
  private readonly sortedM: Float64Array;
  private readonly running: Float64Array[];
  /**
   * Of each run at the last cutoff: the farthest of those within and the nearest of the others, their
   * count and sums. A run is looked into only where the next cutoff leaves that gap.
   */
  private readonly farthestM: Float64Array;
  private readonly nextM: Float64Array;
  private readonly held: Float64Array[];
  /** Of each run, distances at even steps, side by side: most of a search needs no look into the run. */
  private readonly posts: Float64Array;
  private readonly moving: Uint8Array;

  /** @param distanceM of each point, metres; read now and in `update` */
  constructor({ division, parent, values, order }: RollUpInput, distanceM: Float64Array) {
    const count = distanceM.length;
    this.parent = parent;
    this.values = values.map(exactWeights);
    const runs = runsOf(division, parent.length, count, order);
    this.run = runs.run;
    this.bins = runs.bins;
    this.start = runs.start;
    this.order = runs.order;
    this.sortedM = new Float64Array(count);
    this.running = values.map(() => new Float64Array(count));
    this.posts = new Float64Array(POSTS * this.bins.length);
    this.farthestM = new Float64Array(this.bins.length).fill(NaN);
    this.nextM = new Float64Array(this.bins.length);
    this.held = [null, ...values].map(() => new Float64Array(this.bins.length));
    this.moving = new Uint8Array(count);
    for (let at = 0; at < this.bins.length; at++) this.sortRun(at, distanceM);
  }

  /** Points and values at most `cutoffM` metres away; nothing where that is not a number or below 0. */
  within(cutoffM: number): WithinColumns {
    const cutoff = Math.min(cutoffM, Number.MAX_VALUE);
    const { bins, farthestM, nextM } = this;
    for (let at = 0; at < bins.length; at++)
      if (!(farthestM[at] <= cutoff && cutoff < nextM[at])) this.seek(at, cutoff);
    return this.columnsOf(this.held);
  }

  /** All points and values, whatever their distance. */
  total(): WithinColumns {
    const last = this.bins.map((_, at) => this.start[at + 1] - 1);
    const counts = Float64Array.from(last, (end, at) => end + 1 - this.start[at]);
    const sums = this.running.map((running) => Float64Array.from(last, (end) => running[end]));
    return this.columnsOf([counts, ...sums]);
  }

  /** Takes in new distances of some points, each named once. */
  update(changed: ArrayLike<number>, distanceM: Float64Array): void {
    const touched = new Map<number, number[]>();
    for (let i = 0; i < changed.length; i++) {
      const point = changed[i];
      this.moving[point] = 1;
      const own = touched.get(this.run[point]);
      if (own) own.push(point);
      else touched.set(this.run[point], [point]);
    }
    for (const [at, points] of touched) this.merge(at, points, distanceM);
    for (let i = 0; i < changed.length; i++) this.moving[changed[i]] = 0;
  }

  private sortRun(at: number, distanceM: Float64Array): void {
    const [from, to] = [this.start[at], this.start[at + 1]];
    const own = this.order.subarray(from, to);
    sortByKey(own, distanceM);
    for (let i = from; i < to; i++) this.sortedM[i] = keyOf(distanceM[this.order[i]]);
    this.runAgain(from, from, to);
    this.setPosts(at);
  }

  /** Points that move are taken out of their run and merged in again; the rest stays in order. */
  private merge(at: number, points: number[], distanceM: Float64Array): void {
    const { order, sortedM, moving } = this;
    const [from, to] = [this.start[at], this.start[at + 1]];
    let staying = from;
    let first = to;
    for (let i = from; i < to; i++) {
      if (moving[order[i]] === 1) {
        if (first === to) first = i;
        continue;
      }
      order[staying] = order[i];
      sortedM[staying++] = sortedM[i];
    }
    const added = Uint32Array.from(points);
    sortByKey(added, distanceM);
    let left = staying - 1;
    let write = to - 1;
    for (let i = added.length - 1; i >= 0; i--) {
      const key = keyOf(distanceM[added[i]]);
      while (left >= from && sortedM[left] > key) {
        order[write] = order[left];
        sortedM[write--] = sortedM[left--];
      }
      order[write] = added[i];
      sortedM[write--] = key;
    }
    this.runAgain(from, Math.min(first, write + 1), to);
    this.setPosts(at);
  }

  /** Running sums of a run that stands from `from` to `to`, those before `first` being right. */
  private runAgain(from: number, first: number, to: number): void {
    this.values.forEach((values, column) => {
      const running = this.running[column];
      let sum = first > from ? running[first - 1] : 0;
      for (let i = first; i < to; i++) running[i] = sum += values[this.order[i]];
    });
  }

  /** What was known of a run at the last cutoff no longer holds. */
  private setPosts(at: number): void {
    for (let post = 0; post < POSTS; post++)
      this.posts[POSTS * at + post] =
        this.sortedM[postAt(this.start[at], this.start[at + 1], post)];
    this.farthestM[at] = NaN;
  }

  /** Counts again what of a run lies within the cutoff. */
  private seek(at: number, cutoff: number): void {
    const { start, held, sortedM } = this;
    const [from, to] = [start[at], start[at + 1]];
    const end = this.endWithin(at, cutoff);
    this.farthestM[at] = end > from ? sortedM[end - 1] : -Infinity;
    this.nextM[at] = end < to ? sortedM[end] : Infinity;
    held[0][at] = end - from;
    for (let column = 0; column < this.running.length; column++)
      held[column + 1][at] = end > from ? this.running[column][end - 1] : 0;
  }

  /** Where the entries of a run end that are at most `cutoff`. */
  private endWithin(at: number, cutoff: number): number {
    const { posts, sortedM } = this;
    const [from, to] = [this.start[at], this.start[at + 1]];
    let passed = 0;
    while (passed < POSTS && posts[POSTS * at + passed] <= cutoff) passed++;
    let low = passed === 0 ? from : postAt(from, to, passed - 1) + 1;
    let high = passed === POSTS ? to : postAt(from, to, passed);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sortedM[middle] <= cutoff) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private columnsOf(ofBins: Float64Array[]): WithinColumns {
    const { bins, parent } = this;
    const columns = ofBins.map((own) => {
      const column = new Float64Array(parent.length + 1);
      for (let at = 0; at < bins.length; at++) column[bins[at]] += own[at];
      return upTheTree(column, parent);
    });
    return { count: columns[0], sums: columns.slice(1) };
  }
}

/** Points by division, those of each in runs of neighbours. */
function runsOf(
  division: ArrayLike<number>,
  none: number,
  count: number,
  order?: () => ArrayLike<number>,
): { run: Uint32Array; bins: Uint32Array; start: Uint32Array; order: Uint32Array } {
  const binOf = (point: number): number => (division[point] >= 0 ? division[point] : none);
  const ends = new Uint32Array(none + 2);
  for (let i = 0; i < count; i++) ends[binOf(i) + 1]++;
  const bins: number[] = [];
  const start: number[] = [];
  let most = 0;
  for (let bin = 0; bin <= none; bin++) {
    const own = ends[bin + 1];
    most = Math.max(most, own);
    const runs = own === 0 ? 0 : Math.max(1, Math.round(own / RUN));
    for (let k = 0; k < runs; k++) {
      bins.push(bin);
      start.push(ends[bin] + Math.floor((own * k) / runs));
    }
    ends[bin + 1] += ends[bin];
  }
  const sorted = new Uint32Array(count);
  const sequence = most > RUN ? order?.() : undefined;
  for (let k = 0; k < count; k++) {
    const point = sequence ? sequence[k] : k;
    sorted[ends[binOf(point)]++] = point;
  }
  start.push(count);
  const run = new Uint32Array(count);
  for (let at = 0; at < bins.length; at++)
    for (let i = start[at]; i < start[at + 1]; i++) run[sorted[i]] = at;
  return { run, bins: Uint32Array.from(bins), start: Uint32Array.from(start), order: sorted };
}

/** Adds every division to its parent, children first, and roots to the last entry; in place. */
export function upTheTree(column: Float64Array, parent: Int32Array): Float64Array {
  for (let division = parent.length - 1; division >= 0; division--)
    column[parent[division] < 0 ? parent.length : parent[division]] += column[division];
  return column;
}

/** What is not known is never within, like what cannot be come to. */
const keyOf = (distanceM: number): number => (Number.isNaN(distanceM) ? Infinity : distanceM);

function sortByKey(points: Uint32Array, distanceM: Float64Array): void {
  points.sort((a, b) => {
    const [p, q] = [keyOf(distanceM[a]), keyOf(distanceM[b])];
    return p < q ? -1 : p > q ? 1 : a - b;
  });
}

/** Where a run's post stands, the first of them somewhat after its beginning. */
const postAt = (from: number, to: number, post: number): number =>
  from + Math.floor(((to - from) * (post + 1)) / (POSTS + 1));
