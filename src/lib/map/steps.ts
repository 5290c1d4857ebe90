/** Work that can be paused wherever it yields. */
export type Steps<T> = Generator<void, T, void>;

/** Records between two pauses: few enough for a frame, and more than most projects have. */
const STRETCH = 32_768;

/** True where a walk over records may pause. */
export const isRest = (record: number): boolean => record % STRETCH === STRETCH - 1;

/** The outcome of a work, without a pause. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * Does a work in turns of about `turnMs` milliseconds, the first one at once, and hands its outcome
 * to `done`. The answer stops it.
 */
export function inTurns<T>(steps: Steps<T>, turnMs: number, done: (value: T) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const turn = () => {
    const until = performance.now() + turnMs;
    do {
      const step = steps.next();
      if (step.done) return done(step.value);
    } while (performance.now() < until);
    timer = setTimeout(turn);
  };
  turn();
  return () => clearTimeout(timer);
}
