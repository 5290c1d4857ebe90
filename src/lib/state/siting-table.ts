import { DIVISION_LEVELS, type Divisions } from '#lib/core/model.ts';
import type { SitingAnswer } from '#lib/core/report/siting/answer.ts';
import type { Desk } from '#lib/state/desk.svelte.ts';
import { ranksOf } from '#lib/state/listing.ts';
import { orderOfNumbers } from '#lib/state/ordering.ts';

/** A column of numbers below the siting map, one a row; of a whole where it is a part. */
export interface SitingColumn {
  /** Name of the column in an address. */
  key: string;
  kind: 'count' | 'share' | 'pair' | 'change';
  value: Float64Array;
  of: Float64Array | null;
  widthPx: number;
}

type Columns = SitingAnswer['divisions'];
const column = (
  key: string,
  kind: SitingColumn['kind'],
  value: Float64Array,
  of: Float64Array | null = null,
): SitingColumn => ({ key, kind, value, of, widthPx: kind === 'pair' ? 132 : 84 });
const share = (part: Float64Array, whole: Float64Array) =>
  part.map((value, d) => (whole[d] > 0 ? value / whole[d] : NaN));
const less = (after: Float64Array, before: Float64Array) =>
  after.map((value, d) => value - before[d]);

/** Columns of the divisions: before and with the plan; of two plans, A and B. */
export function divisionColumns(a: Columns, b: Columns | null): SitingColumn[] {
  const first = b ? a.afterWeight : a.beforeWeight;
  const second = b ? b.afterWeight : a.afterWeight;
  const [firstPoints, secondPoints] = b ? [a.afterPoints, b.afterPoints] : [a.beforePoints, a.afterPoints]; // prettier-ignore
  const whole = b ? b.weight : a.weight;
  const name = b ? ['shareA', 'shareB', 'b', 'pointsB'] : ['shareBefore', 'shareAfter', 'after', 'pointsAfter']; // prettier-ignore
  return [
    column(name[0], 'share', share(first, a.weight)),
    column(name[1], 'share', share(second, whole)),
    column('change', 'change', less(second, first)),
    column(name[2], 'pair', second, whole),
    column(name[3], 'pair', secondPoints, b ? b.points : a.points),
    column('pointsChange', 'change', less(secondPoints, firstPoints)),
  ];
}

/** Columns of the open sites of a plan. */
export function siteColumns({ plan }: Pick<SitingAnswer, 'plan'>): SitingColumn[] {
  const of = (read: (site: (typeof plan.sites)[number]) => number) =>
    Float64Array.from(plan.sites, read);
  const figures: [string, Float64Array][] = [
    ['served', of(({ servedWeight }) => servedWeight)],
    ['lost', of(({ lostWeight }) => lostWeight)],
    ['servedPoints', of(({ servedPoints }) => servedPoints)],
    ['reach', of(({ reachWeight }) => reachWeight)],
    ['lostPoints', of(({ lostPoints }) => lostPoints)],
  ];
  return figures.map(([key, value]) => column(key, 'count', value));
}

interface Order {
  column: string;
  descending: boolean;
}

const ordered = (own: number[], keys: Float64Array, descending: boolean): number[] =>
  Array.from(orderOfNumbers(keys, descending), (at) => own[at]);

/** Numbers of the open sites in the order of a column, those that the plan opens before those that stand. */
export function siteRows(
  { sites, plan }: Pick<SitingAnswer, 'sites' | 'plan'>,
  columns: readonly SitingColumn[],
  order: Order,
  locale: string,
): number[] {
  const own = plan.sites.map((_, i) => i);
  const sorted = columns.find(({ key }) => key === order.column);
  const keys = sorted
    ? sorted.value
    : ranksOf(
        plan.sites.map(({ site, existing }) =>
          order.column === 'source' ? `${existing ? 1 : 0}${sites.source[site]}` : sites.name[site],
        ),
        locale,
      );
  const rows = ordered(own, keys, order.descending);
  const [opened, standing] = [false, true].map((stands) =>
    rows.filter((row) => plan.sites[row].existing === stands),
  );
  return [...opened, ...standing];
}

/** Divisions of the chosen level inside the scope (all where it holds none), in the order of a column. */
export function divisionRows(
  desk: Pick<Desk, 'level' | 'inScope' | 'scope'>,
  divisions: Divisions,
  columns: readonly SitingColumn[],
  order: Order,
  locale: string,
): number[] {
  const level = DIVISION_LEVELS.indexOf(desk.level);
  const all: number[] = [];
  for (let d = 0; d < divisions.count; d++) if (divisions.level[d] === level) all.push(d);
  const inside = all.filter((d) => desk.inScope?.[d] === 1 && d !== desk.scope);
  const own = inside.length > 0 ? inside : all;
  const sorted = columns.find(({ key }) => key === order.column);
  const keys = sorted
    ? Float64Array.from(own, (d) => sorted.value[d])
    : ranksOf(
        own.map((d) => divisions.name[order.column === 'parent' ? divisions.parent[d] : d] ?? ''),
        locale,
      );
  return ordered(own, keys, order.descending);
}
