import { wrap, type Remote } from 'comlink';
import type { Project } from '#lib/core/model.ts';
import { handOver } from '#lib/state/hand-over.ts';
import { forReach } from '#lib/state/reach-worker.ts';
import type { Surveyor } from '#lib/state/surveyor.ts';
import type { SurveyWorker } from '#workers/extent.worker.ts';

interface Line {
  remote: Remote<SurveyWorker>;
  project: Project;
  given: Promise<void>;
  /** Rejects when the worker breaks or is ended. */
  broken: Promise<never>;
  end: () => void;
}

function start(project: Project): Line {
  const worker = new Worker(new URL('../../../workers/extent.worker.ts', import.meta.url), {
    type: 'module',
  });
  const remote = wrap<SurveyWorker>(worker);
  let end = (): void => undefined;
  const broken = new Promise<never>((_, reject) => {
    worker.onerror = (event) => reject(new Error(event.message || 'worker'));
    end = () => {
      worker.terminate();
      reject(new Error('ended'));
    };
  });
  broken.catch(() => undefined);
  const { backdrop } = project;
  const given = handOver(remote, { ...forReach(project), backdrop: { ...backdrop, extra: {} } });
  given.catch(() => undefined);
  return { remote, project, given, broken, end };
}

/** A surveyor in a worker, which is started when it is first asked, and anew for another project. */
export function workerSurveyor(): Surveyor {
  let line: Line | null = null;
  async function ask<T>(
    project: Project,
    what: (remote: Line['remote']) => Promise<T>,
  ): Promise<T> {
    if (line && line.project !== project) {
      line.end();
      line = null;
    }
    const own = (line ??= start(project));
    try {
      const answer = own.given.then(() => what(own.remote));
      return await Promise.race([answer, own.broken]);
    } catch (reason) {
      // A worker that broke is of no more use.
      own.end();
      if (line === own) line = null;
      throw reason;
    }
  }
  return {
    extents: (project, asks) => ask(project, async (remote) => remote.extents(asks)),
    ways: (project, asks) => ask(project, async (remote) => remote.ways(asks)),
  };
}
