import { blankRows, blanksCsv, blanksGeoJson } from '#lib/core/report/blanks.ts';
import type { ListInput } from '#lib/core/report/lists/list-input.ts';
import { buildResult, resultText } from '#lib/core/report/result.ts';
import type { WordBook } from '#lib/core/report/saying.ts';
import type { Result } from '#lib/core/report/result.ts';
import { demandReach } from '#lib/core/coverage/demand-reach.ts';
import { wholeCounts } from '#lib/state/counting.svelte.ts';
import { workbookOf } from '#lib/state/workbook.ts';

export type ReportKind = 'report.xlsx' | 'result.json' | 'blanks.csv' | 'blanks.geojson';

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Why there is no report: a code with words, and what the program says of it. */
export class NoReport extends Error {
  readonly code: 'no_project' | 'not_assessed';

  constructor(code: NoReport['code'], detail = '') {
    super(detail);
    this.code = code;
  }
}

/** A report of what is on the screen, all kinds counted; as the command line writes it. */
export async function reportOf(
  kind: ReportKind,
  input: ListInput,
  words: WordBook,
): Promise<{ content: string | Uint8Array; type: string }> {
  const { project, audit, assessment } = input;
  if (kind === 'blanks.csv')
    return { content: blanksCsv(blankRows(project, audit, assessment)), type: 'text/csv' };
  if (kind === 'blanks.geojson') {
    const content = JSON.stringify(blanksGeoJson(blankRows(project, audit, assessment)));
    return { content, type: 'application/geo+json' };
  }
  const result = resultOf(input);
  if (kind === 'result.json') return { content: resultText(result), type: 'application/json' };
  const { totals, unplaced, as_of, radius_m } = result;
  const content = await workbookOf(input, words, { totals, unplaced, as_of, radius_m });
  return { content, type: WORKBOOK };
}

/** The result of an audit and its assessment, all units counted. */
export function resultOf({
  project,
  audit,
  pack,
  radiusM,
  assessment,
}: Pick<ListInput, 'project' | 'audit' | 'pack' | 'radiusM' | 'assessment'>): Result {
  const { byKind, ...counts } = wholeCounts(project, audit);
  const demand = project.present.includes('demand') ? demandReach(project, pack, radiusM) : null;
  return buildResult({
    project,
    pack,
    audit,
    assessment,
    radiusM,
    kinds: byKind,
    ...counts,
    demand,
  });
}
