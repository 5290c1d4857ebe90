import { cellAt } from '#lib/core/ingest/sheet.ts';
import type { Cell, Sheet } from '#lib/core/ingest/sheet.ts';
import { baseName } from '#lib/core/ingest/spelling.ts';
import { HandbackFault } from '#lib/core/report/handback/fault.ts';
import { XLSX, handedName, notesOf, workbookNotes } from '#lib/core/report/handback/handed-back.ts';
import type { HandedBack, Work } from '#lib/core/report/handback/handed-back.ts';
import { marksOf, placeIssues, summaryOf } from '#lib/core/report/handback/issue-marks.ts';
import { filled } from '#lib/core/report/handback/mark.ts';
import type { ColumnBlank, Mark } from '#lib/core/report/handback/mark.ts';
import { pageAt, pageOf } from '#lib/core/report/handback/marked-page.ts';
import type { MarkedPage } from '#lib/core/report/handback/marked-page.ts';
import { personalCells } from '#lib/core/report/handback/personal-cells.ts';
import { pageKey } from '#lib/core/report/handback/read-again.ts';
import { rebuildWorkbook } from '#lib/core/report/handback/rebuild-workbook.ts';
import type { RebuiltGrid } from '#lib/core/report/handback/rebuild-workbook.ts';
import { pageName } from '#lib/core/report/handback/workbook-part.ts';

/** Cells of a rebuilt table; of a larger one only the rows with issues are written. */
const MOST_CELLS = 2_000_000;
const MOST_ROWS = 100_000;

interface Layer {
  page: MarkedPage;
  sheet: Sheet;
  /** Records that are written, in their order. */
  records: Uint32Array;
}

/** The records that a page shows: all, or of too large a table those that something is wrong with. */
function recordsOf(sheet: Sheet, wrong: ReadonlySet<number>): Uint32Array {
  const all = Uint32Array.from({ length: sheet.count }, (_, i) => i);
  if (sheet.count * (sheet.headers.length + 1) <= MOST_CELLS) return all;
  return all.filter((i) => wrong.has(sheet.row[i])).subarray(0, MOST_ROWS);
}

function layerOf(sheet: Sheet, name: string, work: Work): Layer {
  const { clean, issues, mappings } = work;
  const key = pageKey(clean(sheet.file), sheet.sheet === null ? null : clean(sheet.sheet));
  const rowOf = new Map<number, number>();
  const rowAt = (row: number) => rowOf.get(row) ?? null;
  const place = { headerRow: 1, shift: 1, rowAt };
  const positioned = { ...sheet, position: Uint32Array.from(sheet.headers.keys()) };
  const page = pageOf(positioned, name, clean, mappings.get(key), place);
  const wrong = new Set<number>();
  for (const issue of issues)
    if (issue.row !== null && issue.severity !== 'note' && pageAt(issue, [page]))
      wrong.add(issue.row);
  const records = recordsOf(sheet, wrong);
  records.forEach((record, i) => rowOf.set(sheet.row[record], i + 2));
  return { page, sheet, records };
}

function gridOf({ page, sheet, records }: Layer, work: Work): RebuiltGrid {
  const cells = (record: number): Cell[] => [
    sheet.row[record],
    ...sheet.columns.map((column) => cellAt(column, record)),
  ];
  return {
    sheet: page.name,
    rows: [[work.texts.record, ...sheet.headers.map(work.clean)], ...Array.from(records, cells)],
    merges: [],
    hiddenRows: new Set(),
    hidden: false,
  };
}

/**
 * Hands back what is no table of its own (shapefile, KML, Parquet, archives) as a new workbook: a
 * page for each layer with its attributes behind the number of the record.
 */
export function handLayers(work: Work, sheets: readonly Sheet[]): HandedBack {
  const { input, lexicon, personal, clean, texts } = work;
  if (sheets.length === 0) throw new HandbackFault('no_sheets');
  const names: string[] = [];
  const layers = sheets.map((sheet) => {
    const own = sheet.sheet ?? baseName(sheet.file).replace(/\.[^.]+$/, '');
    names.push(pageName(clean(own), names));
    return layerOf(sheet, names[names.length - 1], work);
  });
  const marks: Mark[] = [];
  const columnsBlank: ColumnBlank[] = [];
  for (const { page, sheet } of personal === null ? [] : layers) {
    const found = personalCells(sheet, lexicon);
    for (const at of found.columns)
      columnsBlank.push({ sheet: page.name, column: at + 1, fromRow: 2 });
    for (const { record, column } of found.cells) {
      const row = page.rowAt(sheet.row[record]);
      const text = texts.blanked;
      const at = {
        sheet: page.name,
        column: column + 1,
        severity: 'warning',
        blank: true,
      } as const;
      if (row !== null) marks.push({ ...at, row, text });
    }
  }
  const blanked = marks.length + columnsBlank.length;
  const placed = placeIssues(
    work.issues,
    layers.map(({ page }) => page),
  );
  for (const mark of marksOf(placed, texts)) marks.push(mark);
  const left = layers.reduce((sum, { sheet, records }) => sum + sheet.count - records.length, 0);
  const counts = { rebuilt: 1, rows_left_out: left, personal_blanked: blanked };
  const lines = notesOf(counts).map(({ code, n }) => filled(texts.notes[code], { n }));
  const summary = summaryOf(placed, clean(input.name), texts, lines);
  const grids = layers.map((layer) => gridOf(layer, work));
  const marked = rebuildWorkbook(grids, marks, summary, texts.words, { columnsBlank });
  return {
    name: handedName(clean(input.name), texts, 'xlsx'),
    type: XLSX,
    bytes: marked.bytes,
    notes: notesOf({ ...workbookNotes(marked), ...counts }),
  };
}
