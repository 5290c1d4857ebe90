import {
  columnsProgram,
  coverRows,
  floorRows,
  missingColumns,
} from '#lib/core/siting/cover/cover-program.ts';
import type { ProgramBuilder } from '#lib/core/siting/cover/cover-program.ts';
import { eachServed, servesEverybody } from '#lib/core/siting/cover/frame.ts';
import type { Frame, RowGroups } from '#lib/core/siting/cover/frame.ts';
import type { DemandGroups, SitingProblem } from '#lib/core/siting/problem.ts';

/** A pair of the assignment with capacities, and the column that says whether it is made. */
export interface Serving {
  site: number;
  demand: number;
  column: number;
}

/**
 * A minimisation whose first columns are those of the frame, with all terms but fairness. `objective`
 * of the problem is `base` and `sign` times what the program comes to.
 */
export interface CoverModel {
  builder: ProgramBuilder;
  base: number;
  sign: 1 | -1;
  /** Column of what is missing for each row, -1 where there are none; weight of the rows and their groups. */
  missing: number;
  weight: Float64Array;
  fair: RowGroups | null;
  /** With capacities only. */
  serving: Serving[] | null;
}

/** The whole of a covering problem as a program. `problem.fair` has its rows added in stages. */
export function coverModel(problem: SitingProblem, frame: Frame): CoverModel {
  const least = problem.kind === 'lscp';
  const builder = columnsProgram(frame, () => (least ? 1 : 0));
  const stands = frame.forcedCount - frame.standingCount;
  const opening = { base: stands, sign: 1, weight: new Float64Array(0) } as const;
  if (problem.capacity && problem.backup === 'none') {
    const held = capacityRows(problem, frame, builder);
    return least ? { ...held, ...opening } : held;
  }
  if (least) {
    coverRows(
      builder,
      frame,
      frame.once.map((one) => 1 - one),
    );
    return { builder, ...opening, missing: -1, fair: null, serving: null };
  }
  if (problem.backup === 'bacop1' || problem.backup === 'bacop2') {
    return backupModel(problem, frame, builder);
  }
  const { weight } = frame;
  const missing = missingColumns(builder, frame, (r) => weight[r]);
  if (problem.floors) floorRows(builder, frame, problem.floors.share, missing);
  const base = weight.reduce((sum, one) => sum + one, frame.covered);
  return { builder, base, sign: -1, missing, weight, fair: frame.fair, serving: null };
}

/**
 * Backup coverage (Hogan and ReVelle 1986): what is missing the first time and the second time, `second`
 * never below `first`.
 */
function backupModel(problem: SitingProblem, frame: Frame, builder: ProgramBuilder): CoverModel {
  const { once, weight, incidence } = frame;
  const { rows, rowStart, column } = incidence;
  const all = servesEverybody(problem);
  const share = all ? 0 : problem.firstShare;
  // Below a half, half of each would be cheaper than the second alone.
  const whole = !all && share < 0.5;
  const firstCost = (r: number): number => (once[r] ? 0 : share * weight[r]);
  const missing = builder.columns;
  for (let r = 0; r < rows; r++) {
    builder.addColumn(firstCost(r), 0, once[r] || all ? 0 : 1, whole);
  }
  let base = share * frame.covered + (1 - share) * frame.twice;
  for (let r = 0; r < rows; r++) {
    const second = builder.addColumn((1 - share) * weight[r], 0, 1, whole);
    base += firstCost(r) + (1 - share) * weight[r];
    const twice = builder.addRow(2 - once[r], Infinity);
    const first = once[r] ? -1 : builder.addRow(1, Infinity);
    const order = once[r] ? -1 : builder.addRow(0, Infinity);
    for (let k = rowStart[r]; k < rowStart[r + 1]; k++) {
      builder.put(twice, column[k], 1);
      if (first >= 0) builder.put(first, column[k], 1);
    }
    builder.put(twice, second, 1);
    if (first < 0) continue;
    builder.put(twice, missing + r, 1);
    builder.put(first, missing + r, 1);
    builder.put(order, second, 1);
    builder.put(order, missing + r, -1);
  }
  if (problem.floors && !all) floorRows(builder, frame, problem.floors.share, missing);
  const fair = all ? null : frame.fair;
  return { builder, base, sign: -1, missing, weight, fair, serving: null };
}

/** Single-source assignment within the capacities: a row for each demand, merged with none. */
function capacityRows(problem: SitingProblem, frame: Frame, builder: ProgramBuilder): CoverModel {
  const { weight, matrix } = problem;
  const capacity = problem.capacity ?? new Float64Array(matrix.sites).fill(Infinity);
  const all = servesEverybody(problem);
  const missing = builder.columns;
  const rows: number[] = [];
  for (let i = 0; i < matrix.demands; i++) {
    builder.addColumn(all ? 0 : weight[i], 0, all ? 0 : 1, false);
    rows.push(builder.addRow(1, 1));
    builder.put(rows[i], missing + i, 1);
  }
  const serving: Serving[] = [];
  const serves = (site: number, open: number): void => {
    const held = builder.addRow(-Infinity, open < 0 ? capacity[site] : 0);
    if (open >= 0) builder.put(held, open, -capacity[site]);
    eachServed(problem, site, (demand) => {
      if (weight[demand] > capacity[site]) return;
      const column = builder.addColumn(0, 0, 1, true);
      serving.push({ site, demand, column });
      builder.put(held, column, weight[demand]);
      builder.put(rows[demand], column, 1);
      if (open < 0) return;
      const closed = builder.addRow(-Infinity, 0);
      builder.put(closed, column, 1);
      builder.put(closed, open, -1);
    });
  };
  for (const site of frame.fixed) serves(site, -1);
  frame.site.forEach((site, c) => {
    serves(site, c);
  });
  const groups = (of: DemandGroups | null, like: RowGroups | null): RowGroups | null =>
    of && like ? { of: of.group, covered: new Float64Array(of.count), total: like.total } : null;
  const floors = groups(problem.floors?.groups ?? null, frame.floors);
  if (problem.floors) {
    floorRows(builder, { ...frame, floors, weight }, problem.floors.share, missing);
  }
  const base = weight.reduce((sum, one) => sum + one, 0);
  const fair = groups(problem.fair, frame.fair);
  return { builder, base, sign: -1, missing, weight, fair, serving };
}
