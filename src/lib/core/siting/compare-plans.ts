import type { DemandGroups } from '#lib/core/siting/problem.ts';

/** A plan as far as it is compared: open sites, and who serves each demand (-1 for nobody). */
export interface ComparedPlan {
  open: Uint32Array;
  assigned: Int32Array;
}

/** What two plans cover: one entry a group and a last one for everything, demand of no group included. */
export interface PlanColumns {
  points: Uint32Array;
  weight: Float64Array;
  pointsA: Uint32Array;
  weightA: Float64Array;
  pointsB: Uint32Array;
  weightB: Float64Array;
}

/** Two plans side by side; sites are ascending. */
export interface PlanComparison {
  groups: PlanColumns;
  onlyA: Uint32Array;
  onlyB: Uint32Array;
  both: Uint32Array;
  /** Demand that only one of them serves. */
  gained: Uint32Array;
  lost: Uint32Array;
}

/**
 * Sets plan B against plan A, group by group; both number sites and demand alike.
 *
 * @param weight of each demand
 * @param groups null: everything only
 */
export function comparePlans(
  weight: Float64Array,
  groups: DemandGroups | null,
  a: ComparedPlan,
  b: ComparedPlan,
): PlanComparison {
  const everything = groups?.count ?? 0;
  const columns = emptyColumns(everything + 1);
  const gained: number[] = [];
  const lost: number[] = [];
  for (let demand = 0; demand < weight.length; demand++) {
    const inA = a.assigned[demand]! >= 0;
    const inB = b.assigned[demand]! >= 0;
    if (inB && !inA) gained.push(demand);
    if (inA && !inB) lost.push(demand);
    count(columns, everything, weight[demand]!, inA, inB);
    const group = groups?.group[demand] ?? -1;
    if (group >= 0) count(columns, group, weight[demand]!, inA, inB);
  }
  const [openA, openB] = [new Set(a.open), new Set(b.open)];
  return {
    groups: columns,
    onlyA: a.open.filter((site) => !openB.has(site)),
    onlyB: b.open.filter((site) => !openA.has(site)),
    both: a.open.filter((site) => openB.has(site)),
    gained: Uint32Array.from(gained),
    lost: Uint32Array.from(lost),
  };
}

const emptyColumns = (rows: number): PlanColumns => ({
  points: new Uint32Array(rows),
  weight: new Float64Array(rows),
  pointsA: new Uint32Array(rows),
  weightA: new Float64Array(rows),
  pointsB: new Uint32Array(rows),
  weightB: new Float64Array(rows),
});

function count(
  columns: PlanColumns,
  row: number,
  weight: number,
  inA: boolean,
  inB: boolean,
): void {
  columns.points[row]! += 1;
  columns.weight[row]! += weight;
  if (inA) {
    columns.pointsA[row]! += 1;
    columns.weightA[row]! += weight;
  }
  if (inB) {
    columns.pointsB[row]! += 1;
    columns.weightB[row]! += weight;
  }
}

/** Covered shares of one row of a comparison, 0..1, and B less A; NaN where there is nothing to cover. */
export function sharesOf(
  columns: PlanColumns,
  row: number,
): { weight: [number, number, number]; points: [number, number, number] } {
  const shares = (of: number, a: number, b: number): [number, number, number] =>
    of > 0 ? [a / of, b / of, (b - a) / of] : [NaN, NaN, NaN];
  return {
    weight: shares(columns.weight[row]!, columns.weightA[row]!, columns.weightB[row]!),
    points: shares(columns.points[row]!, columns.pointsA[row]!, columns.pointsB[row]!),
  };
}
