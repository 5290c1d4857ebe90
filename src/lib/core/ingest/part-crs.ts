import { reads } from '#lib/core/geo/crs/crs-reading.ts';
import { crsOfText } from '#lib/core/geo/crs/crs-text.ts';
import type { CrsId } from '#lib/core/geo/crs/crs-id.ts';
import type { Placer } from '#lib/core/division/place.ts';
import { boxFor, detectCrs } from '#lib/core/ingest/detective/detect-crs.ts';
import type { Box } from '#lib/core/ingest/detective/digits.ts';
import { HYPOTHESES, hypothesisKey } from '#lib/core/ingest/detective/hypothesis.ts';
import type { Hypothesis } from '#lib/core/ingest/detective/hypothesis.ts';
import type { Territory } from '#lib/core/ingest/detective/territory.ts';
import type { CrsVerdict } from '#lib/core/ingest/detective/verdict.ts';
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import { rawCoordinates } from '#lib/core/ingest/part-coordinates.ts';
import type { RawCoordinates } from '#lib/core/ingest/part-coordinates.ts';
import type { Part } from '#lib/core/ingest/part.ts';
import { cellAt, cellText } from '#lib/core/ingest/sheet.ts';

/** Records of a part that the detective is shown. */
const SHOWN = 20_000;
/** Rows that can say that a file of the contract is in another system than the contract's. */
const FEWEST = 9;

export const WGS84: Hypothesis = { crs: 'wgs84', swapped: false, digits: 'plain' };
export const isPlain = (one: Hypothesis): boolean => hypothesisKey(one) === 'wgs84';

/** The hypothesis that a key names, null for none. */
export function hypothesisOf(key: string): Hypothesis | null {
  return HYPOTHESES.find((one) => hypothesisKey(one) === key) ?? null;
}

/** How the coordinates of a part are read, and why. */
export interface CrsDecision {
  /** Null where they are in a system that cannot be converted from. */
  hypothesis: Hypothesis | null;
  /** `assumed` where the rows leave more than one reading open and nobody has chosen. */
  how: 'plain' | 'declared' | 'chosen' | 'found' | 'assumed' | 'refused';
  verdict: CrsVerdict | null;
  box: Box;
  raw: RawCoordinates;
}

/** What a part is judged against. */
export interface Ground {
  territory: Territory;
  placer: Placer | null;
  /** Positions that are already sure. */
  neighbours: { lng: Float64Array; lat: Float64Array } | null;
}

/** The ground of a project without divisions. */
export const NO_TERRITORY: Territory = {
  bbox: null,
  isDrawn: () => false,
  holds: () => false,
  covers: () => false,
};

/** Decides how the coordinates of a part are read; null where it has none. */
export function decideCrs(part: Part, ground: Ground, lexicon: Lexicon): CrsDecision | null {
  const raw = rawCoordinates(part, SHOWN);
  if (raw === null) return null;
  const box = boxFor(ground.territory);
  if (part.chosenCrs !== null) {
    const hypothesis = hypothesisOf(part.chosenCrs);
    if (hypothesis) return { hypothesis, how: 'chosen', verdict: null, box, raw };
  }
  const said = part.sheet.crs ?? part.saidCrs;
  const remembered = part.sheet.crs === null && said !== null ? hypothesisOf(said) : null;
  const reading =
    said === null ? null : remembered ? reads(remembered.crs) : crsOfText(said, lexicon.crs);
  if (reading?.fault) return { hypothesis: null, how: 'refused', verdict: null, box, raw };
  const own = reading?.crs ?? (part.named ? 'wgs84' : null);
  const verdict = detect(part, raw, ground, own);
  // The contract does not say in which order one column has both.
  const ordered = part.named && reading === null && !part.split;
  return { ...settled(verdict, own, ordered), verdict, box, raw };
}

function detect(part: Part, raw: RawCoordinates, ground: Ground, declared: CrsId | null) {
  const { territory, neighbours } = ground;
  const question = {
    x: raw.x,
    y: raw.y,
    named: namedDivisions(part, raw, ground),
    territory,
    declared,
  };
  const first = detectCrs({ ...question, neighbours: null });
  if (first.sure === 'sure' || neighbours === null || part.named) return first;
  return detectCrs({ ...question, neighbours });
}

function settled(
  { best, sure, declaredAgrees, open, scores }: CrsVerdict,
  declared: CrsId | null,
  named: boolean,
): Pick<CrsDecision, 'hypothesis' | 'how'> {
  if (best === null || (scores[0]?.total ?? 0) === 0) return { hypothesis: WGS84, how: 'plain' };
  const rows = scores[0].total;
  // What the contract asks for is doubted by many rows only; of few, each odd one is told by itself.
  if (named && rows < FEWEST) return { hypothesis: WGS84, how: 'plain' };
  if (sure === 'sure') {
    if (isPlain(best)) return { hypothesis: best, how: 'plain' };
    return { hypothesis: best, how: declaredAgrees ? 'declared' : 'found' };
  }
  const asDeclared = open.find(({ crs, digits }) => crs === declared && digits === 'plain');
  if (asDeclared)
    return { hypothesis: asDeclared, how: isPlain(asDeclared) ? 'plain' : 'declared' };
  const plain = open.find(isPlain);
  if (plain && (named || open.length === 1)) return { hypothesis: plain, how: 'plain' };
  if (named) return { hypothesis: WGS84, how: 'plain' };
  // Of readings that nothing tells apart, the one without a shift is the least harm.
  const unshifted = open.find(({ crs }) => crs === 'wgs84');
  return { hypothesis: plain ?? unshifted ?? best, how: 'assumed' };
}

/** The divisions that the rows themselves name; null where the part has no such column. */
export function namedDivisions(part: Part, { records }: RawCoordinates, { placer }: Ground) {
  const at = part.columns.get('division');
  if (at === undefined || placer === null || placer.count === 0) return null;
  const given = Array.from(records, (r) => cellText(cellAt(part.sheet.columns[at], r)));
  return placer.find(given, () => undefined);
}
