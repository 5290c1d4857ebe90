import type { Geometry } from 'geojson';
import { encodingNamed } from '#lib/core/ingest/format/encoding.ts';
import { readDbf } from '#lib/core/ingest/format/shapefile-table.ts';
import type { DbfTable } from '#lib/core/ingest/format/shapefile-table.ts';
import { readShapeRecords } from '#lib/core/ingest/format/shapefile-records.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { sheetOf } from '#lib/core/ingest/sheet.ts';
import type { Cell, CellColumn, Sheet } from '#lib/core/ingest/sheet.ts';
import { decode } from '#lib/core/ingest/sniff.ts';

/** The files of one layer, as bytes that are already inflated. The .shx is not needed. */
export interface ShapefileMembers {
  shp: Uint8Array;
  dbf?: Uint8Array;
  shx?: Uint8Array;
  prj?: Uint8Array;
  cpg?: Uint8Array;
}

/** Cells of one field, made when they are asked for. */
class FieldColumn implements CellColumn {
  readonly length: number;
  readonly #cell: (i: number) => Cell;

  constructor(length: number, cell: (i: number) => Cell) {
    this.length = length;
    this.#cell = cell;
  }

  at(i: number): Cell | undefined {
    return i >= 0 && i < this.length ? this.#cell(i) : undefined;
  }
}

function reportTexts(file: string, table: DbfTable, cpg: string | null, issues: IssueLog): void {
  const { encoding, overruled, damaged, cut } = table.encoding;
  if (overruled && cpg !== null)
    issues.add('encoding_declared_wrong', file, { found: cpg, expected: encoding });
  else if (cpg === null && encoding !== 'utf-8')
    issues.add('encoding_not_utf8', file, { found: encoding, expected: 'UTF-8' });
  if (damaged > 0) issues.add('text_damaged', file, { found: damaged, expected: encoding });
  for (const key of cut) {
    const { record, field } = table.placeOf(key);
    const column = table.headers[field];
    const found = record < 0 ? column : table.cell(field, record);
    issues.add('text_cut', file, { row: record < 0 ? null : record + 1, column, found });
  }
}

/**
 * Reads one layer of a shapefile. Rows are its records from 1; deleted ones are left out with
 * their shapes. The .prj goes into `Sheet.crs` as it stands. A broken record costs its own shape,
 * a short file the rows that it lacks. Throws `FormatFault` where the .shp or .dbf is none.
 */
export function readShapefile(file: string, members: ShapefileMembers, issues: IssueLog): Sheet {
  const cpg = members.cpg
    ? decode(members.cpg)
        .text.replace(/[\s\0]+/g, ' ')
        .trim()
    : '';
  const shapes = readShapeRecords(members.shp);
  const table = members.dbf ? readDbf(members.dbf, cpg === '' ? null : encodingNamed(cpg)) : null;
  if (table) reportTexts(file, table, cpg === '' ? null : cpg, issues);

  const shapeCount = shapes.geometry.length;
  if (shapes.missingBytes > 0)
    issues.add('shapefile_cut', file, { column: '.shp', found: `-${shapes.missingBytes} bytes` });
  if (table && table.count < table.promised) {
    const { count, promised } = table;
    issues.add('shapefile_cut', file, { column: '.dbf', found: count, expected: `${promised}` });
  } else if (table && table.count !== shapeCount)
    issues.add('shapefile_counts_differ', file, { found: table.count, expected: `${shapeCount}` });
  for (const record of shapes.broken)
    issues.add('geometry_invalid', file, { row: record + 1, expected: '.shp' });
  if (shapes.flattened) issues.add('height_dropped', file, { found: 'Z, M' });

  const kept: number[] = [];
  for (let record = 0; record < Math.max(shapeCount, table?.count ?? 0); record++)
    if (!table || record >= table.count || !table.deleted(record)) kept.push(record);
  const headers = table?.headers ?? [];
  const crs = members.prj
    ? decode(members.prj)
        .text.replace(/[\0\ufeff]/g, '')
        .trim()
    : '';
  return sheetOf({
    file,
    format: 'shapefile',
    encoding: table && table.encoding.encoding !== 'utf-8' ? table.encoding.encoding : null,
    crs: crs === '' ? null : crs,
    headers,
    columns: headers.map(
      (_, field) =>
        new FieldColumn(kept.length, (i) =>
          table && kept[i] < table.count ? table.cell(field, kept[i]) : null,
        ),
    ),
    count: kept.length,
    row: Uint32Array.from(kept, (record) => record + 1),
    geometry: kept.map((record): Geometry | null => shapes.geometry[record] ?? null),
  });
}
