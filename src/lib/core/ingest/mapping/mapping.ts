import type { TableName } from '#lib/core/model.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';

/** A column of a file by its label; `occurrence` counts those of the same label, from 0. */
export interface MappedColumn {
  header: string;
  occurrence?: number;
  /** What the file's numbers are multiplied by, e.g. 10,000 for a header in ten thousands. */
  factor?: number;
}

/** First and last row of a header as the file counts them, from 1, both included. */
export type HeaderRange = readonly [from: number, to: number];

/** What a sheet of a file is: its table, and what each of its columns means. */
export interface Mapping {
  format: 'lacuna-mapping';
  version: 1;
  /** Headers the mapping is for, in the file's order: the key under which it is remembered. */
  headers: string[];
  /** Rows of the header where somebody chose them; absent where they are found. */
  header_rows?: HeaderRange;
  /** The table of the sheet; null leaves the sheet out. */
  table: TableName | null;
  /** Contract column -> the file's column. A table whose `id` is not here has generated ids. */
  columns: Record<string, MappedColumn>;
  /** A value for every row where the file has no such column, e.g. the kind in a ledger of buildings. */
  constants: Record<string, string>;
  /** Column -> the file's spelling of a value -> the contract's value. */
  values: Record<string, Record<string, string>>;
  /** Coordinate system, chosen or named by the headers; null where the positions are to tell. */
  crs: string | null;
  /** Columns that are not kept, not even as they came; absent where all others are. */
  ignored?: MappedColumn[];
}

/** The key of a row of headers: its order counts, case, spaces and full-width letters do not. */
export function mappingKey(headers: readonly string[]): string {
  return JSON.stringify(headers.map(headerKey));
}

/** Position of a mapped column among headers, -1 where there is none. */
export function positionOf(column: MappedColumn, headers: readonly string[]): number {
  const key = headerKey(column.header);
  let left = column.occurrence ?? 0;
  return headers.findIndex((header) => headerKey(header) === key && left-- === 0);
}

/** How a mapping names the column at a position: its label, and which of that label it is. */
export function columnAt(headers: readonly string[], at: number): MappedColumn {
  const key = headerKey(headers[at]);
  let occurrence = 0;
  for (let i = 0; i < at; i++) if (headerKey(headers[i]) === key) occurrence++;
  return occurrence > 0 ? { header: headers[at], occurrence } : { header: headers[at] };
}

/** Contract column -> position in the sheet, for the mapped columns that the sheet has. */
export function columnsOf(
  mapping: Mapping,
  sheet: { readonly headers: readonly string[] },
): Map<string, number> {
  const columns = new Map<string, number>();
  const keys = sheet.headers.map(headerKey);
  for (const [name, { header, occurrence }] of Object.entries(mapping.columns)) {
    const key = headerKey(header);
    let at = keys.indexOf(key);
    for (let left = occurrence ?? 0; left > 0 && at >= 0; left--) at = keys.indexOf(key, at + 1);
    if (at >= 0) columns.set(name, at);
  }
  return columns;
}

/** Positions of the columns that are not to be kept. */
export function ignoredOf(
  mapping: Mapping,
  sheet: { readonly headers: readonly string[] },
): Set<number> {
  const found = (mapping.ignored ?? []).map((column) => positionOf(column, sheet.headers));
  return new Set(found.filter((at) => at >= 0));
}

/** What a spelling in a column was matched to, null where nobody matched it. */
export function matchedTo(mapping: Mapping, column: string, spelling: string): string | null {
  const own = (record: object, key: string) => Object.prototype.hasOwnProperty.call(record, key);
  if (!own(mapping.values, column)) return null;
  const matched = mapping.values[column];
  return own(matched, spelling) ? matched[spelling] : null;
}

/** A record without prototype, so that no spelling in a file is mistaken for a member of objects. */
export function record<T>(entries: Iterable<readonly [string, T]> = []): Record<string, T> {
  const made = Object.create(null) as Record<string, T>;
  for (const [key, value] of entries) made[key] = value;
  return made;
}
