import { loadPrograms } from '../../src/cli/programs.ts';
import { ProgramBuilder } from '#lib/core/siting/cover/cover-program.ts';
import { warmUpPrograms } from '#lib/core/siting/highs-program.ts';
import { plainProblem } from '#lib/core/siting/problem.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import type { LinearProgram } from '#lib/core/siting/program.ts';
import { gapOf } from '#lib/core/siting/cover/solve-cover.ts';
import { solve } from '#lib/core/siting/solve.ts';
import { randomCover } from './cover-cases.ts';

/** Processor time in milliseconds: other programs on the machine do not count. */
const now = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Demand, sites, p (null: set covering), radius in sides of the square, seconds. */
const CASES: [number, number, number | null, number, number][] = [
  [5_000, 500, 20, 0.08, 60],
  [5_000, 500, 20, 0.1, 60],
  [5_000, 500, 20, 0.12, 60],
  [20_000, 1_000, 30, 0.06, 60],
  [20_000, 1_000, 30, 0.08, 60],
  [5_000, 500, null, 0.12, 60],
  [5_000, 500, null, 0.15, 60],
  [5_000, 500, null, 0.2, 60],
];

const HEAD = [
  ...['problem', 'ours', 'value', 'bound', 'gap %', 's to 0.5 %', 's to 0.05 %', 's'],
  ...['HiGHS', 'value', 'bound', 'gap %', 's'],
];

const printRow = (cells: readonly string[]): void => {
  console.log(`| ${cells.join(' | ')} |`);
};

/** The model of the textbooks (Church and ReVelle 1974; Toregas et al. 1971): a row for each demand, nothing merged. */
function textbook({ matrix, weight, p }: SitingProblem): LinearProgram {
  const builder = new ProgramBuilder();
  for (let s = 0; s < matrix.sites; s++) builder.addColumn(p === null ? 1 : 0, 0, 1, true);
  for (let i = 0; i < matrix.demands; i++) {
    builder.addRow(p === null ? 1 : 0, Infinity);
    if (p !== null) builder.put(i, builder.addColumn(weight[i]!, 0, 1, true), -1);
  }
  for (let s = 0; s < matrix.sites; s++) {
    for (let k = matrix.start[s]!; k < matrix.start[s + 1]!; k++) {
      builder.put(matrix.demand[k]!, s, 1);
    }
  }
  if (p !== null) {
    const number = builder.addRow(-Infinity, p);
    for (let s = 0; s < matrix.sites; s++) builder.put(number, s, 1);
  }
  return builder.build(p !== null);
}

/** Covering on random squares, beside HiGHS on the textbook model within the same seconds (of a clock on the wall). */
export async function sitingCover(): Promise<void> {
  printRow(HEAD);
  printRow(HEAD.map(() => '---'));
  const programs = warmUpPrograms(await loadPrograms());
  for (const [demands, sites, p, radius, seconds] of CASES) {
    const { matrix, weight } = randomCover(1, demands, sites, radius);
    const kind = p === null ? 'lscp' : 'mclp';
    const problem = plainProblem(kind, matrix, weight, p, Infinity);
    const within = [0.005, 0.0005].map((gap) => ({ gap, seconds: Infinity }));
    const mine = solve(problem, {
      ...{ seconds, now, seed: 1, programs },
      onProgress: (progress) => {
        const gap = gapOf(progress.objective, progress.bound);
        for (const one of within) {
          if (gap <= one.gap) one.seconds = Math.min(one.seconds, progress.seconds);
        }
      },
    });
    const began = now();
    const peer = programs.solve(textbook(problem), {
      seconds,
      absoluteGap: kind === 'lscp' ? 1 - 1e-6 : 1e-6,
    });
    const peerSeconds = (now() - began) / 1000;
    const told = (value: number): string => (Number.isFinite(value) ? value.toFixed(1) : '-');
    const row = [
      `${kind} ${String(demands)} x ${String(sites)}, ${p === null ? '' : `p = ${String(p)}, `}r = ${String(radius)}`,
      ...[mine.status, String(mine.objective), mine.bound.toFixed(0)],
      ...[(100 * mine.gap).toFixed(3), ...within.map((one) => told(one.seconds))],
      mine.seconds.toFixed(1),
      ...[peer.status, peer.objective.toFixed(0), peer.bound.toFixed(0)],
      (100 * gapOf(peer.objective, peer.bound)).toFixed(3),
      peerSeconds.toFixed(1),
    ];
    // Told one by one: the whole takes minutes.
    printRow(row);
  }
}
