import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import { scrubSheet } from '#lib/core/ingest/scrub.ts';
import type { ScrubFinding } from '#lib/core/ingest/scrub.ts';
import type { Sheet } from '#lib/core/ingest/sheet.ts';

/** A sheet without personal data, and what was taken out of it. */
export interface CleanSheet extends Sheet {
  personal: ScrubFinding[];
}

/** The sheet without personal data; what was taken out is said in counts. */
export function scrubbed(sheet: Sheet, { contract, cells }: Lexicon, issues: IssueLog): CleanSheet {
  const { sheet: clean, findings } = scrubSheet(sheet, contract, cells);
  for (const { code, column, kind, count } of findings)
    issues.add(code, sheet.file, { sheet: clean.sheet, column, found: `${kind} ${count}` });
  return { ...clean, personal: findings };
}
