import { numberOf } from '#lib/core/ingest/cell.ts';
import type { Cell, Grid, Merge } from '#lib/core/ingest/sheet.ts';
import { MOST_COLUMNS, MOST_ROWS } from '#lib/core/ingest/format/workbook-limits.ts';

const TOKEN = /<(\/?)(table|tr|td|th|br|p|div)(?=[\s/>])([^>]*)>|<[^>]*>?|[^<]+/gi;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(nbsp|amp|lt|gt|quot|apos));?/gi;
const NAMED: Record<string, string> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** A table while its cells are read. */
interface Table {
  rows: Cell[][];
  merges: Merge[];
  hidden: Set<number>;
  /** For each column, the first row that no cell from above reaches into. */
  free: number[];
  column: number;
  /** Attributes and text of the open cell; null between cells. */
  cell: { attributes: string; text: string } | null;
}

/** Text without comments; one that never closes runs to the end. */
function withoutComments(html: string): string {
  const parts: string[] = [];
  for (let at = 0; ;) {
    const start = html.indexOf('<!--', at);
    if (start < 0) return parts.join('') + html.slice(at);
    parts.push(html.slice(at, start));
    const end = html.indexOf('-->', start + 4);
    if (end < 0) return parts.join('');
    at = end + 3;
  }
}

function decodeEntities(text: string): string {
  return text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name) return NAMED[name.toLowerCase()];
    const code = decimal ? Number(decimal) : parseInt(hex ?? '', 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function spanOf(attributes: string, name: string, most: number): number {
  const found = new RegExp(`\\b${name}\\s*=\\s*["']?(\\d{1,6})`, 'i').exec(attributes);
  return Math.min(Math.max(Number(found?.[1] ?? 1), 1), most);
}

/** The text of a cell; the number behind it where the page gives one and the text is a number too. */
function cellOf({ attributes, text }: { attributes: string; text: string }): Cell {
  const lines = decodeEntities(text).split('\n');
  const plain = lines
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .join('\n')
    .trim();
  if (plain === '') return null;
  const exact = /\bx:num\s*=\s*["']?([-+.\dE]+)/i.exec(attributes);
  if (exact && !Number.isNaN(numberOf(plain)) && Number.isFinite(Number(exact[1])))
    return Number(exact[1]);
  return plain;
}

function closeCell(table: Table): void {
  if (!table.cell) return;
  const row = Math.max(table.rows.length - 1, 0);
  const { attributes } = table.cell;
  const cells = (table.rows[row] ??= []);
  while ((table.free[table.column] ?? 0) > row) table.column++;
  const left = table.column;
  const width = spanOf(attributes, 'colspan', MOST_COLUMNS);
  const height = spanOf(attributes, 'rowspan', MOST_ROWS);
  const right = Math.min(left + width, MOST_COLUMNS) - 1;
  if (left < MOST_COLUMNS) {
    const cell = cellOf(table.cell);
    if (cell !== null) cells[left] = cell;
    if (height > 1 || width > 1)
      table.merges.push({ top: row, left, bottom: row + height - 1, right });
    if (height > 1) for (let c = left; c <= right; c++) table.free[c] = row + height;
  }
  table.column = left + width;
  table.cell = null;
}

function openRow(table: Table, attributes: string): void {
  if (table.rows.length >= MOST_ROWS) return;
  table.column = 0;
  if (/display\s*:\s*none/i.test(attributes)) table.hidden.add(table.rows.length);
  table.rows.push([]);
}

/**
 * Reads every table of a page that was saved as a workbook (`.xls` that is HTML). Cells are text,
 * or numbers where the page gives them (`x:num` of Excel). Never throws; a page without a table
 * gives none.
 */
export function readHtml(file: string, html: string): Grid[] {
  const tables: Table[] = [];
  const open: Table[] = [];
  for (const [token, closing, tag, attributes] of withoutComments(html).matchAll(TOKEN)) {
    const table = open[open.length - 1] as Table | undefined;
    const name = (tag as string | undefined)?.toLowerCase();
    if (name === 'table') {
      if (closing) {
        if (table) closeCell(table);
        open.pop();
      } else {
        const next = {
          rows: [],
          merges: [],
          hidden: new Set<number>(),
          free: [],
          column: 0,
          cell: null,
        };
        open.push(next);
        tables.push(next);
      }
    } else if (!table) continue;
    else if (name === 'tr') {
      closeCell(table);
      if (!closing) openRow(table, attributes);
    } else if (name === 'td' || name === 'th') {
      closeCell(table);
      if (!closing) table.cell = { attributes, text: '' };
    } else if (table.cell) {
      if (name === 'br') table.cell.text += '\n';
      else if (!name && !token.startsWith('<')) table.cell.text += token.replace(/\s+/g, ' ');
    }
  }
  for (const table of open) closeCell(table);
  const filled = tables.filter(({ rows }) => rows.some((cells) => cells.length > 0));
  return filled.map((table, i) => ({
    file,
    sheet: filled.length > 1 ? String(i + 1) : null,
    format: 'html',
    rows: table.rows,
    merges: table.merges,
    hiddenRows: table.hidden,
    sumRows: new Set<number>(),
    hidden: false,
  }));
}
