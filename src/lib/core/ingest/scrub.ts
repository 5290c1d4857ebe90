import type { CellWords, PersonalKind } from '#lib/core/ingest/cell-words.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import { scrubColumn } from '#lib/core/ingest/scrub-column.ts';
import { PersonalHeaders } from '#lib/core/ingest/scrub-header.ts';
import { PersonalTexts } from '#lib/core/ingest/scrub-text.ts';
import type { CellColumn, Sheet } from '#lib/core/ingest/sheet.ts';

/** Personal data that was taken out: how much of what kind, never what. */
export interface ScrubFinding {
  /** The whole column was dropped, or single cells of it were cut. */
  code: 'personal_data_dropped' | 'personal_data_cut';
  /** Header of the column, itself scrubbed, or the name of the sheet where that was cut. */
  column: string;
  kind: PersonalKind;
  /** Cells that held it. */
  count: number;
}

export interface Scrubbed {
  sheet: Sheet;
  findings: ScrubFinding[];
}

/**
 * Takes personal data out of a sheet, before anything else reads it: the product keeps counts, not
 * people. Columns of names, telephone, identity-card or account numbers or mail addresses are
 * dropped, by header or by content; from other cells, headers and the sheet's name such numbers are
 * cut, with the names beside them. A cell of which nothing is left is empty. The sheet given is not
 * changed, and shares the columns in which nothing was found.
 */
export function scrubSheet(sheet: Sheet, contract: Contract, words: CellWords): Scrubbed {
  const texts = new PersonalTexts(words);
  const headerSense = new PersonalHeaders(contract, words);
  const findings: ScrubFinding[] = [];
  const clean = (text: string) => {
    const cut = texts.cut(text, false);
    if (cut === null) return text;
    for (const kind of cut.kinds)
      findings.push({ code: 'personal_data_cut', column: cut.text, kind, count: 1 });
    return cut.text;
  };
  const headers: string[] = [];
  const columns: CellColumn[] = [];
  const position: number[] = [];
  sheet.headers.forEach((given, at) => {
    const header = clean(given);
    const result = scrubColumn(sheet.columns[at], headerSense.sense(given), texts);
    for (const [kind, count] of result.counts)
      findings.push({
        code: result.column === null ? 'personal_data_dropped' : 'personal_data_cut',
        column: header,
        kind,
        count,
      });
    if (result.column === null) return;
    headers.push(header);
    columns.push(result.column);
    position.push(sheet.position[at]);
  });
  const name = sheet.sheet === null ? null : clean(sheet.sheet);
  const file = texts.clean(sheet.file);
  return {
    sheet: { ...sheet, file, sheet: name, headers, columns, position: Uint32Array.from(position) },
    findings,
  };
}
