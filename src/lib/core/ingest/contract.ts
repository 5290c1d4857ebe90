import type { TableName } from '#lib/core/model.ts';
import { TABLES } from '#lib/core/model.ts';
import { FEATURE_ID } from '#lib/core/ingest/sheet.ts';
import { headerKey, stemKey } from '#lib/core/ingest/spelling.ts';

export type ColumnType =
  'text' | 'code' | 'number' | 'count' | 'enum' | 'flag' | 'date' | 'position';
export type GeometryKind = 'polygon' | 'point' | 'line' | 'any' | 'none';

export interface ContractColumn {
  zh: string;
  aliases: string[];
  type: ColumnType;
  required?: boolean;
}

export interface ContractTable {
  zh: string;
  /** File names without extension that hold this table. */
  files: string[];
  geometry: GeometryKind;
  columns: Record<string, ContractColumn>;
}

/** What offices write besides the contract's own words: the proposals of a mapping are made of it. */
export interface OfficeWords {
  /** Words in the name of a file or sheet, the table they speak of, and what all its rows then are. */
  tables: { table: TableName; words: string[]; constants?: Record<string, string> }[];
  /** Words in the name of a sheet that holds no table. */
  left_out: string[];
  /** `table.column` -> further spellings of its header, those to be preferred first. */
  spellings: Record<string, string[]>;
  /** Coordinate system -> words by which a header names it; CGCS 2000 degrees are WGS 84. */
  crs: Record<string, string[]>;
  /** Units that stand in a header and change nothing. */
  units: string[];
  /** Words before a unit that multiply it. */
  multiples: Record<string, number>;
  /** Units of area -> square metres. */
  areas_m2: Record<string, number>;
  /** Headers that say nothing, with a number behind them or without. */
  silent: string[];
  /** Column -> words of a header that could be it, so that it is asked for when left over. */
  hints: Record<string, string[]>;
}

/** The interchange contract, as `data/contract.json` holds it. */
export interface Contract {
  format: 'lacuna-contract';
  version: 1;
  tables: Record<TableName, ContractTable>;
  offices: OfficeWords;
  /** Spellings of enumeration values: `table.column` or `flag` -> value -> other spellings. */
  values: Record<string, Record<string, string[]>>;
  words: { empty: string[]; total: string[]; foreign_crs: string[]; personal: string[] };
}

/**
 * The table a file name stands for: exact spelling of the contract, or null. Case, spaces,
 * underscores, full-width letters and leading folders do not matter.
 */
export function tableOfName(fileName: string, contract: Contract): TableName | null {
  const stem = stemKey(fileName);
  for (const table of TABLES)
    if (contract.tables[table].files.some((name) => headerKey(name) === stem)) return table;
  return null;
}

/**
 * Finds the columns of a table among the headers of a file: the English name first, then the
 * Chinese one, then the aliases, then the same without a bracketed unit, unless the brackets name
 * another system of coordinates than WGS 84; a GeoJSON feature's own id last. Each header is used
 * once. The indices into `headers` by the name in the contract.
 */
export function matchColumns(
  headers: readonly string[],
  table: TableName,
  contract: Contract,
): Map<string, number> {
  const exact = new Map<string, number>();
  const bare = new Map<string, number>();
  const foreignWords = contract.words.foreign_crs.map(headerKey);
  headers.forEach((header, i) => {
    const key = headerKey(header);
    if (key !== '' && !exact.has(key)) exact.set(key, i);
    const stripped = headerKey(header.normalize('NFKC').replace(/\([^()]*\)\s*$/, ''));
    if (stripped === key || stripped === '') return;
    if (bare.has(stripped) || foreignWords.some((word) => key.includes(word))) return;
    bare.set(stripped, i);
  });
  const used = new Set<number>();
  const columns = new Map<string, number>();
  const specs = Object.entries(contract.tables[table].columns);
  const spellings = (name: string, { zh, aliases }: ContractColumn) => [[name], [zh], aliases];
  for (const among of [exact, bare])
    for (let rank = 0; rank < 3; rank++)
      for (const [name, spec] of specs) {
        if (columns.has(name)) continue;
        for (const spelling of spellings(name, spec)[rank]) {
          const header = among.get(headerKey(spelling));
          if (header === undefined || used.has(header)) continue;
          columns.set(name, header);
          used.add(header);
          break;
        }
      }
  const featureId = headers.indexOf(FEATURE_ID);
  if (featureId >= 0 && contract.tables[table].columns.id && !columns.has('id'))
    columns.set('id', featureId);
  return columns;
}

/** What recognition needs to know of a file. */
export interface Recognisable {
  file: string;
  headers: readonly string[];
  /** The kinds of geometry the file holds, null for a file without geometry. */
  geometry: ReadonlySet<'point' | 'line' | 'polygon'> | null;
}

/** True where a table takes all the kinds of geometry that a file holds. */
export function geometryFits(kind: GeometryKind, geometry: Recognisable['geometry']): boolean {
  if (geometry === null || geometry.size === 0) return kind !== 'line';
  if (kind === 'any') return true;
  return kind !== 'none' && [...geometry].every((type) => type === kind);
}

/** Spellings of yes (1) and no (0) in a column: those of all flags, and its own. */
export function flagWords(
  table: TableName,
  column: string,
  contract: Contract,
): Record<string, string[]> {
  const own = contract.values[`${table}.${column}`] as Record<string, string[]> | undefined;
  const { flag } = contract.values;
  if (!own) return flag;
  return { 1: [...flag[1], ...(own[1] ?? [])], 0: [...flag[0], ...(own[0] ?? [])] };
}
