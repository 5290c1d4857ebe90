import { proxy, wrap, type Remote } from 'comlink';
import type { Answer, HandedBack, NotHandedBack, Progress, Reader } from '#lib/state/opened.ts';
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

type Tell = (progress: Progress) => void;

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
  /** Asks the worker something that ends when the answer comes, when it breaks, or when it is cancelled. */
  const ask = <T>(question: (remote: Remote<Ingest>) => Promise<T>): Promise<T> => {
    const own = (line ??= start());
    return new Promise<T>((resolve, reject) => {
      const settle = () => {
        if (own === line) stop = null;
      };
      const fail = (reason: unknown) => {
        settle();
        reject(reason instanceof Error ? reason : new Error(String(reason)));
      };
      stop = () => reject(new DOMException('cancelled', 'AbortError'));
      own.worker.onerror = (event) => fail(new Error(event.message || 'worker'));
      question(own.remote).then((answer) => {
        settle();
        resolve(answer);
      }, fail);
    });
  };
  return {
    cancel,
    open(files, setup, onProgress: Tell) {
      cancel();
      return ask<Answer>(
        (remote) => remote.open(files, setup, proxy(onProgress)) as Promise<Answer>,
      );
    },
    look: (mappings) => ask((remote) => remote.look(mappings)),
    header: (sheet, rows, mappings) => ask((remote) => remote.header(sheet, rows, mappings)),
    preview: (sheet, mappings) => ask((remote) => remote.preview(sheet, mappings)),
    finish: (mappings, onProgress: Tell) =>
      ask((remote) => remote.finish(mappings, proxy(onProgress))),
    handBack: (returning, onProgress: Tell) =>
      ask<HandedBack | NotHandedBack>(
        (remote) =>
          remote.handBack(returning, proxy(onProgress)) as Promise<HandedBack | NotHandedBack>,
      ),
  };
}
