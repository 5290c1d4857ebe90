import { describe, expect, it } from 'vitest';
import { plainProblem, SITING_PROBLEMS } from '#lib/core/siting/problem.ts';
import { bruteForce } from './siting-brute.ts';
import { solutionFaults, solveByBrute } from './siting-check.ts';
import { matrixOf, randomProblem, type Term } from './siting-random.ts';

const SEED = Number(process.env.LACUNA_SEED ?? 20261125);

// Sites on a line at 0, 4, 10, demand at 1, 3, 5, 9.
const LINE = matrixOf([[1, 3, 5, 9], [3, 1, 1, 5], [9, 7, 5, 1]], 4); // prettier-ignore
const WEIGHT = Float64Array.of(4, 1, 2, 3);
const of = (kind: (typeof SITING_PROBLEMS)[number], p: number | null, cutoff = Infinity) => ({
  ...plainProblem(kind, LINE, WEIGHT, p, cutoff),
  distances: { sites: 3, between: Float64Array.of(0, 4, 10, 4, 0, 6, 10, 6, 0) },
});

describe('the reference', () => {
  it('by hand', () => {
    expect(bruteForce(of('lscp', null, 3))).toMatchObject({ objective: 2, open: [1, 2] });
    expect(bruteForce(of('lscp', null, 0.5))).toBeNull();
    expect(bruteForce(of('mclp', 1, 1))).toMatchObject({ objective: 4, open: [0] });
    expect(bruteForce(of('mclp', 2, 1))).toMatchObject({ objective: 7, open: [0, 1] }); // prettier-ignore
    expect(bruteForce(of('p-median', 1))).toMatchObject({ objective: 30, open: [1] });
    expect(bruteForce(of('p-center', 2))).toMatchObject({ objective: 3, open: [1, 2] });
    expect(bruteForce(of('p-dispersion', 2))).toMatchObject({ objective: 10, open: [0, 2] });
  });

  it('by hand, with terms', () => {
    const existing = { ...of('mclp', 1, 1), role: Uint8Array.of(2, 0, 0) };
    expect(bruteForce(existing)).toMatchObject({ objective: 7, open: [0, 1] });
    const movable = { ...of('mclp', 1, 1), role: Uint8Array.of(0, 3, 0), closingCost: Float64Array.of(0, 5, 0), budget: 4 }; // prettier-ignore
    expect(bruteForce(movable)).toMatchObject({ objective: 7 });
    expect(bruteForce({ ...movable, p: 0, budget: 5 })).toMatchObject({ objective: 4, open: [0] });
    const bacop1 = { ...of('mclp', 2, 5), backup: 'bacop1' as const };
    expect(bruteForce(bacop1)).toMatchObject({ objective: 7, open: [0, 1] });
    const held = { ...of('mclp', 2, 5), capacity: Float64Array.of(4, 3, 3) };
    expect(bruteForce(held)).toMatchObject({ objective: 7 });
  });
});

describe('the check of solutions', () => {
  it(`passes the best plans and their reasons, and catches spoilt ones (seeds from ${SEED})`, () => {
    const terms: readonly (readonly Term[])[] = [
      [],
      ['roles'],
      ['budget'],
      ['spacing'],
      ['floors'],
    ];
    let caught = 0;
    for (let run = 0; run < 300; run++) {
      const kind = SITING_PROBLEMS[run % 5]!;
      const problem = randomProblem(SEED + run, kind, terms[run % terms.length]);
      const best = bruteForce(problem);
      if (best === null) {
        const none = { ...solveByBrute(problem), status: 'optimal' as const };
        expect(solutionFaults(problem, none, best)).not.toEqual([]);
        continue;
      }
      const solution = solveByBrute(problem);
      expect(solutionFaults(problem, solution, best), `seed ${SEED + run}`).toEqual([]);
      const spoilt = [
        { ...solution, objective: solution.objective + 1, bound: solution.objective + 1 },
        { ...solution, status: 'feasible' as const },
        { ...solution, assigned: solution.assigned.map((site) => (site < 0 ? 0 : -1)) },
        { ...solution, open: Uint32Array.of(...solution.open, problem.matrix.sites) },
      ];
      for (const one of spoilt) {
        if (one.objective === solution.objective + 1 && solution.objective === Infinity) continue;
        if (one.assigned.length === 0 && one.status === 'optimal' && one.open === solution.open && one.objective === solution.objective) continue; // prettier-ignore
        expect(solutionFaults(problem, one, best), `seed ${SEED + run}`).not.toEqual([]);
        caught++;
      }
    }
    expect(caught).toBeGreaterThan(500);
  });
});
