import { countedBy, listFigure, rowsOfFigure } from '#lib/core/report/figures.ts';
import type { FigureRows, FigureScope } from '#lib/core/report/figures.ts';
import { cellAt } from '#lib/core/report/lists/list-of.ts';
import type { Cell, List, ListColumn, ListId } from '#lib/core/report/lists/list.ts';

/** A table of the brief: some rows and columns of a list, and how many rows the whole of it has. */
export interface BriefTable {
  id: string;
  list: ListId;
  columns: ListColumn[];
  rows: Cell[][];
  /** All rows of the list inside the scope; the others stand in the workbook. */
  total: number;
  /** Whether the rows are counts of the list's rows, and no rows of it. */
  counted?: true;
}

/** Gives a list by its id, null where there is none. */
export type ListOf = (id: ListId) => List | null;

interface Wanted {
  id: string;
  list: ListId;
  /** Keys of the columns, in this order; those a list does not have are left out. */
  columns: readonly string[];
  values?: Record<string, Cell>;
  /** Only rows that have something in this column. */
  filled?: string;
  /** The column that rows are sorted by, falling; a leading `-` rises. Rows without a value come last. */
  by?: string;
  limit: number;
}

const has = (list: List, key: string): boolean => list.columns.some((column) => column.key === key);

function sorted(list: List, rows: Uint32Array, by: string | undefined): number[] {
  if (by === undefined) return [...rows];
  const rising = by.startsWith('-');
  const at = list.columns.findIndex(({ key }) => key === by.replace('-', ''));
  if (at < 0) return [...rows];
  const none = rising ? Infinity : -Infinity;
  const keys = new Map<number, number>();
  for (const row of rows) {
    const cell = cellAt(list, row, at);
    keys.set(row, typeof cell === 'number' ? cell : none);
  }
  const order = rising ? 1 : -1;
  return [...rows].sort((a, b) => order * (keys.get(a)! - keys.get(b)!) || a - b);
}

function rowsOf(list: List, wanted: Wanted, scope: FigureScope): number[] {
  const where: FigureRows = listFigure(
    wanted.list,
    wanted.values ?? {},
    has(list, 'path') ? scope : {},
  );
  const at = list.columns.findIndex(({ key }) => key === wanted.filled);
  const rows = rowsOfFigure(list, where);
  const full = at < 0 ? rows : rows.filter((row) => cellAt(list, row, at) !== null);
  return sorted(list, full, wanted.by);
}

/** Some rows of a list as a table of the brief; null where the list is not there. */
export function briefTable(lists: ListOf, wanted: Wanted, scope: FigureScope): BriefTable | null {
  const list = lists(wanted.list);
  if (!list) return null;
  const at = wanted.columns
    .map((key) => list.columns.findIndex((column) => column.key === key))
    .filter((c) => c >= 0);
  const rows = rowsOf(list, wanted, scope);
  return {
    id: wanted.id,
    list: wanted.list,
    columns: at.map((c) => list.columns[c]),
    rows: rows.slice(0, wanted.limit).map((row) => at.map((c) => cellAt(list, row, c))),
    total: rows.length,
  };
}

/** How many rows of a list have each value of a column, as a table of the brief. */
export function countTable(
  lists: ListOf,
  id: string,
  { list: named, column, of = 'units' }: { list: ListId; column: string; of?: 'units' | 'rows' },
  scope: FigureScope,
): BriefTable | null {
  const list = lists(named);
  const shape = list?.columns.find(({ key }) => key === column);
  if (!list || !shape) return null;
  const counts = countedBy(list, column, listFigure(named, {}, scope));
  return {
    id,
    list: named,
    columns: [shape, { key: of, kind: 'count' }],
    rows: counts.map(({ value, rows }) => [value, rows]),
    total: counts.reduce((sum, { rows }) => sum + rows, 0),
    counted: true,
  };
}

/** A norm and how many of its subjects meet it, as a table of the brief: a row a norm. */
export function normTable(lists: ListOf, scope: FigureScope): BriefTable | null {
  const list = lists('norms');
  if (!list) return null;
  const [named, ids] = ['norm', 'norm_id'].map((key) =>
    list.columns.findIndex((column) => column.key === key),
  );
  const names = new Map<Cell, Cell>();
  for (let row = 0; row < list.count; row++) {
    const id = cellAt(list, row, ids);
    if (!names.has(id)) names.set(id, cellAt(list, row, named));
  }
  const rows = countedBy(list, 'norm_id', listFigure('norms', {}, scope)).map(({ value: id }) => {
    const value = names.get(id) ?? id;
    const states = countedBy(list, 'state', listFigure('norms', { norm_id: id }, scope));
    const of = (state: string): number =>
      states.find((counted) => counted.value === state)?.rows ?? 0;
    const known = of('met') + of('lacking');
    return [
      value,
      of('met'),
      known + of('unknown'),
      known + of('unknown') === 0 ? null : of('met') / (known + of('unknown')),
      of('lacking'),
      of('unknown'),
    ];
  });
  return {
    id: 'norms',
    list: 'norms',
    columns: [
      list.columns.find(({ key }) => key === 'norm')!,
      { key: 'met', kind: 'count' },
      { key: 'subjects', kind: 'count' },
      { key: 'met_share', kind: 'share' },
      { key: 'lacking_subjects', kind: 'count' },
      { key: 'unknown_subjects', kind: 'count' },
    ],
    rows,
    total: rowsOfFigure(list, listFigure('norms', {}, scope)).length,
    counted: true,
  };
}
