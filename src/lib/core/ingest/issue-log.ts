import { ISSUE_CODES } from '#lib/core/ingest/issue-codes.ts';
import type { IssueCode } from '#lib/core/ingest/issue-codes.ts';
import type { Issue } from '#lib/core/model.ts';

/** How many issues of one code, file and column are listed one by one. */
export const LISTED_PER_KIND = 200;

/** Longest text quoted from a file, in UTF-16 units. */
const QUOTED = 80;

export interface IssueParts {
  row?: number | null;
  column?: string | null;
  found?: unknown;
  expected?: string | null;
}

function quote(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = String(value);
  return text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
}

/**
 * Collects issues. Of each (code, file, column) the first 200 are listed; the rest are counted in
 * one `more_of_same` issue (`found` = how many more, `expected` = their code), so that a million
 * bad rows cost no memory.
 */
export class IssueLog {
  readonly #listed: Issue[] = [];
  readonly #counts = new Map<
    string,
    { code: IssueCode; file: string; column: string | null; n: number }
  >();

  add(code: IssueCode, file: string, parts: IssueParts = {}): void {
    const column = parts.column ?? null;
    const key = `${code}\n${file}\n${column ?? ''}`;
    let kind = this.#counts.get(key);
    if (!kind) this.#counts.set(key, (kind = { code, file, column, n: 0 }));
    if (++kind.n > LISTED_PER_KIND) return;
    this.#listed.push({
      code,
      severity: ISSUE_CODES[code],
      file,
      row: parts.row ?? null,
      column,
      found: quote(parts.found),
      expected: quote(parts.expected),
    });
  }

  /** The issues in the order found, and one `more_of_same` for each list that was cut. */
  list(): Issue[] {
    const issues = this.#listed.slice();
    for (const { code, file, column, n } of this.#counts.values()) {
      if (n <= LISTED_PER_KIND) continue;
      issues.push({
        code: 'more_of_same',
        severity: ISSUE_CODES.more_of_same,
        file,
        row: null,
        column,
        found: String(n - LISTED_PER_KIND),
        expected: code,
      });
    }
    return issues;
  }
}
