import { proxy, wrap, type Remote } from 'comlink';
import type { Project, Rows } from '#lib/core/model.ts';
import type { SitingStudy } from '#lib/core/report/siting/studies.ts';
import { handOver } from '#lib/state/hand-over.ts';
import type { Siter, UnderWay } from '#lib/state/siter.ts';
import type { SitingDoor } from '#workers/siting.worker.ts';

/** A worker that holds a project; one question at a time. */
interface Line {
  worker: Worker;
  remote: Remote<SitingDoor>;
  project: Project;
  /** Settles when the worker has the project. */
  open: Promise<void>;
  /** Ends the question that is under way; null where there is none. */
  fail: ((reason: unknown) => void) | null;
}

const bare = <T extends Rows>(rows: T): T => ({ ...rows, extra: {} });

/** What plans are made from; the rest of a project is not copied. */
export function forSiting(project: Project): Partial<Project> {
  const { info, files, present, columns } = project;
  const { divisions, units, facilities, demand, candidates, walk } = project;
  return {
    ...{ info, files, present, columns, issues: [] },
    divisions: bare(divisions),
    units: bare(units),
    facilities: bare(facilities),
    demand: bare(demand),
    candidates: bare(candidates),
    walk: bare(walk),
  };
}

function start(project: Project): Line {
  const worker = new Worker(new URL('../../../workers/siting.worker.ts', import.meta.url), {
    type: 'module',
  });
  const remote = wrap<SitingDoor>(worker);
  const open = handOver(remote, forSiting(project));
  open.catch(() => undefined);
  const line: Line = { worker, remote, project, open, fail: null };
  worker.onerror = (event) => line.fail?.(new Error(event.message || 'worker'));
  return line;
}

/** Free workers that are kept: one for the next solve and one for what is asked beside it. */
const SPARE = 2;

/**
 * Workers that each hold the project. A question takes a free one or starts another, so that none
 * waits for one that solves; solving answers no messages, so ending the worker is how it is cancelled.
 */
export function workerSiter(): Siter {
  let free: Line[] = [];
  const busy = new Set<Line>();
  const end = (line: Line) => {
    line.worker.terminate();
    busy.delete(line);
    free = free.filter((own) => own !== line);
  };
  function ready(project: Project): Line {
    for (const line of free) if (line.project !== project) end(line);
    return free.pop() ?? start(project);
  }
  function put<T>(
    project: Project,
    question: (remote: Remote<SitingDoor>) => Promise<T>,
  ): UnderWay<T> {
    const line = ready(project);
    busy.add(line);
    let settled = false;
    const answer = new Promise<T>((resolve, reject) => {
      line.fail = (reason) => {
        if (settled) return;
        settled = true;
        // A worker that broke, or is in the midst of something, is of no more use.
        end(line);
        reject(reason instanceof Error ? reason : new Error(String(reason)));
      };
      line.open
        .then(() => question(line.remote))
        .then(
          (value) => {
            if (settled) return;
            settled = true;
            line.fail = null;
            busy.delete(line);
            if (free.length < SPARE) free.push(line);
            else line.worker.terminate();
            resolve(value);
          },
          (reason) => line.fail?.(reason),
        );
    });
    return { answer, cancel: () => line.fail?.(new DOMException('cancelled', 'AbortError')) };
  }
  const warm = (project: Project) => {
    if (!free.some((line) => line.project === project)) free.push(ready(project));
  };
  return {
    warm,
    solve(project, ask, on) {
      const own = put(project, (remote) => remote.solve(ask, proxy(on.sites), proxy(on.progress)));
      // What comes next finds a worker that is ready.
      void own.answer.catch(() => undefined);
      warm(project);
      return own;
    },
    planned: (project, ask, open, head) =>
      put(project, (remote) => remote.planned(ask, open, head)),
    study: (project, ask, kind, plan, onSolved) =>
      put<SitingStudy>(project, (remote) => remote.study(ask, kind, plan, proxy(onSolved))),
    sites: (project, ask) => put(project, (remote) => remote.sites(ask)),
    end() {
      for (const line of [...busy]) line.fail?.(new DOMException('ended', 'AbortError'));
      for (const line of [...free]) end(line);
    },
  };
}
