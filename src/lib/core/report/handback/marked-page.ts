import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import { columnsOf } from '#lib/core/ingest/mapping/mapping.ts';
import type { Sheet } from '#lib/core/ingest/sheet.ts';
import type { Issue } from '#lib/core/model.ts';
import { columnOf } from '#lib/core/report/handback/cell-name.ts';

/** Takes personal data out of a text, as the issues were. */
export type Cleaner = (text: string) => string;

/** A page that is handed back, and where the rows and columns of the reading stand on it. */
export interface MarkedPage {
  /** As the issues name it. */
  file: string;
  sheet: string | null;
  /** As the marks name it. */
  name: string;
  /** Row that the header ends in, from 1; null for a page without a table. */
  headerRow: number | null;
  /** Columns of each header as the issues spell it, from 0; one that is read by comes first. */
  columns: ReadonlyMap<string, number[]>;
  /** Columns of the position, from 0; empty where the rows have none in columns. */
  position: number[];
  /** Row of the page that shows a row of the file; null where none does. */
  rowAt(row: number): number | null;
}

/** Where an issue is to be seen: cells, or a whole row (`column` null). */
export interface Spot {
  row: number;
  column: number | null;
}

/** Issues that tell of a position and name no column. */
const OF_POSITIONS = new Set([
  'zero_coordinates',
  'coordinates_swapped',
  'out_of_range',
  'position_missing',
  'position_outlier',
]);
/** Issues that name a column by its letters. */
const LETTERED = new Set(['cell_error', 'formula_without_value', 'column_too_far']);

/** A page of a sheet whose columns stand where they stand in the file, `shift` further right. */
export function pageOf(
  sheet: Sheet,
  name: string,
  clean: Cleaner,
  mapping: Mapping | undefined,
  place: { headerRow: number | null; shift: number; rowAt: (row: number) => number | null },
): MarkedPage {
  const { shift, headerRow, rowAt } = place;
  const headers = sheet.headers.map(clean);
  const read = mapping ? columnsOf(mapping, { headers }) : new Map<string, number>();
  const used = new Set(read.values());
  const columns = new Map<string, number[]>();
  headers.forEach((header, i) => {
    const at = sheet.position[i] + shift;
    for (const spelling of new Set([header, clean(header)])) {
      const list = columns.get(spelling) ?? [];
      columns.set(spelling, used.has(i) ? [at, ...list] : [...list, at]);
    }
  });
  const position = ['lng', 'lat', 'position'].flatMap((column) => {
    const at = read.get(column);
    return at === undefined ? [] : [sheet.position[at] + shift];
  });
  const sheetName = sheet.sheet === null ? null : clean(sheet.sheet);
  return { file: clean(sheet.file), sheet: sheetName, name, headerRow, columns, position, rowAt };
}

/** The page that an issue is of: the one it names, else the only one of its file. */
export function pageAt(issue: Issue, pages: readonly MarkedPage[]): MarkedPage | null {
  const own = pages.filter(({ file }) => file === issue.file);
  const named = own.find(({ sheet }) => sheet === issue.sheet);
  return named ?? (own.length === 1 && issue.sheet === null ? own[0] : null);
}

/** The cells or the row that show an issue; none where it is of the page or the file as a whole. */
export function spotsOf({ code, row, column }: Issue, page: MarkedPage): Spot[] {
  const { headerRow } = page;
  const columns = column === null ? [] : (page.columns.get(column) ?? []);
  if (row === null)
    return headerRow === null ? [] : columns.map((at) => ({ row: headerRow, column: at }));
  const at = page.rowAt(row);
  if (at === null) return [];
  if (column !== null && LETTERED.has(code)) return [{ row: at, column: columnOf(column) }];
  if (columns.length > 0) return [{ row: at, column: columns[0] }];
  if (OF_POSITIONS.has(code) && page.position.length > 0)
    return page.position.map((each) => ({ row: at, column: each }));
  return [{ row: at, column: null }];
}
