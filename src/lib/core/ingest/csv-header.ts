import type { HeadFinder } from '#lib/core/ingest/csv-head.ts';
import type { HeaderPick, HeaderRange } from '#lib/core/ingest/header-choice.ts';
import { headerOf } from '#lib/core/ingest/header.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';

/** Finds the header of a CSV below titles and notes; what was passed over is said in the issues. */
export function csvHeadOf(
  file: string,
  lexicon: Lexicon,
  issues: IssueLog,
  pick: HeaderPick | null = null,
): HeadFinder {
  return (rows) => {
    const at = (range: HeaderRange | null) =>
      headerOf(rows, [], lexicon.contract, lexicon.sheets, range);
    const found = at(pick?.(file, null, (range) => at(range)?.headers ?? []) ?? null);
    if (!found) return null;
    const first = rows.findIndex((cells) => cells.some((cell) => cell !== null));
    const plain = found.from === first && found.to === first && found.body === first + 1;
    if (plain) return null;
    for (const { code, row, found: text } of found.skipped)
      issues.add(code, file, { row: row + 1, found: text });
    const skip = Array.from({ length: found.body - found.to - 1 }, (_, i) => found.to + 1 + i);
    return { headerFrom: found.from, headerTo: found.to, headers: found.headers, skip };
  };
}
