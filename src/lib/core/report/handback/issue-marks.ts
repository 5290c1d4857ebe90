import type { Issue, Severity } from '#lib/core/model.ts';
import type { HandBackTexts } from '#lib/core/report/handback/hand-back-texts.ts';
import { expectedOf, markText, sentenceOf } from '#lib/core/report/handback/hand-back-texts.ts';
import type { Mark, Place, Summary } from '#lib/core/report/handback/mark.ts';
import { filled } from '#lib/core/report/handback/mark.ts';
import { pageAt, spotsOf } from '#lib/core/report/handback/marked-page.ts';
import type { MarkedPage, Spot } from '#lib/core/report/handback/marked-page.ts';

const RANK: Record<Severity, number> = { error: 0, warning: 1, note: 2 };

/** An issue and where it is to be seen. */
export interface PlacedIssue {
  issue: Issue;
  page: MarkedPage | null;
  spots: Spot[];
}

/** Finds the cells of the issues on the pages that are handed back. */
export function placeIssues(issues: readonly Issue[], pages: readonly MarkedPage[]): PlacedIssue[] {
  return issues.map((issue) => {
    const page = pageAt(issue, pages);
    return { issue, page, spots: page ? spotsOf(issue, page) : [] };
  });
}

/** Marks of what is wrong; notes tell of what is right, and are in the summary alone. */
export function marksOf(placed: readonly PlacedIssue[], texts: HandBackTexts): Mark[] {
  return placed.flatMap(({ issue, page, spots }) => {
    if (page === null || issue.severity === 'note') return [];
    const { severity } = issue;
    return spots.map(({ row, column }) => {
      const shown = column !== null && issue.row !== null;
      return { sheet: page.name, row, column, severity, text: markText(issue, shown, texts) };
    });
  });
}

/** Errors and warnings one by one, and notes a kind at a time, in the order of their weight. */
function listed(placed: readonly PlacedIssue[]): { placed: PlacedIssue; n: number }[] {
  const entries: { placed: PlacedIssue; n: number }[] = [];
  const notes = new Map<string, { placed: PlacedIssue; n: number }>();
  for (const each of placed) {
    const { code, severity, file, sheet, column } = each.issue;
    const key = [code, file, sheet, column].join('\n');
    const known = severity === 'note' ? notes.get(key) : undefined;
    if (known) {
      known.n++;
      continue;
    }
    const entry = { placed: each, n: 1 };
    if (severity === 'note') notes.set(key, entry);
    entries.push(entry);
  }
  return entries.sort((a, b) => RANK[a.placed.issue.severity] - RANK[b.placed.issue.severity]);
}

/** The page that lists every issue, each leading to its cell. */
export function summaryOf(
  placed: readonly PlacedIssue[],
  file: string,
  texts: HandBackTexts,
  notes: readonly string[],
): Summary {
  const { labels, severities } = texts;
  const entries = listed(placed);
  const of = (severity: Severity) =>
    placed.filter(({ issue }) => issue.severity === severity).length;
  const counts = { errors: of('error'), warnings: of('warning'), notes: of('note') };
  return {
    title: filled(texts.title, { file }),
    notes: [filled(texts.counts, counts), ...notes],
    headers: [
      labels.severity,
      labels.sheet,
      labels.row,
      labels.column,
      labels.what,
      labels.found,
      labels.expected,
    ],
    rows: entries.map(({ placed: { issue }, n }) => [
      severities[issue.severity],
      issue.sheet ?? '',
      issue.row ?? '',
      issue.column ?? '',
      sentenceOf(issue, texts) + (n > 1 ? ` ${filled(texts.times, { n })}` : ''),
      issue.found ?? '',
      expectedOf(issue, texts),
    ]),
    places: entries.map(({ placed: { page, spots } }): Place | null =>
      page && spots.length > 0 ? { sheet: page.name, ...spots[0] } : null,
    ),
    widths: [8, 14, 8, 18, 60, 24, 28],
  };
}
