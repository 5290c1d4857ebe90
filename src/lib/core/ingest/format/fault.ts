import type { IssueCode } from '#lib/core/ingest/issue-codes.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';

/** Thrown where nothing of a file can be read: why, what stands there, and what should. */
export class FormatFault extends Error {
  readonly code: IssueCode;
  readonly found: string | number | null;
  readonly expected: string | null;

  constructor(
    code: IssueCode,
    found: string | number | null = null,
    expected: string | null = null,
  ) {
    super(`${code}: found ${String(found)}, expected ${String(expected)}`);
    this.name = 'FormatFault';
    this.code = code;
    this.found = found;
    this.expected = expected;
  }
}

/** Makes an issue of a `FormatFault` and gives null; throws whatever else it is handed. */
export function reportFault(file: string, error: unknown, issues: IssueLog): null {
  if (!(error instanceof FormatFault)) throw error;
  issues.add(error.code, file, { found: error.found, expected: error.expected });
  return null;
}
