import { blankRows, blanksCsv, blanksGeoJson } from '#lib/core/report/blanks.ts';
import { buildResult, resultText } from '#lib/core/report/result.ts';
import type { Counting } from '#lib/state/counting.svelte.ts';
import type { Desk } from '#lib/state/desk.svelte.ts';
import { resultInput } from '#lib/tables/result-input.ts';

export type ReportKind = 'result.json' | 'blanks.csv' | 'blanks.geojson';

/** A report of the open project under the radius on the screen, all kinds counted; as the command line writes it. */
export async function reportOf(
  kind: ReportKind,
  desk: Desk,
  counting: Counting,
): Promise<{ text: string; type: string }> {
  const { project, audit, pack, radiusM } = desk;
  if (!project || !audit) throw new Error('no project');
  if (kind === 'blanks.csv')
    return { text: blanksCsv(blankRows(project, audit)), type: 'text/csv' };
  if (kind === 'blanks.geojson') {
    const text = JSON.stringify(blanksGeoJson(blankRows(project, audit)));
    return { text, type: 'application/geo+json' };
  }
  const input = await counting.whole({ project, audit, kinds: null }, (engine) =>
    resultInput(engine, project, pack, audit, radiusM),
  );
  return { text: resultText(buildResult(input)), type: 'application/json' };
}
