import { MOST_BY_TABLE, bestPacking } from '#lib/core/coverage/joint/exact.ts';
import { firstPacking, improvedPacking } from '#lib/core/coverage/joint/greedy.ts';
import type { GroupingTime, PackingSolver } from '#lib/core/coverage/joint/grouping.ts';
import { groupsOf, packingOfUnits } from '#lib/core/coverage/joint/parts.ts';
import type { Part, Sketch } from '#lib/core/coverage/joint/parts.ts';
import type { Piece } from '#lib/core/coverage/joint/piece.ts';
import { PieceSolver, SOLVE_LIMITS } from '#lib/core/coverage/joint/solve-piece.ts';
import type { SolveLimits } from '#lib/core/coverage/joint/solve-piece.ts';

/** The share of the time that may go to packings without proof. */
const GREEDY_SHARE = 0.4;
/** A piece may use this share of the time that is left, and less where there are many; few need it. */
const LARGEST_SHARE = 0.25;
const FEW_PIECES = 16;
/** Matrices of pieces are kept up to so many entries together, else made anew when they are needed. */
const MOST_KEPT = 2e7;

export interface Effort extends SolveLimits {
  /** Pieces of so few candidates are settled by a table of their subsets. */
  byTable: number;
}
export const EFFORT: Effort = { ...SOLVE_LIMITS, byTable: 12 };

/** Groups of units of the project, and what is proven of them together. */
export interface SolvedParts {
  groups: number[][];
  bound: number;
  spreadBound: number;
  proven: boolean;
}

interface Work {
  n: number;
  piece(): Piece;
  groups: number[][];
  served: number;
  unitsBound: number;
  spreadBound: number;
  /** Nothing is left to be proven. */
  settled: boolean;
}

/**
 * Solves parts in three passes: a packing for every piece at once; better ones by neighbourhoods;
 * then, with a solver, proofs. Pieces are taken from small to large, and each has its share of the
 * time that is left.
 */
export function solveParts(
  parts: readonly Part[],
  solver: PackingSolver | null,
  time: GroupingTime,
  effort: Effort,
): SolvedParts {
  const start = time.now();
  const keep = { entries: MOST_KEPT };
  const byTable = solver === null ? 0 : Math.min(effort.byTable, MOST_BY_TABLE);
  const works = parts.map(({ pieces }) => pieces.map((sketch) => firstWork(sketch, byTable, keep)));
  const open = works
    .flat()
    .filter(({ settled }) => !settled)
    .sort((a, b) => a.n - b.n);
  const inTurn = (
    share: number,
    largest: number,
    treat: (work: Work, seconds: number) => void,
  ): void => {
    const deadline = start + share * 1000 * time.seconds;
    let units = open.reduce((sum, { n }) => sum + n, 0);
    for (const work of open) {
      const left = (deadline - time.now()) / 1000;
      if (left <= 0) break;
      treat(work, left * Math.max(largest, work.n / units));
      units -= work.n;
    }
  };
  inTurn(solver ? GREEDY_SHARE : 1, 0, (work, seconds) => improve(work, seconds, time.now));
  const largest = Math.min(LARGEST_SHARE, FEW_PIECES / open.length);
  if (solver)
    inTurn(1, largest, (work, seconds) => settle(work, solver, seconds, time.now, effort));
  let bound = 0;
  let spreadBound = 0;
  let proven = true;
  works.forEach((own, p) => {
    const served = own.reduce((sum, work) => sum + work.served, 0);
    const whole = own.length === 1;
    const most = whole ? Math.min(parts[p].unitsBound, own[0].unitsBound) : parts[p].unitsBound;
    bound += Math.max(most, served);
    if (served < most || !whole || !own[0].settled) proven = false;
    if (whole) spreadBound += own[0].spreadBound;
  });
  const groups = works.flat().flatMap((work) => work.groups);
  const served = groups.reduce((sum, group) => sum + group.length, 0);
  return { groups, bound, spreadBound: served < bound ? 0 : spreadBound, proven };
}

function firstWork(sketch: Sketch, byTable: number, keep: { entries: number }): Work {
  const piece = sketch.make();
  const { n } = piece;
  keep.entries -= n * n;
  const kept = keep.entries >= 0 ? () => piece : sketch.make;
  const settled = n <= byTable;
  const packing = settled
    ? bestPacking(
        piece,
        Array.from({ length: n }, (_, i) => i),
      )
    : firstPacking(piece);
  return {
    n,
    piece: kept,
    groups: groupsOf(piece, packing),
    served: packing.served,
    unitsBound: settled ? packing.served : Infinity,
    spreadBound: settled ? packing.spread : 0,
    settled,
  };
}

function improve(work: Work, seconds: number, now: () => number): void {
  const deadline = now() + 1000 * seconds;
  const piece = work.piece();
  const known = packingOfUnits(piece, work.groups);
  const packing = improvedPacking(piece, known, () => now() <= deadline);
  work.groups = groupsOf(piece, packing);
  work.served = packing.served;
}

function settle(
  work: Work,
  solver: PackingSolver,
  seconds: number,
  now: () => number,
  effort: Effort,
): void {
  const piece = work.piece();
  const known = packingOfUnits(piece, work.groups);
  const { packing, unitsBound, spreadBound } = new PieceSolver(piece, solver, now, effort).solve(
    known,
    seconds,
  );
  work.groups = groupsOf(piece, packing);
  work.served = packing.served;
  work.unitsBound = unitsBound;
  work.spreadBound = spreadBound;
  work.settled = packing.served >= unitsBound && packing.spread <= spreadBound;
}
