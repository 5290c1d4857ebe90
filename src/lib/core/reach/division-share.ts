import type { Shapes } from '#lib/core/model.ts';
import { PolygonCover } from '#lib/core/reach/polygon-cover.ts';
import { discsIn, planeTiles } from '#lib/core/reach/plane-tiles.ts';
import type { PlaneTile, ServiceDiscs } from '#lib/core/reach/plane-tiles.ts';

/**
 * The share of each polygon's area that service discs cover, over many radii: the polygons are put
 * into local planes once.
 *
 * Exact in the plane; the plane itself is true to d^2 / 6 R^2 (see `LocalPlane`): 1e-6 where the
 * polygon is within 15 km of its centre, 1e-5 within 50 km.
 */
export class DivisionCover {
  private readonly tiles: PlaneTile[];
  private readonly count: number;

  /** `records` are rows of `shapes`; `reachM` is the largest radius that will be asked for. */
  constructor(shapes: Shapes, records: ArrayLike<number>, reachM: number) {
    this.count = shapes.type.length;
    this.tiles = planeTiles(shapes, records, reachM);
  }

  /** Share of each record's area in [0, 1]; NaN for records without a polygon and those not asked for. */
  shares(discs: ServiceDiscs): Float64Array {
    const share = new Float64Array(this.count).fill(NaN);
    for (const { plane, records, polygons } of this.tiles) {
      const cover = new PolygonCover(discsIn(plane, discs));
      polygons.forEach((polygon, k) => {
        if (polygon.areaM2 > 0) share[records[k]] = cover.coveredM2(polygon) / polygon.areaM2;
      });
    }
    return share;
  }
}
