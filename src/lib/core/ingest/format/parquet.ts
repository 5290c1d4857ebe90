import { parquetMetadata, parquetRead, parquetSchema } from 'hyparquet';
import type { FileMetaData, ParquetParsers } from 'hyparquet';
import { wkbToGeojson } from 'hyparquet/src/wkb.js';
import type { Geometry } from 'geojson';
import { FormatFault } from '#lib/core/ingest/format/fault.ts';
import { flatten } from '#lib/core/ingest/format/flat-geometry.ts';
import { checkBounds } from '#lib/core/ingest/format/parquet-bounds.ts';
import { CODECS } from '#lib/core/ingest/format/parquet-codecs.ts';
import { planGeometry } from '#lib/core/ingest/format/parquet-geometry.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { sheetOf } from '#lib/core/ingest/sheet.ts';
import type { Cell, Sheet } from '#lib/core/ingest/sheet.ts';
import { Cancelled, breathe } from '#lib/core/ingest/source.ts';
import type { ReadOptions } from '#lib/core/ingest/source.ts';

const DAY_MS = 86_400_000;
/** Stands for WKB that cannot be read. */
const BROKEN = Symbol('broken geometry');

/** A moment as ISO text, without the parts that are 0; text of the number where it is no date. */
function isoOf(ms: number): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return String(ms);
  return date
    .toISOString()
    .replace(/\.000Z$/, 'Z')
    .replace(/(?:T00:00:00)?Z$/, '');
}

function geometryOf(bytes: Uint8Array | undefined): unknown {
  if (!bytes) return null;
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return wkbToGeojson({ view, offset: 0 });
  } catch {
    return BROKEN;
  }
}

const PARSERS: Partial<ParquetParsers> = {
  dateFromDays: (days) => isoOf(days * DAY_MS),
  timestampFromMilliseconds: (millis) => isoOf(Number(millis)),
  timestampFromMicroseconds: (micros) => isoOf(Number(micros / 1000n)),
  timestampFromNanoseconds: (nanos) => isoOf(Number(nanos / 1_000_000n)),
  geometryFromBytes: geometryOf,
  geographyFromBytes: geometryOf,
};

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function numberOf(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

/** A value as a cell: whole numbers beyond a double's reach and nested values are text. */
function cellOf(value: unknown): Cell {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number')
    return Number.isFinite(value) ? value : Number.isNaN(value) ? null : String(value);
  if (typeof value === 'bigint') return numberOf(value);
  if (value instanceof Uint8Array) return hexOf(value);
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'bigint' ? numberOf(part) : part instanceof Uint8Array ? hexOf(part) : part,
  );
}

function metadataOf(bytes: Uint8Array): FileMetaData {
  const magic = String.fromCharCode(...bytes.subarray(-4));
  if (magic === 'PARE') throw new FormatFault('parquet_not_supported', 'encrypted');
  if (magic !== 'PAR1') throw new FormatFault('parquet_invalid', magic, 'PAR1');
  return parquetMetadata(bytes);
}

function isEmpty(geometry: Geometry): boolean {
  if (geometry.type === 'GeometryCollection') return geometry.geometries.length === 0;
  return geometry.coordinates.length === 0 || Number.isNaN(geometry.coordinates[0]);
}

class ParquetReading {
  readonly #file: string;
  readonly #bytes: Uint8Array;
  readonly #issues: IssueLog;

  constructor(file: string, bytes: Uint8Array, issues: IssueLog) {
    this.#file = file;
    this.#bytes = bytes;
    this.#issues = issues;
  }

  async run(options: ReadOptions): Promise<Sheet> {
    const metadata = metadataOf(this.#bytes);
    checkBounds(this.#bytes, metadata);
    const root = parquetSchema(metadata);
    const plan = planGeometry(metadata, root);
    const count = Number(metadata.num_rows);
    const headers = root.children
      .map(({ element }) => element.name)
      .filter((name) => name !== plan.column && !plan.skipped.has(name));
    const columns = new Map(headers.map((name) => [name, new Array<Cell>(count).fill(null)]));
    const geometry = plan.column === null ? null : new Array<Geometry | null>(count).fill(null);
    let heights = 0;

    const { buffer, byteOffset, byteLength } = this.#bytes;
    const file = {
      byteLength,
      slice: (start: number, end = byteLength) =>
        buffer.slice(byteOffset + start, byteOffset + end) as ArrayBuffer,
    };
    for (let rowStart = 0, group = 0; group < metadata.row_groups.length; group++) {
      await breathe(options);
      const rowEnd = rowStart + Number(metadata.row_groups[group].num_rows);
      await parquetRead({
        file,
        metadata,
        rowStart,
        rowEnd,
        columns: plan.column === null ? headers : [...headers, plan.column],
        compressors: CODECS,
        parsers: PARSERS,
        onChunk: ({ columnName, columnData, rowStart: first }) => {
          const cells = columns.get(columnName);
          for (let i = 0; i < columnData.length && first + i < count; i++) {
            const value: unknown = columnData[i];
            if (cells) cells[first + i] = cellOf(value);
            else if (geometry && value === BROKEN)
              this.#issues.add('geometry_invalid', this.#file, {
                row: first + i + 1,
                column: columnName,
                expected: 'WKB',
              });
            else if (geometry) {
              const record = plan.read(value);
              if (record === null || isEmpty(record)) continue;
              heights += Number(flatten(record));
              geometry[first + i] = record;
            }
          }
        },
      });
      rowStart = rowEnd;
    }
    if (heights > 0) this.#issues.add('height_dropped', this.#file, { found: heights });
    return sheetOf({
      file: this.#file,
      format: 'parquet',
      crs: plan.crs,
      headers,
      columns: [...columns.values()],
      count,
      geometry,
    });
  }
}

/**
 * Reads Parquet and GeoParquet, a row group and a column at a time. Dates are ISO text, nested
 * values JSON text, NaN is null. Files that would grow beyond the bounds of `checkBounds` are
 * refused before anything is inflated. Throws `FormatFault`, and `Cancelled`.
 */
export async function readParquet(
  file: string,
  bytes: Uint8Array,
  issues: IssueLog,
  options: ReadOptions = {},
): Promise<Sheet> {
  try {
    return await new ParquetReading(file, bytes, issues).run(options);
  } catch (error) {
    if (error instanceof FormatFault || error instanceof Cancelled) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new FormatFault('parquet_invalid', message, 'Parquet');
  }
}
