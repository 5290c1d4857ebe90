import { beforeAll, describe, expect, it, vi } from 'vitest';
import { loadPrograms } from '../../src/cli/programs.ts';
import { SITING_PROBLEMS, type SitingKind } from '#lib/core/siting/problem.ts';
import type { Programs } from '#lib/core/siting/program.ts';
import { solve } from '#lib/core/siting/solve.ts';
import { randomStream } from '../bench/random.ts';
import { bruteForce } from './siting-brute.ts';
import { solutionFaults } from './siting-check.ts';
import { randomProblem, type Term } from './siting-random.ts';

const SEED = Number(process.env.LACUNA_SEED ?? 20261125);
const RUNS = Number(process.env.LACUNA_RUNS ?? 500);

/** Which terms each problem takes. */
const TAKES: Record<SitingKind, readonly Term[]> = {
  lscp: ['roles', 'budget', 'spacing', 'tiers', 'capacity', 'lscp-b'],
  mclp: ['roles', 'budget', 'floors', 'fair', 'bacop1', 'bacop2', 'spacing', 'tiers', 'capacity', 'no-p'],
  'p-median': ['roles', 'budget', 'spacing', 'tiers', 'no-p'],
  'p-center': ['roles', 'budget', 'spacing', 'tiers', 'no-p'],
  'p-dispersion': ['roles', 'budget', 'spacing'],
}; // prettier-ignore

vi.setConfig({ testTimeout: 120_000 });

let programs: Programs;
beforeAll(async () => {
  programs = await loadPrograms();
});

/** Solves the problems of `runs` seeds and gathers what is wrong with the answers. */
function hold(kind: SitingKind, terms: readonly Term[], first: number, runs: number): string[] {
  const wrong: string[] = [];
  for (let seed = first; seed < first + runs; seed++) {
    const problem = randomProblem(seed, kind, terms);
    const best = bruteForce(problem);
    let faults: string[];
    try {
      const tools = { seconds: 20, now: () => performance.now(), seed, programs, onProgress: () => {} }; // prettier-ignore
      faults = solutionFaults(problem, solve(problem, tools), best);
    } catch (error) {
      faults = [String(error instanceof Error ? error.stack : error)];
    }
    for (const fault of faults) wrong.push(`${kind} [${terms.join()}] seed ${seed}: ${fault}`);
  }
  return wrong;
}

describe(`random small problems against every plan there is (seeds from ${SEED})`, () => {
  it.each(SITING_PROBLEMS)('%s', (kind) => {
    expect(hold(kind, [], SEED, RUNS)).toEqual([]);
  });

  const terms = [...new Set(SITING_PROBLEMS.flatMap((kind) => TAKES[kind]))];
  it.each(terms)('%s', (term) => {
    const kinds = SITING_PROBLEMS.filter((kind) => TAKES[kind].includes(term));
    const each = Math.ceil(RUNS / kinds.length);
    expect(kinds.flatMap((kind) => hold(kind, [term], SEED + 10_000, each))).toEqual([]);
  });

  it.each(SITING_PROBLEMS)('%s with several terms together', (kind) => {
    const random = randomStream(SEED);
    const wrong: string[] = [];
    for (let run = 0; run < RUNS / 4; run++) {
      const some = TAKES[kind].filter((term) => term !== 'tiers' && random() < 0.35);
      const backups = some.filter((term) => term.startsWith('bacop') || term === 'fair');
      const mixed = some.filter((term) => !backups.slice(1).includes(term));
      const dropped = backups.length > 0 && backups[0] !== 'fair' ? ['capacity'] : [];
      wrong.push(...hold(kind, mixed.filter((term) => !dropped.includes(term)), SEED + 20_000 + run, 1)); // prettier-ignore
    }
    expect(wrong).toEqual([]);
  });
});
