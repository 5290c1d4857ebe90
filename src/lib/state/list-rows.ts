import type { Project } from '#lib/core/model.ts';
import { cellAt } from '#lib/core/report/lists/list-of.ts';
import type { Cell, List } from '#lib/core/report/lists/list.ts';
import type { Sort } from '#lib/state/address.ts';
import { COLLATED, ranksOf } from '#lib/state/listing.ts';
import { orderOfNumbers } from '#lib/state/ordering.ts';

/** What a list is narrowed to: divisions (1 for each inside) and units (1 for each that counts). */
export interface Narrowed {
  inScope: Uint8Array | null;
  mask: Uint8Array | null;
}

/** The division that a row is in: of its record where that stands in one, else by its codes; -1 nowhere. */
function divisionsOf(list: List, project: Project): (row: number) => number {
  const path = list.columns.findIndex(({ key }) => key === 'path');
  const byCode = new Map(project.divisions.code.map((code, d) => [code, d]));
  return (row) => {
    const about = list.record(row);
    if (about?.table === 'divisions') return about.record;
    if (about?.table === 'units') return project.units.division[about.record];
    if (path < 0) return -1;
    const codes = String(cellAt(list, row, path) ?? '').split(' / ');
    return byCode.get(codes[codes.length - 1]) ?? -1;
  };
}

/** Rows of a list inside the scope and, where they are units, inside the filter. */
export function rowsInside(
  list: List,
  project: Project,
  { inScope, mask }: Narrowed,
): { rows: Uint32Array; scoped: boolean } {
  const all = Uint32Array.from({ length: list.count }, (_, row) => row);
  const placed = list.columns.some(({ key }) => key === 'path');
  const scoped = inScope !== null && placed;
  if (!scoped && !mask) return { rows: all, scoped: false };
  const divisionOf = divisionsOf(list, project);
  const rows = all.filter((row) => {
    const about = mask ? list.record(row) : null;
    if (mask && about?.table === 'units' && mask[about.record] === 0) return false;
    if (!scoped) return true;
    const division = divisionOf(row);
    return division >= 0 && inScope[division] === 1;
  });
  return { rows, scoped };
}

/** Rows in the order of a column: numbers by size, words by their language; what is not known last. */
export function inOrderOf(
  list: List,
  rows: Uint32Array,
  { column, descending }: Sort,
  { locale, word }: { locale: string; word: (column: number, cell: Cell) => string },
): Uint32Array {
  const at = list.columns.findIndex(({ key }) => key === column);
  if (at < 0) return rows;
  const texts = ['text', 'code', 'codes', 'date'].includes(list.columns[at].kind);
  const keys = texts
    ? ranksOf(
        Array.from(rows, (row) => word(at, cellAt(list, row, at))),
        rows.length > COLLATED ? 'en' : locale,
      )
    : Float64Array.from(rows, (row) => {
        const cell = cellAt(list, row, at);
        return typeof cell === 'number' ? cell : NaN;
      });
  return orderOfNumbers(keys, descending).map((position) => rows[position]);
}
