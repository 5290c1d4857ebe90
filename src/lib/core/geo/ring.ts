import type { Feature, Polygon, Position } from 'geojson';
import { destination } from '#lib/core/geo/geodesic.ts';

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
