import { hasPosition, widestGapEnd } from '#lib/core/geo/places.ts';
import { eastOf } from '#lib/core/geo/point-grid.ts';
import type { Places } from '#lib/core/reach/field.ts';

const STEPS = 65535;

/**
 * The places with a position, by their records, in an order that keeps neighbours together: along a
 * Z-order curve of 65,536 steps a side over the box of all (Morton 1966), fine enough that a far
 * outlier does not throw a city into one heap.
 */
export function alongCurve({ count, lng, lat }: Places): Uint32Array {
  let found = 0;
  const all = new Int32Array(count);
  for (let i = 0; i < count; i++) if (hasPosition(lng[i], lat[i])) all[found++] = i;
  const records = all.subarray(0, found);
  const west = widestGapEnd(lng, records);
  let [width, south, north] = [1e-9, 90, -90];
  for (const i of records) {
    width = Math.max(width, eastOf(west, lng[i]));
    south = Math.min(south, lat[i]);
    north = Math.max(north, lat[i]);
  }
  const height = Math.max(north - south, 1e-9);
  const keys = new Uint32Array(count);
  for (const i of records) {
    const x = Math.floor((eastOf(west, lng[i]) / width) * STEPS);
    const y = Math.floor(((lat[i] - south) / height) * STEPS);
    keys[i] = (spread(x) | (spread(y) << 1)) >>> 0;
  }
  return byKey(byKey(Uint32Array.from(records), keys, 0), keys, 16);
}

/** Puts a zero between the bits of a number of 16 bits. */
function spread(bits: number): number {
  let x = bits;
  x = (x | (x << 8)) & 0x00ff00ff;
  x = (x | (x << 4)) & 0x0f0f0f0f;
  x = (x | (x << 2)) & 0x33333333;
  return (x | (x << 1)) & 0x55555555;
}

/** One pass of a radix sort: by 16 bits of the key, entries with equal bits stay in order. */
function byKey(order: Uint32Array, keys: Uint32Array, shift: number): Uint32Array {
  const start = new Uint32Array(STEPS + 2);
  for (const i of order) start[((keys[i] >>> shift) & STEPS) + 1]++;
  for (let bits = 0; bits <= STEPS; bits++) start[bits + 1] += start[bits];
  const sorted = new Uint32Array(order.length);
  for (const i of order) sorted[start[(keys[i] >>> shift) & STEPS]++] = i;
  return sorted;
}
