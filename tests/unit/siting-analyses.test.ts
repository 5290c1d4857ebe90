import { describe, expect, it } from 'vitest';
import {
  assignNearest,
  costsOf,
  coverCounts,
  coveredOf,
  type Serving,
} from '#lib/core/siting/assign.ts';
import { columnOf, liftSite, priceOfMove } from '#lib/core/siting/moving.ts';
import type { PlanFigures } from '#lib/core/siting/moving.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import { siteRoles } from '#lib/core/siting/site-roles.ts';
import { randomStream } from '../bench/random.ts';
import { matrixOf, randomProblem } from './siting-random.ts';

const SEED = Number(process.env.LACUNA_SEED ?? 20261125);
const RUNS = 400;

/** Cost of serving a demand from a site, Infinity where that cannot be; looked up pair by pair. */
function costAt({ matrix, cutoff, tiers }: Serving, site: number, demand: number): number {
  if (tiers !== null && tiers.site[site] !== tiers.demand[demand]) return Infinity;
  for (let pair = matrix.start[site]!; pair < matrix.start[site + 1]!; pair++)
    if (matrix.demand[pair] === demand && matrix.cost[pair]! <= cutoff) return matrix.cost[pair]!;
  return Infinity;
}

function figuresOf(problem: SitingProblem, open: readonly number[]): PlanFigures {
  const figures = { coveredWeight: 0, coveredPoints: 0, twiceWeight: 0, cost: 0, greatest: 0 };
  for (let demand = 0; demand < problem.matrix.demands; demand++) {
    const costs = open.map((site) => costAt(problem, site, demand)).filter(Number.isFinite);
    if (costs.length === 0) continue;
    figures.coveredWeight += problem.weight[demand]!;
    figures.coveredPoints += 1;
    if (costs.length > 1) figures.twiceWeight += problem.weight[demand]!;
    figures.cost += problem.weight[demand]! * Math.min(...costs);
    figures.greatest = Math.max(figures.greatest, ...[Math.min(...costs)]);
  }
  return figures;
}

/** Every problem with an open set drawn at random, and a stream for more. */
function* plans(): Generator<{
  problem: SitingProblem;
  open: Uint32Array;
  name: string;
  random: () => number;
}> {
  for (let run = 0; run < RUNS; run++) {
    const seed = SEED + run;
    const random = randomStream(seed + 7);
    const problem = randomProblem(seed, 'mclp', run % 3 === 0 ? ['tiers'] : []);
    const all = Array.from({ length: problem.matrix.sites }, (_, site) => site);
    const open = Uint32Array.from(all.filter(() => random() < 0.5));
    yield { problem, open, name: `seed ${seed}`, random };
  }
}

const closeTo = (got: PlanFigures, want: PlanFigures, name: string): void => {
  for (const key of Object.keys(want) as (keyof PlanFigures)[])
    expect(got[key], `${name} ${key}`).toBeCloseTo(want[key], 9);
};

describe('who serves whom', () => {
  it('by hand: ties go to the lowest number, the cutoff counts', () => {
    const matrix = matrixOf([[3, 1, NaN, 5], [3, 2, 9, 6], [2, 1, 9.5, NaN]], 4); // prettier-ignore
    const serving = { matrix, cutoff: 9, tiers: null };
    const { assigned, cost } = assignNearest(serving, [2, 1, 0]);
    expect(assigned).toEqual(Int32Array.of(2, 0, 1, 0));
    expect(cost).toEqual(Float64Array.of(2, 1, 9, 5));
    expect(coverCounts(serving, [0, 1, 2])).toEqual(Uint32Array.of(3, 3, 1, 2));
    const none = assignNearest({ ...serving, cutoff: 1 }, [1]);
    expect(none.assigned).toEqual(Int32Array.of(-1, -1, -1, -1));
    expect(coveredOf(Float64Array.of(1, 2, 4, 8), Int32Array.of(-1, 0, 0, -1))).toEqual({
      ...{ weight: 6, points: 2, totalWeight: 15, totalPoints: 4 },
    });
  });

  it(`is the first of the cheapest, and roles add up (seeds from ${SEED})`, () => {
    for (const { problem, open, name, random } of plans()) {
      const { demands } = problem.matrix;
      const { assigned, cost } = assignNearest(
        problem,
        random() < 0.5 ? open : [...open].reverse(),
      );
      expect(costsOf(problem, assigned), name).toEqual(cost);
      const counts = coverCounts(problem, open);
      for (let demand = 0; demand < demands; demand++) {
        const costs = [...open].map((site) => costAt(problem, site, demand));
        const least = Math.min(...costs, Infinity);
        expect(counts[demand], name).toBe(costs.filter(Number.isFinite).length);
        expect(assigned[demand], name).toBe(least < Infinity ? open[costs.indexOf(least)] : -1);
        expect(cost[demand], name).toBe(least < Infinity ? least : NaN);
      }
      const roles = siteRoles(problem, problem.weight, open, assigned);
      const covered = figuresOf(problem, [...open]);
      open.forEach((site, row) => {
        const rest = figuresOf(
          problem,
          [...open].filter((other) => other !== site),
        );
        const alone = figuresOf(problem, [site]);
        expect(roles.reachPoints[row], name).toBe(alone.coveredPoints);
        expect(roles.reachWeight[row], name).toBeCloseTo(alone.coveredWeight, 9);
        expect(roles.lostPoints[row], name).toBe(covered.coveredPoints - rest.coveredPoints);
        expect(roles.lostWeight[row], name).toBeCloseTo(
          covered.coveredWeight - rest.coveredWeight,
          9,
        );
        expect(roles.servedPoints[row], name).toBe(assigned.filter((to) => to === site).length);
      });
      const served = roles.servedWeight.reduce((sum, w) => sum + w, 0);
      expect(served, name).toBeCloseTo(coveredOf(problem.weight, assigned).weight, 9);
    }
  });
});

describe('a moved site', () => {
  it(`costs what the plan is worth with it there, less what it was worth (seeds from ${SEED})`, () => {
    for (const { problem, open, name, random } of plans()) {
      if (open.length === 0) continue;
      const site = open[Math.floor(random() * open.length)]!;
      const moving = liftSite(problem, problem.weight, open, site);
      const before = figuresOf(problem, [...open]);
      const rest = [...open].filter((other) => other !== site);
      closeTo(moving.before, before, name);
      closeTo(moving.without, figuresOf(problem, rest), name);
      const nowhere = priceOfMove(moving, {
        demand: new Uint32Array(0),
        cost: new Float64Array(0),
      });
      closeTo(nowhere.after, moving.without, name);
      for (let to = 0; to < problem.matrix.sites; to++) {
        if (rest.includes(to)) continue;
        if (problem.tiers !== null && problem.tiers.site[to] !== problem.tiers.site[site]) continue;
        const after = figuresOf(problem, [...rest, to]);
        const price = priceOfMove(moving, columnOf(problem, to));
        closeTo(price.after, after, name);
        expect(price.change.coveredWeight, name).toBeCloseTo(after.coveredWeight - before.coveredWeight, 9); // prettier-ignore
        const [was, is] = [open, [...rest, to]].map((own) => assignNearest(problem, own).assigned);
        const only = (a: Int32Array, b: Int32Array) =>
          Uint32Array.from(a.keys()).filter((d) => a[d]! >= 0 && b[d]! < 0);
        expect(price.gained, name).toEqual(only(is!, was!));
        expect(price.lost, name).toEqual(only(was!, is!));
      }
    }
  });

  it('passes over pairs beyond the cutoff and demand of another tier', () => {
    const matrix = matrixOf([[1, NaN, NaN], [NaN, NaN, NaN]], 3); // prettier-ignore
    const tiers = {
      ...{ count: 2, site: Uint8Array.of(0, 1), demand: Uint8Array.of(0, 0, 1) },
      ...{ p: Uint32Array.of(1, 0), place: Uint32Array.of(0, 1) },
    };
    const moving = liftSite({ matrix, cutoff: 5, tiers }, Float64Array.of(1, 2, 4), Uint32Array.of(0), 0); // prettier-ignore
    const price = priceOfMove(moving, { demand: Uint32Array.of(0, 1, 2), cost: Float64Array.of(6, 5, 1) }); // prettier-ignore
    expect(price.after).toEqual({ coveredWeight: 2, coveredPoints: 1, twiceWeight: 0, cost: 10, greatest: 5 }); // prettier-ignore
    expect(price.lost).toEqual(Uint32Array.of(0));
    expect(price.gained).toEqual(Uint32Array.of(1));
  });
});
