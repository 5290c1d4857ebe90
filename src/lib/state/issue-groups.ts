import type { Issue, Severity } from '#lib/core/model.ts';

export const SEVERITIES = ['error', 'warning', 'note'] as const satisfies readonly Severity[];

/** What of the issues is asked for; null = all. */
export interface IssueFilter {
  severity: Severity | null;
  file: string | null;
}

/** All issues of one code: those listed one by one, and how many there are with those that are not. */
export interface IssueGroup {
  code: string;
  severity: Severity;
  count: number;
  issues: Issue[];
}

/** How many issues one stands for: `more_of_same` counts those that were not listed. */
const weightOf = ({ code, found }: Issue): number => (code === 'more_of_same' ? Number(found) : 1);

/** Severity by code, since what was not listed is an issue of the code it counts. */
function severities(issues: readonly Issue[]): ReadonlyMap<string, Severity> {
  return new Map(issues.map(({ code, severity }) => [code, severity]));
}

/**
 * Issues by code, errors first, then warnings, then notes, the larger groups first; so one error is
 * seen however many warnings there are.
 */
export function issueGroups(issues: readonly Issue[], filter: IssueFilter): IssueGroup[] {
  const own = severities(issues);
  const groups = new Map<string, IssueGroup>();
  for (const issue of issues) {
    const counted = issue.code === 'more_of_same';
    const code = counted ? (issue.expected ?? issue.code) : issue.code;
    const severity = own.get(code) ?? issue.severity;
    if (filter.severity !== null && severity !== filter.severity) continue;
    if (filter.file !== null && issue.file !== filter.file) continue;
    let group = groups.get(code);
    if (!group) groups.set(code, (group = { code, severity, count: 0, issues: [] }));
    group.count += weightOf(issue);
    if (!counted) group.issues.push(issue);
  }
  const rank = ({ severity }: IssueGroup) => SEVERITIES.indexOf(severity);
  return [...groups.values()].sort((a, b) => rank(a) - rank(b) || b.count - a.count);
}

/** How many issues of each severity there are, those not listed one by one included. */
export function issueCounts(issues: readonly Issue[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { error: 0, warning: 0, note: 0 };
  for (const { severity, count } of issueGroups(issues, { severity: null, file: null }))
    counts[severity] += count;
  return counts;
}
