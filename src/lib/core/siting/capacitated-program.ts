import { SLACK } from '#lib/core/siting/capacitated-search.ts';
import { ProgramBuilder } from '#lib/core/siting/cover/cover-program.ts';
import type { Terms } from '#lib/core/siting/median-terms.ts';
import type { LinearProgram } from '#lib/core/siting/program.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';

/** The textbook program of a problem with capacities, and how to read it. */
export interface CapacitatedProgram {
  program: LinearProgram;
  /** Site and demand of each serving column, `servingFrom` onwards; candidates are the columns before. */
  servingFrom: number;
  site: Uint32Array;
  demand: Uint32Array;
  /** Column of the greatest cost (p-center), -1 for none. */
  greatest: number;
}

/** Columns: open candidates, then who serves whom (whole), then the greatest cost. */
export function capacitatedProgram(
  problem: SitingProblem,
  capacity: Float64Array,
  terms: Terms,
): CapacitatedProgram {
  const { kind, matrix, weight, floors } = problem;
  const builder = new ProgramBuilder();
  const candidateOf = new Int32Array(matrix.sites).fill(-1);
  terms.siteOf.forEach((s, c) => {
    candidateOf[s] = c;
    builder.addColumn(kind === 'lscp' ? 1 : 0, 0, 1, true);
  });
  const servingFrom = builder.columns;
  const sites = [...terms.kept, ...terms.siteOf].sort((a, b) => a - b);
  const once = Array.from(weight, () => builder.addRow(kind === 'mclp' ? 0 : 1, 1));
  const shares = floors === null || kind !== 'mclp' ? [] : floorRows(problem, builder);
  const greatest = kind === 'p-center' ? once.map(() => builder.addRow(-Infinity, 0)) : [];
  const site: number[] = [];
  const demand: number[] = [];
  for (const s of sites) {
    const c = candidateOf[s];
    const room = capacity[s] * (1 + SLACK);
    const full = builder.addRow(-Infinity, c < 0 ? room : 0);
    if (c >= 0) builder.put(full, c, -room);
    for (let e = matrix.start[s]; e < matrix.start[s + 1]; e++) {
      const i = matrix.demand[e];
      if (weight[i] > room) continue;
      const column = builder.addColumn(worth(problem, e), 0, 1, true);
      site.push(s);
      demand.push(i);
      builder.put(once[i], column, 1);
      builder.put(full, column, weight[i]);
      if (c >= 0) {
        const linked = builder.addRow(-Infinity, 0);
        builder.put(linked, column, 1);
        builder.put(linked, c, -1);
      }
      if (greatest.length > 0) builder.put(greatest[i], column, matrix.cost[e]);
      const group = floors?.groups.group[i] ?? -1;
      if (shares.length > 0 && group >= 0) builder.put(shares[group], column, weight[i]);
    }
  }
  const most = kind === 'p-center' ? builder.addColumn(1, 0, Infinity) : -1;
  for (const row of greatest) builder.put(row, most, -1);
  limit(builder, terms);
  return {
    program: builder.build(kind === 'mclp'),
    servingFrom,
    site: Uint32Array.from(site),
    demand: Uint32Array.from(demand),
    greatest: most,
  };
}

/** What a pair adds to the objective. */
function worth({ kind, weight, matrix }: SitingProblem, pair: number): number {
  const i = matrix.demand[pair];
  if (kind === 'mclp') return weight[i];
  return kind === 'p-median' ? weight[i] * matrix.cost[pair] : 0;
}

function floorRows({ floors, weight }: SitingProblem, builder: ProgramBuilder): number[] {
  const { groups, share } = floors!;
  const total = new Float64Array(groups.count);
  groups.group.forEach((g, i) => {
    if (g >= 0) total[g] += weight[i];
  });
  return Array.from(total, (sum, g) => builder.addRow(sum * share[g] * (1 - SLACK), Infinity));
}

function limit(builder: ProgramBuilder, terms: Terms): void {
  const { room, tier, price, purse, foeStart, foe, sites } = terms;
  const rows = Array.from(room, (most) => builder.addRow(-Infinity, most));
  const money = price === null ? -1 : builder.addRow(-Infinity, purse);
  for (let c = 0; c < sites; c++) {
    builder.put(rows[tier[c]], c, 1);
    if (price !== null) builder.put(money, c, price[c]);
    for (let k = foeStart[c]; k < foeStart[c + 1]; k++) {
      if (foe[k] < c) continue;
      const apart = builder.addRow(-Infinity, 1);
      builder.put(apart, c, 1);
      builder.put(apart, foe[k], 1);
    }
  }
}
