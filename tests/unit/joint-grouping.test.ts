import { beforeAll, describe, expect, it } from 'vitest';
import { groupGrids } from '#lib/core/coverage/joint/group-grids.ts';
import { groupUnits } from '#lib/core/coverage/joint/group-units.ts';
import type { GroupingTime, PackingSolver } from '#lib/core/coverage/joint/grouping.ts';
import { EFFORT } from '#lib/core/coverage/joint/solve-parts.ts';
import type { Effort } from '#lib/core/coverage/joint/solve-parts.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { loadSolver } from '#cli/highs.ts';
import { PACK } from './coverage-project.ts';
import { GRID_DEMANDS, blanks, brickGrids, demandsOf, randomBlanks } from './joint-cases.ts';
import type { Blank } from './joint-cases.ts';
import { apart, bruteForce, candidatesOf, faultsOf } from './joint-checker.ts';

/** A clock that stands still: nothing runs out of time. */
const TIME: GroupingTime = { seconds: 600, now: () => 0 };
/** Small cases through the paths of large ones: all groups at once, and columns as they are needed. */
const WHOLE: Effort = { ...EFFORT, byTable: 0 };
const COLUMNS: Effort = { ...EFFORT, byTable: 0, columns: 0 };

let solver: PackingSolver;
beforeAll(async () => {
  solver = await loadSolver();
});

const group = (units: Blank[], pack: RulePack = PACK, using: PackingSolver | null = solver) => {
  const { project, verdicts } = blanks(units);
  return groupUnits(project, pack, verdicts, using, TIME);
};
const lists = ({ groups, groupStart, member }: ReturnType<typeof group>): number[][] =>
  Array.from({ length: groups }, (_, g) => [...member.slice(groupStart[g], groupStart[g + 1])]);

describe('joint branches', () => {
  it('puts three units of one member under one branch', () => {
    const grouping = group([{ members: 1 }, { members: 1, x: 100 }, { members: 1, y: 100 }]);
    expect(lists(grouping)).toEqual([[0, 1, 2]]);
    expect(grouping).toMatchObject({ served: 3, bound: 3, proof: 'optimal', candidates: 3 });
    expect(grouping.spread).toBe(100 + 100 + 141);
    expect(grouping.spreadBound).toBe(grouping.spread);
  });
  it('serves first, then keeps together what is near', () => {
    const near = [2, 1, 0, 0].map((members, i) => ({ members, x: 10 * i }));
    const far = [2, 1].map((members, i) => ({ members, x: 400 + 10 * i }));
    expect(lists(group([...near, ...far]))).toEqual([
      [0, 1, 2, 3],
      [4, 5],
    ]);
  });
  it.each([
    ['nobody', []],
    ['one unit', [{ members: 2 }]],
    ['no members anywhere', Array<Blank>(6).fill({ members: 0 })],
    ['members that are not known', Array<Blank>(6).fill({ members: NaN })],
    ['no division', Array<Blank>(6).fill({ members: 2, division: -1 })],
    ['a division above the street', Array<Blank>(6).fill({ members: 2, division: 1 })],
    ['no position', Array<Blank>(6).fill({ members: 2, x: NaN })],
    ['branches of their own due', Array<Blank>(6).fill({ members: 3 })],
    ['grids', Array<Blank>(6).fill({ members: 2, kind: 'grid' })],
    [
      'too far apart',
      [
        { members: 2, x: 0 },
        { members: 2, x: 501 },
      ],
    ],
    [
      'two streets',
      [
        { members: 2, division: 2 },
        { members: 2, division: 3 },
      ],
    ],
  ] as [string, Blank[]][])('makes no group of %s', (_, units) => {
    for (const using of [solver, null]) {
      const grouping = group(units, PACK, using);
      expect(grouping).toMatchObject({ groups: 0, served: 0, spread: 0 });
      expect(grouping.groupOf.every((g) => g === -1)).toBe(true);
      if (using) expect(grouping).toMatchObject({ bound: 0, proof: 'optimal' });
    }
  });
  it('takes communities of one street together', () => {
    expect(
      group([
        { members: 2, division: 4 },
        { members: 1, division: 2 },
      ]).served,
    ).toBe(2);
  });
  it('serves as many as there can be where all stand on one spot', () => {
    const units = Array.from({ length: 40 }, (_, i) => ({ members: i % 4 === 0 ? 2 : 0 }));
    // Ten of two members make five branches, of five units each.
    expect(group(units)).toMatchObject({ groups: 5, served: 25, spread: 0, proof: 'optimal' });
  });
  it('asks for the same trade and host where the rule does, and then for one that is known', () => {
    const units = ['a', 'a', 'b', null, null].map((trade) => ({ members: 2, trade }));
    const rule = { ...PACK, joint: { ...PACK.joint, sameTrade: true } };
    expect(lists(group(units, rule))).toEqual([[0, 1]]);
    const hosts = units.map(({ trade }) => ({ members: 2, host: trade }));
    const hostRule = { ...PACK, joint: { ...PACK.joint, sameHost: true } };
    expect(lists(group(hosts, hostRule))).toEqual([[0, 1]]);
  });
  it('follows the rules of the district that a unit lies in', () => {
    const units = [
      { members: 2, division: 2 },
      { members: 2, division: 2, x: 300 },
      { members: 2, division: 3 },
      { members: 2, division: 3, x: 300 },
    ];
    const rules = { ...PACK, joint: { ...PACK.joint, maxDistanceM: 200 } };
    const districts = [{ divisions: ['990102'], name: PACK.name, rules }];
    expect(lists(group(units, { ...PACK, districts }))).toEqual([[0, 1]]);
  });
  it('gives the same groups again, and honest bounds without a solver', () => {
    const { project, verdicts, pack } = randomBlanks(4);
    const once = groupUnits(project, pack, verdicts, solver, TIME, WHOLE);
    expect(groupUnits(project, pack, verdicts, solver, TIME, WHOLE)).toEqual(once);
  });
  it('answers at once when there is no time, and says so', () => {
    const units = Array.from({ length: 60 }, (_, i) => ({
      members: i % 3,
      x: (i * 137) % 900,
      y: (i * 71) % 900,
    }));
    let clock = 0;
    const { project, verdicts } = blanks(units);
    const time = { seconds: 0, now: () => clock++ };
    const grouping = groupUnits(project, PACK, verdicts, solver, time);
    expect(grouping.proof).toBe('gap');
    expect(grouping.served).toBeGreaterThan(30);
    expect(faultsOf(project, verdicts, grouping, demandsOf(PACK))).toEqual([]);
  });
});

describe('against all partitions', () => {
  it('is optimal in both objectives for 200 small cases, whichever way they are solved', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const { project, verdicts, pack } = randomBlanks(seed);
      const demands = demandsOf(pack);
      const best = bruteForce(project, candidatesOf(project, verdicts, demands), demands, (a, b) =>
        apart(project, a, b),
      );
      for (const [way, effort] of Object.entries({ EFFORT, WHOLE, COLUMNS })) {
        const grouping = groupUnits(project, pack, verdicts, solver, TIME, effort);
        const { served, spread, bound, spreadBound, proof } = grouping;
        const label = `seed ${seed} ${way}`;
        expect(faultsOf(project, verdicts, grouping, demands), label).toEqual([]);
        expect({ served, spread, bound, spreadBound, proof }, label).toEqual({
          ...best,
          bound: best.served,
          spreadBound: best.spread,
          proof: 'optimal',
        });
      }
      const greedy = groupUnits(project, pack, verdicts, null, TIME);
      expect(faultsOf(project, verdicts, greedy, demands), `seed ${seed} greedy`).toEqual([]);
      expect(greedy.bound, `seed ${seed} greedy`).toBeGreaterThanOrEqual(best.served);
      expect(greedy.proof).toBe('greedy');
    }
  }, 120_000);
  it('is optimal for 100 cases of grids', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { project, verdicts, beside } = brickGrids(seed, 3, 3, 0.1);
      const demands = { ...GRID_DEMANDS, beside };
      const best = bruteForce(project, candidatesOf(project, verdicts, demands), demands, (a, b) =>
        apart(project, a, b),
      );
      for (const [way, effort] of Object.entries({ EFFORT, WHOLE })) {
        const grouping = groupGrids(project, PACK, verdicts, solver, TIME, effort);
        const label = `seed ${seed} ${way}`;
        expect(faultsOf(project, verdicts, grouping, demands), label).toEqual([]);
        const { served, spread, proof } = grouping;
        expect({ served, spread, proof }, label).toEqual({ ...best, proof: 'optimal' });
      }
      const greedy = groupGrids(project, PACK, verdicts, null, TIME);
      expect(faultsOf(project, verdicts, greedy, demands), `seed ${seed} greedy`).toEqual([]);
    }
  }, 120_000);
  it('agrees with itself where columns are generated and where all groups are listed', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const units = Array.from({ length: 24 }, (_, i) => {
        const { project } = randomBlanks(1000 * seed + i);
        const x = (project.units.lng[0] - 121) * 95_500;
        return { x, y: (project.units.lat[0] - 31) * 110_860, members: (i * seed) % 3 };
      });
      const { project, verdicts } = blanks(units);
      const [whole, columns] = [WHOLE, COLUMNS].map((effort) =>
        groupUnits(project, PACK, verdicts, solver, TIME, effort),
      );
      expect(whole.proof, `seed ${seed}`).toBe('optimal');
      const { served, spread, proof } = columns;
      expect({ served, spread, proof }, `seed ${seed}`).toEqual({
        served: whole.served,
        spread: whole.spread,
        proof: 'optimal',
      });
    }
  }, 120_000);
});

describe('grid branches', () => {
  it('leaves a grid with members enough alone, and joins it to those that need it', () => {
    const { project, verdicts } = brickGrids(1, 1, 4, 0);
    project.units.members = Float64Array.of(3, 3, 1, 0);
    const grouping = groupGrids(project, PACK, verdicts, solver, TIME);
    expect(lists(grouping)).toEqual([[0], [1, 2, 3]]);
  });
  it('takes no corner for a border, and no grid in two communities', () => {
    const { project, verdicts, bricks } = brickGrids(1, 1, 2, 0);
    expect(bricks).toHaveLength(2);
    project.units.members = Float64Array.of(2, 1);
    expect(groupGrids(project, PACK, verdicts, solver, TIME).served).toBe(2);
    const apartGrids = { ...project.units, division: Int32Array.of(4, 2) };
    expect(groupGrids({ ...project, units: apartGrids }, PACK, verdicts, solver, TIME).served).toBe(
      0,
    );
    const { xy } = project.units.shapes;
    const up = xy.map((value, k) => (k >= 10 && k % 2 === 1 ? value + 100 / 110_860 : value));
    const corner = { ...project.units, shapes: { ...project.units.shapes, xy: up } };
    expect(groupGrids({ ...project, units: corner }, PACK, verdicts, solver, TIME).served).toBe(0);
  });
});
