import { hypothesisKey } from '#lib/core/ingest/detective/hypothesis.ts';
import { oddRows } from '#lib/core/ingest/detective/odd-rows.ts';
import type { OddRow } from '#lib/core/ingest/detective/odd-rows.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { rawCoordinates } from '#lib/core/ingest/part-coordinates.ts';
import type { RawCoordinates } from '#lib/core/ingest/part-coordinates.ts';
import type { CrsDecision, Ground } from '#lib/core/ingest/part-crs.ts';
import { namedDivisions } from '#lib/core/ingest/part-crs.ts';
import type { Part } from '#lib/core/ingest/part.ts';

/** Rows that another system explains and that of their file does not, those merely swapped aside. */
function foundOdd(
  part: Part,
  raw: RawCoordinates,
  ground: Ground,
  hypothesis: NonNullable<CrsDecision['hypothesis']>,
): OddRow[] {
  const question = {
    x: raw.x,
    y: raw.y,
    named: namedDivisions(part, raw, ground),
    territory: ground.territory,
    declared: null,
    neighbours: null,
  };
  // That two numbers stand in the other order is told of the row itself.
  return oddRows(question, hypothesis).filter(
    ({ hypothesis: { crs, digits } }) => crs !== hypothesis.crs || digits !== hypothesis.digits,
  );
}

/**
 * Says which rows of a part are in another system than the one that all of it is read in, each with
 * the system that explains it, and how many they are. All rows are looked at where those that the
 * decision was made of show one. Without drawn divisions nothing can be said of a row.
 */
export function reportOddRows(
  part: Part,
  { hypothesis, how, verdict, raw }: CrsDecision,
  ground: Ground,
  issues: IssueLog,
): void {
  if (hypothesis === null || ground.territory.bbox === null) {
    if (hypothesis !== null && verdict?.mixed)
      issues.add('crs_mixed', part.sheet.file, {
        sheet: part.sheet.sheet,
        found: hypothesisKey(hypothesis),
      });
    return;
  }
  const { sheet } = part;
  const own = hypothesisKey(hypothesis);
  const place = { sheet: sheet.sheet, expected: own };
  let shown = raw;
  let odd = how === 'assumed' && !verdict?.mixed ? [] : foundOdd(part, raw, ground, hypothesis);
  if (odd.length > 0 && raw.records.length < sheet.count) {
    shown = rawCoordinates(part, sheet.count) ?? raw;
    odd = foundOdd(part, shown, ground, hypothesis);
  }
  if (odd.length === 0) {
    if (verdict?.mixed)
      issues.add('crs_mixed', sheet.file, { ...place, found: own, expected: null });
    return;
  }
  issues.add('crs_mixed', sheet.file, { ...place, found: odd.length });
  const at = part.columns.get('lng');
  const column = at === undefined ? null : sheet.headers[at];
  for (const { row, hypothesis: other } of odd)
    issues.add('crs_mixed_row', sheet.file, {
      ...place,
      row: sheet.row[shown.records[row]],
      column,
      found: hypothesisKey(other),
    });
}
