import type { Box } from '#lib/core/ingest/detective/digits.ts';
import type { Hypothesis } from '#lib/core/ingest/detective/hypothesis.ts';
import { columnsOf } from '#lib/core/ingest/mapping/mapping.ts';
import type { FolderSheet } from '#lib/core/ingest/open-folder.ts';
import { splitPairs } from '#lib/core/ingest/position-cell.ts';
import type { Sheet } from '#lib/core/ingest/sheet.ts';

/** One sheet as a part of a table: which of its columns are which of the table's, and what they need. */
export interface Part {
  sheet: Sheet;
  /** Index into `Project.files`. */
  file: number;
  /** Contract column -> column of the sheet. */
  columns: ReadonlyMap<string, number>;
  /** Contract column -> what its numbers are multiplied by. */
  factors: ReadonlyMap<string, number>;
  /** Contract column -> what every row has there. */
  constants: ReadonlyMap<string, string>;
  /** Contract column -> spelling in the file -> value of the contract. */
  values: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** True where the coordinates stood in one column: its columns `lng` and `lat` are halves of that. */
  split: boolean;
  /** True where the file bears a table's own name: then the contract's own system is declared. */
  named: boolean;
  /** How somebody chose to read the coordinates: the key of a hypothesis. */
  chosenCrs: string | null;
  /** The coordinate system that a header names; weighed like what the file declares. */
  saidCrs: string | null;
  /** How the coordinates are read; null where they are WGS 84 degrees, or there are none. */
  reading: { hypothesis: Hypothesis; box: Box } | null;
}

/** A sheet read by a mapping. */
export function partOf({ sheet, file, mapping, named, chosen }: FolderSheet): Part {
  const factors = Object.entries(mapping.columns).flatMap(([column, { factor }]) =>
    factor === undefined ? [] : [[column, factor] as const],
  );
  const columns = columnsOf(mapping, sheet);
  const at = columns.get('position');
  const split = at !== undefined && !(columns.has('lng') && columns.has('lat'));
  return {
    ...(split ? withHalves(sheet, columns, at) : { sheet, columns }),
    split,
    file,
    factors: new Map(factors),
    constants: new Map(Object.entries(mapping.constants)),
    values: mapping.values,
    named,
    // What was chosen for the last file is a claim about this one: the next may come from elsewhere.
    chosenCrs: chosen === 'now' ? mapping.crs : null,
    saidCrs: chosen === 'now' ? null : mapping.crs,
    reading: null,
  };
}

/** The sheet with the halves of a column of positions behind its own columns, under the same header. */
function withHalves(sheet: Sheet, columns: Map<string, number>, at: number) {
  const width = sheet.headers.length;
  const header = sheet.headers[at];
  columns.set('lng', width).set('lat', width + 1);
  return {
    sheet: {
      ...sheet,
      headers: [...sheet.headers, header, header],
      columns: [...sheet.columns, ...splitPairs(sheet.columns[at])],
    },
    columns,
  };
}
