import { expect, test } from 'vitest';
import { loadPrograms } from '../../src/cli/programs.ts';
import { warmUpPrograms } from '#lib/core/siting/highs-program.ts';
import type { LinearProgram } from '#lib/core/siting/program.ts';
import { randomStream } from '../bench/random.ts';

const programs = warmUpPrograms(await loadPrograms());

/** A program from its rows, dense. */
function dense(
  maximize: boolean,
  cost: number[],
  rows: { lower?: number; upper?: number; of: number[] }[],
  integer = false,
): LinearProgram {
  const start = [0];
  const row: number[] = [];
  const value: number[] = [];
  cost.forEach((_, c) => {
    rows.forEach(({ of }, r) => {
      if (of[c] === 0) return;
      row.push(r);
      value.push(of[c]);
    });
    start.push(row.length);
  });
  return {
    maximize,
    cost: Float64Array.from(cost),
    lower: new Float64Array(cost.length),
    upper: new Float64Array(cost.length).fill(1),
    rowLower: Float64Array.from(rows, ({ lower }) => lower ?? -Infinity),
    rowUpper: Float64Array.from(rows, ({ upper }) => upper ?? Infinity),
    start: Uint32Array.from(start),
    row: Uint32Array.from(row),
    value: Float64Array.from(value),
    integer: integer ? new Uint8Array(cost.length).fill(1) : null,
  };
}

const TRIANGLE = [
  { upper: 1, of: [1, 1, 0] },
  { upper: 1, of: [0, 1, 1] },
  { upper: 1, of: [1, 0, 1] },
];

test('a relaxation gives value, reduced costs and duals in the sense of the program', () => {
  for (const sign of [1, -1]) {
    const open = programs.relax(
      dense(
        sign === 1,
        [3, 2, 2].map((c) => sign * c),
        TRIANGLE,
      ),
    );
    const { status, objective, column, reduced, dual } = open.run(5, null);
    expect(status).toBe('optimal');
    expect(objective).toBeCloseTo(sign * 3.5, 9);
    expect([...column]).toEqual([0.5, 0.5, 0.5]);
    // Strong duality: bounds of columns are not at work here.
    expect([...reduced].map((d) => Math.abs(d))).toEqual([0, 0, 0]);
    expect(dual.reduce((sum, one) => sum + one, 0)).toBeCloseTo(sign * 3.5, 9);
    open.close();
  }
});

test('a fixed column costs what its reduced cost says, and more than the worst wanted stops the run', () => {
  const open = programs.relax(dense(true, [5, 1, 4], [{ upper: 1.5, of: [1, 1, 1] }]));
  const first = open.run(5, null);
  expect(first.objective).toBeCloseTo(7, 9);
  [1, -3, 0].forEach((value, c) => {
    expect(first.reduced[c]).toBeCloseTo(value, 9);
  });
  expect(first.dual[0]).toBeCloseTo(4, 9);
  open.setBounds(Uint32Array.of(2, 0), Float64Array.of(0, 0), Float64Array.of(1, 0));
  expect(open.run(5, null).objective).toBeCloseTo(4.5, 9);
  open.setBounds(Uint32Array.of(0), Float64Array.of(0), Float64Array.of(1));
  expect(open.run(5, null).objective).toBeCloseTo(7, 9);
  open.setBounds(Uint32Array.of(0, 2), Float64Array.of(0, 0), Float64Array.of(0, 0));
  const poor = open.run(5, 4.5);
  expect(['cutoff', 'optimal']).toContain(poor.status);
  if (poor.status === 'optimal') expect(poor.objective).toBeCloseTo(1, 9);
  open.close();
});

test('what cannot be is said to be infeasible, and is well again when its bounds are', () => {
  const open = programs.relax(dense(false, [1, 1], [{ lower: 2, of: [1, 1] }]));
  expect(open.run(5, null).objective).toBeCloseTo(2, 9);
  open.setBounds(Uint32Array.of(0), Float64Array.of(0), Float64Array.of(0));
  expect(open.run(5, null).status).toBe('infeasible');
  open.setBounds(Uint32Array.of(0), Float64Array.of(0), Float64Array.of(1));
  expect(open.run(5, null).status).toBe('optimal');
  open.close();
  const whole = programs.solve(dense(true, [1, 1], [{ lower: 3, of: [1, 1] }], true), {
    seconds: 5,
  });
  expect(whole).toMatchObject({ status: 'infeasible', column: null });
});

/** A random covering program: `rows` of about a fifth of the columns each. */
function covering(seed: number, columns: number, rows: number): LinearProgram {
  const random = randomStream(seed);
  return dense(
    false,
    Array.from({ length: columns }, () => 1 + Math.floor(random() * 9)),
    Array.from({ length: rows }, () => ({
      lower: 1,
      of: Array.from({ length: columns }, (_, c) => (c === 0 || random() < 0.2 ? 1 : 0)),
    })),
    true,
  );
}

test('warm runs after changed bounds, and after a basis put back, equal fresh ones', () => {
  const program = covering(7, 30, 40);
  const open = programs.relax(program);
  open.run(5, null);
  const basis = open.basis();
  const random = randomStream(3);
  for (let round = 0; round < 30; round++) {
    const lower = Float64Array.from(program.cost, () => (random() < 0.1 ? 1 : 0));
    const upper = Float64Array.from(lower, (one) => (one === 0 && random() < 0.3 ? 0 : 1));
    if (round % 3 === 0) open.setBasis(basis);
    open.setBounds(Uint32Array.from(lower.keys()), lower, upper);
    const warm = open.run(5, null);
    const again = programs.relax({ ...program, lower, upper });
    const fresh = again.run(5, null);
    again.close();
    expect(warm.status, `round ${String(round)}`).toBe(fresh.status);
    if (fresh.status === 'optimal') expect(warm.objective).toBeCloseTo(fresh.objective, 7);
  }
  open.close();
});

test('a whole program is solved as by trying every set, tells of what it finds, and heeds a start', () => {
  for (let seed = 1; seed <= 8; seed++) {
    const program = covering(seed, 11, 14);
    let best = Infinity;
    for (let set = 0; set < 1 << 11; set++) {
      const covered = new Float64Array(14);
      let cost = 0;
      for (let c = 0; c < 11; c++) {
        if (!((set >> c) & 1)) continue;
        cost += program.cost[c];
        for (let k = program.start[c]; k < program.start[c + 1]; k++) covered[program.row[k]]++;
      }
      if (cost < best && covered.every((one) => one > 0)) best = cost;
    }
    let told = 0;
    const start = new Float64Array(11).fill(1);
    const whole = programs.solve(program, {
      ...{ seconds: 10, start },
      onProgress: ({ column, objective, bound }) => {
        told++;
        expect(column).not.toBeNull();
        expect(objective).toBeGreaterThanOrEqual(best - 1e-6);
        expect(bound).toBeLessThanOrEqual(best + 1e-6);
      },
    });
    expect(whole.status, `seed ${String(seed)}`).toBe('optimal');
    expect(whole.objective).toBeCloseTo(best, 6);
    expect(whole.bound).toBeCloseTo(best, 4);
    expect(told).toBeGreaterThan(0);
  }
});

test('out of time, the start is what is left, with a bound that holds or none', () => {
  const program = covering(5, 200, 400);
  const start = new Float64Array(200).fill(1);
  const whole = programs.solve(program, { seconds: 0.001, start });
  expect(whole.status).toBe('time');
  expect(whole.column).not.toBeNull();
  expect(whole.objective).toBeLessThanOrEqual(program.cost.reduce((sum, one) => sum + one, 0));
  expect(whole.bound).toBeLessThanOrEqual(whole.objective);
  const open = programs.relax(program);
  expect(open.run(1e-9, null).status).not.toBe('infeasible');
  open.close();
});
