import { wrap, type Remote } from 'comlink';
import type { Project, Rows } from '#lib/core/model.ts';
import { handOver } from '#lib/state/hand-over.ts';
import type { Insighter, Reacher } from '#lib/state/reacher.ts';
import type { Reaching } from '#workers/reach.worker.ts';

interface Line {
  worker: Worker;
  remote: Remote<Reaching>;
  held: Project | null;
  /** Settles when the worker has what it holds. */
  open: Promise<void>;
  /** What to do for those who wait when it breaks, and when it is ended. */
  broken: Set<(reason: Error) => void>;
  ended: Set<() => void>;
}

function start(): Line {
  const worker = new Worker(new URL('../../../workers/reach.worker.ts', import.meta.url), {
    type: 'module',
  });
  const broken: Line['broken'] = new Set();
  worker.onerror = (event) => {
    const reason = new Error(event.message || 'worker');
    for (const fail of [...broken]) fail(reason);
  };
  const open = Promise.resolve();
  return { worker, remote: wrap<Reaching>(worker), held: null, open, broken, ended: new Set() };
}

const bare = <T extends Rows>(rows: T): T => ({ ...rows, extra: {} });

/** What reach is worked out from; the rest of a project is not copied. */
export function forReach(project: Project): Partial<Project> {
  const { info, files, present, columns, divisions, units, facilities, demand, walk } = project;
  return {
    ...{ info, files, present, columns, issues: [] },
    divisions: bare(divisions),
    units: bare(units),
    facilities: bare(facilities),
    demand: bare(demand),
    walk: bare(walk),
  };
}

/** A reacher in a worker, which is started when it is first asked and is given each project once. */
export function workerReacher(): Reacher & Insighter {
  let line: Line | null = null;
  const end = (own: Line | null) => {
    own?.worker.terminate();
    if (own === line) line = null;
    for (const leave of own?.ended ?? []) leave();
  };
  function put<T>(
    project: Project,
    question: (remote: Remote<Reaching>) => Promise<T>,
    whenEnded: ((resolve: (nothing: null) => void) => void) | null,
  ): Promise<T | null> {
    const own = (line ??= start());
    if (own.held !== project) {
      own.held = project;
      own.open = own.open.then(() => handOver(own.remote, forReach(project)));
    }
    return new Promise((resolve, reject) => {
      const leave = () => whenEnded?.(resolve);
      const fail = (reason: unknown) => {
        own.broken.delete(fail);
        own.ended.delete(leave);
        // A worker that broke is of no more use.
        end(own);
        reject(reason instanceof Error ? reason : new Error(String(reason)));
      };
      own.broken.add(fail);
      own.ended.add(leave);
      own.open
        .then(() => question(own.remote))
        .then((answer) => {
          own.broken.delete(fail);
          own.ended.delete(leave);
          resolve(answer);
        }, fail);
    });
  }
  const leave = (resolve: (nothing: null) => void) => resolve(null);
  return {
    end: () => end(line),
    answer: async (project, question) =>
      (await put(project, (remote) => remote.answer(question), null))!,
    firm: (project, ask) => put(project, (remote) => remote.firm(ask), leave),
    access: (project, ask) => put(project, (remote) => remote.access(ask), leave),
    distances: (project, ask) => put(project, (remote) => remote.distances(ask), leave),
  };
}
