import type { Dimension } from '#lib/core/report/facets/dimension.ts';

/** Dimensions that one filter can have: a unit's failures are bits of 16. */
export const DIMENSIONS_AT_MOST = 16;

interface Column extends Dimension {
  bit: number;
  /** `bit` for each value that the brush keeps out, 0 for each that it lets through. */
  fails: Uint16Array;
  brushed: boolean;
}

/**
 * Units under brushes on several dimensions at once. A brush names the values that pass; a unit
 * passes where it passes every brush. Each unit holds which dimensions it fails, so that a brush
 * costs one pass over one column, and the count of a dimension over what passes all others one pass
 * over another. The method is that of Crossfilter (Square, 2012), on integer columns.
 */
export class Crossfilter {
  readonly count: number;
  readonly #columns = new Map<string, Column>();
  /** Bit d is set where the unit fails dimension d. */
  readonly #failed: Uint16Array;
  #passing: Uint8Array | null = null;
  readonly #counted = new Map<string, Uint32Array>();

  /** @throws RangeError where a column has another length, or there are too many dimensions. */
  constructor(count: number, dimensions: readonly Dimension[]) {
    if (dimensions.length > DIMENSIONS_AT_MOST)
      throw new RangeError(`dimensions: at most ${DIMENSIONS_AT_MOST}, got ${dimensions.length}`);
    this.count = count;
    this.#failed = new Uint16Array(count);
    dimensions.forEach((dimension, i) => {
      if (dimension.codes.length !== count)
        throw new RangeError(
          `${dimension.id}: expected ${count} codes, got ${dimension.codes.length}`,
        );
      const fails = new Uint16Array(dimension.keys.length);
      this.#columns.set(dimension.id, { ...dimension, bit: 1 << i, fails, brushed: false });
    });
  }

  /** Lets only these values of a dimension pass; null lets all. @throws RangeError on an unknown dimension. */
  brush(id: string, values: ReadonlySet<number> | null): void {
    const column = this.#column(id);
    const { codes, bit, keys } = column;
    const fails = new Uint16Array(keys.length);
    if (values !== null) for (let v = 0; v < fails.length; v++) fails[v] = values.has(v) ? 0 : bit;
    column.brushed = values !== null;
    if (fails.every((fail, v) => fail === column.fails[v])) return;
    column.fails = fails;
    setBit(this.#failed, codes, fails, bit);
    this.#passing = null;
    for (const other of this.#counted.keys()) if (other !== id) this.#counted.delete(other);
  }

  /** Whether any brush is set. */
  get active(): boolean {
    for (const { brushed } of this.#columns.values()) if (brushed) return true;
    return false;
  }

  /** 1 for each unit that passes every brush. A new array after every brush that changed something. */
  get passing(): Uint8Array {
    if (this.#passing === null) {
      const passing = new Uint8Array(this.count);
      const failed = this.#failed;
      for (let unit = 0; unit < passing.length; unit++) passing[unit] = failed[unit] === 0 ? 1 : 0;
      this.#passing = passing;
    }
    return this.#passing;
  }

  /** How many units have each value of a dimension, over the units that pass every other brush. */
  histogram(id: string): Uint32Array {
    const kept = this.#counted.get(id);
    if (kept) return kept;
    const { codes, bit, keys } = this.#column(id);
    const n = countUnder(this.#failed, codes, ~bit & 0xffff, keys.length);
    this.#counted.set(id, n);
    return n;
  }

  #column(id: string): Column {
    const column = this.#columns.get(id);
    if (!column)
      throw new RangeError(
        `dimension: expected one of ${[...this.#columns.keys()].join(', ')}, got ${id}`,
      );
    return column;
  }
}

function setBit(
  failed: Uint16Array,
  codes: Dimension['codes'],
  fails: Uint16Array,
  bit: number,
): void {
  const others = ~bit & 0xffff;
  for (let unit = 0; unit < failed.length; unit++)
    failed[unit] = (failed[unit] & others) | fails[codes[unit]];
}

function countUnder(
  failed: Uint16Array,
  codes: Dimension['codes'],
  others: number,
  values: number,
): Uint32Array {
  // Added and not branched on, since which units pass is as good as random to the processor: of 16
  // bits less one the sign is set where there were none. In four columns, because a sum that was
  // just written cannot be added to at once.
  const n = new Uint32Array(4 * values);
  const [second, third, fourth] = [values, 2 * values, 3 * values];
  const fours = failed.length & ~3;
  let unit = 0;
  for (; unit < fours; unit += 4) {
    n[codes[unit]] += ((failed[unit] & others) - 1) >>> 31;
    n[second + codes[unit + 1]] += ((failed[unit + 1] & others) - 1) >>> 31;
    n[third + codes[unit + 2]] += ((failed[unit + 2] & others) - 1) >>> 31;
    n[fourth + codes[unit + 3]] += ((failed[unit + 3] & others) - 1) >>> 31;
  }
  for (; unit < failed.length; unit++) n[codes[unit]] += ((failed[unit] & others) - 1) >>> 31;
  for (let v = 0; v < values; v++) n[v] += n[second + v] + n[third + v] + n[fourth + v];
  return n.slice(0, values);
}

/** How many units have each value of a dimension, whatever is brushed. */
export function valueCounts({ codes, keys }: Dimension): Uint32Array {
  const n = new Uint32Array(keys.length);
  for (let unit = 0; unit < codes.length; unit++) n[codes[unit]]++;
  return n;
}
