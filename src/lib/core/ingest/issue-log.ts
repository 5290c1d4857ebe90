import { ISSUE_CODES } from '#lib/core/ingest/issue-codes.ts';
import type { IssueCode } from '#lib/core/ingest/issue-codes.ts';
import type { Issue } from '#lib/core/model.ts';

/** How many issues of one code, file and column are listed one by one. */
export const LISTED_PER_KIND = 200;

/** How many issues are listed one by one. */
export interface Listing {
  /** Of each code, file and column. */
  perKind: number;
  /** Of all together. */
  total: number;
  /** True for a file whose issues are listed at all. */
  of: (file: string) => boolean;
}
const FEW: Listing = { perKind: LISTED_PER_KIND, total: Infinity, of: () => true };

/** Longest text quoted from a file, in UTF-16 units. */
const QUOTED = 80;
/** What is looked at behind a quotation, so that a number on its edge is known for what it is. */
const BEYOND = 80;

/** Takes personal data out of a text. */
export type Cleaner = (text: string) => string;

export interface IssueParts {
  sheet?: string | null;
  row?: number | null;
  column?: string | null;
  found?: unknown;
  expected?: string | null;
}

/**
 * Collects issues. Of each (code, file, column) the first 200 are listed, or as many as `listing`
 * says; the rest are counted in one `more_of_same` issue (`found` = how many more, `expected` = their code), so that a million
 * bad rows cost no memory. Whatever is quoted, names of files among it, goes through `clean` first.
 */
export class IssueLog {
  readonly #clean: Cleaner;
  readonly #listing: Listing;
  readonly #listed: Issue[] = [];
  readonly #counts = new Map<
    string,
    { code: IssueCode; file: string; column: string | null; n: number; listed: number }
  >();

  constructor(clean: Cleaner = (text) => text, listing: Listing = FEW) {
    this.#clean = clean;
    this.#listing = listing;
  }

  add(code: IssueCode, file: string, parts: IssueParts = {}): void {
    const key = `${code}\n${file}\n${parts.column ?? ''}`;
    let kind = this.#counts.get(key);
    if (!kind) {
      const column = this.#shown(parts.column);
      this.#counts.set(key, (kind = { code, file: this.#clean(file), column, n: 0, listed: 0 }));
    }
    kind.n++;
    const { perKind, total, of } = this.#listing;
    if (kind.listed >= perKind || this.#listed.length >= total || !of(kind.file)) return;
    kind.listed++;
    this.#listed.push({
      code,
      severity: ISSUE_CODES[code],
      file: kind.file,
      sheet: this.#shown(parts.sheet),
      row: parts.row ?? null,
      column: kind.column,
      found: this.#quoted(parts.found),
      expected: this.#quoted(parts.expected),
    });
  }

  #shown(text: string | null | undefined): string | null {
    return text === null || text === undefined ? null : this.#clean(text);
  }

  #quoted(value: unknown): string | null {
    if (value === null || value === undefined) return null;
    const text = String(value);
    const clean = this.#clean(text.slice(0, QUOTED + BEYOND));
    const whole = text.length <= QUOTED + BEYOND;
    if (whole && clean.length <= QUOTED) return clean;
    const known = whole ? clean.length : Math.max(0, clean.length - BEYOND);
    return `${clean.slice(0, Math.min(QUOTED, known))}…`;
  }

  /** A log that goes on from here without changing this one. */
  copy(): IssueLog {
    const copy = new IssueLog(this.#clean, this.#listing);
    for (const issue of this.#listed) copy.#listed.push(issue);
    for (const [key, kind] of this.#counts) copy.#counts.set(key, { ...kind });
    return copy;
  }

  /** A log that goes on from here without what was said of a file and its members. */
  without(name: string): IssueLog {
    const file = this.#clean(name);
    const isOther = (of: { file: string }) => of.file !== file && !of.file.startsWith(`${file}/`);
    const rest = new IssueLog(this.#clean, this.#listing);
    rest.#listed.push(...this.#listed.filter(isOther));
    for (const [key, kind] of this.#counts) if (isOther(kind)) rest.#counts.set(key, { ...kind });
    return rest;
  }

  /** The issues in the order found, and one `more_of_same` for each list that was cut. */
  list(): Issue[] {
    const issues = this.#listed.slice();
    for (const { code, file, column, n, listed } of this.#counts.values()) {
      if (n <= listed) continue;
      issues.push({
        code: 'more_of_same',
        severity: ISSUE_CODES.more_of_same,
        file,
        sheet: null,
        row: null,
        column,
        found: String(n - listed),
        expected: code,
      });
    }
    return issues;
  }
}
