import { DistanceShelves } from '#lib/core/reach/distance-shelves.ts';
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
}

/** No more shelves than this, however few divisions. */
const SHELVES_AT_MOST = 512;

/**
 * How many points, and how much of their values, lie within a distance, for each division and any
 * distance: points stand on shelves from the nearest outwards, and of each shelf it is known what of
 * each division stands before it. An answer copies that and looks through one shelf. There are as
 * many shelves as divisions go into the points, so that both cost the divisions and not the points,
 * however far the distance is from the one before, and what is known takes no more room than the points.
 *
 * A distance that is not known or infinite is never within. Sums are exact (`exactWeights`), so they
 * do not hang on any order and never fall as the distance grows.
 */
export class RollUp {
  private readonly parent: Int32Array;
  private readonly bins: number;
  private readonly shelves: DistanceShelves;
  /** Points, then each column of values, before each shelf: an entry a bin, shelf after shelf. */
  private readonly before: Float64Array[];

  /** @param distanceM of each point, metres; read now and in `update` */
  constructor({ division, parent, values }: RollUpInput, distanceM: Float64Array) {
    const count = distanceM.length;
    this.parent = parent;
    // One past the last for points in none.
    this.bins = parent.length + 1;
    const bin = Uint32Array.from({ length: count }, (_, i) =>
      division[i] >= 0 ? division[i] : parent.length,
    );
    const wanted = Math.max(1, Math.min(SHELVES_AT_MOST, Math.round(count / this.bins)));
    this.shelves = new DistanceShelves(distanceM, bin, values.map(exactWeights), wanted);
    this.before = [null, ...values].map(() => new Float64Array(this.bins * this.shelves.shelves));
    const { bins, shelves, before } = this;
    for (let shelf = 1; shelf < shelves.shelves; shelf++) {
      for (const column of before)
        column.copyWithin(bins * shelf, bins * (shelf - 1), bins * shelf);
      this.add(
        shelves.placesOn(shelf - 1),
        before.map((column) => column.subarray(bins * shelf, bins * (shelf + 1))),
      );
    }
  }

  /** Points and values at most `cutoffM` metres away; nothing where that is not a number or below 0. */
  within(cutoffM: number): WithinColumns {
    const cutoff = Math.min(cutoffM, Number.MAX_VALUE);
    const shelf = this.shelves.wholeWithin(cutoff);
    return this.upFrom(shelf, this.shelves.placesWithin(shelf, cutoff));
  }

  /** All points and values, whatever their distance. */
  total(): WithinColumns {
    const last = this.shelves.shelves - 1;
    return this.upFrom(last, this.shelves.placesOn(last));
  }

  /** Takes in new distances of some points, each named once. */
  update(changed: ArrayLike<number>, distanceM: Float64Array): void {
    const { bins, before, shelves } = this;
    const passed = (place: number, from: number, to: number): void => {
      const [first, last] = from < to ? [from + 1, to] : [to + 1, from];
      const sign = from < to ? -1 : 1;
      const bin = shelves.bin[place];
      before.forEach((column, c) => {
        const own = sign * (c === 0 ? 1 : shelves.values[c - 1][place]);
        for (let shelf = first; shelf <= last; shelf++) column[bins * shelf + bin] += own;
      });
    };
    for (let i = 0; i < changed.length; i++)
      shelves.move(changed[i], distanceM[changed[i]], passed);
  }

  /** What stands before a shelf and at some places of it. */
  private upFrom(shelf: number, places: Uint32Array): WithinColumns {
    const { bins, before, parent } = this;
    const columns = before.map((column) => column.slice(bins * shelf, bins * (shelf + 1)));
    this.add(places, columns);
    for (const column of columns) upTheTree(column, parent);
    return { count: columns[0], sums: columns.slice(1) };
  }

  /** Adds what stands at some places to columns with an entry a bin. */
  private add(places: Uint32Array, [count, ...sums]: Float64Array[]): void {
    const { bin, values } = this.shelves;
    for (let k = 0; k < places.length; k++) count[bin[places[k]]]++;
    sums.forEach((column, c) => {
      const own = values[c];
      for (let k = 0; k < places.length; k++) column[bin[places[k]]] += own[places[k]];
    });
  }
}

/** Adds every division to its parent, children first, and roots to the last entry; in place. Sums have to be exact. */
export function upTheTree(column: Float64Array, parent: Int32Array): Float64Array {
  // Siblings that stand side by side are added up before their parent is written to.
  let [above, sum] = [parent.length, 0];
  for (let division = parent.length - 1; division >= 0; division--) {
    const own = parent[division] < 0 ? parent.length : parent[division];
    if (own !== above) {
      column[above] += sum;
      above = own;
      sum = 0;
    }
    sum += column[division];
  }
  column[above] += sum;
  return column;
}
