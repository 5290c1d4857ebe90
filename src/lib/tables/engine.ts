import type { Texts } from '#lib/core/texts.ts';

/** A column on its way in; NaN and null both arrive as NULL. */
export type Column =
  | Float64Array
  | Int32Array
  | Uint32Array
  | Uint16Array
  | Uint8Array
  | Texts
  | readonly (string | null)[];

/** A column on its way out: numbers (NULL as NaN) or texts. */
export type ResultColumn = Float64Array | (string | null)[];

/** The answer to a query, by columns. */
export interface ResultTable {
  count: number;
  columns: Record<string, ResultColumn>;
}

/** The database as the program sees it: tables in, answers out. The same in the browser and in Node. */
export interface Engine {
  /** Puts a table in place of the one that had its name. */
  load(name: string, columns: Record<string, Column>): Promise<void>;
  /** Runs a statement that has no answer. */
  run(sql: string): Promise<void>;
  /** Runs a query. */
  query(sql: string): Promise<ResultTable>;
  close(): Promise<void>;
}

/** First statements on a connection: nothing is ever fetched from a network. */
export const OFFLINE_STATEMENTS = [
  'SET autoinstall_known_extensions = false',
  'SET autoload_known_extensions = false',
];

/** How the database is opened: numbers that JavaScript has no type for become doubles. */
export const OPEN_CONFIG = {
  query: { castBigIntToDouble: true, castDecimalToDouble: true },
};

/** A small answer as objects, one a row; NULL numbers become null. */
export function rowsOf<T>(table: ResultTable): T[] {
  const names = Object.keys(table.columns);
  const rows: T[] = [];
  for (let i = 0; i < table.count; i++) {
    const row: Record<string, number | string | null> = {};
    for (const name of names) {
      const value = table.columns[name][i];
      row[name] = typeof value === 'number' && Number.isNaN(value) ? null : value;
    }
    rows.push(row as T);
  }
  return rows;
}
