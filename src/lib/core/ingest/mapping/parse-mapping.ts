import { TABLES } from '#lib/core/model.ts';
import type { TableName } from '#lib/core/model.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import { HEAD_ROWS, MOST_LEVELS } from '#lib/core/ingest/header-of.ts';
import { valuesOf } from '#lib/core/ingest/mapping/enumeration.ts';
import { positionOf, record } from '#lib/core/ingest/mapping/mapping.ts';
import type { HeaderRange, MappedColumn, Mapping } from '#lib/core/ingest/mapping/mapping.ts';

export const MAPPING_FAULT_CODES = [
  'mapping_missing',
  'mapping_wrong_type',
  'mapping_wrong_value',
  'mapping_unknown_member',
  'mapping_too_long',
] as const;
export type MappingFaultCode = (typeof MAPPING_FAULT_CODES)[number];

/** Something that makes a saved mapping unusable; `place` is a path into the document. */
export interface MappingFault {
  place: string;
  code: MappingFaultCode;
  found: string | null;
  expected: string | null;
}

const MEMBERS = [
  'format',
  'version',
  'headers',
  'header_rows',
  'table',
  'columns',
  'constants',
  'values',
  'crs',
  'ignored',
];
const COLUMN_MEMBERS = ['header', 'occurrence', 'factor'];
const HEADERS_AT_MOST = 20_000;
const TEXT_AT_MOST = 2_000;
const VALUES_AT_MOST = 1_000;
const CRS = /^[A-Za-z0-9][A-Za-z0-9:_.+-]{0,39}$/;

type Fields = Record<string, unknown>;

/** What a value looks like in a fault: short, never the whole document. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

class MappingReader {
  readonly faults: MappingFault[] = [];

  fault(place: string, code: MappingFaultCode, found: unknown, expected: string | null): void {
    this.faults.push({ place, code, found: found === undefined ? null : shown(found), expected });
  }

  /** The members of an object that are its own, in a record without prototype. */
  fields(place: string, value: unknown): Fields | null {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return record(Object.entries(value));
    this.fault(place, value === undefined ? 'mapping_missing' : 'mapping_wrong_type', value, '{}');
    return null;
  }

  exactly(place: string, value: unknown, expected: string | number): void {
    if (value === expected) return;
    const code = value === undefined ? 'mapping_missing' : 'mapping_wrong_value';
    this.fault(place, code, value, shown(expected));
  }

  text(place: string, value: unknown): value is string {
    if (typeof value !== 'string')
      this.fault(
        place,
        value === undefined ? 'mapping_missing' : 'mapping_wrong_type',
        value,
        '""',
      );
    else if (value.length > TEXT_AT_MOST)
      this.fault(place, 'mapping_too_long', value, `<= ${TEXT_AT_MOST}`);
    else return true;
    return false;
  }

  onlyMembers(place: string, fields: Fields, known: readonly string[]): void {
    for (const name of Object.keys(fields))
      if (!known.includes(name))
        this.fault(`${place}/${name}`, 'mapping_unknown_member', name, known.join(' | '));
  }

  headers(value: unknown): string[] {
    if (!Array.isArray(value)) {
      const code = value === undefined ? 'mapping_missing' : 'mapping_wrong_type';
      this.fault('/headers', code, value, '[]');
      return [];
    }
    if (value.length > HEADERS_AT_MOST) {
      this.fault('/headers', 'mapping_too_long', value.length, `<= ${HEADERS_AT_MOST}`);
      return [];
    }
    return value.filter((header, i): header is string => this.text(`/headers/${i}`, header));
  }

  column(place: string, value: unknown, headers: readonly string[]): MappedColumn | null {
    const fields = this.fields(place, value);
    if (!fields) return null;
    this.onlyMembers(place, fields, COLUMN_MEMBERS);
    const { header, occurrence, factor } = fields;
    if (!this.text(`${place}/header`, header)) return null;
    const column: MappedColumn = { header };
    if (occurrence !== undefined) {
      const usable = typeof occurrence === 'number' && Number.isInteger(occurrence);
      if (!usable || occurrence < 0)
        this.fault(`${place}/occurrence`, 'mapping_wrong_value', occurrence, '0, 1, 2 ...');
      else column.occurrence = occurrence;
    }
    if (factor !== undefined) {
      if (typeof factor !== 'number' || !Number.isFinite(factor) || factor <= 0)
        this.fault(`${place}/factor`, 'mapping_wrong_value', factor, '> 0');
      else column.factor = factor;
    }
    if (positionOf(column, headers) < 0)
      this.fault(`${place}/header`, 'mapping_wrong_value', header, 'headers');
    return column;
  }
}

function readRows(reader: MappingReader, value: unknown): HeaderRange | null {
  const rows = Array.isArray(value) ? (value as unknown[]) : [];
  const [from, to] = rows;
  const isRow = (row: unknown): row is number =>
    typeof row === 'number' && Number.isInteger(row) && row >= 1 && row <= HEAD_ROWS;
  if (rows.length === 2 && isRow(from) && isRow(to) && from <= to && to - from < MOST_LEVELS)
    return [from, to];
  reader.fault('/header_rows', 'mapping_wrong_value', value, '[1, 1]');
  return null;
}

function readTable(reader: MappingReader, value: unknown): TableName | null {
  const table = TABLES.find((name) => name === value);
  if (table !== undefined) return table;
  const code = value === undefined ? 'mapping_missing' : 'mapping_wrong_value';
  if (value !== null) reader.fault('/table', code, value, [...TABLES, 'null'].join(' | '));
  return null;
}

/**
 * Reads a saved mapping from parsed JSON. One with anything wrong in it is refused as a whole, with
 * every fault and its place: a column silently left out would change what the file says.
 */
export function parseMapping(json: unknown, contract: Contract): Mapping | MappingFault[] {
  const reader = new MappingReader();
  const fields = reader.fields('', json);
  if (!fields) return reader.faults;
  reader.exactly('/format', fields.format, 'lacuna-mapping');
  reader.exactly('/version', fields.version, 1);
  if (reader.faults.length > 0) return reader.faults;
  reader.onlyMembers('', fields, MEMBERS);
  const headers = reader.headers(fields.headers);
  const rows = fields.header_rows === undefined ? null : readRows(reader, fields.header_rows);
  const table = readTable(reader, fields.table);
  if (table === null && fields.table !== null) return reader.faults;
  const names = table === null ? [] : Object.keys(contract.tables[table].columns);
  const columns = record<MappedColumn>();
  const taken = new Map<number, string>();
  const given = reader.fields('/columns', fields.columns) ?? {};
  reader.onlyMembers('/columns', given, names);
  for (const name of names) {
    if (given[name] === undefined) continue;
    const column = reader.column(`/columns/${name}`, given[name], headers);
    if (!column) continue;
    const at = positionOf(column, headers);
    const other = taken.get(at);
    if (at >= 0 && other !== undefined)
      reader.fault(`/columns/${name}/header`, 'mapping_wrong_value', column.header, `!= ${other}`);
    taken.set(at, name);
    columns[name] = column;
  }
  const constants = record<string>();
  const fixed = reader.fields('/constants', fields.constants) ?? {};
  reader.onlyMembers('/constants', fixed, names);
  for (const name of names) {
    const value = fixed[name];
    if (value === undefined || table === null) continue;
    const place = `/constants/${name}`;
    if (!reader.text(place, value)) continue;
    const allowed = valuesOf(table, name, contract);
    if (name in columns) reader.fault(place, 'mapping_wrong_value', value, `columns/${name}`);
    else if (allowed && !allowed.includes(value))
      reader.fault(place, 'mapping_wrong_value', value, allowed.join(' | '));
    else constants[name] = value;
  }
  const values = record<Record<string, string>>();
  const matched = reader.fields('/values', fields.values) ?? {};
  reader.onlyMembers('/values', matched, names);
  for (const name of names)
    if (matched[name] !== undefined && table !== null)
      values[name] = readValues(reader, `/values/${name}`, matched[name], table, name, contract);
  const { crs } = fields;
  if (crs !== null && (typeof crs !== 'string' || !CRS.test(crs)))
    reader.fault(
      '/crs',
      crs === undefined ? 'mapping_missing' : 'mapping_wrong_value',
      crs,
      'null',
    );
  const ignored =
    fields.ignored === undefined ? null : readIgnored(reader, fields.ignored, headers);
  if (reader.faults.length > 0) return reader.faults;
  return {
    format: 'lacuna-mapping',
    version: 1,
    headers,
    ...(rows && { header_rows: rows }),
    table,
    columns,
    constants,
    values,
    crs: crs as string | null,
    ...(ignored && { ignored }),
  };
}

function readIgnored(reader: MappingReader, value: unknown, headers: string[]): MappedColumn[] {
  if (Array.isArray(value) && value.length <= HEADERS_AT_MOST)
    return value
      .map((column, i) => reader.column(`/ignored/${i}`, column, headers))
      .filter((column): column is MappedColumn => column !== null);
  reader.fault('/ignored', 'mapping_wrong_type', value, '[]');
  return [];
}

function readValues(
  reader: MappingReader,
  place: string,
  value: unknown,
  table: TableName,
  column: string,
  contract: Contract,
): Record<string, string> {
  const matched = record<string>();
  const allowed = valuesOf(table, column, contract);
  const fields = reader.fields(place, value) ?? {};
  if (allowed === null) reader.fault(place, 'mapping_unknown_member', column, 'enum');
  if (Object.keys(fields).length > VALUES_AT_MOST)
    reader.fault(place, 'mapping_too_long', Object.keys(fields).length, `<= ${VALUES_AT_MOST}`);
  else
    for (const [spelling, meant] of Object.entries(fields)) {
      if (typeof meant === 'string' && allowed?.includes(meant)) matched[spelling] = meant;
      else
        reader.fault(
          `${place}/${spelling}`,
          'mapping_wrong_value',
          meant,
          allowed?.join(' | ') ?? null,
        );
    }
  return matched;
}
