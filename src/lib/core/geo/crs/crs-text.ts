import type { CrsId } from '#lib/core/geo/crs/crs-id.ts';
import { isCrsId } from '#lib/core/geo/crs/crs-id.ts';
import type { CrsReading } from '#lib/core/geo/crs/crs-reading.ts';
import { reads, refuses } from '#lib/core/geo/crs/crs-reading.ts';
import { crsOfEpsg } from '#lib/core/geo/crs/epsg.ts';
import { crsOfWkt, isWkt } from '#lib/core/geo/crs/wkt.ts';

/** Spellings of the systems and of their parts, as `data/crs-words.json` holds them. */
export interface CrsWords {
  gcj02: string[];
  bd09: string[];
  web_mercator: string[];
  wgs84: string[];
  cgcs2000: string[];
  /** Datums whose shift is not public: Beijing 1954, Xi'an 1980, a city's own grid. */
  unknown_datum: string[];
  /** Words that say metres of a Gauss-Kruger projection. */
  gauss: string[];
  utm: string[];
  /** Stands after the number of a zone, or before it. */
  zone: string[];
  /** Stands before the central meridian. */
  meridian: string[];
  /** Says that the zones are three or six degrees wide. */
  three_degrees: string[];
  six_degrees: string[];
}

const EPSG = /(?:EPSG|ESRI)(?::|\/)+(?:[\d.]*(?::|\/))?(\d{4,6})\s*$/i;
const BARE_CODE = /^\s*(\d{4,6})\s*$/;
const CRS84 = /CRS:?:?84h?\s*$/i;

/**
 * The coordinate system that a text names: an EPSG code or URN, well-known text, a name of ours,
 * a header or a note in any spelling of `words`. Null where it names none.
 */
export function crsOfText(text: string, words: CrsWords): CrsReading | null {
  if (isWkt(text)) return crsOfWkt(text);
  const code = EPSG.exec(text);
  if (code) return crsOfEpsg(Number(code[1]));
  const bare = BARE_CODE.exec(text);
  if (bare) return codeAlone(Number(bare[1]));
  if (CRS84.test(text)) return reads('wgs84');
  const trimmed = text.trim();
  if (isCrsId(trimmed)) return reads(trimmed);
  return crsOfName(trimmed, words);
}

/** A number alone is taken for a code only where it is one that we know. */
function codeAlone(code: number): CrsReading | null {
  const reading = crsOfEpsg(code);
  return reading.fault === 'crs_not_supported' ? null : reading;
}

/** As it is compared: NFKC, lower case, without spaces, hyphens, underscores, slashes and dots. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-/.]+/g, '');
}

function crsOfName(name: string, words: CrsWords): CrsReading | null {
  const folded = fold(name);
  const says = (list: string[]) => list.some((word) => folded.includes(fold(word)));
  if (says(words.unknown_datum)) return refuses('crs_datum_unknown', name);
  const [gcj02, mercator] = [says(words.gcj02), says(words.web_mercator)];
  if (says(words.bd09)) return mercator ? refuses('crs_not_supported', name) : reads('bd09');
  if (mercator) return reads(gcj02 ? 'web_mercator_gcj02' : 'web_mercator');
  if (gcj02) return reads('gcj02');
  const [cgcs2000, wgs84] = [says(words.cgcs2000), says(words.wgs84)];
  if (says(words.utm) && wgs84) return zoned(name, [`utm_${zoneIn(folded, words)}`]);
  if (says(words.gauss) && !wgs84) return gaussKruger(name, folded, words);
  if (cgcs2000 && (zoneIn(folded, words) ?? meridianIn(folded, words)) !== null)
    return gaussKruger(name, folded, words);
  return cgcs2000 || wgs84 ? reads('wgs84') : null;
}

function gaussKruger(name: string, folded: string, words: CrsWords): CrsReading {
  const says = (list: string[]) => list.some((word) => folded.includes(fold(word)));
  const zone = zoneIn(folded, words);
  if (zone === null) return zoned(name, [`gk3m_${meridianIn(folded, words)}`]);
  // The numbers of the two series do not overlap.
  if (says(words.three_degrees)) return zoned(name, [`gk3_${zone}`]);
  if (says(words.six_degrees)) return zoned(name, [`gk6_${zone}`]);
  return zoned(name, [`gk3_${zone}`, `gk6_${zone}`]);
}

function zoned(name: string, ids: string[]): CrsReading {
  const crs = ids.find((id): id is CrsId => isCrsId(id));
  return crs === undefined ? refuses('crs_not_supported', name) : reads(crs);
}

function zoneIn(folded: string, words: CrsWords): number | null {
  for (const word of words.zone.map(fold)) {
    const found =
      new RegExp(`${word}(\\d{2})(?!\\d)`).exec(folded) ??
      new RegExp(`(?:^|\\D)(\\d{2})${word}`).exec(folded);
    if (found) return Number(found[1]);
  }
  return null;
}

function meridianIn(folded: string, words: CrsWords): number | null {
  for (const word of words.meridian.map(fold)) {
    const found = new RegExp(`${word}[^\\d]{0,4}(\\d{2,3})(?!\\d)`).exec(folded);
    if (found) return Number(found[1]);
  }
  return null;
}
