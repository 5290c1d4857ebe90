import type { Divisions } from '#lib/core/model.ts';

/** What a fold came to in each division; between the two where something is missing. */
export interface FoldedColumns {
  low: Float64Array;
  high: Float64Array;
}

type Fold = 'count' | 'sum' | 'max';

/**
 * Folds a number over the records that stand in each division: how many, their sum or the largest,
 * 0 where there is none. Numbers cannot be negative. Where one is missing (NaN), or it is not known
 * whether a record belongs to those that are meant (`meant` null), the lower bound goes without it.
 *
 * @param below also over everything below a division
 */
export function foldByDivision(
  { count, parent }: Divisions,
  division: Int32Array,
  meant: (record: number) => boolean | null,
  valueOf: (record: number) => number,
  fold: Fold,
  below: boolean,
): FoldedColumns {
  const low = new Float64Array(count);
  const high = new Float64Array(count);
  const put = (into: Float64Array, at: number, value: number): void => {
    into[at] = fold === 'max' ? Math.max(into[at], value) : into[at] + value;
  };
  for (let record = 0; record < division.length; record++) {
    const at = division[record];
    const sure = at < 0 ? false : meant(record);
    if (sure === false) continue;
    const value = fold === 'count' ? 1 : valueOf(record);
    const known = !Number.isNaN(value);
    if (sure && known) put(low, at, value);
    put(high, at, known ? value : Infinity);
  }
  if (below)
    for (let at = count - 1; at >= 0; at--) {
      if (parent[at] < 0) continue;
      put(low, parent[at], low[at]);
      put(high, parent[at], high[at]);
    }
  return { low, high };
}
