import type { IssueCode } from '#lib/core/ingest/issue-codes.ts';

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
