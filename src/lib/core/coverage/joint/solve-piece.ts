import { improvedPacking } from '#lib/core/coverage/joint/greedy.ts';
import { GroupPool, allGroups } from '#lib/core/coverage/joint/enumerate.ts';
import type { PackingProblem, PackingSolver } from '#lib/core/coverage/joint/grouping.ts';
import { isBetter, packingOf, unitsAtMost } from '#lib/core/coverage/joint/piece.ts';
import type { Packing, Piece } from '#lib/core/coverage/joint/piece.ts';
import { priceCliques } from '#lib/core/coverage/joint/price.ts';
import type { Worth } from '#lib/core/coverage/joint/price.ts';

/** How much is enumerated before columns are generated instead. */
export interface SolveLimits {
  /** All groups of a piece are listed where they are no more. */
  columns: number;
  /** Groups that a last program over all that can still matter may have. */
  lastColumns: number;
  priceSteps: number;
}
export const SOLVE_LIMITS: SolveLimits = {
  columns: 20_000,
  lastColumns: 40_000,
  priceSteps: 40_000_000,
};
/** Columns added for each lowest candidate in a round. */
const KEPT = 4;
/** Room for the rounding of sums of multipliers. */
const ROUNDING = 1e-6;

/** A packing and what is proven of it. */
export interface Solved {
  packing: Packing;
  /** No packing serves more units. */
  unitsBound: number;
  /** No packing that serves `unitsBound` units has less spread; 0 where that is not known. */
  spreadBound: number;
}

/** An objective: what a group, a unit and a metre are worth, with a floor of units and a most of groups. */
interface Stage {
  group: number;
  unit: number;
  metre: number;
  floor: number;
  most?: number;
}

const valueOf = ({ group, unit, metre }: Stage, { groups, served, spread }: Packing): number =>
  group * groups.length + unit * served + metre * spread;

interface Bounded {
  packing: Packing;
  bound: number;
}

/** Where the relaxation ended: what groups are worth there, and its value, null where it bounds nothing. */
interface Relaxed {
  worth: Worth;
  most: number | null;
}

/** Solves a piece from a packing that is known, first for units, then for spread at that number of units. */
export class PieceSolver {
  readonly #pool: GroupPool;
  readonly #whole: boolean;

  constructor(
    private readonly piece: Piece,
    private readonly solver: PackingSolver,
    private readonly now: () => number,
    private readonly limits: SolveLimits,
  ) {
    const all = allGroups(piece, limits.columns);
    this.#whole = all !== null;
    this.#pool = all ?? new GroupPool(piece);
  }

  solve(known: Packing, seconds: number): Solved {
    const start = this.now();
    const { piece } = this;
    if (this.#whole && this.#pool.count === 0)
      return { packing: known, unitsBound: 0, spreadBound: 0 };
    let packing = known;
    let unitsBound = unitsAtMost(piece, piece.members);
    // Columns are generated for cliques only; connected sets that are too many stay unproven.
    if (!this.#whole && piece.shape !== 'clique') return { packing, unitsBound, spreadBound: 0 };
    if (known.served >= unitsBound && known.spread === 0)
      return { packing, unitsBound, spreadBound: 0 };
    if (!this.#whole) for (const group of known.groups) this.#pool.addNew(group);
    const until = (share: number): number => start + 1000 * share * seconds;
    const goOn = (): boolean => this.now() < until(1);
    // How many groups there can be is a whole number, and rounding it down is the cut that matters most.
    const counting = { group: 1, unit: 0, metre: 0, floor: 0 };
    const most = this.#relax(counting, packing, unitsBound, until(0.25)).bound;
    if (packing.served < unitsBound) {
      unitsBound = Math.min(unitsBound, most * piece.mostUnits);
      const stage = { group: 0, unit: 1, metre: 0, floor: 0, most };
      const first = this.#run(stage, packing, unitsBound, until(0.6));
      packing = first.packing;
      unitsBound = first.bound;
      if (packing !== known) packing = improvedPacking(piece, packing, goOn);
    }
    const stage = { group: 0, unit: 0, metre: -1, floor: packing.served, most };
    const second = this.#run(stage, packing, 0, until(1));
    if (second.packing !== packing) packing = improvedPacking(piece, second.packing, goOn);
    const proven = packing.served >= unitsBound;
    return { packing, unitsBound, spreadBound: proven ? -second.bound : 0 };
  }

  /** Improves a packing in one objective; the bound is a whole number that no packing's value exceeds. */
  #run(stage: Stage, known: Packing, knownBound: number, deadline: number): Bounded {
    const { bound, relaxed } = this.#relax(stage, known, knownBound, deadline);
    return relaxed === null
      ? { packing: known, bound }
      : this.#finish(stage, known, bound, relaxed, deadline);
  }

  /** Bounds an objective by the relaxation to fractions, generating columns where they are not all there. */
  #relax(
    stage: Stage,
    known: Packing,
    knownBound: number,
    deadline: number,
  ): { bound: number; relaxed: Relaxed | null } {
    const value = valueOf(stage, known);
    let bound = knownBound;
    for (;;) {
      const left = (deadline - this.now()) / 1000;
      if (bound <= value || left <= 0) return { bound: Math.max(bound, value), relaxed: null };
      const nothing = { row: new Float64Array(this.piece.n), floor: 0, most: 0 };
      const duals =
        this.#pool.count === 0
          ? nothing
          : this.solver.relax(this.#problem(stage, this.#every()), left);
      if (!duals) return { bound, relaxed: null };
      const worth = {
        fixed: stage.group - duals.most,
        profit: duals.row.map((row) => stage.unit + duals.floor - row),
        spreadWeight: -stage.metre,
      };
      const base =
        duals.row.reduce((sum, row) => sum + row, 0) -
        duals.floor * stage.floor +
        duals.most * (stage.most ?? 0);
      const { best, complete, added } = this.#price(worth);
      let most: number | null = null;
      if (complete) {
        most = best.reduce((sum, gain) => sum + Math.max(0, gain), base);
        bound = Math.max(value, Math.min(bound, Math.floor(most + ROUNDING)));
      }
      if (added === 0) return { bound, relaxed: bound <= value ? null : { worth, most } };
    }
  }

  /** The whole program over every group that an improvement can have, else over those that are known. */
  #finish(
    stage: Stage,
    known: Packing,
    bound: number,
    { worth, most }: Relaxed,
    deadline: number,
  ): Bounded {
    const value = valueOf(stage, known);
    let columns = this.#every();
    let exact = this.#whole;
    if (most !== null) {
      const floor = value + 1 - most - ROUNDING;
      if (this.#whole) columns = columns.filter((g) => this.#worth(worth, g) >= floor);
      else {
        const { lastColumns, priceSteps } = this.limits;
        const options = { floor, keep: Infinity, mostSteps: priceSteps, mostGroups: lastColumns };
        const { groups, complete } = priceCliques(this.piece, worth, options);
        exact = complete;
        if (complete) {
          for (const group of groups) this.#pool.addNew(group);
          columns = this.#every().filter((g) => this.#worth(worth, g) >= floor);
        }
      }
    }
    const left = (deadline - this.now()) / 1000;
    if (left <= 0) return { packing: known, bound };
    const at = new Map(columns.map((g, c) => [this.#key(this.#pool.group(g)), c]));
    const start = known.groups.map((group) => at.get(this.#key(group)) ?? -1);
    const problem = this.#problem(stage, columns);
    if (!start.includes(-1)) problem.start = Uint32Array.from(start);
    const found = this.solver.solve(problem, left);
    const groups = [...found.chosen].map((c) => this.#pool.group(columns[c]));
    const packing = packingOf(this.piece, groups);
    const better = packing.served >= stage.floor && isBetter(packing, known) ? packing : known;
    const reached = valueOf(stage, better);
    if (!exact) return { packing: better, bound: Math.max(bound, reached) };
    const proven = found.optimal ? reached : Math.floor(found.bound + 0.5);
    return { packing: better, bound: Math.max(reached, Math.min(bound, proven)) };
  }

  #price(worth: Worth): { best: Float64Array; complete: boolean; added: number } {
    if (this.#whole) {
      const best = new Float64Array(this.piece.n);
      for (let g = 0; g < this.#pool.count; g++) {
        let lowest = this.piece.n;
        for (const unit of this.#pool.group(g)) lowest = Math.min(lowest, unit);
        best[lowest] = Math.max(best[lowest], this.#worth(worth, g));
      }
      return { best, complete: true, added: 0 };
    }
    const { priceSteps } = this.limits;
    const options = { floor: ROUNDING, keep: KEPT, mostSteps: priceSteps, mostGroups: Infinity };
    const priced = priceCliques(this.piece, worth, options);
    const added = priced.groups.filter((group) => this.#pool.addNew(group)).length;
    return { best: priced.best, complete: priced.complete, added };
  }

  #worth({ fixed, profit, spreadWeight }: Worth, g: number): number {
    let worth = fixed - spreadWeight * this.#pool.spread[g];
    for (let at = this.#pool.start[g]; at < this.#pool.start[g + 1]; at++)
      worth += profit[this.#pool.member[at]];
    return worth;
  }

  #key(group: readonly number[]): string {
    return [...group].sort((a, b) => a - b).join();
  }

  #every(): number[] {
    return Array.from({ length: this.#pool.count }, (_, g) => g);
  }

  #problem(stage: Stage, columns: readonly number[]): PackingProblem {
    const pool = this.#pool;
    const size = Float64Array.from(columns, (g) => pool.size(g));
    const columnStart = new Uint32Array(columns.length + 1);
    size.forEach((units, c) => (columnStart[c + 1] = columnStart[c] + units));
    const row = new Uint32Array(columnStart[columns.length]);
    columns.forEach((g, c) => row.set(pool.group(g), columnStart[c]));
    const cost = size.map(
      (units, c) => stage.group + stage.unit * units + stage.metre * pool.spread[columns[c]],
    );
    const floor = stage.floor > 0 ? { weight: size, total: stage.floor } : undefined;
    return { rows: this.piece.n, columnStart, row, cost, floor, most: stage.most };
  }
}
