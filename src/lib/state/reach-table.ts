import type { ReachCounts } from '#lib/core/reach/answer.ts';
import { DIVISION_LEVELS, type Divisions } from '#lib/core/model.ts';
import type { Desk } from '#lib/state/desk.svelte.ts';
import type { ReachFigure } from '#lib/state/reach-address.ts';
import { ranksOf } from '#lib/state/listing.ts';
import { orderOfNumbers } from '#lib/state/ordering.ts';
import type { Reached } from '#lib/state/reaching.svelte.ts';

/** Something that is counted, and how much of it is reached: columns by division, the last entry everything. */
export interface ReachMeasure {
  key: ReachFigure;
  reached: (counts: ReachCounts) => Float64Array;
  all: (counts: ReachCounts) => Float64Array;
}

export const REACH_MEASURES: readonly ReachMeasure[] = [
  { key: 'weight', reached: (c) => c.reachedWeight, all: (c) => c.weight },
  { key: 'points', reached: (c) => c.reachedPoints, all: (c) => c.points },
  { key: 'units', reached: (c) => c.reachedUnits, all: (c) => c.units },
  { key: 'households', reached: (c) => c.reachedHouseholds, all: (c) => c.households },
  { key: 'employees', reached: (c) => c.reachedEmployees, all: (c) => c.employees },
  { key: 'twiceWeight', reached: (c) => c.twiceWeight, all: (c) => c.weight },
  { key: 'twiceUnits', reached: (c) => c.twiceUnits, all: (c) => c.units },
];

/** What there is something of to be reached. */
export function measuresOf({ a }: Pick<Reached, 'a'>): ReachMeasure[] {
  return REACH_MEASURES.filter(({ all }) => {
    const column = all(a.counts);
    return column[column.length - 1] > 0;
  });
}

/** A column of the table: a number for each division, of a whole where it is a part. */
export interface ReachColumn {
  /** Name of the column in an address. */
  key: string;
  /** Key of what is counted. */
  measure:
    | ReachMeasure['key']
    | 'mean'
    | 'p95'
    | 'worst'
    | 'unreachable'
    | 'groundShare'
    | 'ground'
    | 'firmBlank'
    | 'marginal';
  what: 'alone' | 'pair' | 'share' | 'shareA' | 'shareB' | 'a' | 'b' | 'gained' | 'lost';
  format: 'count' | 'share' | 'metres' | 'km2';
  value: Float64Array;
  of: Float64Array | null;
  widthPx: number;
}

const [PAIR_PX, SHARE_PX, NUMBER_PX] = [132, 84, 84];

const shareOf = (part: Float64Array, whole: Float64Array): Float64Array =>
  part.map((value, d) => (whole[d] > 0 ? value / whole[d] : NaN));

/** Columns of one setting: how many of how many, and what share, of each thing that there is. */
function columnsOfOne({ a }: Reached, measures: ReachMeasure[]): ReachColumn[] {
  return measures.flatMap((measure): ReachColumn[] => {
    const { key } = measure;
    const [part, whole] = [measure.reached(a.counts), measure.all(a.counts)];
    return [
      { key: `${key}Share`, measure: key, what: 'share', format: 'share', value: shareOf(part, whole), of: null, widthPx: SHARE_PX }, // prettier-ignore
      {
        key,
        measure: key,
        what: 'pair',
        format: 'count',
        value: part,
        of: whole,
        widthPx: PAIR_PX,
      },
    ];
  });
}

/** Columns of two settings: either's share and number, and who gains and loses. */
function columnsOfTwo(
  { a, b, change }: Reached & { b: NonNullable<Reached['b']> },
  measures: ReachMeasure[],
): ReachColumn[] {
  return measures.flatMap((measure): ReachColumn[] => {
    const { key } = measure;
    if (!change || key === 'twiceWeight' || key === 'twiceUnits') return [];
    const { gained, lost } = change[key];
    const whole = measure.all(a.counts);
    const [ofA, ofB] = [measure.reached(a.counts), measure.reached(b.counts)];
    const column = (
      what: ReachColumn['what'],
      value: Float64Array,
      widthPx: number,
    ): ReachColumn => ({
      ...{ key: key + what, measure: key, what, value, of: null, widthPx },
      format: what.startsWith('share') ? 'share' : 'count',
    });
    return [
      column('shareA', shareOf(ofA, whole), SHARE_PX),
      column('shareB', shareOf(ofB, whole), SHARE_PX),
      column('gained', gained, NUMBER_PX),
      column('lost', lost, NUMBER_PX),
      column('a', ofA, NUMBER_PX),
      column('b', ofB, NUMBER_PX),
    ];
  });
}

/** The columns of the division table, those that matter most first. */
export function reachColumns(reached: Reached): ReachColumn[] {
  const measures = measuresOf(reached);
  const { b } = reached;
  return b ? columnsOfTwo({ ...reached, b }, measures) : columnsOfOne(reached, measures);
}

/** Divisions of the chosen level inside the scope (all where the scope holds none), in the order of a column. */
export function reachRows(
  desk: Pick<Desk, 'level' | 'inScope' | 'scope'>,
  divisions: Divisions,
  columns: readonly ReachColumn[],
  { column, descending }: { column: string; descending: boolean },
  locale: string,
): { rows: Uint32Array; scoped: boolean } {
  const level = DIVISION_LEVELS.indexOf(desk.level);
  const all: number[] = [];
  for (let d = 0; d < divisions.count; d++) if (divisions.level[d] === level) all.push(d);
  const inside = all.filter((d) => desk.inScope?.[d] === 1 && d !== desk.scope);
  const own = inside.length > 0 ? inside : all;
  const sorted = columns.find(({ key }) => key === column);
  const keys = sorted
    ? Float64Array.from(own, (d) => sorted.value[d])
    : ranksOf(
        own.map((d) => divisions.name[column === 'parent' ? divisions.parent[d] : d] ?? ''),
        locale,
      );
  const rows = orderOfNumbers(keys, descending).map((at) => own[at]);
  return { rows, scoped: inside.length > 0 };
}
