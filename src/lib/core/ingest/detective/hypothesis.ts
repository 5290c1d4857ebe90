import type { Columns } from '#lib/core/geo/crs/columns.ts';
import { toWgs84 } from '#lib/core/geo/crs/convert.ts';
import type { CrsId } from '#lib/core/geo/crs/crs-id.ts';
import { METRE_CRS } from '#lib/core/geo/crs/crs-id.ts';
import type { Box, Digits } from '#lib/core/ingest/detective/digits.ts';
import { unpacked, withPoints } from '#lib/core/ingest/detective/digits.ts';

/** One way to read two columns as positions. */
export interface Hypothesis {
  crs: CrsId;
  /** The latitude or northing stands in the first column (surveyors call north x). */
  swapped: boolean;
  /** `plain` numbers, decimal points lost, or degrees packed as DDDMMSS.ss. */
  digits: Digits;
}

const USUAL: readonly CrsId[] = ['wgs84', 'gcj02', 'bd09'];
/** Files that took two wrong turns. */
const TWICE_WRONG: readonly CrsId[] = [
  'gcj02_twice',
  'bd09_of_gcj02',
  'bd09_as_gcj02',
  'gcj02_undone',
];

const read = (ids: readonly CrsId[], swapped: boolean, digits: Digits = 'plain'): Hypothesis[] =>
  ids.map((crs) => ({ crs, swapped, digits }));

/** Every way that is tried, the simplest first. */
export const HYPOTHESES: readonly Hypothesis[] = [
  ...read([...USUAL, ...METRE_CRS], false),
  ...read([...USUAL, ...METRE_CRS], true),
  ...read(USUAL, false, 'point_lost'),
  ...read(USUAL, true, 'point_lost'),
  ...read(USUAL, false, 'packed_dms'),
  ...read(USUAL, true, 'packed_dms'),
  ...read(TWICE_WRONG, false),
  ...read(TWICE_WRONG, true),
];

/** True for what takes two mistakes to come about. */
export function isTwiceWrong({ crs }: Hypothesis): boolean {
  return TWICE_WRONG.includes(crs);
}

/** A name for a hypothesis, the same for equal ones. */
export function hypothesisKey({ crs, swapped, digits }: Hypothesis): string {
  return [crs, swapped ? 'swapped' : null, digits === 'plain' ? null : digits]
    .filter((part) => part !== null)
    .join('+');
}

/**
 * WGS 84 degrees, new columns, of two columns read in one way; NaN where a row cannot be read so.
 *
 * `box` is where positions may lie, for points that were lost.
 */
export function positionsUnder(
  hypothesis: Hypothesis,
  x: Float64Array,
  y: Float64Array,
  box: Box,
): Columns {
  const [first, second] = hypothesis.swapped ? [y, x] : [x, y];
  switch (hypothesis.digits) {
    case 'plain':
      return toWgs84(hypothesis.crs, first, second);
    case 'point_lost':
      return toWgs84(hypothesis.crs, ...withPoints(first, second, box));
    case 'packed_dms':
      return toWgs84(hypothesis.crs, unpacked(first), unpacked(second));
  }
}
