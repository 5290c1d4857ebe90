import type { CrsId } from '#lib/core/geo/crs/crs-id.ts';

/**
 * What a text says of the coordinate system: a system we can convert from, or why not.
 *
 * `crs_datum_unknown`: Beijing 1954, Xi'an 1980 and a city's own grid have no public shift to
 * WGS 84; guessing one is wrong by up to a hundred metres. `crs_not_supported`: any other.
 */
export type CrsReading =
  | { crs: CrsId; fault: null }
  | { crs: null; fault: 'crs_datum_unknown' | 'crs_not_supported'; name: string };

export function reads(crs: CrsId): CrsReading {
  return { crs, fault: null };
}

export function refuses(
  fault: 'crs_datum_unknown' | 'crs_not_supported',
  name: string,
): CrsReading {
  return { crs: null, fault, name };
}
