import type { Geometry } from 'geojson';

/** A cell as it was read; objects and lists have become JSON text. */
export type Cell = string | number | boolean | null;

/**
 * Header of the column that holds the ids of GeoJSON features themselves. Programs number features
 * at will, so that it names a row only where no property does.
 */
export const FEATURE_ID = '@id';

/** A file as columns of raw cells, whatever its format was. */
export interface Sheet {
  file: string;
  format: 'csv' | 'geojson';
  headers: string[];
  /** One list of `count` cells for each header. */
  columns: Cell[][];
  count: number;
  /** Row number of each record, as `Rows.row` has it. */
  row: Uint32Array;
  /** Unchecked geometry of each record; null for a format that has none. */
  geometry: (Geometry | null)[] | null;
}

/** The text of a cell, null where it is empty. */
export function cellText(cell: Cell): string | null {
  if (cell === null) return null;
  return typeof cell === 'string' ? cell : String(cell);
}
