import type { Ledger, UnitKind } from '#lib/core/model.ts';
import type { Cell, List, ListId } from '#lib/core/report/lists/list.ts';
import { cellAt } from '#lib/core/report/lists/list-of.ts';

/** Rows of a list in whose column stands one of these; null stands for an empty cell. */
export interface RowFilter {
  column: string;
  is: readonly Cell[];
}

/** Which rows a figure counts: those of a list that pass every filter. */
export interface FigureRows {
  list: ListId;
  where: readonly RowFilter[];
}

/** Over which units a figure is counted: null = all. A division is named by its code. */
export interface FigureScope {
  division?: string | null;
  kind?: UnitKind | 'none' | null;
}

/**
 * The parts of a rate: `yes` is n; yes, no and unknown are N; `excluded` are the exempt; `organised`
 * are the due units that work coverage leaves out because an organisation covers them.
 */
export type RatePart = 'yes' | 'no' | 'unknown' | 'due' | 'excluded' | 'organised';

const SEGMENT = ' / ';
/** In the path of a row stands the code of the division, between others. */
const within = (path: Cell, code: string): boolean =>
  typeof path === 'string' && path.split(SEGMENT).includes(code);

/** A filter for everything inside a division; '-' for what is in none. */
function scoped({ division = null, kind = null }: FigureScope): RowFilter[] {
  return [
    ...(division === null ? [] : [{ column: 'path', is: [division === '-' ? null : division] }]),
    ...(kind === null ? [] : [{ column: 'kind', is: [kind] }]),
  ];
}

/** A rate's part. `work` counts due units that no organisation covers: the official figure. */
export function rateFigure(ledger: Ledger, part: RatePart, scope: FigureScope = {}): FigureRows {
  const base = scoped(scope);
  const due = { column: 'due', is: ['due'] };
  if (part === 'excluded')
    return { list: 'denominators', where: [...base, { column: 'due', is: ['exempt'] }] };
  if (part === 'organised')
    return { list: 'denominators', where: [...base, due, { column: 'organisation', is: ['yes'] }] };
  const alone = ledger === 'work' ? [{ column: 'organisation', is: ['no', 'unknown'] }] : [];
  const state = part === 'due' ? [] : [{ column: ledger, is: [part] }];
  return { list: 'denominators', where: [...base, due, ...alone, ...state] };
}

/** Due units that are covered in one mode of founding. */
export const modeFigure = (mode: 'standalone' | 'joint', scope: FigureScope = {}): FigureRows => ({
  list: 'denominators',
  where: [
    ...scoped(scope),
    { column: 'due', is: ['due'] },
    { column: 'organisation', is: ['yes'] },
    { column: 'mode', is: [mode] },
  ],
});

/** Units that one rule took out of the denominator. */
export const exemptFigure = (rule: string, scope: FigureScope = {}): FigureRows => ({
  list: 'denominators',
  where: [...scoped(scope), { column: 'rule', is: [rule] }],
});

/** Units of N that one rule decided in a ledger. */
export function ruleFigure(ledger: Ledger, rule: string, scope: FigureScope = {}): FigureRows {
  const { list, where } = rateFigure(ledger, 'due', scope);
  return { list, where: [...where, { column: `${ledger}_rule`, is: [rule] }] };
}

/** Rows of any list in which columns have the given values. */
export const listFigure = (
  list: ListId,
  values: Record<string, Cell> = {},
  scope: FigureScope = {},
): FigureRows => ({
  list,
  where: [
    ...scoped(scope),
    ...Object.entries(values).map(([column, value]) => ({ column, is: [value] })),
  ],
});

type Test = (row: number) => boolean;

/** A test that is made once for each value of a column that few values recur in. */
function remembered(of: (row: number) => Cell, passes: (cell: Cell) => boolean): Test {
  const known = new Map<Cell, boolean>();
  return (row) => {
    const cell = of(row);
    let answer = known.get(cell);
    if (answer === undefined) known.set(cell, (answer = passes(cell)));
    return answer;
  };
}

function testOf(list: List, { column, is }: RowFilter): Test {
  const at = columnAt(list, column);
  const of = (row: number): Cell => cellAt(list, row, at);
  if (column === 'path')
    return remembered(of, (path) =>
      is.some((code) => (code === null ? path === null : within(path, String(code)))),
    );
  if (list.columns[at].kind === 'codes')
    return remembered(of, (cell) =>
      String(cell ?? '')
        .split(';')
        .some((code) => is.includes(code)),
    );
  return (row) => is.includes(of(row));
}

function columnAt(list: List, column: string): number {
  const at = list.columns.findIndex(({ key }) => key === column);
  if (at < 0) throw new Error(`list ${list.id} has no column ${column}`);
  return at;
}

/** Positions of the rows of a list that a figure counts, ascending. Throws where the list has no such column. */
export function rowsOfFigure(list: List, { where }: FigureRows): Uint32Array {
  const tests = where.map((filter) => testOf(list, filter));
  const rows: number[] = [];
  for (let row = 0; row < list.count; row++) if (tests.every((test) => test(row))) rows.push(row);
  return Uint32Array.from(rows);
}

/** How many rows of a figure have each value of a column, the most first; rows without one are left out. */
export function countedBy(
  list: List,
  column: string,
  { where }: Pick<FigureRows, 'where'>,
): { value: string | number; rows: number }[] {
  const at = columnAt(list, column);
  const tests = where.map((filter) => testOf(list, filter));
  const counts = new Map<string | number, number>();
  for (let row = 0; row < list.count; row++) {
    const value = cellAt(list, row, at);
    if (value === null || !tests.every((test) => test(row))) continue;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, rows]) => ({ value, rows }))
    .sort((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1));
}
