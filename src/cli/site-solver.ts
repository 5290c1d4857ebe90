import { parentPort, workerData } from 'node:worker_threads';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import { SitingFault } from '#lib/core/siting/fault.ts';
import type { SitingProgress, Solution } from '#lib/core/siting/solution.ts';
import { solve } from '#lib/core/siting/solve.ts';
import { loadPrograms } from '#cli/programs.ts';

/** What a search is started with. */
export interface SearchData {
  problem: SitingProblem;
  seconds: number;
  seed: number;
}

/** What it says: a plan on the way, the end, or what is wrong with the problem. */
export type SearchNews =
  | { progress: SitingProgress }
  | { solution: Solution }
  | { fault: { code: string; column: string; at: number } };

const say = (news: SearchNews): void => parentPort!.postMessage(news);

// HiGHS blocks its thread, so that a search has one of its own and can be stopped at any moment.
if (parentPort !== null) {
  const { problem, seconds, seed } = workerData as SearchData;
  const programs = await loadPrograms().catch(() => null);
  try {
    const now = (): number => performance.now();
    const onProgress = (progress: SitingProgress): void => say({ progress });
    say({ solution: solve(problem, { seconds, seed, now, programs, onProgress }) });
  } catch (thrown) {
    if (!(thrown instanceof SitingFault)) throw thrown;
    const { code, column, at } = thrown;
    say({ fault: { code, column, at } });
  }
}
