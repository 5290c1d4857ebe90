import { proxy, wrap } from 'comlink';
import type { Reader } from '#lib/state/opened.ts';
import type { Ingest } from '#workers/ingest.worker.ts';

/** A reader in a worker. The worker is started at once, so that it loads beside everything else. */
export function workerReader(): Reader {
  const start = () =>
    new Worker(new URL('../../../workers/ingest.worker.ts', import.meta.url), { type: 'module' });
  let worker: Worker | null = start();
  let stop: (() => void) | null = null;
  // Parsing does not answer messages, so ending the worker is the one sure way to cancel.
  const cancel = () => {
    if (!stop) return;
    worker?.terminate();
    worker = null;
    stop();
    stop = null;
  };
  return {
    cancel,
    open(files, contract, onProgress) {
      cancel();
      const own = (worker ??= start());
      return new Promise((resolve, reject) => {
        const fail = (reason: unknown) => {
          if (own === worker) stop = null;
          reject(reason instanceof Error ? reason : new Error(String(reason)));
        };
        stop = () => reject(new DOMException('cancelled', 'AbortError'));
        own.onerror = (event) => fail(new Error(event.message || 'worker'));
        const done = wrap<Ingest>(own).open(files, contract, proxy(onProgress));
        done.then((read) => {
          stop = null;
          resolve(read);
        }, fail);
      });
    },
  };
}
