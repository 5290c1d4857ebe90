import type { Move } from '#lib/core/geo/crs/columns.ts';
import { columnwise, inverseOf } from '#lib/core/geo/crs/columns.ts';
import { gcj02ToWgs84, wgs84ToGcj02 } from '#lib/core/geo/crs/gcj02.ts';

const { PI, atan2, cos, sin, sqrt } = Math;
const FACTOR = (PI * 3000) / 180;

const intoBd09: Move = (lng, lat, to) => {
  const z = sqrt(lng * lng + lat * lat) + 0.00002 * sin(lat * FACTOR);
  const theta = atan2(lat, lng) + 0.000003 * cos(lng * FACTOR);
  to[0] = z * cos(theta) + 0.0065;
  to[1] = z * sin(theta) + 0.006;
};

/** GCJ-02 to BD-09, degrees. Source: gcoord. */
export const gcj02ToBd09 = columnwise(intoBd09);

/** BD-09 to GCJ-02, degrees: the inverse of `gcj02ToBd09`, to less than a micrometre. */
export const bd09ToGcj02 = columnwise(inverseOf(intoBd09));

/** WGS 84 to BD-09, degrees, by way of GCJ-02. */
export function wgs84ToBd09(lng: Float64Array, lat: Float64Array) {
  return gcj02ToBd09(...wgs84ToGcj02(lng, lat));
}

/** BD-09 to WGS 84, degrees, by way of GCJ-02. */
export function bd09ToWgs84(lng: Float64Array, lat: Float64Array) {
  return gcj02ToWgs84(...bd09ToGcj02(lng, lat));
}
