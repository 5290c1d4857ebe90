import { csvRecords, fieldOf, fieldValue } from '#lib/core/report/handback/csv-records.ts';
import { guarded } from '#lib/core/report/handback/formula-guard.ts';
import type { ColumnBlank, HandbackWords, Mark } from '#lib/core/report/handback/mark.ts';
import { RemovedValues } from '#lib/core/report/handback/removed-values.ts';
import { writable } from '#lib/core/report/handback/xml-text.ts';

/** How the text was written. */
export interface CsvForm {
  delimiter: string;
  /** Its encoding as it was read, such as `utf-8` or `gb18030`. */
  encoding: string;
  /** Record of the header, from 1; without it the first that is not blank. */
  headerRow?: number;
}

/** Delimited text handed back. */
export interface MarkedCsv {
  /** UTF-8 with a byte order mark. */
  bytes: Uint8Array;
  /** True where the text was of another encoding, which no browser can write. */
  reencoded: boolean;
  /** Cells of the user's own that were led by `'` because a spreadsheet would have run them. */
  guarded: number;
  /** Marks whose row the text does not have. */
  unplaced: number;
}

export type CsvMark = Omit<Mark, 'sheet'>;

function byRow(marks: readonly CsvMark[]): Map<number, CsvMark[]> {
  const rows = new Map<number, CsvMark[]>();
  for (const mark of marks) {
    const list = rows.get(mark.row);
    if (list) list.push(mark);
    else rows.set(mark.row, [mark]);
  }
  return rows;
}

/**
 * The user's delimited text with one column behind the others (behind the longest row) that says
 * what is wrong in a row; rows, delimiter, quoting and ends of lines stay. `mark.row` counts records from 1, as the reading
 * does. Marks of the header's record follow the heading of the column. Cells that a spreadsheet would run are led
 * by `'`, ours and the user's own: those that begin with `=`, `+`, `-`, `@` (narrow or wide), tab,
 * carriage return or line feed, numbers (`-5`, `+86`, `1e-3`) and lone dashes excepted. A record with
 * a quote that does not close is written with its quotes as text. Values that leave (`blank`) also
 * leave the texts of the marks.
 */
export function markCsv(
  text: string,
  marks: readonly CsvMark[],
  words: Pick<HandbackWords, 'issuesColumn'>,
  { delimiter, encoding, headerRow }: CsvForm,
  columnsBlank: readonly Omit<ColumnBlank, 'sheet'>[] = [],
): MarkedCsv {
  const records = csvRecords(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, delimiter);
  const rows = byRow(marks);
  const values = records.map(({ raw, broken }) => (broken ? raw : raw.map(fieldValue)));
  const filled = (fields: string[]) => fields.some((field) => field.trim() !== '');
  const header = headerRow === undefined ? values.findIndex(filled) : headerRow - 1;
  let width = values[header]?.length ?? 0;
  for (const fields of values) {
    let end = fields.length;
    while (end > width && fields[end - 1].trim() === '') end--;
    width = Math.max(width, end);
  }
  const removed = new RemovedValues();
  const blanked = values.map((fields, i) => {
    const columns = new Set(columnsBlank.filter((c) => i + 1 >= c.fromRow).map((c) => c.column));
    for (const { column, blank } of rows.get(i + 1) ?? [])
      if (blank && column !== null) columns.add(column);
    for (const column of columns) if (fields[column]) removed.add(fields[column]);
    return columns;
  });
  const newline = records.find(({ end }) => end !== '')?.end ?? '\r\n';
  let guards = 0;
  const lines = records.map(({ raw, end, broken }, i) => {
    const fields = values[i].map((value, c) => {
      if (blanked[i].has(c)) return '';
      const safe = guarded(value);
      if (safe !== value) guards++;
      return safe !== value || broken ? fieldOf(safe, delimiter) : raw[c];
    });
    const texts = (rows.get(i + 1) ?? []).map((mark) =>
      removed.any ? removed.without(mark.text, () => '*') : mark.text,
    );
    const all = [...new Set(texts)].join('; ');
    const heading = all === '' ? words.issuesColumn : `${words.issuesColumn}: ${all}`;
    const said = i === header ? heading : all;
    if (said !== '') {
      while (fields.length < width) fields.push('');
      fields.length = width;
      fields.push(fieldOf(guarded(writable(said)), delimiter));
    }
    return fields.join(delimiter) + (end === '' && i < records.length - 1 ? newline : end);
  });
  return {
    bytes: new TextEncoder().encode(`\uFEFF${lines.join('')}`),
    reencoded: !/^utf-?8/i.test(encoding),
    guarded: guards,
    unplaced: marks.filter(({ row }) => !(row >= 1 && row <= records.length)).length,
  };
}
