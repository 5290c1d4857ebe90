import { hypothesisKey } from '#lib/core/ingest/detective/hypothesis.ts';
import type { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import { decideCrs, isPlain } from '#lib/core/ingest/part-crs.ts';
import type { CrsDecision, Ground } from '#lib/core/ingest/part-crs.ts';
import { reportOddRows } from '#lib/core/ingest/part-odd-rows.ts';
import type { Part } from '#lib/core/ingest/part.ts';

/** Says what was done with the coordinates of a part. */
export function reportCrs({ sheet }: Part, decision: CrsDecision, issues: IssueLog): void {
  const { hypothesis, how, verdict } = decision;
  const place = { sheet: sheet.sheet };
  if (hypothesis === null) {
    issues.add('crs_not_supported', sheet.file, { ...place, found: sheet.crs });
    return;
  }
  const key = hypothesisKey(hypothesis);
  if (how === 'found')
    issues.add('crs_found', sheet.file, { ...place, found: key, expected: 'wgs84' });
  else if (how === 'assumed')
    issues.add('crs_uncertain', sheet.file, {
      ...place,
      found: key,
      expected: verdict?.open.slice(0, 4).map(hypothesisKey).join(' | '),
    });
  else if (!isPlain(hypothesis))
    issues.add('crs_converted', sheet.file, { ...place, found: key, expected: 'wgs84' });
  if (verdict?.datumAssumed) issues.add('crs_datum_assumed', sheet.file, { ...place, found: key });
}

/** The part with its coordinates decided, and what was decided among the issues. */
export function placedPart(part: Part, ground: Ground, lexicon: Lexicon, issues: IssueLog): Part {
  const decision = decideCrs(part, ground, lexicon);
  if (decision === null) return part;
  reportCrs(part, decision, issues);
  reportOddRows(part, decision, ground, issues);
  const { hypothesis, box } = decision;
  if (hypothesis !== null)
    return { ...part, reading: isPlain(hypothesis) ? null : { hypothesis, box } };
  // What cannot be converted has no position: one that is a hundred metres off would be believed.
  const columns = new Map([...part.columns].filter(([name]) => name !== 'lng' && name !== 'lat'));
  return { ...part, columns, sheet: { ...part.sheet, geometry: null } };
}
