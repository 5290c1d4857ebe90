import { coveredShare, type CoveredGround } from '#lib/core/reach/covered-ground.ts';
import type { DivisionDistances } from '#lib/core/reach/distance-summary.ts';
import { FIRMNESSES } from '#lib/core/reach/firmness.ts';
import type { FirmAnswer } from '#lib/core/reach/insight.ts';
import type { ReachColumn } from '#lib/state/reach-table.ts';

/** What is said of one side; null where there is no such side, or nothing is said of it yet. */
export interface Sides<T> {
  a: T | null;
  b: T | null;
}

const [PAIR_PX, SHARE_PX, NUMBER_PX] = [132, 84, 84];
const M2_PER_KM2 = 1e6;
const [MARGINAL, FIRMLY_BLANK] = [FIRMNESSES.indexOf('marginal'), FIRMNESSES.indexOf('firmly_blank')]; // prettier-ignore

/** What one side says by one name. */
type Told<T> = [
  measure: ReachColumn['measure'],
  format: ReachColumn['format'],
  value: (side: T) => Float64Array,
  of?: (side: T) => Float64Array,
];

/** A column of A alone; with B the same of either, and what they are parts of is left out. */
function columnsOf<T>({ a, b }: Sides<T>, told: readonly Told<T>[]): ReachColumn[] {
  return told.flatMap(([measure, format, value, of]): ReachColumn[] => {
    if (!a) return [];
    const widthPx = of ? PAIR_PX : format === 'share' ? SHARE_PX : NUMBER_PX;
    if (!b) return [{ key: measure, measure, what: 'alone', format, value: value(a), of: of?.(a) ?? null, widthPx }]; // prettier-ignore
    return (['a', 'b'] as const).map((what) => ({
      ...{ key: measure + what.toUpperCase(), measure, what, format },
      ...{ value: value(what === 'a' ? a : b), of: null, widthPx: NUMBER_PX },
    }));
  });
}

const sum = (columns: readonly Float64Array[]): Float64Array =>
  columns[0].map((_, d) => columns.reduce((all, column) => all + column[d], 0));

/** How far the people of each division are from their nearest station, and for how many there is no way. */
export function distanceColumns(sides: Sides<DivisionDistances>): ReachColumn[] {
  return columnsOf(sides, [
    ['mean', 'metres', ({ meanM }) => meanM],
    ['p95', 'metres', ({ p95M }) => p95M],
    ['worst', 'metres', ({ worstM }) => worstM],
    ['unreachable', 'count', ({ unreachable }) => unreachable],
  ]);
}

/** What of each division's ground is in reach, square kilometres of how many. */
export function groundColumns(sides: Sides<CoveredGround>): ReachColumn[] {
  const inKm2 = (column: Float64Array): Float64Array => column.map((m2) => m2 / M2_PER_KM2);
  return columnsOf(sides, [
    ['groundShare', 'share', coveredShare],
    ['ground', 'km2', (side) => inKm2(side.coveredM2), (side) => inKm2(side.groundM2)],
  ]);
}

/** Units of each division that no admissible setting reaches, and those that hang on one, of all. */
export function firmColumns(sides: Sides<FirmAnswer>): ReachColumn[] {
  const all = ({ units }: FirmAnswer): Float64Array => sum(units.places);
  return columnsOf(sides, [
    ['firmBlank', 'count', ({ units }) => units.places[FIRMLY_BLANK], all],
    ['marginal', 'count', ({ units }) => units.places[MARGINAL], all],
  ]);
}
