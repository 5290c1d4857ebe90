import { ECCENTRICITY_2, FLATTENING, SEMI_MAJOR_M } from '#lib/core/geo/geodesic.ts';

/**
 * Straight chords through the WGS 84 ellipsoid: a measure for comparing distances that holds
 * everywhere, poles and antimeridian included, and needs no trigonometry for a pair of points
 * whose places in space are known.
 *
 * A chord c and the geodesic s over it are related by s = c (1 + c^2 / 24 R^2 + ...), where R is
 * the radius of curvature in the direction of the path; on WGS 84 it lies between 6,335 and
 * 6,400 km. Two equal chords therefore belong to geodesics that differ by no more than
 * c^2 / 24 (1 / 6335^2 - 1 / 6400^2), relatively.
 */
const MEAN_RADIUS_M = 6_371_000;
const DEGREE = Math.PI / 180;

/** Smallest radius of curvature of a meridian, at the equator, in metres. */
export const MIN_MERIDIAN_RADIUS_M = SEMI_MAJOR_M * (1 - ECCENTRICITY_2);

/** Up to this squared chord (1,000 km) `distanceOfChordM` is true to 2e-5, and to 2e-7 up to 100 km. */
export const LONGEST_LOCAL_CHORD_2 = 1e12;

const STEPS_PER_DEGREE = 64;
const DEGREES_PER_STEP = 1 / STEPS_PER_DEGREE;
const HALF_TURN_STEPS = 180 * STEPS_PER_DEGREE;
const STEP_SINES = new Float64Array(4 * HALF_TURN_STEPS + 2);
for (let step = -HALF_TURN_STEPS; step <= HALF_TURN_STEPS; step++) {
  STEP_SINES[2 * (step + HALF_TURN_STEPS)] = Math.sin((step / STEPS_PER_DEGREE) * DEGREE);
  STEP_SINES[2 * (step + HALF_TURN_STEPS) + 1] = Math.cos((step / STEPS_PER_DEGREE) * DEGREE);
}
/**
 * Normal radius at the same steps of latitude with its first and half its second derivative: the
 * third leaves less than a tenth of a micrometre, and a root and a division are spared.
 */
const STEP_NORMALS = new Float64Array(3 * (2 * HALF_TURN_STEPS + 1));
for (let step = -HALF_TURN_STEPS; step <= HALF_TURN_STEPS; step++) {
  const sin = STEP_SINES[2 * (step + HALF_TURN_STEPS)];
  const cos = STEP_SINES[2 * (step + HALF_TURN_STEPS) + 1];
  const w2 = 1 - ECCENTRICITY_2 * sin * sin;
  const bend = ECCENTRICITY_2 * sin * cos;
  const normal = SEMI_MAJOR_M / Math.sqrt(w2);
  const at = 3 * (step + HALF_TURN_STEPS);
  STEP_NORMALS[at] = normal;
  STEP_NORMALS[at + 1] = (normal * bend) / w2;
  STEP_NORMALS[at + 2] =
    (normal / (2 * w2)) * (ECCENTRICITY_2 * (cos * cos - sin * sin) + (3 * bend * bend) / w2);
}

/**
 * Writes the place of a point in space (metres from the centre of the earth) to `out[at .. at + 3]`
 * and returns its distance from the axis of the earth.
 *
 * Sines come from a table of 1/64 degree and the addition theorem: the rest of the angle is below
 * 1.4e-4, where two terms of the series are exact to the last bit and far quicker than Math.sin.
 */
export function placeInSpace(lng: number, lat: number, out: Float64Array, at: number): number {
  const turned = lng >= -180 && lng <= 180 ? lng : lng - 360 * Math.round(lng / 360);
  const latStep = nearestInteger(lat * STEPS_PER_DEGREE);
  const latRest = (lat - latStep * DEGREES_PER_STEP) * DEGREE;
  const latAt = 2 * (latStep + HALF_TURN_STEPS);
  const latSine = latRest * (1 - (latRest * latRest) / 6);
  const latVersine = (latRest * latRest) / 2;
  const sin0 = STEP_SINES[latAt];
  const cos0 = STEP_SINES[latAt + 1];
  const sin = sin0 + (cos0 * latSine - sin0 * latVersine);
  const cos = cos0 - (sin0 * latSine + cos0 * latVersine);

  const lngStep = nearestInteger(turned * STEPS_PER_DEGREE);
  const lngRest = (turned - lngStep * DEGREES_PER_STEP) * DEGREE;
  const lngAt = 2 * (lngStep + HALF_TURN_STEPS);
  const lngSine = lngRest * (1 - (lngRest * lngRest) / 6);
  const lngVersine = (lngRest * lngRest) / 2;
  const lngSin0 = STEP_SINES[lngAt];
  const lngCos0 = STEP_SINES[lngAt + 1];

  const normalAt = 3 * (latStep + HALF_TURN_STEPS);
  const normal =
    STEP_NORMALS[normalAt] +
    latRest * (STEP_NORMALS[normalAt + 1] + latRest * STEP_NORMALS[normalAt + 2]);
  const axial = normal * cos;
  out[at] = axial * (lngCos0 - (lngSin0 * lngSine + lngCos0 * lngVersine));
  out[at + 1] = axial * (lngSin0 + (lngCos0 * lngSine - lngSin0 * lngVersine));
  out[at + 2] = normal * (1 - ECCENTRICITY_2) * sin;
  return axial;
}

/** For what a table of angles is asked; far quicker than Math.round, which minds -0 and 2^31. */
function nearestInteger(value: number): number {
  return ((value + 32768.5) | 0) - 32768;
}

/** Geodesic length in metres over a chord of squared length `chord2`, on the mean radius. */
export function distanceOfChordM(chord2: number): number {
  const u = chord2 / (4 * MEAN_RADIUS_M * MEAN_RADIUS_M);
  return Math.sqrt(chord2) * (1 + u * (1 / 6 + u * (3 / 40 + u * (5 / 112))));
}

/**
 * Squared chord beyond which a point is certainly farther on the ellipsoid than one at `chord2`.
 *
 * Locally three times the bound above, and room for rounding: a micrometre on a metre (by the
 * inequality of the means, to spare a root), a centimetre on nothing. For far pairs the ellipsoid
 * is stretched to a sphere, which changes no length by more than the flattening.
 */
export function tieLimit(chord2: number): number {
  if (chord2 <= LONGEST_LOCAL_CHORD_2) {
    const u = chord2 * (1 / (MEAN_RADIUS_M * MEAN_RADIUS_M));
    return chord2 * (1 + 8e-9 + 3.4e-3 * u) + 1.3e-4;
  }
  const diameter = 2 * SEMI_MAJOR_M;
  const shrink = 1 - FLATTENING;
  const longest = Math.asin(Math.min(1, Math.sqrt(chord2) / (diameter * shrink)));
  const angle = Math.min(Math.PI / 2, longest / shrink);
  return (diameter * Math.sin(angle)) ** 2 * (1 + 1e-9);
}

/** A chord, squared, that no point within `distanceM` metres on the ellipsoid exceeds. */
export function chordLimit(distanceM: number): number {
  return distanceM * distanceM * (1 + 1e-9) + 1e-6 * distanceM + 1e-12;
}
