import { proxy, wrap, type Remote } from 'comlink';
import type { Reader } from '#lib/state/opened.ts';
import type { Ingest } from '#workers/ingest.worker.ts';

/** The worker, and the one way to speak to it: once that is forgotten, the worker stops listening. */
interface Line {
  worker: Worker;
  remote: Remote<Ingest>;
}

function start(): Line {
  const worker = new Worker(new URL('../../../workers/ingest.worker.ts', import.meta.url), {
    type: 'module',
  });
  return { worker, remote: wrap<Ingest>(worker) };
}

/** A reader in a worker. The worker is started at once, so that it loads beside everything else. */
export function workerReader(): Reader {
  let line: Line | null = start();
  let stop: (() => void) | null = null;
  // Parsing does not answer messages, so ending the worker is the one sure way to cancel.
  const cancel = () => {
    if (!stop) return;
    line?.worker.terminate();
    line = null;
    stop();
    stop = null;
  };
  return {
    cancel,
    open(files, contract, onProgress) {
      cancel();
      const own = (line ??= start());
      return new Promise((resolve, reject) => {
        const settle = () => {
          if (own === line) stop = null;
        };
        const fail = (reason: unknown) => {
          settle();
          reject(reason instanceof Error ? reason : new Error(String(reason)));
        };
        stop = () => reject(new DOMException('cancelled', 'AbortError'));
        own.worker.onerror = (event) => fail(new Error(event.message || 'worker'));
        own.remote.open(files, contract, proxy(onProgress)).then((read) => {
          settle();
          resolve(read);
        }, fail);
      });
    },
  };
}
