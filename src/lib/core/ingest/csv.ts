import Papa from 'papaparse';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { Cell, Sheet } from '#lib/core/ingest/sheet.ts';
import { breathe } from '#lib/core/ingest/source.ts';
import type { ReadOptions } from '#lib/core/ingest/source.ts';
import { plainText } from '#lib/core/ingest/spelling.ts';

/** Characters parsed between two looks at whether the reading was cancelled. */
const STRETCH = 2_000_000;

interface Stretch {
  data: string[][];
  errors: { code: string; row?: number; index?: number }[];
  meta: { cursor: number };
}
/** Papa Parse's parser of one string; its published types leave the constructor's shape out. */
type StringParser = new (config: Record<string, unknown>) => {
  parse(input: string, baseIndex: number, ignoreLastRow: boolean): Stretch;
};

/** The delimiter that the first line uses most, outside quotes. */
function delimiterOf(text: string, newline: string): string {
  const counts = new Map([',', ';', '\t'].map((delimiter) => [delimiter, 0]));
  let quoted = false;
  let seen = false;
  for (const char of text.slice(0, 20_000)) {
    if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === newline && seen) break;
    else {
      seen ||= char.trim() !== '';
      const count = counts.get(char);
      if (count !== undefined) counts.set(char, count + 1);
    }
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

const BROKEN_QUOTES = new Set(['MissingQuotes', 'InvalidQuotes']);

/** Ends of lines made alike where some are a lone carriage return; a text of such lines alone stays. */
function evenLines(text: string): string {
  if (!text.includes('\n') || !/\r[^\n]/.test(text)) return text;
  return text.replace(/\r+(\n?)/g, (ends, feed) => (feed ? '\r\n' : '\n'.repeat(ends.length)));
}

/**
 * Cuts a text into records, a stretch at a time. A record with a quote that never closes, or that
 * closes inside a cell, is one `null`, and reading goes on at the next line: such a quote would
 * otherwise swallow the rows up to the next one.
 */
async function* recordsOf(text: string, options: ReadOptions): AsyncGenerator<(string[] | null)[]> {
  const newline = text.includes('\n') ? '\n' : '\r';
  const parser = new (Papa.Parser as unknown as StringParser)({
    delimiter: delimiterOf(text, newline),
    newline,
  });
  for (let at = 0; at < text.length;) {
    let size = STRETCH;
    let stretch: Stretch;
    let toEnd: boolean;
    do {
      toEnd = at + size >= text.length;
      stretch = parser.parse(text.slice(at, at + size), 0, !toEnd);
      size *= 2;
    } while (!toEnd && stretch.data.length === 0);
    const records: (string[] | null)[] = stretch.data;
    const broken = stretch.errors.find(
      ({ code, row }) => BROKEN_QUOTES.has(code) && (toEnd || (row ?? 0) < records.length),
    );
    if (broken) {
      records.length = broken.row ?? records.length - 1;
      records.push(null);
      const lineEnd = text.indexOf(newline, at + (broken.index ?? 0));
      at = lineEnd < 0 ? text.length : lineEnd + 1;
    } else at = toEnd ? text.length : at + stretch.meta.cursor;
    yield records;
    if (at < text.length) await breathe(options);
  }
}

/**
 * Reads delimited text (RFC 4180; delimiter comma, semicolon or tab, told by the first line) into
 * columns. The first row that is not blank is the header. Rows that are blank are left out, the
 * record numbers keep counting them. Never throws for bad data; throws `Cancelled`.
 */
export async function readCsv(
  file: string,
  text: string,
  issues: IssueLog,
  options: ReadOptions,
): Promise<Sheet> {
  let headers: string[] | null = null;
  const columns: Cell[][] = [];
  const rows: number[] = [];
  const blanks: number[] = [];
  let record = 0;
  const body = evenLines(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  for await (const records of recordsOf(body, options))
    for (const cells of records) {
      record++;
      if (cells === null) {
        issues.add('quote_not_closed', file, { row: record, expected: '"' });
        continue;
      }
      const end = cells.length - 1;
      if (cells[end].endsWith('\r')) cells[end] = cells[end].slice(0, -1);
      if (cells.every((cell) => cell.trim() === '')) {
        if (headers) blanks.push(record);
        continue;
      }
      if (!headers) {
        headers = cells.map(plainText);
        for (let i = 0; i < headers.length; i++) columns.push([]);
        continue;
      }
      const width = headers.length;
      if (cells.length < width)
        issues.add('row_too_short', file, {
          row: record,
          found: cells.length,
          expected: String(width),
        });
      if (cells.length > width && cells.some((cell, i) => i >= width && cell.trim() !== ''))
        issues.add('row_too_long', file, {
          row: record,
          found: cells.length,
          expected: String(width),
        });
      for (let i = 0; i < width; i++) columns[i].push(cells[i] ? cells[i] : null);
      rows.push(record);
    }
  const last = rows.length > 0 ? rows[rows.length - 1] : 0;
  for (const row of blanks) if (row < last) issues.add('blank_row_skipped', file, { row });
  return {
    file,
    format: 'csv',
    headers: headers ?? [],
    columns,
    count: rows.length,
    row: Uint32Array.from(rows),
    geometry: null,
  };
}
