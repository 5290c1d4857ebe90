import { SHAPE_POLYGON } from '#lib/core/model.ts';
import type { Shapes } from '#lib/core/model.ts';
import { LocalPlane } from '#lib/core/geo/local-plane.ts';
import { bboxOf } from '#lib/core/geo/shapes.ts';
import type { Discs } from '#lib/core/reach/discs.ts';
import { PlanePolygon } from '#lib/core/reach/plane-polygon.ts';

/** Polygons whose boxes have their middles in one square of this many degrees share a plane. */
const TILE_DEG = 0.5;
const SHORTEST_DEGREE_M = 110_000;

/** Service discs on the ellipsoid: degrees and metres. */
export interface ServiceDiscs {
  lng: Float64Array;
  lat: Float64Array;
  radiusM: Float64Array;
}

/** Polygons near one another, in a plane of their own. */
export interface PlaneTile {
  plane: LocalPlane;
  /** Records of the shapes, and the polygon of each. */
  records: number[];
  polygons: PlanePolygon[];
}

/**
 * Puts polygons into local planes, so that none is farther from its plane's centre than 40 km and its
 * own size. `reachM` is the largest radius of a disc that will be laid over them.
 */
export function planeTiles(
  shapes: Shapes,
  records: ArrayLike<number>,
  reachM: number,
): PlaneTile[] {
  const tiles = new Map<string, { records: number[]; box: [number, number, number, number] }>();
  for (let k = 0; k < records.length; k++) {
    const record = records[k];
    const box = shapes.type[record] === SHAPE_POLYGON ? bboxOf(shapes, record) : null;
    if (box === null) continue;
    const square = [box[0] + box[2], box[1] + box[3]].map((sum) => Math.floor(sum / 2 / TILE_DEG));
    const tile = tiles.get(square.join());
    if (tile) {
      tile.records.push(record);
      tile.box = [
        Math.min(tile.box[0], box[0]),
        Math.min(tile.box[1], box[1]),
        Math.max(tile.box[2], box[2]),
        Math.max(tile.box[3], box[3]),
      ];
    } else tiles.set(square.join(), { records: [record], box });
  }
  return [...tiles.values()].map(({ records: members, box }) => {
    const [lng, lat] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    const marginLat = (1.01 * reachM) / SHORTEST_DEGREE_M;
    const farLat = Math.min(89, Math.max(Math.abs(box[1]), Math.abs(box[3])) + marginLat);
    const marginLng = marginLat / Math.cos((farLat * Math.PI) / 180);
    const halfLng = (box[2] - box[0]) / 2 + marginLng + 1e-3;
    const halfLat = (box[3] - box[1]) / 2 + marginLat + 1e-3;
    const plane = new LocalPlane(lng, lat, halfLng, halfLat);
    const polygons = members.map((record) => new PlanePolygon(shapes, record, plane));
    return { plane, records: members, polygons };
  });
}

/** The discs that stand in a plane's extent, in its metres. */
export function discsIn(plane: LocalPlane, { lng, lat, radiusM }: ServiceDiscs): Discs {
  const near = new Uint32Array(lng.length);
  const nearLng = new Float64Array(lng.length);
  const nearLat = new Float64Array(lng.length);
  let count = 0;
  for (let i = 0; i < lng.length; i++) {
    if (!plane.holds(lng[i], lat[i])) continue;
    near[count] = i;
    nearLng[count] = lng[i];
    nearLat[count++] = lat[i];
  }
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  const r = new Float64Array(count);
  plane.forward(nearLng, nearLat, x, y, count);
  for (let k = 0; k < count; k++) r[k] = radiusM[near[k]];
  return { x, y, r };
}
