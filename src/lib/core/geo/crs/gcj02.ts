import { farFromBorder, inChina } from '#lib/core/geo/crs/china.ts';
import type { Move } from '#lib/core/geo/crs/columns.ts';
import { columnwise, inverseOf } from '#lib/core/geo/crs/columns.ts';

const { PI, abs, cos, sin, sqrt } = Math;
/** Krasovsky 1940, as the shift was made. */
const SEMI_MAJOR_M = 6378245;
const ECCENTRICITY_2 = 0.006693421622965823;
const RADIANS = PI / 180;

/** The shift of GCJ-02 itself, as the libraries of the field know it (gcoord, eviltransform). */
const shift: Move = (lng, lat, to) => {
  const x = lng - 105;
  const y = lat - 35;
  const root = sqrt(abs(x));
  const wave = ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;
  const east =
    300 +
    (x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave) +
    ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3 +
    ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
  const north =
    -100 +
    (2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave) +
    ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3 +
    ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
  const sinLat = sin(lat * RADIANS);
  const magic = 1 - ECCENTRICITY_2 * sinLat * sinLat;
  const radius = SEMI_MAJOR_M / sqrt(magic);
  to[0] = lng + east / (radius * cos(lat * RADIANS) * RADIANS);
  to[1] = lat + north / (((radius * (1 - ECCENTRICITY_2)) / magic) * RADIANS);
};
const unshift = inverseOf(shift);

const intoGcj02: Move = (lng, lat, to) => {
  if (inChina(lng, lat)) return shift(lng, lat, to);
  to[0] = lng;
  to[1] = lat;
};

const outOfGcj02: Move = (lng, lat, to) => {
  const far = farFromBorder(lng, lat);
  if (!far || inChina(lng, lat)) {
    unshift(lng, lat, to);
    if (far || inChina(to[0], to[1])) return;
  }
  to[0] = lng;
  to[1] = lat;
};

/** WGS 84 to GCJ-02, degrees; positions outside China (`inChina`) stay. Source: gcoord. */
export const wgs84ToGcj02 = columnwise(intoGcj02);

/** GCJ-02 to WGS 84, degrees: the inverse of `wgs84ToGcj02`, to less than a micrometre. */
export const gcj02ToWgs84 = columnwise(outOfGcj02);
