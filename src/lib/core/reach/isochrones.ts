import { contours } from 'd3-contour';
import type { Position } from 'geojson';
import type { Shapes } from '#lib/core/model.ts';
import { ShapesBuilder } from '#lib/core/geo/shapes.ts';
import { ASIDE_M, walkRaster } from '#lib/core/reach/walk/walk-raster.ts';
import type { WalkDistances } from '#lib/core/reach/walk/edge-walk.ts';
import type { WalkRaster } from '#lib/core/reach/walk/walk-raster.ts';
import type { WalkNetwork } from '#lib/core/reach/walk/network.ts';

/** What is within each of some walking distances: entry `k` of each column, and record `k` of the shapes, belongs to `cutoffsM[k]`. */
export interface Isochrones {
  cutoffsM: readonly number[];
  areaM2: Float64Array;
  perimeterM: Float64Array;
  /** A polygon a cutoff, no shape where nothing is in reach; that of a longer way holds those of shorter ones. */
  shapes: Shapes;
  /** The border may be off by this, metres; 0 where nothing is in reach. */
  toleranceM: number;
}

/** A polygon in a plane, metres: the shell counter-clockwise, then its holes. */
export type PlanePart = Float64Array[];

/**
 * Areas within walking distances of stations, metres, the way to and from the network included.
 *
 * A raster of 20 m (wider where that is more than six million samples, as in a city of more than 49 x 49 km) holds for each sample the
 * distance over its nearest edge, as places are snapped; what is farther than 60 m from every edge
 * is in no area. The areas are contours of it by marching squares with linear interpolation (d3-contour). Where
 * the distance changes at a jump, half-way between two streets that are far from one another on foot, the border is off
 * by up to a cell's diagonal, elsewhere by a fraction of it: `toleranceM` is the diagonal.
 */
export function isochrones(
  network: WalkNetwork,
  distances: WalkDistances,
  cutoffsM: readonly number[],
  cellM?: number,
): Isochrones {
  const longest = cutoffsM.reduce((most, cutoff) => Math.max(most, cutoff || 0), 0);
  const raster = longest > 0 ? walkRaster(network, distances, longest, cellM) : null;
  const builder = new ShapesBuilder();
  const areaM2 = new Float64Array(cutoffsM.length);
  const perimeterM = new Float64Array(cutoffsM.length);
  cutoffsM.forEach((cutoff, k) => {
    const parts = raster === null ? [] : contourParts(raster, cutoff);
    appendParts(builder, raster, parts);
    for (const ring of parts.flat()) {
      areaM2[k] += ringMeasure(ring).areaM2;
      perimeterM[k] += ringMeasure(ring).lengthM;
    }
  });
  const toleranceM = raster === null ? 0 : Math.SQRT2 * raster.cellM;
  return { cutoffsM, areaM2, perimeterM, shapes: builder.build(), toleranceM };
}

/** The border of what is within a cutoff on a raster, in its plane. */
export function contourParts(raster: WalkRaster, cutoffM: number): PlanePart[] {
  const { cols, rows, cellM, west, south, offsetM, walkedM } = raster;
  const most = 2 * cellM;
  // How far inside a sample is; clamped, so that a jump is put between its samples.
  const inside = Float32Array.from(walkedM, (walked, i) =>
    Math.max(-most, Math.min(most, cutoffM - walked, ASIDE_M - offsetM[i])),
  );
  const { coordinates } = contours()
    .size([cols, rows])
    .contour(inside as unknown as number[], 0);
  return coordinates.map((rings) =>
    rings.map((ring, k) => {
      const xy = Float64Array.from(
        ring.flatMap(([px, py]) => [west + (px - 0.5) * cellM, south + (py - 0.5) * cellM]),
      );
      return ringMeasure(xy).areaM2 > 0 === (k === 0) ? xy : reversed(xy);
    }),
  );
}

/** Appends parts in a plane as one record in degrees. */
export function appendParts(
  builder: ShapesBuilder,
  raster: WalkRaster | null,
  parts: PlanePart[],
): void {
  if (raster === null || parts.length === 0) {
    builder.append(null);
    return;
  }
  const degrees = (xy: Float64Array): Position[] => {
    const ring: Position[] = [];
    for (let k = 0; k < xy.length; k += 2) ring.push(raster.plane.back(xy[k], xy[k + 1]));
    return ring;
  };
  builder.append({ type: 'MultiPolygon', coordinates: parts.map((part) => part.map(degrees)) });
}

/** Signed area and length of a closed ring, metres. */
export function ringMeasure(xy: Float64Array): { areaM2: number; lengthM: number } {
  let [twice, lengthM] = [0, 0];
  for (let k = 0; k + 3 < xy.length; k += 2) {
    const [dx, dy] = [xy[k + 2] - xy[k], xy[k + 3] - xy[k + 1]];
    twice += (xy[k] - xy[0]) * dy - (xy[k + 1] - xy[1]) * dx;
    lengthM += Math.hypot(dx, dy);
  }
  return { areaM2: twice / 2, lengthM };
}

function reversed(xy: Float64Array): Float64Array {
  const turned = new Float64Array(xy.length);
  for (let k = 0; k < xy.length; k += 2) {
    turned[k] = xy[xy.length - 2 - k];
    turned[k + 1] = xy[xy.length - 1 - k];
  }
  return turned;
}
