import { floorOf } from '#lib/core/siting/cover/cover-program.ts';
import { greedy, swaps } from '#lib/core/siting/cover/cover-search.ts';
import { CoverState } from '#lib/core/siting/cover/cover-state.ts';
import type { Frame } from '#lib/core/siting/cover/frame.ts';
import { coverings } from '#lib/core/siting/cover/worth.ts';

const ROUNDS = 40;
const HEAVIEST = 1e6;

/** Groups of the floors that fall short under a plan. */
export function shortOf(frame: Frame, share: Float64Array, columns: Uint8Array): number[] {
  const { floors, weight } = frame;
  if (!floors) return [];
  const covered = floors.covered.slice();
  coverings(frame, columns).forEach((count, r) => {
    if (count > 0 && floors.of[r] >= 0) covered[floors.of[r]] += weight[r];
  });
  return [...share.keys()].filter(
    (g) => floors.total[g] > 0 && covered[g] < floorOf(floors.total[g], share[g]),
  );
}

/**
 * Looks for plans that meet every floor: groups that fall short weigh more the next time, and less
 * again once all are met. `found` is called with each plan that meets all.
 */
export function seekFloors(
  frame: Frame,
  share: Float64Array,
  start: Uint8Array,
  stop: () => boolean,
  found: (columns: Uint8Array) => void,
): void {
  const { floors, weight } = frame;
  if (!floors) return;
  const heavier = new Float64Array(share.length).fill(1);
  let columns = start;
  for (let round = 0; round < ROUNDS && !stop(); round++) {
    const short = shortOf(frame, share, columns);
    if (short.length === 0) {
      found(columns);
      heavier.forEach((one, g) => {
        heavier[g] = 1 + (one - 1) * 0.6;
      });
    }
    for (const g of short) heavier[g] = Math.min(HEAVIEST, heavier[g] * 2);
    const pulled = weight.map((one, r) => one * (floors.of[r] < 0 ? 1 : heavier[floors.of[r]]));
    const state = new CoverState(frame, pulled);
    state.become(columns);
    greedy(state, (c) => state.gain[c]);
    swaps(state);
    columns = state.open.slice();
  }
}
