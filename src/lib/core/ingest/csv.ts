import { CsvCutter } from '#lib/core/ingest/csv-cut.ts';
import { delimiterOf } from '#lib/core/ingest/csv-delimiter.ts';
import { MOST_COLUMNS, csvHead } from '#lib/core/ingest/csv-head.ts';
import type { CsvHead, HeadFinder } from '#lib/core/ingest/csv-head.ts';
import { CsvRows } from '#lib/core/ingest/csv-rows.ts';
import { asUtf8, paced, textToCut } from '#lib/core/ingest/csv-text.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { sheetOf } from '#lib/core/ingest/sheet.ts';
import type { Sheet } from '#lib/core/ingest/sheet.ts';
import { breathe } from '#lib/core/ingest/source.ts';
import type { ReadOptions } from '#lib/core/ingest/source.ts';
import type { TextBytes } from '#lib/core/ingest/text/cell-text.ts';

/** Bytes cut between two looks at whether the reading was cancelled. */
const STRETCH = 2_000_000;
/** Bytes in which the delimiter is looked for. */
const HEAD_BYTES = 65_536;
/** Blank rows reported; more tell no more, and may be a hundred million. */
const BLANKS_REPORTED = 100_000;

/** The head of a text in UTF-8, up to a line end where there is one. */
export function headOfText(text: TextBytes): TextBytes {
  let head = text.bytes.subarray(0, HEAD_BYTES);
  const feed = head.lastIndexOf(10);
  if (head.length < text.bytes.length && feed > 0) head = head.subarray(0, feed + 1);
  if (text.encoding === 'utf-8') return { bytes: head, encoding: 'utf-8' };
  const decoded = new TextDecoder(text.encoding).decode(head);
  return { bytes: new TextEncoder().encode(decoded), encoding: 'utf-8' };
}

/**
 * Reads delimited text (RFC 4180; delimiter comma, semicolon, tab, bar or full-width comma, told by
 * the first lines or declared by `sep=`) into columns whose cells are made when they are asked for
 * (`FastColumn`). Bytes may be in any encoding that `surveyText` knows; they must not change while
 * the sheet is in use. The header is what `headOf` finds, else the first row that is not blank. Rows
 * that are blank or repeat the header are left out, the record numbers keep counting them. Never
 * throws for bad data; throws `Cancelled`.
 */
export async function readCsv(
  file: string,
  source: Uint8Array | string,
  issues: IssueLog,
  options: ReadOptions,
  headOf: HeadFinder | null = null,
): Promise<Sheet> {
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source;
  const read = await textToCut(file, bytes, issues, options);
  const { delimiter, declared } = delimiterOf(headOfText(read.text));
  const wide = delimiter === '|' || delimiter.charCodeAt(0) > 0x7f;
  const text = wide ? await asUtf8(read.text, options) : read.text;
  const head = await paced(csvHead(text, delimiter, declared, headOf), options);
  if (head === null) {
    const { encoding } = read;
    return sheetOf({ file, format: 'csv', headers: [], columns: [], encoding });
  }
  const cutter = new CsvCutter(text, delimiter, head.headers.length);
  const rows = await readRows(file, cutter, head, issues, options);
  return sheetOf({
    file,
    format: 'csv',
    headers: head.headers,
    headerRows: Array.from({ length: head.to - head.from + 1 }, (_, i) => head.from + i),
    columns: rows.columns(cutter),
    row: rows.records(),
    encoding: read.encoding,
  });
}

async function readRows(
  file: string,
  cutter: CsvCutter,
  head: CsvHead,
  issues: IssueLog,
  options: ReadOptions,
): Promise<CsvRows> {
  const { width } = head;
  const total = cutter.text.bytes.length;
  const expected = String(width);
  if (width > MOST_COLUMNS)
    issues.add('too_many_columns', file, {
      row: head.to,
      found: width,
      expected: `<= ${MOST_COLUMNS}`,
    });
  const rows = new CsvRows(head.headers.length);
  const blanks = new BlankRows(file, issues);
  let pause = STRETCH;
  const rest = async () => {
    pause = cutter.at + STRETCH;
    options.onProgress?.({ stage: 'parse', file, done: total + cutter.at, total: total * 2 });
    await breathe(options);
  };
  for (let record = 1; !cutter.done; record++) {
    const kind = cutter.next();
    if (kind === 'endless') {
      issues.add('row_endless', file, { row: record });
      while (!cutter.skipLine(cutter.at + STRETCH)) await rest();
    } else if (kind === 'broken')
      issues.add('quote_not_closed', file, { row: record, expected: '"' });
    else if (record > head.to && !head.skip.has(record)) {
      if (kind === 'blank') blanks.meet(record);
      else if (isLine(cutter, head.line)) issues.add('header_repeated', file, { row: record });
      else if (rows.count === rows.most) {
        const most = `<= ${rows.most}`;
        issues.add('rows_left_out', file, { row: record, expected: most });
        break;
      } else {
        const { count } = cutter;
        if (count < width)
          issues.add('row_too_short', file, { row: record, found: count, expected });
        if (cutter.filled > width)
          issues.add('row_too_long', file, { row: record, found: count, expected });
        blanks.report();
        rows.add(cutter, record);
      }
    }
    if (cutter.at >= pause && !cutter.done) await rest();
  }
  return rows;
}

/** True where the record just cut has the bytes of a line. */
function isLine(cutter: CsvCutter, line: Uint8Array | null): boolean {
  const { starts, count, text } = cutter;
  if (line === null || starts[count] - starts[0] !== line.length) return false;
  for (let i = 0; i < line.length; i++) if (text.bytes[starts[0] + i] !== line[i]) return false;
  return true;
}

/** Blank rows are worth a word only where rows follow them. */
class BlankRows {
  readonly #file: string;
  readonly #issues: IssueLog;
  #waiting: number[] = [];
  #met = 0;

  constructor(file: string, issues: IssueLog) {
    this.#file = file;
    this.#issues = issues;
  }

  meet(record: number): void {
    if (++this.#met <= BLANKS_REPORTED) this.#waiting.push(record);
  }

  report(): void {
    if (this.#waiting.length === 0) return;
    for (const row of this.#waiting) this.#issues.add('blank_row_skipped', this.#file, { row });
    this.#waiting = [];
  }
}
