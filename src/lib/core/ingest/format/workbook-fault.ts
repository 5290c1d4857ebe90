export type WorkbookFaultCode =
  | 'workbook_damaged'
  | 'workbook_encrypted'
  /** A format of workbook, or another file, that is not read. */
  | 'workbook_unsupported';

/** Why a workbook is not read at all. */
export class WorkbookFault extends Error {
  readonly code: WorkbookFaultCode;
  readonly found: string | null;
  readonly expected: string | null;

  constructor(code: WorkbookFaultCode, found: string | null, expected: string | null = null) {
    super(code);
    this.name = 'WorkbookFault';
    this.code = code;
    this.found = found;
    this.expected = expected;
  }
}

/** A cell of a workbook that holds no value; row and column from 0, `found` as the workbook shows it. */
export interface CellFault {
  /** `cell_error` #N/A and the like, `formula_without_value` a formula that was never calculated, `column_too_far` the first column of a page that is beyond what is read. */
  code: 'cell_error' | 'formula_without_value' | 'column_too_far';
  sheet: string | null;
  row: number;
  column: number;
  found: string;
}
