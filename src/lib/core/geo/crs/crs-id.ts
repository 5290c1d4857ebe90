/** The ways in which a file may have been shifted away from WGS 84 degrees, or not. */
export const DEGREE_CRS = [
  'wgs84',
  'gcj02',
  'bd09',
  'gcj02_twice',
  'bd09_of_gcj02',
  'bd09_as_gcj02',
  'gcj02_undone',
] as const;

/**
 * How the two numbers of a position are meant.
 *
 * Degrees: `wgs84` (and CGCS2000, which differs by less than a metre), `gcj02`, `bd09`, and the
 * files that went through a converter once too often: `gcj02_twice`; `bd09_of_gcj02`, GCJ-02
 * taken for WGS 84 on its way to BD-09; `bd09_as_gcj02`, BD-09 taken for GCJ-02 on its way back;
 * `gcj02_undone`, WGS 84 taken for GCJ-02. Metres: `web_mercator` (EPSG:3857, or the same made
 * of GCJ-02), Gauss-Kruger on CGCS2000 in 3-degree zones with the zone's number before the
 * easting (`gk3_40`) or with the bare central meridian (`gk3m_120`, which serves the 6-degree
 * zones too), in numbered 6-degree zones (`gk6_20`), and UTM north on WGS 84 (`utm_50`).
 */
export type CrsId =
  | (typeof DEGREE_CRS)[number]
  | 'web_mercator'
  | 'web_mercator_gcj02'
  | `gk3_${number}`
  | `gk3m_${number}`
  | `gk6_${number}`
  | `utm_${number}`;

function each<T extends CrsId>(first: number, last: number, step: number, id: (n: number) => T) {
  const ids: T[] = [];
  for (let n = first; n <= last; n += step) ids.push(id(n));
  return ids;
}

/** The systems in metres: those that China's 3-degree zones 25 to 45 and 6-degree zones 13 to 23 need. */
export const METRE_CRS: readonly CrsId[] = [
  'web_mercator',
  'web_mercator_gcj02',
  ...each(25, 45, 1, (zone) => `gk3_${zone}` as const),
  ...each(75, 135, 3, (meridian) => `gk3m_${meridian}` as const),
  ...each(13, 23, 1, (zone) => `gk6_${zone}` as const),
  ...each(43, 53, 1, (zone) => `utm_${zone}` as const),
];

const KNOWN = new Set<string>([...DEGREE_CRS, ...METRE_CRS]);

export function isCrsId(text: string): text is CrsId {
  return KNOWN.has(text);
}

/** True where the numbers are degrees. */
export function isDegrees(crs: CrsId): boolean {
  return (DEGREE_CRS as readonly string[]).includes(crs);
}
