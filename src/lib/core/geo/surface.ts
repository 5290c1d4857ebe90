import type { Shapes } from '#lib/core/model.ts';
import { SHAPE_LINE, SHAPE_NONE, SHAPE_POLYGON } from '#lib/core/model.ts';
import { ECCENTRICITY_2, SEMI_MAJOR_M } from '#lib/core/geo/geodesic.ts';

const DEGREE = Math.PI / 180;
const ECCENTRICITY = Math.sqrt(ECCENTRICITY_2);

/** Gauss-Legendre abscissae and weights on [-1, 1], four points. */
const GAUSS = [
  [-0.8611363115940526, 0.34785484513745385],
  [-0.3399810435848563, 0.6521451548625461],
  [0.3399810435848563, 0.6521451548625461],
  [0.8611363115940526, 0.34785484513745385],
];
const LONGEST_STEP_DEG = 2;

/**
 * Area of record `i` on the WGS 84 ellipsoid in square metres, holes taken out; 0 for points and lines.
 *
 * Edges are straight in longitude and latitude, as GeoJSON defines them and as points are
 * located. Green's theorem over the authalic latitude (Snyder, Map Projections, 1987, 3-12).
 */
export function areaM2(shapes: Shapes, i: number): number {
  if (shapes.type[i] !== SHAPE_POLYGON) return 0;
  let sum = 0;
  for (let part = shapes.partStart[i]; part < shapes.partStart[i + 1]; part++) {
    const shell = shapes.ringStart[part];
    for (let ring = shell; ring < shapes.ringStart[part + 1]; ring++) {
      sum += (ring === shell ? 1 : -1) * Math.abs(ringAreaM2(shapes, ring));
    }
  }
  return sum;
}

function ringAreaM2(shapes: Shapes, ring: number): number {
  const { xy } = shapes;
  const start = shapes.vertexStart[ring];
  const middle = beltM2(xy[2 * start + 1]);
  let sum = 0;
  for (let v = start; v < shapes.vertexStart[ring + 1] - 1; v++) {
    const spanLng = xy[2 * v + 2] - xy[2 * v];
    const lat = xy[2 * v + 1];
    const spanLat = xy[2 * v + 3] - lat;
    const steps = Math.max(1, Math.ceil(Math.abs(spanLat) / LONGEST_STEP_DEG));
    let mean = 0;
    for (let step = 0; step < steps; step++) {
      for (const [x, weight] of GAUSS) {
        const t = (step + (x + 1) / 2) / steps;
        mean += (weight / 2) * (beltM2(lat + t * spanLat) - middle);
      }
    }
    sum += ((spanLng * DEGREE) / steps) * mean;
  }
  return sum;
}

/** Area between the equator and a latitude, for one radian of longitude. */
function beltM2(latDeg: number): number {
  const sin = Math.sin(latDeg * DEGREE);
  const e = ECCENTRICITY;
  const q = sin / (1 - ECCENTRICITY_2 * sin * sin) + Math.atanh(e * sin) / e;
  return (SEMI_MAJOR_M * SEMI_MAJOR_M * (1 - ECCENTRICITY_2) * q) / 2;
}

/**
 * A point `[lng, lat]` that lies on record `i`, null where it has no shape.
 *
 * For polygons the centroid of the largest part where that is inside, else the middle of the
 * widest stretch inside on one of several parallels; for lines the vertex in the middle; for
 * points the first.
 */
export function pointOnSurface(shapes: Shapes, i: number): [number, number] | null {
  if (shapes.type[i] === SHAPE_NONE) return null;
  const first = shapes.ringStart[shapes.partStart[i]];
  if (shapes.type[i] !== SHAPE_POLYGON) {
    const start = shapes.vertexStart[first];
    const vertices = shapes.vertexStart[first + 1] - start;
    return vertexAt(shapes, shapes.type[i] === SHAPE_LINE ? start + (vertices >> 1) : start);
  }
  let largest = shapes.partStart[i];
  let moments = ringMoments(shapes, first);
  for (let part = largest + 1; part < shapes.partStart[i + 1]; part++) {
    const candidate = ringMoments(shapes, shapes.ringStart[part]);
    if (Math.abs(candidate.area) <= Math.abs(moments.area)) continue;
    largest = part;
    moments = candidate;
  }
  if (moments.area === 0) return vertexAt(shapes, shapes.vertexStart[shapes.ringStart[largest]]);
  const spans = spansInside(shapes, largest, moments.lat);
  if (spans.some(([west, east]) => west < moments.lng && moments.lng < east)) {
    return [moments.lng, moments.lat];
  }
  return widestMiddle(shapes, largest);
}

function vertexAt(shapes: Shapes, v: number): [number, number] {
  return [shapes.xy[2 * v], shapes.xy[2 * v + 1]];
}

/** Signed area and centroid of a ring in the plane of degrees, about its first vertex. */
function ringMoments(shapes: Shapes, ring: number): { area: number; lng: number; lat: number } {
  const { xy } = shapes;
  const start = shapes.vertexStart[ring];
  const [lng0, lat0] = vertexAt(shapes, start);
  let area = 0;
  let x = 0;
  let y = 0;
  for (let v = start; v < shapes.vertexStart[ring + 1] - 1; v++) {
    const ax = xy[2 * v] - lng0;
    const ay = xy[2 * v + 1] - lat0;
    const bx = xy[2 * v + 2] - lng0;
    const by = xy[2 * v + 3] - lat0;
    const cross = ax * by - bx * ay;
    area += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  return { area: area / 2, lng: lng0 + x / (3 * area), lat: lat0 + y / (3 * area) };
}

/** The stretches of a parallel inside a part, west and east ends in pairs. */
function spansInside(shapes: Shapes, part: number, lat: number): [number, number][] {
  const { xy } = shapes;
  const crossings: number[] = [];
  for (let ring = shapes.ringStart[part]; ring < shapes.ringStart[part + 1]; ring++) {
    for (let v = shapes.vertexStart[ring]; v < shapes.vertexStart[ring + 1] - 1; v++) {
      const ay = xy[2 * v + 1];
      const by = xy[2 * v + 3];
      if (ay <= lat === by <= lat) continue;
      crossings.push(xy[2 * v] + ((lat - ay) / (by - ay)) * (xy[2 * v + 2] - xy[2 * v]));
    }
  }
  crossings.sort((a, b) => a - b);
  const spans: [number, number][] = [];
  for (let k = 0; k + 1 < crossings.length; k += 2) spans.push([crossings[k], crossings[k + 1]]);
  return spans;
}

/** Middle of the widest stretch inside, over parallels half-way between neighbouring vertices' latitudes. */
function widestMiddle(shapes: Shapes, part: number): [number, number] {
  const shell = shapes.ringStart[part];
  const lats = new Set<number>();
  for (let v = shapes.vertexStart[shell]; v < shapes.vertexStart[shapes.ringStart[part + 1]]; v++) {
    lats.add(shapes.xy[2 * v + 1]);
  }
  const sorted = [...lats].sort((a, b) => a - b);
  const stride = Math.max(1, Math.floor(sorted.length / 32));
  let widest = -Infinity;
  let best = vertexAt(shapes, shapes.vertexStart[shell]);
  for (let k = 0; k + 1 < sorted.length; k += stride) {
    const lat = (sorted[k] + sorted[k + 1]) / 2;
    for (const [west, east] of spansInside(shapes, part, lat)) {
      if (east - west <= widest) continue;
      widest = east - west;
      best = [(west + east) / 2, lat];
    }
  }
  return best;
}
