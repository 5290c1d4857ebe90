import { CFB, SSF, parse_xlscfb, read, set_cptable } from '@e965/xlsx';
import type { CellObject, ParsingOptions, WorkBook } from '@e965/xlsx';
import type { Cell, Format, Grid } from '#lib/core/ingest/sheet.ts';
import { decode } from '#lib/core/ingest/sniff.ts';
import { ArchiveFault, openArchive } from '#lib/core/ingest/format/archive.ts';
import { CODEPAGES } from '#lib/core/ingest/format/workbook-codepage.ts';
import {
  BUILT_IN_DAYS,
  BUILT_IN_TIMES,
  dayOfSerial,
  showsDay,
} from '#lib/core/ingest/format/workbook-date.ts';
import { checkContainer } from '#lib/core/ingest/format/workbook-container.ts';
import { WorkbookFault } from '#lib/core/ingest/format/workbook-fault.ts';
import type { CellFault } from '#lib/core/ingest/format/workbook-fault.ts';
import { readHtml } from '#lib/core/ingest/format/workbook-html.ts';
import { MOST_COLUMNS, MOST_ROWS } from '#lib/core/ingest/format/workbook-limits.ts';
import { sumsRows } from '#lib/core/ingest/format/workbook-page.ts';
import { workbookParts } from '#lib/core/ingest/format/workbook-parts.ts';
import { tameRecords } from '#lib/core/ingest/format/workbook-records.ts';

export { WorkbookFault } from '#lib/core/ingest/format/workbook-fault.ts';
export type { CellFault, WorkbookFaultCode } from '#lib/core/ingest/format/workbook-fault.ts';

/** What SheetJS exports besides what its types tell of. */
declare module '@e965/xlsx' {
  export function parse_xlscfb(container: unknown, options: ParsingOptions): WorkBook;
}
const storage = CFB as {
  read(bytes: Uint8Array, options: { type: 'array' }): unknown;
  find(container: unknown, path: string): { content: Uint8Array } | null;
};
const formats = SSF as { load(format: string, id: number): void };

export interface Workbook {
  /** Every page that has cells, in the workbook's order, the hidden ones marked. */
  grids: Grid[];
  /** Cells that hold no value though something stands in them. */
  faults: CellFault[];
}

const READABLE = 'xlsx, xls, html';
const ERRORS: Record<number, string> = {
  0x00: '#NULL!',
  0x07: '#DIV/0!',
  0x0f: '#VALUE!',
  0x17: '#REF!',
  0x1d: '#NAME?',
  0x24: '#NUM!',
  0x2a: '#N/A',
  0x2b: '#GETTING_DATA',
};
const BARE: ParsingOptions = {
  dense: true,
  type: 'array',
  cellFormula: false,
  cellHTML: false,
  cellText: false,
  cellNF: true,
  sheetRows: MOST_ROWS,
};

/**
 * Reads the pages of a workbook: XLSX, XLS (BIFF 5 and 8, GBK too), or HTML tables saved as one,
 * told by content. Numbers, texts and booleans stay what they are, also texts that look like
 * numbers; days become ISO 8601 text in both date systems; errors and formulas that were never
 * calculated are null and in `faults`. Links to other files, macros and pictures are not looked at.
 *
 * Throws `WorkbookFault` where nothing can be read, `ArchiveFault` for an archive beyond its limits.
 */
export function readWorkbook(file: string, bytes: Uint8Array): Workbook {
  const starts = (...signature: number[]) => signature.every((byte, i) => bytes[i] === byte);
  if (starts(0x50, 0x4b, 3, 4)) return readXlsx(file, bytes);
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) return readXls(file, bytes);
  const html = htmlOf(bytes);
  if (html === null) {
    const found = Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0'));
    throw new WorkbookFault('workbook_unsupported', found.join(' '), READABLE);
  }
  const grids = readHtml(file, html);
  if (grids.length === 0) throw new WorkbookFault('workbook_damaged', 'html', '<table>');
  return { grids, faults: [] };
}

/** The first tags of HTML, behind marks of the byte order, declarations and comments. */
const PAGE_START =
  /^[^<]{0,64}(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)?<(?:!doctype html|html|head|meta|style|body|div|table)[\s>]/i;

/** The text of a page of HTML, by the encoding that it declares where that is Chinese; else null. */
function htmlOf(bytes: Uint8Array): string | null {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 4096)).replace(/\0/g, '');
  if (!PAGE_START.test(head)) return null;
  const declared = /charset\s*=\s*["']?\s*(?:gb2312|gbk|gb18030)/i.test(head);
  if (!declared) return decode(bytes).text;
  const text = new TextDecoder('gb18030').decode(bytes);
  return text.includes('\ufffd') ? decode(bytes).text : text;
}

function readXlsx(file: string, bytes: Uint8Array): Workbook {
  try {
    const parts = workbookParts(openArchive(bytes));
    const book = damagedUnless(() => read(parts.bytes, BARE));
    if (book.SheetNames.length !== parts.pages.length)
      throw new WorkbookFault('workbook_damaged', null, String(parts.pages.length));
    const pages = new Pages(file, 'xlsx', book);
    for (const [i, scan] of parts.pages.entries()) {
      if (!scan) continue;
      const grid = pages.add(i, scan);
      for (const { row, column, formula } of scan.unvalued)
        pages.faults.push({
          code: 'formula_without_value',
          sheet: grid.sheet,
          row,
          column,
          found: `=${formula}`,
        });
    }
    return pages;
  } catch (error) {
    if (!(error instanceof ArchiveFault)) throw error;
    if (error.code === 'archive_damaged')
      throw new WorkbookFault('workbook_damaged', error.found, error.expected);
    if (error.code === 'archive_encrypted')
      throw new WorkbookFault('workbook_encrypted', error.found);
    throw error;
  }
}

function readXls(file: string, bytes: Uint8Array): Workbook {
  const book = damagedUnless(() => {
    checkContainer(bytes);
    const container = storage.read(bytes, { type: 'array' });
    if (storage.find(container, '/EncryptedPackage'))
      throw new WorkbookFault('workbook_encrypted', 'EncryptedPackage');
    const modern = storage.find(container, '/Workbook');
    const stream = (modern ?? storage.find(container, '/Book'))?.content;
    if (stream) tame(stream);
    // BIFF 8 holds UTF-16, and is read faster without.
    if (!modern) set_cptable(CODEPAGES);
    for (const id of BUILT_IN_DAYS) formats.load('yyyy-mm-dd', id);
    for (const id of BUILT_IN_TIMES) formats.load('h:mm:ss', id);
    return parse_xlscfb(container, { ...BARE, cellFormula: true });
  });
  const pages = new Pages(file, 'xls', book);
  for (const [i, name] of book.SheetNames.entries()) {
    const page = book.Sheets[name];
    if (!Array.isArray(page?.['!data']) || page['!type'] === 'chart') continue;
    const hidden = (page['!rows'] ?? []).flatMap((row, r) => (row?.hidden ? [r] : []));
    const sums: number[] = [];
    page['!data'].forEach((cells, r) => {
      if (cells?.some((cell) => cell?.f && sumsRows(cell.f, r))) sums.push(r);
    });
    const merges = (page['!merges'] ?? []).map(({ s, e }) => ({
      top: s.r,
      left: s.c,
      bottom: e.r,
      right: e.c,
    }));
    pages.add(i, { merges, hiddenRows: new Set(hidden), sumRows: new Set(sums) });
  }
  return pages;
}

/** Makes the records harmless in place; a small container hands out its bytes as a plain list. */
function tame(stream: ArrayLike<number> & { [at: number]: number }): void {
  const bytes = Uint8Array.from(stream);
  tameRecords(bytes);
  for (let i = 0; i < bytes.length; i++) if (stream[i] !== bytes[i]) stream[i] = bytes[i];
}

function damagedUnless<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof WorkbookFault) throw error;
    const found = error instanceof Error ? error.message : String(error);
    if (/password|encrypt/i.test(found)) throw new WorkbookFault('workbook_encrypted', found);
    throw new WorkbookFault('workbook_damaged', found);
  }
}

class Pages implements Workbook {
  readonly grids: Grid[] = [];
  readonly faults: CellFault[] = [];
  readonly #file: string;
  readonly #format: Format;
  readonly #book: WorkBook;
  readonly #is1904: boolean;
  readonly #showsDay = new Map<unknown, boolean>();

  constructor(file: string, format: Format, book: WorkBook) {
    this.#file = file;
    this.#format = format;
    this.#book = book;
    this.#is1904 = book.Workbook?.WBProps?.date1904 === true;
  }

  add(i: number, facts: Pick<Grid, 'merges' | 'hiddenRows' | 'sumRows'>): Grid {
    const sheet = this.#book.SheetNames[i];
    const data = this.#book.Sheets[sheet]?.['!data'];
    if (!Array.isArray(data)) throw new WorkbookFault('workbook_damaged', sheet);
    const { merges, hiddenRows, sumRows } = facts;
    const hidden = (this.#book.Workbook?.Sheets?.[i]?.Hidden ?? 0) !== 0;
    const rows = this.#rows(sheet, data);
    const grid = {
      file: this.#file,
      sheet,
      format: this.#format,
      rows,
      merges,
      hiddenRows,
      sumRows,
      hidden,
    };
    this.grids.push(grid);
    return grid;
  }

  /** Turns the cells into values in place, so that a large page is not in memory twice. */
  #rows(sheet: string, data: (CellObject[] | undefined)[]): Grid['rows'] {
    if (data.length > MOST_ROWS) data.length = MOST_ROWS;
    let isTooWide = false;
    for (let r = 0; r < data.length; r++) {
      const cells = data[r];
      if (!cells) continue;
      if (cells.length > MOST_COLUMNS) {
        if (!isTooWide)
          this.faults.push({
            code: 'column_too_far',
            sheet,
            row: r,
            column: MOST_COLUMNS,
            found: String(cells.length),
          });
        isTooWide = true;
        cells.length = MOST_COLUMNS;
      }
      const values = cells as unknown as Cell[];
      for (let c = 0; c < cells.length; c++) {
        const cell = cells[c] as CellObject | undefined;
        values[c] = cell ? this.#value(sheet, r, c, cell) : null;
      }
    }
    return data as unknown as Grid['rows'];
  }

  #value(sheet: string, row: number, column: number, { t, v, z }: CellObject): Cell {
    if (t === 's') return v === '' || v === undefined ? null : String(v);
    if (t === 'b') return v === true;
    if (t === 'e') {
      const found = ERRORS[Number(v)] ?? '#ERROR';
      this.faults.push({ code: 'cell_error', sheet, row, column, found });
      return null;
    }
    if (t !== 'n' || typeof v !== 'number' || !Number.isFinite(v)) return null;
    if (z === undefined || z === 'General') return v;
    let isDay = this.#showsDay.get(z);
    if (isDay === undefined) this.#showsDay.set(z, (isDay = showsDay(String(z))));
    return isDay ? (dayOfSerial(v, this.#is1904) ?? v) : v;
  }
}
