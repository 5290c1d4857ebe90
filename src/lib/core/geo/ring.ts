import type { Feature, Polygon, Position } from 'geojson';
import { destination } from '#lib/core/geo/geodesic.ts';

/** Latitudes of a slice of one degree at which rings are taken from the library (Chebyshev), and their weights. */
const NODES = 6;
const NODE_AT = Array.from({ length: NODES }, (_, k) =>
  Math.cos(((2 * k + 1) * Math.PI) / (2 * NODES)),
);
const NODE_WEIGHT = Array.from(
  { length: NODES },
  (_, k) => (k % 2 === 0 ? 1 : -1) * Math.sin(((2 * k + 1) * Math.PI) / (2 * NODES)),
);
const POLAR_LAT = 80;
const LONGEST_SMOOTH_RADIUS_M = 50_000;

/**
 * The line of equal distance around a point on the WGS 84 ellipsoid, as a closed polygon.
 *
 * Counter-clockwise from north, `steps` vertices and the first again; every vertex is `radiusM`
 * metres from the centre by the geodesic library. Longitudes are continuous with the centre: past
 * the antimeridian they leave [-180, 180]. A ring that holds a pole is no polygon on this plane.
 */
export function serviceRing(
  lng: number,
  lat: number,
  radiusM: number,
  steps = 128,
): Feature<Polygon> {
  const ring: Position[] = [];
  for (let step = 0; step < steps; step++) {
    ring.push(destination(lng, lat, (-360 * step) / steps, radiusM));
  }
  ring.push([ring[0][0], ring[0][1]]);
  return { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [ring] } };
}

/**
 * Rings of one radius around many points, as flat arrays: ring `i` has its `steps + 1` vertices
 * (closed, in the order of `serviceRing`) at `xy[2 (steps + 1) i]`; NaN for a point without a
 * position.
 *
 * The shape of a ring depends on its latitude only, and smoothly: within each degree of latitude
 * it is interpolated between six rings of the library, which is far closer than a millimetre up
 * to 50 km and 80 degrees; beyond them every ring is the library's.
 */
export function serviceRings(
  lng: Float64Array,
  lat: Float64Array,
  radiusM: number,
  steps = 128,
): Float64Array {
  const stride = 2 * (steps + 1);
  const xy = new Float64Array(stride * lng.length);
  const slices = new Map<number, Float64Array[]>();
  const weight = new Float64Array(NODES);
  for (let i = 0; i < lng.length; i++) {
    const at = stride * i;
    if (Number.isNaN(lng[i]) || Number.isNaN(lat[i])) {
      xy.fill(NaN, at, at + stride);
      continue;
    }
    const slice = Math.floor(lat[i]);
    const smooth = Math.abs(lat[i]) < POLAR_LAT && radiusM <= LONGEST_SMOOTH_RADIUS_M;
    const node = smooth ? interpolationWeights(2 * (lat[i] - slice) - 1, weight) : -1;
    if (!smooth || lng.length < NODES) {
      xy.set(ringAround(lng[i], lat[i], radiusM, steps), at);
      continue;
    }
    let rings = slices.get(slice);
    if (rings === undefined) {
      rings = NODE_AT.map((x) => offsetsAt(slice + (x + 1) / 2, radiusM, steps));
      slices.set(slice, rings);
    }
    for (let k = 0; k < stride; k += 2) {
      let east = 0;
      let north = 0;
      if (node >= 0) {
        east = rings[node][k];
        north = rings[node][k + 1];
      } else {
        for (let n = 0; n < NODES; n++) {
          east += weight[n] * rings[n][k];
          north += weight[n] * rings[n][k + 1];
        }
      }
      xy[at + k] = lng[i] + east;
      xy[at + k + 1] = lat[i] + north;
    }
  }
  return xy;
}

function ringAround(lng: number, lat: number, radiusM: number, steps: number): number[] {
  return serviceRing(lng, lat, radiusM, steps).geometry.coordinates[0].flat();
}

/** Vertices of the ring around (0, lat), relative to its centre. */
function offsetsAt(lat: number, radiusM: number, steps: number): Float64Array {
  const offsets = Float64Array.from(ringAround(0, lat, radiusM, steps));
  for (let k = 1; k < offsets.length; k += 2) offsets[k] -= lat;
  return offsets;
}

/** Barycentric weights at `x` in [-1, 1], summing to 1; or the number of the node that `x` stands on, else -1. */
function interpolationWeights(x: number, weight: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < NODES; n++) {
    if (x === NODE_AT[n]) return n;
    weight[n] = NODE_WEIGHT[n] / (x - NODE_AT[n]);
    sum += weight[n];
  }
  for (let n = 0; n < NODES; n++) weight[n] /= sum;
  return -1;
}
