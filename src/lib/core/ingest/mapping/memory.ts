import { mappingKey, positionOf, record } from '#lib/core/ingest/mapping/mapping.ts';
import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';

/** Mappings that are remembered; the oldest gives way. */
export const REMEMBERED_AT_MOST = 200;
/** Share of the headers that a remembered sheet and a new one must have in common. */
const IN_COMMON = 0.5;

/** The list with a mapping at its end, in place of an earlier one for the same headers. */
export function remember(list: readonly Mapping[], mapping: Mapping): Mapping[] {
  const key = mappingKey(mapping.headers);
  const others = list.filter(({ headers }) => mappingKey(headers) !== key);
  return [...others, mapping].slice(-REMEMBERED_AT_MOST);
}

/** Headers in common as a share of the longer row of headers, blanks left aside. */
function commonShare(a: readonly string[], b: readonly string[]): number {
  const left = a.map(headerKey).filter((key) => key !== '');
  const right = new Set(b.map(headerKey).filter((key) => key !== ''));
  const common = left.filter((key) => right.has(key)).length;
  return common / Math.max(left.length, right.size, 1);
}

/** True where every mapped column is still there, and enough of the rest to be the same ledger. */
function stillFits(mapping: Mapping, headers: readonly string[]): boolean {
  const columns = Object.values(mapping.columns);
  if (mapping.table === null || columns.length < 2) return false;
  if (columns.some((column) => positionOf(column, headers) < 0)) return false;
  return commonShare(mapping.headers, headers) >= IN_COMMON;
}

/**
 * The mapping remembered for a row of headers: the one for exactly these, else the one with most
 * headers in common among those whose mapped columns are all still there; null for none.
 *
 * Sheets of one form (buildings, parks) share their headers, so where `proposed` gives all rows
 * another value by the sheet's own name, that value stands.
 */
export function recall(
  list: readonly Mapping[],
  headers: readonly string[],
  proposed: Mapping | null = null,
): Mapping | null {
  const key = mappingKey(headers);
  let found = list.filter((mapping) => mappingKey(mapping.headers) === key).pop() ?? null;
  if (!found) {
    let share = 0;
    for (const mapping of list) {
      if (!stillFits(mapping, headers)) continue;
      const common = commonShare(mapping.headers, headers);
      if (common < share) continue;
      share = common;
      found = mapping;
    }
  }
  if (!found) return null;
  const constants = record(Object.entries(found.constants));
  if (proposed && proposed.table === found.table)
    for (const [column, value] of Object.entries(proposed.constants))
      if (column in constants) constants[column] = value;
  return { ...found, headers: [...headers], constants };
}
