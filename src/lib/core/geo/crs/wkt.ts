import type { CrsId } from '#lib/core/geo/crs/crs-id.ts';
import { METRE_CRS } from '#lib/core/geo/crs/crs-id.ts';
import type { CrsReading } from '#lib/core/geo/crs/crs-reading.ts';
import { reads, refuses } from '#lib/core/geo/crs/crs-reading.ts';
import { zoneOf } from '#lib/core/geo/crs/zones.ts';

const WKT =
  /^\s*(PROJCS|PROJCRS|PROJECTEDCRS|GEOGCS|GEOGCRS|GEOGRAPHICCRS|GEODCRS|GEODETICCRS|COMPD_CS|COMPOUNDCRS|BOUNDCRS)\s*[[(]/i;
const NAME = /[[(]\s*"([^"]*)"/;
const PROJECTED = /\b(PROJCS|PROJCRS|PROJECTEDCRS)\b/i;
const METHOD = /\b(?:PROJECTION|METHOD)\s*[[(]\s*"([^"]*)"/i;
const PARAMETER = /\bPARAMETER\s*[[(]\s*"([^"]*)"\s*,\s*([-+0-9.eE]+)/gi;
const LENGTH_UNIT = /\b(?:LENGTH)?UNIT\s*[[(]\s*"[^"]*"\s*,\s*([-+0-9.eE]+)/gi;
const UNKNOWN_DATUM = /beijing|krasovsky|xian|xi'an|iag[_ ]?(19)?75/i;
const KNOWN_DATUM =
  /\b(?:GEODETIC)?(?:DATUM|ENSEMBLE|TRF)\s*[[(]\s*"(?:D_)?(?:China_2000|CGCS[_ ]?2000|China Geodetic Coordinate System 2000|WGS[_ ]?(?:19)?84|World Geodetic System 1984(?: ensemble)?)"/i;
const MERCATOR = /Mercator_Auxiliary_Sphere|Popular Visualisation|Pseudo.Mercator/i;

/** True for the text of a .prj file: well-known text, version 1 or 2. */
export function isWkt(text: string): boolean {
  return WKT.test(text);
}

/** The system that well-known text describes, told by its datum and its numbers, not by its name. */
export function crsOfWkt(text: string): CrsReading {
  const name = NAME.exec(text)?.[1] ?? '';
  const refused = refuses('crs_not_supported', name);
  if (UNKNOWN_DATUM.test(text)) return refuses('crs_datum_unknown', name);
  if (!KNOWN_DATUM.test(text)) return refused;
  if (!PROJECTED.test(text)) return reads('wgs84');
  const units = Array.from(text.matchAll(LENGTH_UNIT), ([, size]) => Number(size));
  // Degrees and metres: the last is the projection's, unless angles of parameters follow it.
  if (!units.includes(1)) return refused;
  const method = METHOD.exec(text)?.[1] ?? '';
  if (MERCATOR.test(method) || MERCATOR.test(name)) return reads('web_mercator');
  if (!/gauss.?kr[uü]ger|transverse.?mercator/i.test(method)) return refused;
  const crs = zoneWith(parametersOf(text));
  return crs === null ? refused : reads(crs);
}

function parametersOf(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const [, name, value] of text.matchAll(PARAMETER))
    found.set(name.toLowerCase().replace(/[^a-z]/g, ''), Number(value));
  return found;
}

function zoneWith(parameters: Map<string, number>): CrsId | null {
  const value = (...names: string[]) =>
    names.map((name) => parameters.get(name)).find((number) => number !== undefined);
  const meridian = value('centralmeridian', 'longitudeofnaturalorigin', 'longitudeoforigin');
  const easting = value('falseeasting');
  const scale = value('scalefactor', 'scalefactoratnaturalorigin') ?? 1;
  const north = value('falsenorthing') ?? 0;
  const latitude = value('latitudeoforigin', 'latitudeofnaturalorigin') ?? 0;
  if (north !== 0 || latitude !== 0) return null;
  for (const crs of METRE_CRS) {
    const zone = zoneOf(crs);
    if (
      zone !== null &&
      zone.meridianDeg === meridian &&
      zone.falseEastingM === easting &&
      Math.abs(zone.scale - scale) < 1e-9
    )
      return crs;
  }
  return null;
}
