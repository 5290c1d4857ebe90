import type { Contract } from '#lib/core/ingest/contract.ts';
import { columnAt, columnsOf, positionOf, record } from '#lib/core/ingest/mapping/mapping.ts';
import type { MappedColumn, Mapping } from '#lib/core/ingest/mapping/mapping.ts';

/** What a column of the file is to be: a column of the contract, kept as it came, or dropped. */
export type Meaning = { column: string } | 'extra' | 'ignored';

/** What the column at a position means. */
export function meaningOf(mapping: Mapping, at: number): Meaning {
  for (const [column, position] of columnsOf(mapping, mapping))
    if (position === at) return { column };
  const ignored = mapping.ignored?.some((column) => positionOf(column, mapping.headers) === at);
  return ignored ? 'ignored' : 'extra';
}

function without<T>(members: Record<string, T>, names: readonly string[]): Record<string, T> {
  return record(Object.entries(members).filter(([name]) => !names.includes(name)));
}

/**
 * The mapping with another meaning for the column at a position. A contract column moves here from
 * wherever it was, with the constant that stood for it; its factor stays with the file's column.
 */
export function withMeaning(
  mapping: Mapping,
  at: number,
  meaning: Meaning,
  factor?: number,
): Mapping {
  const before = meaningOf(mapping, at);
  const dropped = typeof before === 'object' ? [before.column] : [];
  const others = (mapping.ignored ?? []).filter(
    (column) => positionOf(column, mapping.headers) !== at,
  );
  const ignored: MappedColumn[] =
    meaning === 'ignored' ? [...others, columnAt(mapping.headers, at)] : others;
  const column = typeof meaning === 'object' ? meaning.column : null;
  const columns = without(mapping.columns, column === null ? dropped : [...dropped, column]);
  if (column !== null)
    columns[column] = { ...columnAt(mapping.headers, at), ...(factor && { factor }) };
  const { ignored: _, ...rest } = mapping;
  return {
    ...rest,
    columns,
    constants: column === null ? mapping.constants : without(mapping.constants, [column]),
    values: without(mapping.values, column === null ? dropped : [...dropped, column]),
    ...(ignored.length > 0 && { ignored }),
  };
}

/** The mapping with a value for all rows, null for none. */
export function withConstant(mapping: Mapping, column: string, value: string | null): Mapping {
  const constants = without(mapping.constants, [column]);
  if (value !== null) constants[column] = value;
  return { ...mapping, constants };
}

/** The mapping with a spelling that means a contract value, null for none. */
export function withValue(
  mapping: Mapping,
  column: string,
  spelling: string,
  value: string | null,
): Mapping {
  const matched = without(mapping.values[column] ?? record<string>(), [spelling]);
  if (value !== null) matched[spelling] = value;
  const values = without(mapping.values, [column]);
  if (Object.keys(matched).length > 0) values[column] = matched;
  return { ...mapping, values };
}

/** Required columns of the table without a column of the file or a constant; ids can be made. */
export function missingOf(mapping: Mapping, contract: Contract): string[] {
  if (mapping.table === null) return [];
  const found = columnsOf(mapping, mapping);
  return Object.entries(contract.tables[mapping.table].columns)
    .filter(([name, { required }]) => required && name !== 'id')
    .map(([name]) => name)
    .filter((name) => !found.has(name) && !(name in mapping.constants));
}
