import type { Severity } from '#lib/core/model.ts';

/** One fault of one cell, or of a whole row, of a workbook. */
export interface Mark {
  /** Name of the page as the workbook has it. */
  sheet: string;
  /** From 1, as a spreadsheet counts. */
  row: number;
  /** From 0; null marks the whole row. */
  column: number | null;
  /** In the reader's language. */
  text: string;
  severity: Severity;
  /** True where the value must leave the file (personal data); of a cell, not of a whole row. */
  blank?: boolean;
}

/** A column whose values must leave the file, from a row on (from 1) to the end of the page. */
export interface ColumnBlank {
  sheet: string;
  /** From 0. */
  column: number;
  fromRow: number;
}

/** Where a row of the summary leads. */
export interface Place {
  sheet: string;
  row: number;
  column: number | null;
}

/** The page that is added behind the others. */
export interface Summary {
  title: string;
  /** Lines below the title. */
  notes?: string[];
  headers: string[];
  rows: (string | number)[][];
  /** For each row the cell it leads to, or null. */
  places?: (Place | null)[];
  /** Widths of the columns in characters; without it they follow from the texts. */
  widths?: number[];
}

/** What is written besides the marks; `{sheet}` and `{count}` are filled in. */
export interface HandbackWords {
  /** Name of the summary page. */
  summarySheet: string;
  /** Author of the comments. */
  author: string;
  /** Header of the column added to delimited text. */
  issuesColumn: string;
  /** Said in the summary of a page whose cells are filled beyond the limit of comments. */
  moreComments: string;
  /** Name of a page that has none. */
  unnamedSheet: string;
}

/** A workbook handed back. */
export interface MarkedWorkbook {
  bytes: Uint8Array;
  /** Marked cells that are filled and have no comment, the limit of their page being reached. */
  uncommented: number;
  /** Marks whose page or cell the workbook does not have. */
  unplaced: number;
  /**
   * Members that are no XML and hold, or may hold, a value that was to leave the file (embedded
   * objects, macros); empty where nothing was blanked.
   */
  unclean: string[];
}

/** The words of a template with its parameters filled in. */
export function filled(template: string, params: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
