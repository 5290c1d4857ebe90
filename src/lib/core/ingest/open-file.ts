import { ArchiveFault } from '#lib/core/ingest/format/archive-fault.ts';
import type { Archive } from '#lib/core/ingest/format/archive.ts';
import { FormatFault } from '#lib/core/ingest/format/fault.ts';
import { WorkbookFault } from '#lib/core/ingest/format/workbook-fault.ts';
import { csvHeadOf } from '#lib/core/ingest/csv-header.ts';
import { readCsv } from '#lib/core/ingest/csv.ts';
import { jsonTextOf } from '#lib/core/ingest/file-text.ts';
import { readGeoJsonText } from '#lib/core/ingest/geojson-text.ts';
import type { HeaderPick } from '#lib/core/ingest/header-choice.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import { scrubbed } from '#lib/core/ingest/scrubbed.ts';
import type { CleanSheet } from '#lib/core/ingest/scrubbed.ts';
import type { Sheet } from '#lib/core/ingest/sheet.ts';
import { limitOf, sniff } from '#lib/core/ingest/sniff.ts';
import type { InputFile, ReadOptions } from '#lib/core/ingest/source.ts';

// The readers of the larger formats are fetched when the first file of one comes.
const archives = () => import('#lib/core/ingest/format/archive.ts');
const archiveSheets = () => import('#lib/core/ingest/format/archive-sheets.ts');
const kml = () => import('#lib/core/ingest/format/kml.ts');
const osm = () => import('#lib/core/ingest/format/osm.ts');
const parquet = () => import('#lib/core/ingest/format/parquet.ts');
const shapefiles = () => import('#lib/core/ingest/format/shapefile.ts');
const workbooks = () => import('#lib/core/ingest/workbook-sheets.ts');

/** What can be read, as an issue says it. */
export const READABLE = 'XLSX, XLS, CSV, GeoJSON, shapefile, KML, KMZ, Parquet, OSM PBF, ZIP';
/** Archives inside archives that are opened. */
const DEEPEST_ARCHIVE = 2;

/** Reads the bytes of a file, refusing one that is too large before a byte is read; null with an issue. */
export async function bytesOf(input: InputFile, issues: IssueLog): Promise<Uint8Array | null> {
  const limit = limitOf(input.name);
  if (input.size > limit) {
    issues.add('file_too_large', input.name, { found: input.size, expected: `<= ${limit}` });
    return null;
  }
  if (input.size === 0) {
    issues.add('file_empty', input.name, { found: 0, expected: READABLE });
    return null;
  }
  try {
    return await input.bytes();
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    issues.add('file_unreadable', input.name, { found });
    return null;
  }
}

/**
 * The one door for files of every format: looks at the content, not at the extension, and gives the
 * tables inside as columns of raw cells without personal data, or none with an issue that says why.
 * `pick` may say which rows of a page are its header. Throws only `Cancelled`.
 */
export async function openFile(
  input: InputFile,
  lexicon: Lexicon,
  issues: IssueLog,
  options: ReadOptions,
  pick: HeaderPick | null = null,
): Promise<CleanSheet[]> {
  const bytes = await bytesOf(input, issues);
  if (!bytes) return [];
  const door = new Door(lexicon, issues, options, pick);
  const beside = new Map<string, Uint8Array>();
  for (const companion of input.companions ?? []) {
    const read = await bytesOf(companion, issues);
    if (read) beside.set(companion.name.slice(-4).toLowerCase(), read);
  }
  const sheets = await door.read(input.name, bytes, null, beside);
  if (options.trusted) return sheets.map((sheet) => ({ ...sheet, personal: [] }));
  return sheets.map((sheet) => scrubbed(sheet, lexicon, issues));
}

class Door {
  readonly #lexicon: Lexicon;
  readonly #issues: IssueLog;
  readonly #options: ReadOptions;
  readonly #pick: HeaderPick | null;

  constructor(lexicon: Lexicon, issues: IssueLog, options: ReadOptions, pick: HeaderPick | null) {
    this.#pick = pick;
    this.#lexicon = lexicon;
    this.#issues = issues;
    this.#options = options;
  }

  /** The sheets of a file or of a member of an archive; what cannot be read is an issue of it alone. */
  async read(
    file: string,
    bytes: Uint8Array,
    outer: Archive[] | null,
    beside: ReadonlyMap<string, Uint8Array>,
  ): Promise<Sheet[]> {
    try {
      return await this.#sheets(file, bytes, outer ?? [], beside);
    } catch (fault) {
      if (
        !(fault instanceof FormatFault) &&
        !(fault instanceof WorkbookFault) &&
        !(fault instanceof ArchiveFault)
      )
        throw fault;
      const { found, expected } = fault;
      this.#issues.add(fault.code, file, { found, expected: expected && String(expected) });
      return [];
    }
  }

  async #sheets(
    file: string,
    bytes: Uint8Array,
    outer: readonly Archive[],
    beside: ReadonlyMap<string, Uint8Array>,
  ): Promise<Sheet[]> {
    const issues = this.#issues;
    const content = sniff(bytes, file);
    switch (content.kind) {
      case 'empty':
        issues.add('file_empty', file, { found: bytes.length, expected: READABLE });
        return [];
      case 'zip':
        return this.#archive(file, bytes, outer);
      case 'cfb':
      case 'html':
        return (await workbooks()).workbookSheets(file, bytes, this.#lexicon, issues, this.#pick);
      case 'kml':
        return [(await kml()).readKmlBytes(file, bytes, issues)];
      case 'parquet':
        return [await (await parquet()).readParquet(file, bytes, issues, this.#options)];
      case 'osm':
        return [await (await osm()).readOsm(file, bytes, issues, this.#options)];
      case 'xml':
      case 'gzip':
        return this.#refuse(file, content.kind);
      case 'other':
        if (content.format === 'shapefile') return this.#shapefile(file, bytes, beside);
        return this.#refuse(file, content.format);
      case 'delimited': {
        const head = csvHeadOf(file, this.#lexicon, issues, this.#pick);
        return [await readCsv(file, bytes, issues, this.#options, head)];
      }
      case 'json': {
        const text = jsonTextOf(file, bytes, issues);
        const sheet = text === null ? null : readGeoJsonText(file, text, issues, this.#options);
        return sheet ? [sheet] : [];
      }
    }
  }

  #refuse(file: string, format: string): Sheet[] {
    this.#issues.add('format_not_supported', file, { found: format, expected: READABLE });
    return [];
  }

  async #shapefile(
    file: string,
    shp: Uint8Array,
    beside: ReadonlyMap<string, Uint8Array>,
  ): Promise<Sheet[]> {
    const [dbf, prj, cpg] = ['.dbf', '.prj', '.cpg'].map((ending) => beside.get(ending));
    const { readShapefile } = await shapefiles();
    return [readShapefile(file, { shp, dbf, prj, cpg }, this.#issues)];
  }

  async #archive(file: string, bytes: Uint8Array, outer: readonly Archive[]): Promise<Sheet[]> {
    const { openArchive } = await archives();
    const { archiveKind, isShp, tableMembers } = await archiveSheets();
    const archive = openArchive(bytes, outer[outer.length - 1] ?? null);
    if (archiveKind(archive) === 'workbook')
      return (await workbooks()).workbookSheets(
        file,
        bytes,
        this.#lexicon,
        this.#issues,
        this.#pick,
      );
    if (outer.length >= DEEPEST_ARCHIVE) {
      this.#issues.add('archive_nested', file, { expected: `<= ${DEEPEST_ARCHIVE}` });
      return [];
    }
    const sheets: Sheet[] = [];
    const names = tableMembers(archive);
    const own = (name: string): string => (names.length === 1 ? file : `${file}/${name}`);
    if (names.length === 0) this.#issues.add('file_empty', file, { found: 0, expected: READABLE });
    for (const name of names) {
      if (isShp(name)) {
        sheets.push(...(await this.#layer(own(name), archive, name)));
        continue;
      }
      // A member may be damaged; the others are still read.
      try {
        const inner = archive.read(name);
        sheets.push(...(await this.read(own(name), inner, [...outer, archive], new Map())));
      } catch (fault) {
        if (!(fault instanceof ArchiveFault)) throw fault;
        const { code, found, expected } = fault;
        this.#issues.add(code, own(name), { found, expected: expected && String(expected) });
      }
    }
    return sheets;
  }

  async #layer(file: string, archive: Archive, shp: string): Promise<Sheet[]> {
    try {
      const { readLayer } = await archiveSheets();
      return [readLayer(file, archive, shp, this.#issues)];
    } catch (fault) {
      if (!(fault instanceof FormatFault) && !(fault instanceof ArchiveFault)) throw fault;
      const { code, found, expected } = fault;
      this.#issues.add(code, file, { found, expected: expected && String(expected) });
      return [];
    }
  }
}
