import { branchAndBound } from '#lib/core/siting/cover/branch.ts';
import type { CoverModel } from '#lib/core/siting/cover/cover-model.ts';
import { greedy, iterate, swaps } from '#lib/core/siting/cover/cover-search.ts';
import { CoverState } from '#lib/core/siting/cover/cover-state.ts';
import { seekFloors, shortOf } from '#lib/core/siting/cover/floors.ts';
import type { Frame } from '#lib/core/siting/cover/frame.ts';
import type { Incumbent } from '#lib/core/siting/cover/incumbent.ts';
import { Relaxation, THOROUGH } from '#lib/core/siting/cover/lagrange.ts';
import { NO_PLAN } from '#lib/core/siting/cover/outcome.ts';
import type { Outcome } from '#lib/core/siting/cover/outcome.ts';
import { randomStream } from '#lib/core/siting/cover/random.ts';
import { solveModel, WHOLE_GAP } from '#lib/core/siting/cover/whole.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import type { SitingTools } from '#lib/core/siting/solution.ts';

/** Entries of the matrix up to which a whole program is done before a search has begun. */
const SMALL = 1500;
/** What the iterated search looks at: the more, the better its plan, up to a second or so. */
const SEARCH_WORK = 1e8;
/** Part of the time that heuristics may take before the proof begins. */
const SEARCH_SHARE = 0.25;
/** Plans that cover this part more are no better. */
const ROUNDING = 1e-8;

/**
 * Maximal covering: greedy, exchange and iterated search for a plan, then a proof by branch and bound
 * over Lagrangian relaxations, or by a whole program where other terms are at work.
 */
export function solveMaximal(
  problem: SitingProblem,
  frame: Frame,
  model: () => CoverModel,
  incumbent: Incumbent,
  tools: SitingTools,
): Outcome {
  const { weight, incidence } = frame;
  const state = new CoverState(frame, weight);
  const share = problem.floors?.share ?? null;
  const offer = (columns: Uint8Array): void => {
    if (share && shortOf(frame, share, columns).length > 0) return;
    incumbent.offer(columns, frame.covered + coveredBy(frame, columns));
  };
  // Where giving up costs money, it begins with nothing given up.
  if (frame.cost) state.become(frame.standing);
  const due = incumbent.seconds + SEARCH_SHARE * incumbent.left;
  const late = (): boolean => incumbent.seconds > due;
  greedy(state, (c) => state.gain[c]);
  offer(state.open);
  swaps(state);
  offer(state.open);
  if (share && !incumbent.columns) seekFloors(frame, share, state.open, late, offer);
  if (incidence.row.length > SMALL) {
    iterate(state, randomStream(tools.seed), SEARCH_WORK, late, () => {
      offer(state.open);
    });
  }
  const plain = !frame.cost && !frame.conflicts && !share;
  const { programs } = tools;
  if (plain && (incidence.row.length > SMALL || !programs)) {
    return proveMaximal(frame, state, incumbent);
  }
  if (incidence.row.length > SMALL) {
    const relaxation = new Relaxation(frame, weight);
    relaxation.run(
      new Uint8Array(incidence.columns),
      -Infinity,
      THOROUGH,
      () => incumbent.left < 0,
    );
    incumbent.limit(frame.covered + relaxation.bound);
  }
  if (programs) {
    const outcome = solveModel(problem, frame, model(), incumbent, programs);
    if (outcome.status === 'infeasible' || outcome.status === 'optimal') return outcome;
    if (outcome.columns) offer(outcome.columns);
    incumbent.limit(outcome.bound);
  }
  return standing(incumbent);
}

/** Proves the best plan of a frame with no terms but limits of number, or comes near it. */
function proveMaximal(frame: Frame, state: CoverState, incumbent: Incumbent): Outcome {
  const { weight } = frame;
  const whole = weight.every((one) => Number.isInteger(one));
  const ended = branchAndBound(frame, state, {
    weight,
    grain: whole ? WHOLE_GAP : Math.max(Number.MIN_VALUE, state.covered * ROUNDING),
    stop: () => incumbent.left < 0,
    known: () => {
      incumbent.offer(state.open, frame.covered + coveredBy(frame, state.open));
    },
    bounded: (bound) => {
      incumbent.limit(frame.covered + bound);
    },
  });
  const outcome = standing(incumbent);
  return ended && outcome.columns
    ? { ...outcome, status: 'optimal', bound: outcome.objective }
    : outcome;
}

/** The best plan so far, unproven unless the bound meets it. */
export function standing({ columns, objective, bound }: Incumbent): Outcome {
  if (!columns) return { ...NO_PLAN, status: 'unknown', bound };
  const status = objective === bound ? 'optimal' : 'feasible';
  return {
    status,
    columns,
    assigned: null,
    objective,
    bound: Number.isFinite(bound) ? bound : NaN,
  };
}

function coveredBy({ incidence, weight }: Frame, columns: Uint8Array): number {
  const seen = new Uint8Array(incidence.rows);
  let sum = 0;
  for (let c = 0; c < columns.length; c++) {
    if (!columns[c]) continue;
    for (let k = incidence.start[c]; k < incidence.start[c + 1]; k++) {
      const r = incidence.row[k];
      if (seen[r]) continue;
      seen[r] = 1;
      sum += weight[r];
    }
  }
  return sum;
}
