import type { Columns } from '#lib/core/geo/crs/columns.ts';
import { columnwise } from '#lib/core/geo/crs/columns.ts';

const { PI, asinh, atan, atanh, atan2, cos, cosh, hypot, sin, sinh, sqrt, tan } = Math;
const RADIANS = PI / 180;
/** Farther than this from the central meridian no zone is drawn: such metres are of another system. */
const WIDEST_M = 450_000;
const NORTHERNMOST_M = 6_500_000;

/** A transverse Mercator projection: angles in degrees, lengths in metres. */
export interface Zone {
  semiMajorM: number;
  flattening: number;
  meridianDeg: number;
  falseEastingM: number;
  scale: number;
}

/**
 * Both ways of a transverse Mercator projection of the northern half, columns in and out.
 *
 * The series of Krüger to the fourth order in the third flattening: below a micrometre within
 * a zone. Metres that no zone draws (450 km from the meridian, north of 6,500 km, south of the
 * equator) give NaN. Karney, Transverse Mercator with an accuracy of a few nanometers,
 * J. Geodesy 85 (2011), equations 7 to 12 and 35, 36.
 */
export function transverseMercator(zone: Zone): {
  forward: (lng: Float64Array, lat: Float64Array) => Columns;
  back: (x: Float64Array, y: Float64Array) => Columns;
} {
  const { meridianDeg, falseEastingM, flattening: f } = zone;
  const n = f / (2 - f);
  const [n2, n3, n4] = [n ** 2, n ** 3, n ** 4];
  const e2 = f * (2 - f);
  const e = sqrt(e2);
  const radiusM = ((zone.semiMajorM * zone.scale) / (1 + n)) * (1 + n2 / 4 + n4 / 64);
  const alpha = [
    n / 2 - (2 / 3) * n2 + (5 / 16) * n3 + (41 / 180) * n4,
    (13 / 48) * n2 - (3 / 5) * n3 + (557 / 1440) * n4,
    (61 / 240) * n3 - (103 / 140) * n4,
    (49561 / 161280) * n4,
  ];
  const beta = [
    n / 2 - (2 / 3) * n2 + (37 / 96) * n3 - (1 / 360) * n4,
    (1 / 48) * n2 + (1 / 15) * n3 - (437 / 1440) * n4,
    (17 / 480) * n3 - (37 / 840) * n4,
    (4397 / 161280) * n4,
  ];

  /** The tangent of the conformal latitude, from that of the latitude. */
  const conformal = (tau: number): number => {
    const sigma = sinh(e * atanh((e * tau) / sqrt(1 + tau * tau)));
    return tau * sqrt(1 + sigma * sigma) - sigma * sqrt(1 + tau * tau);
  };

  const forward = columnwise((lng, lat, to) => {
    const turn = (lng - meridianDeg) * RADIANS;
    const tau = conformal(tan(lat * RADIANS));
    const xi = atan2(tau, cos(turn));
    const eta = asinh(sin(turn) / hypot(tau, cos(turn)));
    let [x, y] = [eta, xi];
    for (let j = 1; j <= 4; j++) {
      y += alpha[j - 1] * sin(2 * j * xi) * cosh(2 * j * eta);
      x += alpha[j - 1] * cos(2 * j * xi) * sinh(2 * j * eta);
    }
    to[0] = falseEastingM + radiusM * x;
    to[1] = radiusM * y;
  });

  const back = columnwise((x, y, to) => {
    if (!(Math.abs(x - falseEastingM) <= WIDEST_M && y >= 0 && y <= NORTHERNMOST_M)) {
      to[0] = to[1] = NaN;
      return;
    }
    const xi = y / radiusM;
    const eta = (x - falseEastingM) / radiusM;
    let [u, v] = [xi, eta];
    for (let j = 1; j <= 4; j++) {
      u -= beta[j - 1] * sin(2 * j * xi) * cosh(2 * j * eta);
      v -= beta[j - 1] * cos(2 * j * xi) * sinh(2 * j * eta);
    }
    const wanted = sin(u) / hypot(sinh(v), cos(u));
    let tau = wanted / (1 - e2);
    for (let turn = 0; turn < 5; turn++) {
      const reached = conformal(tau);
      const slope =
        (1 + (1 - e2) * tau * tau) / ((1 - e2) * sqrt((1 + tau * tau) * (1 + reached * reached)));
      const step = (wanted - reached) * slope;
      tau += step;
      if (Math.abs(step) < 1e-14) break;
    }
    to[0] = meridianDeg + atan2(sinh(v), cos(u)) / RADIANS;
    to[1] = atan(tau) / RADIANS;
  });
  return { forward, back };
}
