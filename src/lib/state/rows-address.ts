import type { FigureRows, RowFilter } from '#lib/core/report/figures.ts';
import { LIST_IDS } from '#lib/core/report/lists/list.ts';

/** What stands for an empty cell; nothing else begins with this. */
const EMPTY = '~';
const part = (text: string): string =>
  encodeURIComponent(text).replace(/[~.*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);

/** Rows of a list as a word of an address: `list*column.value.value*column.value`. */
export function encodeRows({ list, where }: FigureRows): string {
  const filters = where.map(({ column, is }) =>
    [column, ...is.map((value) => (value === null ? EMPTY : part(String(value))))].join('.'),
  );
  return [list, ...filters].join('*');
}

/** Reads what `encodeRows` wrote; null for anything else. Values are texts: filters are of codes and texts. */
export function decodeRows(text: string | null): FigureRows | null {
  const [named, ...filters] = (text ?? '').split('*');
  const list = LIST_IDS.find((id) => id === named);
  if (!list) return null;
  const where: RowFilter[] = [];
  for (const filter of filters) {
    const [column, ...values] = filter.split('.');
    if (!/^[a-z_]+$/.test(column) || values.length === 0) return null;
    try {
      const is = values.map((value) => (value === EMPTY ? null : decodeURIComponent(value)));
      where.push({ column, is });
    } catch {
      return null;
    }
  }
  return { list, where };
}
