import type { Box } from '#lib/core/ingest/detective/digits.ts';
import type { Hypothesis } from '#lib/core/ingest/detective/hypothesis.ts';
import { positionsUnder } from '#lib/core/ingest/detective/hypothesis.ts';

/** How many answers would be others if a hypothesis held in place of the best one. */
export interface Flips {
  hypothesis: Hypothesis;
  flips: number;
}

/** The state of a row that has no position under a hypothesis. */
const NOWHERE = -1;

/**
 * Counts, for each hypothesis, the rows whose state is another than under `best`.
 *
 * `stateAt` gives the state of a position in WGS 84 degrees, such as a position in STATES; a row
 * that cannot be read has a state of its own. `box` is where positions may lie (`boxFor`).
 */
export function flipsUnder(
  x: Float64Array,
  y: Float64Array,
  best: Hypothesis,
  hypotheses: readonly Hypothesis[],
  box: Box,
  stateAt: (lng: number, lat: number) => number,
): Flips[] {
  const statesUnder = (hypothesis: Hypothesis): Int32Array => {
    const [lng, lat] = positionsUnder(hypothesis, x, y, box);
    return Int32Array.from(lng, (at, i) => (Number.isNaN(at) ? NOWHERE : stateAt(at, lat[i])));
  };
  const under = statesUnder(best);
  return hypotheses.map((hypothesis) => {
    const states = statesUnder(hypothesis);
    let flips = 0;
    states.forEach((state, i) => {
      if (state !== under[i]) flips++;
    });
    return { hypothesis, flips };
  });
}
