import geodesic from 'geographiclib-geodesic';

const { Geodesic } = geodesic;
const wgs84 = Geodesic.WGS84;

/** Equatorial radius of WGS 84 in metres. */
export const SEMI_MAJOR_M = wgs84.a;
/** Flattening of WGS 84. */
export const FLATTENING = wgs84.f;
/** First eccentricity of WGS 84, squared. */
export const ECCENTRICITY_2 = FLATTENING * (2 - FLATTENING);

/**
 * Length of the shortest path between two points on the WGS 84 ellipsoid.
 *
 * Degrees in, metres out; NaN where a coordinate is not a number. Karney, Algorithms for
 * geodesics, J. Geodesy 87 (2013), as in geographiclib-geodesic (error below 10 nanometres).
 */
export function distanceM(lng1: number, lat1: number, lng2: number, lat2: number): number {
  return wgs84.Inverse(lat1, lng1, lat2, lng2, Geodesic.DISTANCE).s12 ?? NaN;
}

/**
 * The point reached by going straight ahead on the WGS 84 ellipsoid.
 *
 * Azimuth in degrees clockwise from north, distance in metres. The longitude is continuous with
 * the start: it may leave [-180, 180]. Same source as `distanceM`.
 */
export function destination(
  lng: number,
  lat: number,
  azimuthDeg: number,
  distanceM: number,
): [number, number] {
  const outmask = Geodesic.LATITUDE | Geodesic.LONGITUDE | Geodesic.LONG_UNROLL;
  const end = wgs84.Direct(lat, lng, azimuthDeg, distanceM, outmask);
  return [end.lon2 ?? NaN, end.lat2 ?? NaN];
}
