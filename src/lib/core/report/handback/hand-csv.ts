import { headOfText, readCsv } from '#lib/core/ingest/csv.ts';
import { csvHeadOf } from '#lib/core/ingest/csv-header.ts';
import { delimiterOf } from '#lib/core/ingest/csv-delimiter.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { decode } from '#lib/core/ingest/sniff.ts';
import type { Sheet } from '#lib/core/ingest/sheet.ts';
import { csvRecords, fieldValue } from '#lib/core/report/handback/csv-records.ts';
import { HandbackFault } from '#lib/core/report/handback/fault.ts';
import { handedName, notesOf } from '#lib/core/report/handback/handed-back.ts';
import type { HandedBack, Work } from '#lib/core/report/handback/handed-back.ts';
import { markText } from '#lib/core/report/handback/hand-back-texts.ts';
import { placeIssues } from '#lib/core/report/handback/issue-marks.ts';
import { filled } from '#lib/core/report/handback/mark.ts';
import { markCsv } from '#lib/core/report/handback/mark-csv.ts';
import type { CsvMark } from '#lib/core/report/handback/mark-csv.ts';
import { pageOf } from '#lib/core/report/handback/marked-page.ts';
import { isPersonal, personalCells } from '#lib/core/report/handback/personal-cells.ts';
import { pageKey } from '#lib/core/report/handback/read-again.ts';

/** Larger text is not held in memory several times over. */
export const TEXT_LIMIT_BYTES = 120_000_000;
const HEAD_CHARACTERS = 65_536;
/** Issues that count lines, which need not be records. */
const OF_LINES = new Set(['encoding_mixed', 'text_damaged']);

interface Blanks {
  marks: CsvMark[];
  columns: { column: number; fromRow: number }[];
}

function blanksOf(text: string, delimiter: string, sheet: Sheet, work: Work): Blanks {
  const { personal, lexicon, texts } = work;
  const blanks: Blanks = { marks: [], columns: [] };
  if (personal === null) return blanks;
  const blank = (row: number, column: number) =>
    blanks.marks.push({ row, column, text: texts.blanked, severity: 'warning', blank: true });
  const found = personalCells(sheet, lexicon);
  const fromRow = (sheet.headerRows[sheet.headerRows.length - 1] ?? 0) + 1;
  for (const at of found.columns) blanks.columns.push({ column: sheet.position[at], fromRow });
  for (const { record, column } of found.cells) blank(sheet.row[record], sheet.position[column]);
  const rows = new Set(sheet.row);
  const width = sheet.headers.length;
  csvRecords(text, delimiter).forEach(({ raw, broken }, r) => {
    const from = rows.has(r + 1) ? width : 0;
    for (let c = from; c < raw.length; c++)
      if (isPersonal(broken ? raw[c] : fieldValue(raw[c]), personal)) blank(r + 1, c);
  });
  return blanks;
}

/** Hands back delimited text with a column of issues behind the others, in UTF-8. */
export async function handCsv(work: Work): Promise<HandedBack> {
  const { input, bytes, issues, lexicon, clean, texts } = work;
  if (bytes.length > TEXT_LIMIT_BYTES) throw new HandbackFault('text_too_large');
  const quiet = new IssueLog(clean, { perKind: 0, total: 0, of: () => false });
  const mapping = work.mappings.get(pageKey(clean(input.name), null));
  const finder = csvHeadOf(input.name, lexicon, quiet, () => mapping?.header_rows ?? null);
  const sheet = await readCsv(input.name, bytes, quiet, {}, finder);
  const { text: whole } = decode(bytes);
  const text = whole.charCodeAt(0) === 0xfeff ? whole.slice(1) : whole;
  const head = new TextEncoder().encode(text.slice(0, HEAD_CHARACTERS));
  const { delimiter } = delimiterOf(headOfText({ bytes: head, encoding: 'utf-8' }));
  const headerRow = sheet.headerRows[sheet.headerRows.length - 1];
  const blanks = blanksOf(text, delimiter, sheet, work);
  const place = { headerRow: headerRow ?? null, shift: 0, rowAt: (row: number) => row };
  const page = pageOf(sheet, '', clean, mapping, place);
  const marks: CsvMark[] = blanks.marks;
  for (const { issue, spots } of placeIssues(issues, [page])) {
    if (issue.severity === 'note') continue;
    const { severity, column } = issue;
    const said = markText(issue, issue.row !== null && column !== null, texts);
    const inColumn = column === null ? said : filled(texts.inColumn, { column, text: said });
    // What is wrong with the whole file or a column is said at the head.
    const row = spots[0]?.row ?? headerRow ?? 1;
    const ofLine = OF_LINES.has(issue.code) ? (headerRow ?? 1) : row;
    marks.push({ row: ofLine, column: null, text: inColumn, severity });
  }
  const form = { delimiter, encoding: sheet.encoding ?? 'utf-8', headerRow };
  const marked = markCsv(text, marks, texts.words, form, blanks.columns);
  const ending = /\.(tsv|tab|txt)$/i.exec(input.name)?.[1].toLowerCase() ?? 'csv';
  return {
    name: handedName(clean(input.name), texts, ending),
    type: delimiter === '\t' ? 'text/tab-separated-values' : 'text/csv',
    bytes: marked.bytes,
    notes: notesOf({
      reencoded: marked.reencoded ? 1 : 0,
      guarded: marked.guarded,
      unplaced: marked.unplaced,
      personal_blanked: blanks.columns.length + blanks.marks.filter(({ blank }) => blank).length,
    }),
  };
}
