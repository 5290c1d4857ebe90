import { columnwise } from '#lib/core/geo/crs/columns.ts';

const RADIUS_M = 6378137;
const RADIANS = Math.PI / 180;
/** Half the width of the square world in metres. */
const HALF_M = Math.PI * RADIUS_M;

/** WGS 84 degrees to metres of EPSG:3857. */
export const wgs84ToWebMercator = columnwise((lng, lat, to) => {
  to[0] = lng * RADIANS * RADIUS_M;
  to[1] = RADIUS_M * Math.asinh(Math.tan(lat * RADIANS));
});

/** Metres of EPSG:3857 to WGS 84 degrees; NaN outside the square that it draws. */
export const webMercatorToWgs84 = columnwise((x, y, to) => {
  const drawn = Math.abs(x) <= HALF_M && Math.abs(y) <= HALF_M;
  to[0] = drawn ? x / RADIUS_M / RADIANS : NaN;
  to[1] = drawn ? Math.atan(Math.sinh(y / RADIUS_M)) / RADIANS : NaN;
});
