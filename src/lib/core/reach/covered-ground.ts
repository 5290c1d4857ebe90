import { SHAPE_POLYGON } from '#lib/core/model.ts';
import type { Divisions } from '#lib/core/model.ts';
import { areaM2 } from '#lib/core/geo/shapes.ts';

/** Ground of each division and what of it is in reach, square metres, the last entry everything; NaN where no polygon is known. */
export interface CoveredGround {
  groundM2: Float64Array;
  coveredM2: Float64Array;
}

/** Area of each division's own polygon, square metres; NaN without one. */
export function groundOf({ count, shapes }: Pick<Divisions, 'count' | 'shapes'>): Float64Array {
  return Float64Array.from({ length: count }, (_, d) =>
    shapes.type[d] === SHAPE_POLYGON ? areaM2(shapes, d) : NaN,
  );
}

/**
 * What of the ground of each division is in reach; one without a polygon has the sum of those below.
 *
 * @param share of each own polygon, NaN without one
 */
export function coveredGround(
  divisions: Divisions,
  share: Float64Array,
  ownM2 = groundOf(divisions),
): CoveredGround {
  return {
    groundM2: rolledUp(divisions, ownM2),
    coveredM2: rolledUp(
      divisions,
      ownM2.map((whole, d) => whole * share[d]),
    ),
  };
}

/** What share of each division's ground is in reach; NaN where no polygon is known, nor any below. */
export const coveredShare = ({ groundM2, coveredM2 }: CoveredGround): Float64Array =>
  coveredM2.map((covered, d) => covered / groundM2[d]);

/** A column by division with, for those without a polygon, the sum of those below; the last entry sums the outermost. */
function rolledUp({ count, parent }: Divisions, own: Float64Array): Float64Array {
  const sum = new Float64Array(count + 1).fill(NaN);
  sum.set(own);
  const below: number[][] = Array.from({ length: count + 1 }, () => []);
  for (let d = 0; d < count; d++) below[parent[d] >= 0 ? parent[d] : count].push(d);
  const settle = (d: number): number => {
    if (!Number.isNaN(sum[d])) return sum[d];
    const known = below[d].map(settle).filter((value) => !Number.isNaN(value));
    return (sum[d] = known.length > 0 ? known.reduce((a, b) => a + b) : NaN);
  };
  settle(count);
  for (let d = 0; d < count; d++) settle(d);
  return sum;
}
