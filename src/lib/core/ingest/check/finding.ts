import type { IssueCode } from '#lib/core/ingest/issue-codes.ts';

/** Something a check found in a sheet; its weight is that of its code. */
export interface Finding {
  code: IssueCode;
  /** Record of the sheet, from 0; -1 where the whole column is meant. */
  row: number;
  /** Header of the column; null where the whole row is meant. */
  column: string | null;
  found: string | null;
  expected: string | null;
  /** The value proposed in its place; null where none is certain enough. */
  repair: string | null;
}

/** A finding of the parts that are given. */
export function finding(
  code: IssueCode,
  row: number,
  column: string | null,
  parts: Partial<Pick<Finding, 'found' | 'expected' | 'repair'>> = {},
): Finding {
  return { code, row, column, found: null, expected: null, repair: null, ...parts };
}
