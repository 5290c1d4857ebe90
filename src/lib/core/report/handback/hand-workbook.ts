import { findHeader } from '#lib/core/ingest/header.ts';
import { readWorkbook } from '#lib/core/ingest/format/workbook.ts';
import { sheetOf } from '#lib/core/ingest/sheet.ts';
import type { Grid, Sheet } from '#lib/core/ingest/sheet.ts';
import { filled } from '#lib/core/report/handback/mark.ts';
import type { ColumnBlank, Mark } from '#lib/core/report/handback/mark.ts';
import {
  XLSM,
  XLSX,
  handedName,
  notesOf,
  workbookNotes,
} from '#lib/core/report/handback/handed-back.ts';
import type { HandedBack, Work } from '#lib/core/report/handback/handed-back.ts';
import { marksOf, placeIssues, summaryOf } from '#lib/core/report/handback/issue-marks.ts';
import { markWorkbook } from '#lib/core/report/handback/mark-workbook.ts';
import { pageOf } from '#lib/core/report/handback/marked-page.ts';
import { isPersonal, personalCells } from '#lib/core/report/handback/personal-cells.ts';
import { pageKey } from '#lib/core/report/handback/read-again.ts';
import { rebuildWorkbook } from '#lib/core/report/handback/rebuild-workbook.ts';

interface Blanks {
  marks: Mark[];
  columns: ColumnBlank[];
}

/** What has to leave a page: what the import takes out of its table, and what stands around that. */
function blanksOf(grid: Grid, sheet: Sheet | null, work: Work): Blanks {
  const { personal, lexicon, texts } = work;
  const blanks: Blanks = { marks: [], columns: [] };
  if (personal === null) return blanks;
  const name = grid.sheet ?? '';
  const blank = (row: number, column: number) =>
    blanks.marks.push({
      sheet: name,
      row,
      column,
      text: texts.blanked,
      severity: 'warning',
      blank: true,
    });
  if (sheet) {
    const found = personalCells(sheet, lexicon);
    const fromRow = sheet.row[0] ?? (sheet.headerRows[sheet.headerRows.length - 1] ?? 0) + 1;
    for (const at of found.columns)
      blanks.columns.push({ sheet: name, column: sheet.position[at], fromRow });
    for (const { record, column } of found.cells) blank(sheet.row[record], sheet.position[column]);
  }
  const rows = new Set(sheet?.row);
  const columns = new Set(sheet?.position);
  grid.rows.forEach((cells, r) => {
    const inTable = rows.has(r + 1);
    cells?.forEach((cell, c) => {
      if (!(inTable && columns.has(c)) && isPersonal(cell, personal)) blank(r + 1, c);
    });
  });
  return blanks;
}

/**
 * Hands back a workbook: XLSX and XLSM as they are with cells filled and commented, older forms as
 * a new workbook with the same pages. Throws `HandbackFault`, `WorkbookFault` or `ArchiveFault`.
 */
export function handWorkbook(work: Work, inPlace: boolean): HandedBack {
  const { input, bytes, issues, lexicon, clean, texts } = work;
  const { grids } = readWorkbook(input.name, bytes);
  const marks: Mark[] = [];
  const columnsBlank: ColumnBlank[] = [];
  const pages = grids.map((grid) => {
    const key = pageKey(clean(grid.file), grid.sheet === null ? null : clean(grid.sheet));
    const mapping = work.mappings.get(key);
    const pick = () => mapping?.header_rows ?? null;
    const sheet = findHeader(grid, lexicon.contract, lexicon.sheets, pick)?.sheet ?? null;
    const blanks = blanksOf(grid, sheet, work);
    for (const mark of blanks.marks) marks.push(mark);
    columnsBlank.push(...blanks.columns);
    const { file, format } = grid;
    const bare = sheetOf({ file, sheet: grid.sheet, format, headers: [], columns: [] });
    return pageOf(sheet ?? bare, grid.sheet ?? '', clean, mapping, {
      headerRow: sheet?.headerRows[sheet.headerRows.length - 1] ?? null,
      shift: 0,
      rowAt: (row) => row,
    });
  });
  const blanked = marks.length + columnsBlank.length;
  const placed = placeIssues(issues, pages);
  for (const mark of marksOf(placed, texts)) marks.push(mark);
  const notes = blanked > 0 ? [filled(texts.notes.personal_blanked, { n: blanked })] : [];
  const summary = summaryOf(placed, clean(input.name), texts, notes);
  const marked = inPlace
    ? markWorkbook(bytes, marks, summary, texts.words, { columnsBlank })
    : rebuildWorkbook(grids, marks, summary, texts.words, { columnsBlank });
  const macros = inPlace && /\.xlsm$/i.test(input.name);
  return {
    name: handedName(clean(input.name), texts, macros ? 'xlsm' : 'xlsx'),
    type: macros ? XLSM : XLSX,
    bytes: marked.bytes,
    notes: notesOf({
      ...workbookNotes(marked),
      rebuilt: inPlace ? 0 : 1,
      personal_blanked: blanked,
    }),
  };
}
