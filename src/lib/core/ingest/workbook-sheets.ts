import { readWorkbook } from '#lib/core/ingest/format/workbook.ts';
import type { HeaderPick } from '#lib/core/ingest/header-choice.ts';
import { findHeader } from '#lib/core/ingest/header.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import type { Sheet } from '#lib/core/ingest/sheet.ts';

/** The tables on the pages of a workbook; what stands around them is said in the issues. */
export function workbookSheets(
  file: string,
  bytes: Uint8Array,
  lexicon: Lexicon,
  issues: IssueLog,
  pick: HeaderPick | null = null,
): Sheet[] {
  const { grids, faults } = readWorkbook(file, bytes);
  for (const { code, sheet, row, column, found } of faults)
    issues.add(code, file, { sheet, row: row + 1, column: columnName(column), found });
  const sheets: Sheet[] = [];
  for (const grid of grids) {
    const found = findHeader(grid, lexicon.contract, lexicon.sheets, pick);
    if (!found) {
      issues.add('page_without_table', file, { sheet: grid.sheet });
      continue;
    }
    for (const { code, row, found: text } of found.notes)
      issues.add(code, file, { sheet: grid.sheet, row, found: text });
    sheets.push({ ...found.sheet, hidden: found.hidden });
  }
  if (grids.length === 0) issues.add('file_empty', file, { found: 0 });
  return sheets;
}

/** Letters of a spreadsheet's column, from 0: A, B, ... Z, AA. */
export function columnName(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? columnName(rest - 1) : '') + String.fromCharCode(65 + (column % 26));
}
