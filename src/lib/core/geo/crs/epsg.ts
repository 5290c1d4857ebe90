import type { CrsId } from '#lib/core/geo/crs/crs-id.ts';
import { isCrsId } from '#lib/core/geo/crs/crs-id.ts';
import type { CrsReading } from '#lib/core/geo/crs/crs-reading.ts';
import { reads, refuses } from '#lib/core/geo/crs/crs-reading.ts';

/** WGS 84 and CGCS2000 in degrees, in two and three dimensions. */
const DEGREES = [4326, 4979, 4490, 4480];
/** EPSG:3857 and the codes that it had elsewhere before. */
const WEB_MERCATOR = [3857, 3785, 900913, 102100, 102113];

/** First code, last code, and the system of each. */
const SERIES: [number, number, (code: number) => string][] = [
  [4491, 4501, (code) => `gk6_${code - 4491 + 13}`],
  [4502, 4512, (code) => `gk3m_${(code - 4502) * 6 + 75}`],
  [4513, 4533, (code) => `gk3_${code - 4513 + 25}`],
  [4534, 4554, (code) => `gk3m_${(code - 4534) * 3 + 75}`],
  [32643, 32653, (code) => `utm_${code - 32600}`],
];

/** Beijing 1954, New Beijing and Xi'an 1980: degrees and zones. */
const UNKNOWN_DATUM: [number, number][] = [
  [2327, 2390],
  [2401, 2442],
  [4214, 4214],
  [4555, 4555],
  [4568, 4589],
  [4610, 4610],
  [4652, 4652],
  [4766, 4800],
  [21413, 21423],
  [21453, 21463],
  [21473, 21483],
];

/** The system of an EPSG code. Source: the EPSG dataset. */
export function crsOfEpsg(code: number): CrsReading {
  if (DEGREES.includes(code)) return reads('wgs84');
  if (WEB_MERCATOR.includes(code)) return reads('web_mercator');
  for (const [first, last, id] of SERIES) {
    const crs = id(code);
    if (code >= first && code <= last && isCrsId(crs)) return reads(crs satisfies CrsId);
  }
  const unknown = UNKNOWN_DATUM.some(([first, last]) => code >= first && code <= last);
  return refuses(unknown ? 'crs_datum_unknown' : 'crs_not_supported', `EPSG:${code}`);
}
