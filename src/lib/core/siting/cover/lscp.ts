import { greedy } from '#lib/core/siting/cover/cover-search.ts';
import { CoverState } from '#lib/core/siting/cover/cover-state.ts';
import { dominatedColumns, dominatedRows } from '#lib/core/siting/cover/dominance.ts';
import type { Frame } from '#lib/core/siting/cover/frame.ts';
import { part } from '#lib/core/siting/cover/incidence.ts';
import type { Incumbent } from '#lib/core/siting/cover/incumbent.ts';
import { randomStream } from '#lib/core/siting/cover/random.ts';

/** What the search for one site less looks at before it gives up. */
const SEARCH_WORK = 1e8;
const SEARCH_PER_ENTRY = 5000;
const SEARCH_SHARE = 0.25;

/**
 * The frame of a set covering problem without rows that are covered whenever another is, and without
 * columns that another makes needless, in turn until nothing goes (Toregas and ReVelle 1972).
 */
export function reduceCover(frame: Frame): Frame {
  let now = frame;
  for (;;) {
    const { incidence, cost, limits } = now;
    const rowGone = dominatedRows(incidence);
    const rows = [...rowGone.keys()].filter((r) => !rowGone[r]);
    const all = [...now.site.keys()];
    const fewer = part(incidence, all, rows);
    const asGood = (better: number, worse: number): boolean =>
      limits.of[better] === limits.of[worse] &&
      (!cost || (cost[worse] >= 0 && cost[better] <= cost[worse]));
    const columnGone = now.conflicts ? null : dominatedColumns(fewer, asGood);
    const columns = columnGone ? all.filter((c) => !columnGone[c]) : all;
    const ended = columns.length === all.length;
    if (ended && rows.length === incidence.rows) return now;
    now = {
      ...now,
      site: Uint32Array.from(columns, (c) => now.site[c]),
      incidence: part(fewer, columns, [...rows.keys()]),
      weight: Float64Array.from(rows, (r) => now.weight[r]),
      once: new Uint8Array(rows.length),
      limits: { of: Uint8Array.from(columns, (c) => limits.of[c]), most: limits.most },
      cost: cost && Float64Array.from(columns, (c) => cost[c]),
      standing: Uint8Array.from(columns, (c) => now.standing[c]),
    };
  }
}

/**
 * A small cover: greedy, needless columns closed, then again and again one column less, as a maximal
 * covering that has to cover everything. Plans are handed to `incumbent`.
 */
export function searchCover(frame: Frame, seed: number, incumbent: Incumbent): void {
  const { rows } = frame.incidence;
  const unit = new Float64Array(rows).fill(1);
  const opened = frame.forcedCount - frame.standingCount;
  const due = incumbent.seconds + SEARCH_SHARE * incumbent.left;
  const numberOf = (columns: Uint8Array): number => columns.reduce((sum, one) => sum + one, 0);
  const offer = (columns: Uint8Array): void => {
    incumbent.offer(columns, opened + numberOf(columns));
  };
  const state = new CoverState(frame, unit);
  // Where giving up costs money, it begins with nothing given up.
  if (frame.cost) state.become(frame.standing);
  greedy(state, (c) => state.gain[c]);
  for (let c = 0; c < state.open.length; c++) {
    if (state.open[c] && state.loss[c] === 0 && state.mayClose(c)) state.close(c);
  }
  if (state.covered < rows) return;
  offer(state.open);
  if (frame.limits.most.length > 1 || frame.cost) return;
  const random = randomStream(seed);
  let columns = state.open.slice();
  for (;;) {
    const most = Float64Array.of(numberOf(columns) - 1);
    const tight = new CoverState({ ...frame, limits: { of: frame.limits.of, most } }, unit.slice());
    let least = -1;
    for (let c = 0; c < columns.length; c++) {
      if (columns[c] && (least < 0 || state.loss[c] < state.loss[least])) least = c;
    }
    if (least < 0) return;
    columns[least] = 0;
    tight.become(columns);
    const work = Math.min(SEARCH_WORK, SEARCH_PER_ENTRY * frame.incidence.row.length);
    if (!coverAll(frame, tight, random, work, () => incumbent.seconds > due)) return;
    columns = tight.open.slice();
    offer(columns);
    state.become(columns);
  }
}

/**
 * Exchanges columns until every row is covered: the one that loses least goes, one that covers some
 * uncovered row comes, and what stays uncovered weighs more.
 */
function coverAll(
  { incidence }: Frame,
  state: CoverState,
  random: () => number,
  work: number,
  stop: () => boolean,
): boolean {
  const { columns, rows, rowStart, column } = incidence;
  const touched = new Float64Array(columns);
  const uncovered = (): number[] => {
    const found: number[] = [];
    for (let r = 0; r < rows; r++) if (state.count[r] === 0) found.push(r);
    return found;
  };
  let missing = uncovered();
  if (missing.length === 0) return true;
  let came = -1;
  for (let step = 1; state.work < work && !stop(); step++) {
    let out = -1;
    for (let c = 0; c < columns; c++) {
      if (!state.open[c] || c === came) continue;
      const better = out < 0 ? -1 : state.loss[c] - state.loss[out];
      if (better < 0 || (better === 0 && touched[c] < touched[out])) out = c;
    }
    if (out < 0) return false;
    state.close(out);
    missing = uncovered();
    if (missing.length === 0) return true;
    const r = missing[Math.floor(random() * missing.length)];
    let best = -1;
    for (let k = rowStart[r]; k < rowStart[r + 1]; k++) {
      const c = column[k];
      if (c === out || !state.mayOpen(c)) continue;
      const better = best < 0 ? 1 : state.gain[c] - state.gain[best];
      if (better > 0 || (better === 0 && touched[c] < touched[best])) best = c;
    }
    came = best < 0 ? out : best;
    state.openUp(came);
    touched[out] = touched[came] = step;
    missing = missing.filter((one) => state.count[one] === 0);
    if (missing.length === 0) return true;
    missing.forEach((one) => {
      state.weighMore(one);
    });
    state.work += rows + columns;
  }
  return false;
}
