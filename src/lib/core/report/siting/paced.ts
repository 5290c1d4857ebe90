import type { SitingProgress } from '#lib/core/siting/solution.ts';

/**
 * Passes on every better plan at once, and bounds that come more often than `restMs` only when that
 * long has passed.
 */
export function paced(
  pass: (progress: SitingProgress) => void,
  restMs: number,
  now: () => number,
): (progress: SitingProgress) => void {
  let objective = NaN;
  let last = -Infinity;
  return (progress) => {
    const isNews = progress.open !== null && progress.objective !== objective;
    if (!isNews && now() - last < restMs) return;
    last = now();
    if (progress.open) objective = progress.objective;
    pass(progress);
  };
}
