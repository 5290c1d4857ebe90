import type { Issue } from '#lib/core/model.ts';
import type { LedgerCounts, Result } from '#lib/core/report/result.ts';
import type { CliTranslate } from '#lib/i18n/cli.ts';

const LISTED_ISSUES = 20;

function detailOf({ found, expected }: Issue, words: CliTranslate): string {
  if (found === null && expected === null) return '';
  if (expected === null) return words('issueFound', { found: found ?? '' });
  return words('issueDetail', { found: found ?? words('nothing'), expected });
}

interface Words {
  words: CliTranslate;
  /** The sentence of an issue code, in the same language. */
  issueText: (code: string) => string;
}

/** How many issues there are of each severity. */
export function issueCounts(issues: readonly Issue[]) {
  const of = (severity: string): number => issues.filter((i) => i.severity === severity).length;
  return { errors: of('error'), warnings: of('warning'), notes: of('note') };
}

/** The issues, the weightiest first. */
export function ranked(issues: readonly Issue[]): Issue[] {
  return ['error', 'warning', 'note'].flatMap((severity) =>
    issues.filter((issue) => issue.severity === severity),
  );
}

/** An issue with file, row and column. */
export function issueLine(issue: Issue, { words, issueText }: Words): string {
  return words('issue', {
    place: [issue.file, issue.row, issue.column].filter((part) => part !== null).join(':'),
    text: issueText(issue.code),
    detail: detailOf(issue, words),
  });
}

/**
 * Issues as lines: how many of each severity, then the weightiest ones with file, row and column.
 * `all` says where the rest is found.
 */
export function issueLines(
  issues: readonly Issue[],
  console: Words,
  all: 'issuesInResult' | 'issuesByAudit' = 'issuesInResult',
): string[] {
  if (issues.length === 0) return [];
  const { words } = console;
  const lines = [
    words('issues', { total: issues.length, ...issueCounts(issues), all: words(all) }),
    ...ranked(issues)
      .slice(0, LISTED_ISSUES)
      .map((issue) => issueLine(issue, console)),
  ];
  if (issues.length > LISTED_ISSUES)
    lines.push(words('moreIssues', { count: issues.length - LISTED_ISSUES }));
  return lines;
}

export function percent(rate: number | null): string {
  return rate === null ? '-' : `${(rate * 100).toFixed(1)}%`;
}

/** How many columns of a terminal a text takes: a Chinese character takes two. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) columns += /[\u2e80-\uffef]/.test(character) ? 2 : 1;
  return columns;
}

export function aligned(rows: string[][]): string[] {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => width(row[c]))));
  return rows.map((row) =>
    row
      .map((cell, c) => cell + ' '.repeat(widths[c] - width(cell)))
      .join('  ')
      .trimEnd(),
  );
}

/** The short table that a run ends with. */
export function summaryLines(result: Result, blanks: number, words: CliTranslate): string[] {
  const { totals, unplaced, demand } = result;
  const row = (name: string, counts: LedgerCounts): string[] => [
    name,
    `${counts.yes} / ${counts.yes + counts.no + counts.unknown}`,
    counts.unknown > 0 && counts.yes + counts.no === 0 ? words('unknown') : percent(counts.rate),
    String(counts.unknown),
  ];
  const rows = [
    words('columns').split('\t'),
    row(words('organisation'), totals.organisation),
    row(words('work_alone'), totals.work.without_organisation),
    row(words('service'), totals.service),
  ];
  if (demand !== null) {
    const share = demand.weight > 0 ? demand.reached_weight / demand.weight : null;
    const points = `${demand.reached_points} / ${demand.points}`;
    rows.push([words('demand'), points, percent(share), '']);
  }
  const { units, due, exempt } = totals;
  return [
    words('summary', { units, due, exempt, unplaced: unplaced.units }),
    ...aligned(rows),
    words('blanks', { count: blanks }),
  ];
}
