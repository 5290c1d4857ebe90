import { checkTopology } from '#lib/core/division/topology.ts';
import type { IssueCode } from '#lib/core/ingest/issue-codes.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { Divisions, SourceFile } from '#lib/core/model.ts';

const CODES = {
  overlap: 'divisions_overlap',
  gap: 'divisions_gap',
  duplicate: 'divisions_identical',
} as const satisfies Record<string, IssueCode>;

/** Says where divisions of one level overlap, leave gaps or repeat each other, with the area. */
export function reportTopology(
  divisions: Divisions,
  files: readonly SourceFile[],
  issues: IssueLog,
): void {
  const findings = [...checkTopology(divisions)].sort((a, b) => b.areaM2 - a.areaM2);
  for (const { kind, a, b, areaM2 } of findings) {
    const other = b < 0 ? null : divisions.code[b];
    issues.add(CODES[kind], files[divisions.file[a]].name, {
      row: divisions.row[a],
      found: `${Math.round(areaM2)} m\u00b2`,
      expected: other,
    });
  }
}
