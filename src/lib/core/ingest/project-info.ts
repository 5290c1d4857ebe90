import type { ProjectInfo } from '#lib/core/model.ts';
import { dayOf } from '#lib/core/ingest/cell.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { textOf } from '#lib/core/ingest/file-text.ts';
import { parseJson } from '#lib/core/ingest/json-text.ts';
import { plainText } from '#lib/core/ingest/spelling.ts';

/** What is known of a folder without `project.json`. */
export const UNKNOWN_INFO: ProjectInfo = {
  name: null,
  asOf: null,
  fictional: false,
  attribution: null,
};

/** Reads `project.json` (name, as_of, fictional, attribution; all optional); wrong members are issues. */
export function readInfo(file: string, bytes: Uint8Array, issues: IssueLog): ProjectInfo {
  const root = parseJson(file, textOf(file, bytes, issues), issues);
  if (root === undefined) return UNKNOWN_INFO;
  if (typeof root !== 'object' || root === null || Array.isArray(root)) {
    issues.add('project_info_invalid', file, { found: typeof root, expected: '{}' });
    return UNKNOWN_INFO;
  }
  const given = root as Record<string, unknown>;
  const invalid = (column: string, expected: string) =>
    issues.add('project_info_invalid', file, { column, found: given[column], expected });
  const text = (column: string): string | null => {
    const value = given[column];
    if (value === undefined || value === null) return null;
    if (typeof value === 'string') return plainText(value) || null;
    invalid(column, '""');
    return null;
  };
  const asOf = text('as_of');
  const day = asOf === null ? null : dayOf(asOf);
  if (asOf !== null && day === null) invalid('as_of', 'YYYY-MM-DD');
  const { fictional } = given;
  if (fictional !== undefined && typeof fictional !== 'boolean')
    invalid('fictional', 'true | false');
  return {
    name: text('name'),
    asOf: day,
    fictional: fictional === true,
    attribution: text('attribution'),
  };
}
