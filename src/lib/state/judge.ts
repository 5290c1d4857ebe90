import { wrap, type Remote } from 'comlink';
import type { Project } from '#lib/core/model.ts';
import type { Judge, Read } from '#lib/state/opened.ts';
import type { Rules } from '#workers/rules.worker.ts';

interface Line {
  worker: Worker;
  remote: Remote<Rules>;
  held: Project | null;
}

function start(): Line {
  const worker = new Worker(new URL('../../../workers/rules.worker.ts', import.meta.url), {
    type: 'module',
  });
  return { worker, remote: wrap<Rules>(worker), held: null };
}

/** A judge in a worker, which is started when it is first asked and is given each project once. */
export function workerJudge(): Judge {
  let line: Line | null = null;
  async function ask<T>(read: Read, question: (remote: Remote<Rules>) => Promise<T>): Promise<T> {
    const own = (line ??= start());
    return new Promise<T>((resolve, reject) => {
      own.worker.onerror = (event) => {
        if (own === line) line = null;
        own.worker.terminate();
        reject(new Error(event.message || 'worker'));
      };
      // Messages are answered in turn, so the question can follow the project at once.
      if (own.held !== read.project) {
        own.held = read.project;
        own.remote.take(read.project, read.field).catch(reject);
      }
      question(own.remote).then(resolve, reject);
    });
  }
  return {
    decide: (read, pack) => ask(read, (remote) => remote.decide(pack)),
    weigh: (read, from, to) => ask(read, (remote) => remote.weigh(from, to)),
  };
}
