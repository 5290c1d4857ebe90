import type { CrsId } from '#lib/core/geo/crs/crs-id.ts';
import type { Zone } from '#lib/core/geo/crs/transverse-mercator.ts';

const CGCS2000 = { semiMajorM: 6378137, flattening: 1 / 298.257222101 };
const WGS84 = { semiMajorM: 6378137, flattening: 1 / 298.257223563 };
const ID = /^(gk3|gk3m|gk6|utm)_(\d+)$/;

/** The projection of a Gauss-Kruger or UTM system, null for any other. Source: EPSG 4491-4554, 32601-32660. */
export function zoneOf(crs: CrsId): Zone | null {
  const parts = ID.exec(crs);
  if (!parts) return null;
  const number = Number(parts[2]);
  const easting = 500_000;
  switch (parts[1]) {
    case 'gk3':
      return {
        ...CGCS2000,
        meridianDeg: 3 * number,
        falseEastingM: number * 1e6 + easting,
        scale: 1,
      };
    case 'gk6':
      return {
        ...CGCS2000,
        meridianDeg: 6 * number - 3,
        falseEastingM: number * 1e6 + easting,
        scale: 1,
      };
    case 'gk3m':
      return { ...CGCS2000, meridianDeg: number, falseEastingM: easting, scale: 1 };
    default:
      return { ...WGS84, meridianDeg: 6 * number - 183, falseEastingM: easting, scale: 0.9996 };
  }
}
