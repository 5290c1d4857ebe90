import type { TableName } from '#lib/core/model.ts';
import { codesBySpelling, emptyTest } from '#lib/core/ingest/cell.ts';
import { flagWords } from '#lib/core/ingest/contract.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import type { ValueCount } from '#lib/core/ingest/mapping/survey.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';

/** The contract's values of an enumeration; null for a column that is none. */
export function valuesOf(table: TableName, column: string, contract: Contract): string[] | null {
  const spec = contract.tables[table].columns[column] as { type: string } | undefined;
  if (spec?.type === 'flag') return ['1', '0'];
  return spec?.type === 'enum' ? Object.keys(contract.values[`${table}.${column}`] ?? {}) : null;
}

/** How far the values of a column are those of an enumeration. */
export interface EnumerationFit {
  /** Share of the filled cells that the contract knows, 0..1; NaN where no cell is filled. */
  known: number;
  /** Values that the contract does not know. */
  unknown: ValueCount[];
  /** Values that it knows, as contract values. */
  met: Set<string>;
}

/** Compares the values of a column with an enumeration of a table. */
export function fitValues(
  distinct: readonly ValueCount[],
  table: TableName,
  column: string,
  contract: Contract,
): EnumerationFit {
  const values = valuesOf(table, column, contract) ?? [];
  const spec = contract.tables[table].columns[column] as { type: string } | undefined;
  const words =
    spec?.type === 'flag'
      ? flagWords(table, column, contract)
      : contract.values[contract.values[`${table}.${column}`] ? `${table}.${column}` : 'flag'];
  const codeOf = codesBySpelling(values, words);
  const isEmpty = emptyTest(contract.words.empty);
  const fit: EnumerationFit = { known: NaN, unknown: [], met: new Set() };
  let known = 0;
  let filled = 0;
  for (const count of distinct) {
    if (isEmpty(count.value)) continue;
    filled += count.rows;
    const code = codeOf(count.value);
    if (code === undefined) fit.unknown.push(count);
    else {
      known += count.rows;
      fit.met.add(values[code]);
    }
  }
  fit.known = filled > 0 ? known / filled : NaN;
  return fit;
}

/** The contract value whose longest spelling stands in a text, or that a text stands in; else null. */
export function nearestValue(
  text: string,
  table: TableName,
  column: string,
  contract: Contract,
): string | null {
  const spelt = headerKey(text);
  let best: string | null = null;
  let length = 1;
  for (const [value, others] of Object.entries(contract.values[`${table}.${column}`] ?? {}))
    for (const spelling of [value, ...others].map(headerKey)) {
      const within = spelt.includes(spelling) ? spelling.length : 0;
      const around = spelt.length > 1 && spelling.includes(spelt) ? spelt.length : 0;
      if (Math.max(within, around) <= length) continue;
      best = value;
      length = Math.max(within, around);
    }
  return best;
}
