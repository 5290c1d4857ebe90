import type { CoverState } from '#lib/core/siting/cover/cover-state.ts';

/** Weight that is less than this is the rounding of sums. */
const NOISE = 1e-9;

/** Opens the column that adds most, again and again, while one adds anything and may open. */
export function greedy(state: CoverState, order: (column: number) => number): void {
  for (;;) {
    let best = -1;
    let most = 0;
    for (let c = 0; c < state.gain.length; c++) {
      if (state.open[c] || state.gain[c] <= NOISE) continue;
      const value = order(c);
      if (value > most && state.mayOpen(c)) {
        best = c;
        most = value;
      }
    }
    state.work += state.gain.length;
    if (best < 0) return;
    state.openUp(best);
  }
}

/**
 * Exchanges one open column for a closed one, the best for each in turn, until no exchange adds
 * weight; and opens what may be opened for nothing.
 */
export function swaps(state: CoverState): void {
  const extra = new Float64Array(state.gain.length);
  let since = 0;
  const columns = state.gain.length;
  const least = NOISE * Math.max(1, state.covered);
  for (let a = 0; since < columns; a = (a + 1) % columns) {
    since++;
    if (!state.open[a]) continue;
    extra.fill(0);
    state.takenOver(a, extra);
    const loss = state.loss[a];
    let best = -1;
    let most = least;
    for (let c = 0; c < columns; c++) {
      const delta = state.gain[c] + extra[c] - loss;
      if (delta <= most || state.open[c] || !state.mayOpen(c, a)) continue;
      best = c;
      most = delta;
    }
    if (best < 0) continue;
    state.close(a);
    state.openUp(best);
    greedy(state, (c) => state.gain[c]);
    since = 0;
  }
}

/**
 * Iterated local search: a few open columns close, others open in their place with some luck, and
 * exchanges follow; what is no worse is gone on from. Stops after `work` entries looked at, the same on
 * any machine, or when `stop` says so.
 */
export function iterate(
  state: CoverState,
  random: () => number,
  work: number,
  stop: () => boolean,
  found: () => void,
): void {
  const end = state.work + work;
  let current = state.open.slice();
  let best = state.covered;
  let reached = state.covered;
  let bestOpen = current;
  let idle = 0;
  while (state.work < end && !stop()) {
    const open = [...state.open.keys()].filter((c) => state.open[c]);
    if (open.length === 0) return;
    const kicks = Math.min(open.length, 2 + Math.floor(random() * (1 + open.length / 10)));
    const first = open[Math.floor(random() * open.length)];
    for (let k = 0; k < kicks; k++) {
      const c = k === 0 ? first : open[Math.floor(random() * open.length)];
      if (state.open[c] && state.mayClose(c)) state.close(c);
    }
    greedy(state, (c) => state.gain[c] * (0.7 + 0.6 * random()));
    swaps(state);
    if (state.covered >= reached - NOISE * reached) {
      reached = state.covered;
      current = state.open.slice();
    } else state.become(current);
    if (state.covered > best + NOISE * best) {
      best = state.covered;
      bestOpen = current;
      idle = 0;
      found();
    } else if (++idle > 200) {
      state.become(bestOpen);
      current = bestOpen;
      reached = best;
      idle = 0;
    }
  }
  state.become(bestOpen);
}
