import { Worker } from 'node:worker_threads';
import { assignNearest } from '#lib/core/siting/assign.ts';
import type { SitingProgress, Solution } from '#lib/core/siting/solution.ts';
import type { SearchData, SearchNews } from '#cli/site-solver.ts';

/** How a search ended. A fault is one of this program: problems are checked before. */
export interface Searched {
  solution: Solution;
  /** Stopped by the person before time was up. */
  stopped: boolean;
}

/** The best plan when a search was stopped; null where there was none yet. */
function incumbent({ problem }: SearchData, last: SitingProgress | null): Solution {
  const { open = null, objective = NaN, bound = NaN, seconds = 0 } = last ?? {};
  const known = { bound, seconds, reasons: [] };
  if (open === null) {
    const assigned = new Int32Array(problem.matrix.demands).fill(-1);
    return { ...known, status: 'unknown', open: new Uint32Array(0), assigned, objective: NaN, gap: NaN }; // prettier-ignore
  }
  const { assigned } = assignNearest(problem, open);
  const most = Math.max(Math.abs(objective), Math.abs(bound));
  const gap = objective === bound ? 0 : Math.abs(objective - bound) / most;
  return { ...known, status: gap === 0 ? 'optimal' : 'feasible', open, assigned, objective, gap };
}

/**
 * Solves a problem in a thread of its own. Ctrl-C (SIGINT) ends the search and keeps the best plan
 * there is; so does running out of memory over the plan, with `stopped` false.
 */
export function search(
  data: SearchData,
  onProgress: (progress: SitingProgress) => void,
): Promise<Searched> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./site-thread.mjs', import.meta.url), { workerData: data });
    let last: SitingProgress | null = null;
    const stop = (): void => end({ solution: incumbent(data, last), stopped: true });
    const end = (searched: Searched | Error): void => {
      process.off('SIGINT', stop);
      void worker.terminate();
      if (searched instanceof Error) reject(searched);
      else resolve(searched);
    };
    process.once('SIGINT', stop);
    worker.on('error', (fault) => end(fault instanceof Error ? fault : new Error(String(fault))));
    worker.on('message', (news: SearchNews) => {
      if ('progress' in news) onProgress((last = news.progress));
      else if ('solution' in news) end({ solution: news.solution, stopped: false });
      else end(new Error(`${news.fault.code} ${news.fault.column} ${news.fault.at}`));
    });
  });
}
