import { utils, write } from '@e965/xlsx';
import { strToU8, zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { gb18030Bytes } from './gb18030.ts';

/** A table of texts with a position for each row. */
export interface SmallTable {
  headers: string[];
  rows: string[][];
  points: [number, number][];
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const escaped = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

/** The table as CSV. */
export function csvOf({ headers, rows }: SmallTable): string {
  const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  return [headers, ...rows].map((row) => row.map(cell).join(',')).join('\r\n');
}

/** The table as a page of HTML. */
export function htmlOf({ headers, rows }: SmallTable): string {
  const row = (cells: string[]) =>
    `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  return `<html><body><table>${[headers, ...rows].map(row).join('\n')}</table></body></html>`;
}

/** The table as GeoJSON points. */
export function geoJsonOf({ headers, rows, points }: SmallTable): string {
  const features = rows.map((row, i) => ({
    type: 'Feature',
    properties: Object.fromEntries(headers.map((header, h) => [header, row[h]])),
    geometry: { type: 'Point', coordinates: points[i] },
  }));
  return JSON.stringify({ type: 'FeatureCollection', features });
}

/** The table as KML with extended data, the first column as the name. */
export function kmlOf({ headers, rows, points }: SmallTable): string {
  const placemarks = rows.map((row, i) => {
    const data = headers
      .map((name, h) => `<Data name="${escaped(name)}"><value>${escaped(row[h])}</value></Data>`)
      .join('');
    const at = `<Point><coordinates>${points[i].join(',')},0</coordinates></Point>`;
    return `<Placemark><name>${escaped(row[0])}</name><ExtendedData>${data}</ExtendedData>${at}</Placemark>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>${placemarks.join('\n')}</Document></kml>`;
}

/** A .dbf of text fields in UTF-8; names longer than ten bytes are cut. */
export function dbfOf({ headers, rows }: SmallTable): Uint8Array {
  const WIDTH = 80;
  const head = 32 + 32 * headers.length + 1;
  const record = 1 + WIDTH * headers.length;
  const bytes = new Uint8Array(head + record * rows.length + 1).fill(0x20, head);
  const view = new DataView(bytes.buffer);
  bytes[0] = 3;
  view.setUint32(4, rows.length, true);
  view.setUint16(8, head, true);
  view.setUint16(10, record, true);
  headers.forEach((header, h) => {
    bytes.set(utf8(header).subarray(0, 10), 32 + 32 * h);
    bytes[32 + 32 * h + 11] = 'C'.charCodeAt(0);
    bytes[32 + 32 * h + 16] = WIDTH;
  });
  bytes[head - 1] = 0x0d;
  rows.forEach((row, r) =>
    row.forEach((cell, c) =>
      bytes.set(utf8(cell).subarray(0, WIDTH), head + r * record + 1 + c * WIDTH),
    ),
  );
  bytes[bytes.length - 1] = 0x1a;
  return bytes;
}

/** A .shp of points. */
export function shpOf({ points }: SmallTable): Uint8Array {
  const bytes = new Uint8Array(100 + 28 * points.length);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, 9994);
  view.setInt32(24, bytes.length / 2);
  view.setInt32(28, 1000, true);
  view.setInt32(32, 1, true);
  points.forEach(([lng, lat], i) => {
    const at = 100 + 28 * i;
    view.setInt32(at, i + 1);
    view.setInt32(at + 4, 10);
    view.setInt32(at + 8, 1, true);
    view.setFloat64(at + 12, lng, true);
    view.setFloat64(at + 20, lat, true);
  });
  return bytes;
}

/** The table as a zipped shapefile. */
export const shapefileOf = (table: SmallTable, name = 'layer'): Uint8Array =>
  zipSync({
    [`${name}.shp`]: shpOf(table),
    [`${name}.dbf`]: dbfOf(table),
    [`${name}.cpg`]: strToU8('UTF-8'),
  });

/** The table as a workbook of one page. */
export function workbookOf(table: SmallTable, bookType: 'xlsx' | 'biff8'): Uint8Array {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([table.headers, ...table.rows]), 'Sheet1');
  return new Uint8Array(write(book, { type: 'array', bookType, bookSST: true }) as ArrayBuffer);
}

/** The table as Parquet, every column text. */
export const parquetOf = ({ headers, rows }: SmallTable): Uint8Array =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: headers.map((name, h) => ({ name, data: rows.map((row) => row[h]) })),
    }),
  );

/** One table in every format that is read, by name of file. */
export function everyFormat(table: SmallTable): Record<string, Uint8Array> {
  return {
    'a.csv': utf8(csvOf(table)),
    'b.csv': gb18030Bytes(csvOf(table)),
    'c.xlsx': workbookOf(table, 'xlsx'),
    'd.xls': workbookOf(table, 'biff8'),
    'e.xls': utf8(htmlOf(table)),
    'f.geojson': utf8(geoJsonOf(table)),
    'g.zip': shapefileOf(table),
    'h.kml': utf8(kmlOf(table)),
    'i.kmz': zipSync({ 'doc.kml': utf8(kmlOf(table)) }),
    'j.parquet': parquetOf(table),
    'project.json': utf8('{"name":"x","as_of":"2026-06-30","fictional":true}'),
  };
}
