import type { Geometry } from 'geojson';

/** A cell as it was read; objects and lists have become JSON text. */
export type Cell = string | number | boolean | null;

/**
 * Header of the column that holds the ids of GeoJSON features themselves. Programs number features
 * at will, so that it names a row only where no property does.
 */
export const FEATURE_ID = '@id';

/** Every format that is read. `html` is a table of a page saved as a workbook. */
export type Format =
  'csv' | 'xlsx' | 'xls' | 'html' | 'geojson' | 'graph' | 'shapefile' | 'kml' | 'parquet' | 'osm';

/**
 * The cells of one column. A plain list is one; a column of a large file makes its cells when they
 * are asked for, so that a million rows do not become twelve million objects.
 */
export interface CellColumn {
  readonly length: number;
  at(i: number): Cell | undefined;
}

/** A table as columns of raw cells, whatever its format was. */
export interface Sheet {
  /** The file as it was handed in; a member of an archive is named behind it. */
  file: string;
  /** The sheet of the workbook or the layer of the archive; null where a file holds one table. */
  sheet: string | null;
  format: Format;
  /** True where the workbook hides the page. */
  hidden: boolean;
  /** The encoding of its text where it was not UTF-8. */
  encoding: string | null;
  /** The coordinate system that the file declares (a name, a code or WKT); null where it is silent. */
  crs: string | null;
  /** Labels of the columns; levels of a header of several rows are joined by `/`. */
  headers: string[];
  /** Rows of the header as the file counts them, from 1; empty for formats that have none. */
  headerRows: number[];
  /** One list of `count` cells for each header. */
  columns: CellColumn[];
  /** Position of each column in the file, from 0. */
  position: Uint32Array;
  count: number;
  /** Row number of each record, as `Rows.row` has it. */
  row: Uint32Array;
  /** Unchecked geometry of each record; null for a format that has none. */
  geometry: (Geometry | null)[] | null;
}

/** A rectangle of cells that are one, rows and columns from 0, ends included. */
export interface Merge {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** A page of a workbook before it is known which of its rows are the header. */
export interface Grid {
  file: string;
  sheet: string | null;
  format: Format;
  /** Cells by row and column; a row may be shorter than others, or missing. */
  rows: (Cell[] | undefined)[];
  merges: Merge[];
  /** Rows that the workbook hides, from 0. */
  hiddenRows: ReadonlySet<number>;
  /** Rows that hold a formula of sums (SUM, SUBTOTAL), from 0. */
  sumRows: ReadonlySet<number>;
  /** True where the workbook hides the whole page. */
  hidden: boolean;
}

/** The headers that the file itself has: columns made of others stand behind them, in no position. */
export const ownHeaders = ({ headers, position }: Sheet): readonly string[] =>
  headers.length > position.length ? headers.slice(0, position.length) : headers;

/** The text of a cell, null where it is empty. */
export function cellText(cell: Cell): string | null {
  if (cell === null) return null;
  return typeof cell === 'string' ? cell : String(cell);
}

/** The cell of a column at a record; null beyond its end. */
export const cellAt = (column: CellColumn, i: number): Cell => column.at(i) ?? null;

/** A sheet of what is given; what is not is what a file of one table without a header has. */
export function sheetOf(
  given: Pick<Sheet, 'file' | 'format' | 'headers' | 'columns'> & Partial<Sheet>,
): Sheet {
  const count = given.count ?? given.row?.length ?? given.columns[0]?.length ?? 0;
  return {
    sheet: null,
    hidden: false,
    encoding: null,
    crs: null,
    headerRows: [],
    position: Uint32Array.from(given.headers.keys()),
    row: given.row ?? Uint32Array.from({ length: count }, (_, i) => i + 1),
    geometry: null,
    ...given,
    count,
  };
}

/** The first rows of a sheet. */
export function headOf(sheet: Sheet, most: number): Sheet {
  if (sheet.count <= most) return sheet;
  return {
    ...sheet,
    count: most,
    columns: sheet.columns.map((column) => ({ length: most, at: (i: number) => column.at(i) })),
    row: sheet.row.subarray(0, most),
    geometry: sheet.geometry?.slice(0, most) ?? null,
  };
}
