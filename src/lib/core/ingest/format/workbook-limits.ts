/** Rows that a page of a workbook may have (Excel's own bound). */
export const MOST_ROWS = 1_048_576;
/** Columns that are read of a page; Excel allows 16,384, and no ledger has a thousand. */
export const MOST_COLUMNS = 1_024;
