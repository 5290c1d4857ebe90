import {
  DIVISION_LEVELS,
  FACILITY_LEVELS,
  LINK_MODES,
  ORGANISATION_TYPES,
  TABLES,
  UNIT_KINDS,
  UNIT_STATUSES,
} from '#lib/core/model.ts';
import type { Issue } from '#lib/core/model.ts';
import type { Say } from '#lib/state/say.ts';

/** Codes that an issue may list, and where their words are. Levels of divisions and facilities share some. */
const VOCABULARIES: [prefix: string, codes: readonly string[]][] = [
  ['kind', UNIT_KINDS],
  ['facility', FACILITY_LEVELS],
  ['level', DIVISION_LEVELS],
  ['mode', LINK_MODES],
  ['type', ORGANISATION_TYPES],
  ['status', UNIT_STATUSES],
  ['table', TABLES],
  ['flag', ['0', '1']],
  ['mapping.class', ['water', 'green', 'road', 'rail']],
  ['shape', ['Point', 'LineString', 'Polygon']],
];

/** Issues that list what a column or a table may be; elsewhere the same letters may be a quotation. */
const LISTS = ['unknown_value', 'table_not_recognised', 'geometry_not_expected', 'missing_level'];
/** Issues that name a table by what they found. */
const NAMES_TABLE = ['table_guessed', 'two_files_for_table', 'file_in_subfolder'];
const NAMES_CRS = [
  'crs_found',
  'crs_converted',
  'crs_uncertain',
  'crs_mixed',
  'crs_mixed_row',
  'crs_datum_assumed',
];
const PERSONAL = ['personal_data_dropped', 'personal_data_cut'];

/** Codes joined by bars in words; as they are unless one list of codes has them all. */
function listed(text: string, t: Say): string {
  // A long list is quoted in part: which it is can be told by its beginning.
  const part = text.endsWith('…') ? text.slice(0, -1) : null;
  const whole = VOCABULARIES.find(([, known]) => part && known.join(' | ').startsWith(part));
  const codes = whole ? [...whole[1]] : text.split(' | ');
  const has = (known: readonly string[]) => codes.every((code) => known.includes(code));
  const lists = VOCABULARIES.filter(([, known]) => has(known));
  const exact = lists.find(([, known]) => known.length === codes.length) ?? lists[0];
  if (!exact) return text;
  return codes.map((code) => t(`${exact[0]}.${code}`)).join(t('issues.or'));
}

const NUMBERED_CRS = /^([a-z]+\d[a-z]*)_(\d+)$/;
/** Coordinate systems in words; what is odd besides stands behind a plus in the key. */
function systems(text: string, t: Say): string {
  const system = (key: string): string => {
    const parts = key.split('+').map((part) => {
      const numbered = NUMBERED_CRS.exec(part);
      return numbered
        ? t(`mapping.crs.${numbered[1]}`, { n: numbered[2] })
        : t(`mapping.crs.${part}`);
    });
    return parts.join(t('mapping.crs.join'));
  };
  return text.split(' | ').map(system).join(t('issues.or'));
}

/** `mobile 37` in words. */
function personal(text: string, t: Say): string {
  const [, kind, n] = /^([a-z_]+) (\d+)$/.exec(text) ?? [];
  return kind ? t('issues.personal', { kind: t(`personal.${kind}`), n }) : text;
}

/** What was found, as the reader says it; what the file says is quoted as it is. */
export function foundWords({ code, found }: Issue, t: Say): string {
  if (found === null) return '';
  if (PERSONAL.includes(code)) return personal(found, t);
  if (NAMES_TABLE.includes(code)) return listed(found, t);
  // How many rows are in another system is a number.
  return NAMES_CRS.includes(code) && !/^\d+$/.test(found) ? systems(found, t) : found;
}

/** What was expected, as the reader says it. */
export function expectedWords({ code, expected }: Issue, t: Say): string {
  if (expected === null) return '';
  if (code === 'more_of_same') return t(`issue.${expected}`);
  if (NAMES_CRS.includes(code)) return systems(expected, t);
  if (code === 'code_implausible') return t(`fault.${expected}`);
  if (PERSONAL.includes(code)) return t(`personal.${expected}`);
  if (LISTS.includes(code)) return listed(expected, t);
  const row = /^row (\d+)$/.exec(expected);
  if (row) return t('issues.rowOf', { row: row[1] });
  return expected.replace(/^lng, lat\b/, t('issues.lngLat'));
}
