/** How the digits of the cells are meant; see `Hypothesis`. */
export type Digits = 'plain' | 'point_lost' | 'packed_dms';

/** Where positions may lie, `[west, south, east, north]` in degrees. */
export type Box = readonly [number, number, number, number];

/** The mainland: no power of ten leaves a degree within it, on either axis. */
export const MAINLAND: Box = [73, 17, 136, 54.5];

/**
 * Two columns, as degrees, in which decimal points were lost: whole numbers too large for the
 * box are divided by the power of ten that brings them into it, each its own.
 *
 * A pair in which no point was lost gives NaN: it is not of this kind. So does one that no power brings in.
 */
export function withPoints(
  x: Float64Array,
  y: Float64Array,
  [west, south, east, north]: Box,
): [Float64Array, Float64Array] {
  const outX = x.map((value) => withPoint(value, west, east));
  const outY = y.map((value) => withPoint(value, south, north));
  for (let i = 0; i < x.length; i++) {
    if (outX[i] === x[i] && outY[i] === y[i]) outX[i] = outY[i] = NaN;
  }
  return [outX, outY];
}

function withPoint(value: number, low: number, high: number): number {
  if (!Number.isInteger(value) || value <= high) return value >= low && value <= high ? value : NaN;
  let scale = 1;
  while (value / scale > high) scale *= 10;
  return value / scale >= low ? value / scale : NaN;
}

/** Degrees of a column of numbers packed as DDDMMSS.ss; NaN where minutes or seconds are not below 60. */
export function unpacked(column: Float64Array): Float64Array {
  return column.map((value) => {
    const degrees = Math.floor(value / 1e4);
    const minutes = Math.floor(value / 100) % 100;
    const seconds = value - degrees * 1e4 - minutes * 100;
    const sound = degrees >= 1 && degrees <= 180 && minutes < 60 && seconds < 60.005;
    return sound ? degrees + minutes / 60 + seconds / 3600 : NaN;
  });
}
