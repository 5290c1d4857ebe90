import type { Merge } from '#lib/core/ingest/sheet.ts';
import { WorkbookFault } from '#lib/core/ingest/format/workbook-fault.ts';

/** What the XML of a page says besides its cells; rows and columns from 0. */
export interface PageScan {
  /** Bytes up to the end of the cells. */
  end: number;
  merges: Merge[];
  hiddenRows: Set<number>;
  sumRows: Set<number>;
  /** Formulas that no program has calculated: their cells hold nothing. */
  unvalued: { row: number; column: number; formula: string }[];
}

const ROW_OR_FORMULA = /<(?:\w+:)?(?:(row)|f)(?=[\s/>])([^>]*)>([^<]*)/g;
const NO_VALUE =
  /(?:<\/(?:\w+:)?f>)?\s*(?:<(?:\w+:)?v\s*\/>|<(?:\w+:)?v>\s*<\/(?:\w+:)?v>)?\s*<\/(?:\w+:)?c>/y;
const CELLS_END = /<\/(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*\/>/;
const MERGE =
  /<(?:\w+:)?mergeCell\s[^>]*?ref=["']\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)["']/g;
const ROW_NUMBER = /\sr=["'](\d+)["']/;
const HIDDEN = /\shidden=["'](?:1|true)["']/;
const REFERENCE = /(?:^|[(,:!])\$?[A-Z]{1,3}\$?(\d+)/g;

/** Position of a column from its letters, from 0. */
function columnOf(letters: string): number {
  let column = 0;
  for (let i = 0; i < letters.length; i++) column = column * 26 + letters.charCodeAt(i) - 64;
  return column - 1;
}

/**
 * True for a formula that adds up other rows: SUBTOTAL, or a SUM that names a row other than its own
 * (a SUM across one row is a column like any other).
 */
export function sumsRows(formula: string, row: number): boolean {
  const plain = formula.replace(/^[=+\s]+/, '').toUpperCase();
  if (/^SUBTOTAL\s*\(/.test(plain)) return true;
  if (!/^SUM\s*\(/.test(plain)) return false;
  const rows = [...plain.matchAll(REFERENCE)].map((found) => Number(found[1]) - 1);
  return rows.some((other) => other !== row) && !rows.includes(row);
}

/** Reads rows, formulas and merges off the XML of a page. Throws `WorkbookFault` where it breaks off. */
export function scanPage(bytes: Uint8Array): PageScan {
  // One character for each byte, so that offsets are those of the bytes; what is looked for is ASCII.
  const text = new TextDecoder('windows-1252').decode(bytes);
  const cellsEnd = CELLS_END.exec(text);
  if (!cellsEnd) throw new WorkbookFault('workbook_damaged', null, '</sheetData>');
  const end = cellsEnd.index + cellsEnd[0].length;
  const scan: PageScan = {
    end,
    merges: mergesOf(text.slice(end)),
    hiddenRows: new Set(),
    sumRows: new Set(),
    unvalued: [],
  };
  let row = -1;
  ROW_OR_FORMULA.lastIndex = 0;
  for (let found; (found = ROW_OR_FORMULA.exec(text)) && found.index < end;) {
    const [, isRow, attributes, formula] = found;
    if (isRow) {
      const number = ROW_NUMBER.exec(attributes);
      row = number ? Number(number[1]) - 1 : row + 1;
      if (HIDDEN.test(attributes)) scan.hiddenRows.add(row);
      continue;
    }
    if (sumsRows(formula, row)) scan.sumRows.add(row);
    NO_VALUE.lastIndex = ROW_OR_FORMULA.lastIndex;
    if (!NO_VALUE.test(text)) continue;
    const cell = /\sr=["']([A-Z]{1,3})\d+["']/.exec(
      text.slice(text.lastIndexOf('<', found.index - 1), found.index),
    );
    if (cell) scan.unvalued.push({ row, column: columnOf(cell[1]), formula });
  }
  return scan;
}

function mergesOf(text: string): Merge[] {
  return Array.from(text.matchAll(MERGE), ([, left, top, right, bottom]) => ({
    top: Number(top) - 1,
    left: columnOf(left),
    bottom: Number(bottom) - 1,
    right: columnOf(right),
  })).filter(({ top, left, bottom, right }) => bottom >= top && right >= left);
}
