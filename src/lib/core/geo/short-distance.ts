import { ECCENTRICITY_2, SEMI_MAJOR_M } from '#lib/core/geo/geodesic.ts';

/** Up to this squared chord (30 km) `shortDistanceM` is true to `SHORT_ERROR_M`. */
export const LONGEST_SHORT_CHORD_2 = 9e8;

/** What `shortDistanceM` and the geodesic library differ by at the most, in metres. */
export const SHORT_ERROR_M = 2e-8;

const AXES_2 = SEMI_MAJOR_M * SEMI_MAJOR_M;
/** e^2 / (1 - e^2)^2 and e^2 / (1 - e^2). */
const POLAR = ECCENTRICITY_2 / ((1 - ECCENTRICITY_2) * (1 - ECCENTRICITY_2));
const SECOND_2 = ECCENTRICITY_2 / (1 - ECCENTRICITY_2);
/** A whole number of these in metres is what a radius is given in. */
const GRAIN_M = 1e-3;

/**
 * Geodesic length in metres over a chord between two places in space on the WGS 84 ellipsoid, whose
 * differences are `dx`, `dy`, `dz` and whose heights over the equator add up to `sumZ`.
 *
 * The series of the arc over its chord, on the radius of curvature in the direction of the path and
 * at its middle, where terms of odd order cancel. By Euler, 1/R = cos^2 a / M + sin^2 a / N =
 * (1 + e'^2 cos^2 lat cos^2 a) / N, and cos lat cos a is what the chord climbs along the axis of the
 * earth: no angle is needed, and the poles are no exception. What is left out is e^2 c^5 / R^4.
 */
export function shortDistanceM(dx: number, dy: number, dz: number, sumZ: number): number {
  const chord2 = dx * dx + dy * dy + dz * dz;
  if (chord2 === 0) return 0;
  const z = sumZ / 2;
  const bent = 1 + (SECOND_2 * dz * dz) / chord2;
  const u = (chord2 * bent * bent) / (AXES_2 + POLAR * z * z);
  return Math.sqrt(chord2) * (1 + u * (1 / 24 + u * (3 / 640)));
}

/**
 * True where a length is so near to a whole millimetre that a radius of so many might be met by it
 * and not by the library's, or the other way round.
 */
export function isOnGrain(lengthM: number): boolean {
  const grains = lengthM / GRAIN_M;
  return Math.abs(grains - Math.round(grains)) < (10 * SHORT_ERROR_M) / GRAIN_M;
}
