import { swaps } from '#lib/core/siting/cover/cover-search.ts';
import type { CoverState } from '#lib/core/siting/cover/cover-state.ts';
import type { Frame } from '#lib/core/siting/cover/frame.ts';
import { CLOSED, FREE, OPEN, Relaxation, THOROUGH } from '#lib/core/siting/cover/lagrange.ts';
import type { Effort } from '#lib/core/siting/cover/lagrange.ts';

interface Node {
  bound: number;
  state: Uint8Array;
  multiplier: Float32Array;
  branch: number;
}

/** What a node is worth after its parent: the multipliers are near already. */
const BRIEF: Effort = { step: 0.1, patience: 12, least: 0.01, steps: 120 };

/**
 * Best-first branch and bound over Lagrangian relaxations, for the weight that columns within the
 * limits can cover. `known` is called with each better plan, `bounded` with each better bound.
 * @param grain better plans are better by at least this
 * @returns whether the search came to its end, so that nothing better than the best known is left
 */
export function branchAndBound(
  frame: Frame,
  state: CoverState,
  search: {
    weight: Float64Array;
    grain: number;
    stop: () => boolean;
    known: () => void;
    bounded: (bound: number) => void;
  },
): boolean {
  const relaxation = new Relaxation(frame, search.weight);
  const columns = frame.site.length;
  let best = state.covered;
  let goal = best + search.grain;
  const heap: Node[] = [];
  const improve = (): void => {
    if (state.covered < goal) return;
    best = state.covered;
    goal = best + search.grain;
    search.known();
  };
  const visit = (decided: Uint8Array, effort: Effort, above: number): void => {
    relaxation.run(decided, goal, effort, search.stop);
    const bound = Math.min(above, relaxation.bound);
    if (bound < goal) return;
    state.become(settled(frame, decided) ? decided.map(notClosed) : relaxation.choice);
    swaps(state);
    improve();
    if (bound < goal || settled(frame, decided)) return;
    let branch = -1;
    let most = -1;
    for (let c = 0; c < columns; c++) {
      if (decided[c] !== FREE) continue;
      const value = Math.min(relaxation.chosen[c], 1 - relaxation.chosen[c]);
      if (value > most) {
        most = value;
        branch = c;
      }
    }
    if (branch < 0) return;
    push(heap, {
      bound,
      state: decided,
      multiplier: Float32Array.from(relaxation.multiplier),
      branch,
    });
  };
  const root = new Uint8Array(columns);
  visit(root, THOROUGH, Infinity);
  if (relaxation.bound < Infinity) search.bounded(Math.max(best, relaxation.bound));
  while (heap.length > 0) {
    const node = pop(heap);
    if (node.bound < goal) break;
    search.bounded(node.bound);
    if (search.stop()) return false;
    for (const decision of [OPEN, CLOSED]) {
      const child = node.state.slice();
      child[node.branch] = decision;
      if (!possible(frame, child)) continue;
      relaxation.multiplier.set(node.multiplier);
      visit(child, BRIEF, node.bound);
    }
  }
  search.bounded(best);
  return true;
}

const notClosed = (decision: number): number => (decision === CLOSED ? 0 : 1);

/** Whether every free column may open, so that the best plan is to open them all. */
function settled({ limits }: Frame, state: Uint8Array): boolean {
  const left = limits.most.slice();
  for (let c = 0; c < state.length; c++) if (state[c] !== CLOSED) left[limits.of[c]]--;
  return left.every((one) => one >= 0);
}

/** Whether no tier has more open than it may. */
function possible({ limits }: Frame, state: Uint8Array): boolean {
  const left = limits.most.slice();
  for (let c = 0; c < state.length; c++) if (state[c] === OPEN) left[limits.of[c]]--;
  return left.every((one) => one >= 0);
}

function push(heap: Node[], node: Node): void {
  let at = heap.push(node) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (heap[above].bound >= node.bound) break;
    heap[at] = heap[above];
    at = above;
  }
  heap[at] = node;
}

function pop(heap: Node[]): Node {
  const top = heap[0];
  const last = heap.pop();
  if (heap.length === 0 || !last) return top;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && heap[below + 1].bound > heap[below].bound) below++;
    if (heap[below].bound <= last.bound) break;
    heap[at] = heap[below];
    at = below;
  }
  heap[at] = last;
  return top;
}
