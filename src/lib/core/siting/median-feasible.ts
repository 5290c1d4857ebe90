import { reducedCover } from '#lib/core/siting/center-reduce.ts';
import type { Field } from '#lib/core/siting/median-field.ts';
import { fieldOf } from '#lib/core/siting/median-field.ts';
import { because } from '#lib/core/siting/median-result.ts';
import { MedianSearch } from '#lib/core/siting/median-search.ts';
import { termsOf } from '#lib/core/siting/median-terms.ts';
import { MedianTree } from '#lib/core/siting/median-tree.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import type { SitingReason } from '#lib/core/siting/solution.ts';

/** Work of the search before the tree is asked, for each pair, and at most. */
const WORK_PER_PAIR = 50;
const MOST_WORK = 2_000_000;
/** Beyond this many pairs looking for needless ones takes longer than it saves. */
const MOST_PAIRS = 500_000;

/**
 * The field of whether everybody can be served within `reach`: pairs cost nothing, demand that the
 * base serves within it is dropped, and who is not served costs 1 (the hole).
 */
export function coverField(field: Field, reach: number): Field {
  const { demands, base, cost } = field;
  const start = new Uint32Array(demands + 1);
  const demandOf = new Uint32Array(demands);
  const site = new Uint32Array(field.site.length);
  let rows = 0;
  let next = 0;
  for (let i = 0; i < demands; i++) {
    if (base[i] < Infinity && base[i] <= reach) continue;
    for (let e = field.start[i]; e < field.start[i + 1] && cost[e] <= reach; e++) {
      site[next++] = field.site[e];
    }
    demandOf[rows++] = field.demandOf[i];
    start[rows] = next;
  }
  return {
    ...field,
    demands: rows,
    demandOf: demandOf.slice(0, rows),
    start: start.slice(0, rows + 1),
    site: site.slice(0, next),
    cost: new Float64Array(next),
    base: new Float64Array(rows).fill(Infinity),
    constant: 0,
    step: 1,
  };
}

/** A plan that serves everybody of a cover field; null where there is none; undefined where time or `branches` of the tree were used up. */
export function coverPlan(
  field: Field,
  seed: number,
  over: () => boolean,
  branches = Infinity,
): Uint8Array | null | undefined {
  for (let i = 0; i < field.demands; i++) if (field.start[i + 1] === field.start[i]) return null;
  const left = field.site.length > MOST_PAIRS ? field : reducedCover(field);
  const search = new MedianSearch(left, 1, seed);
  const stop = (): boolean => search.cost < 1 || over();
  search.shake(Math.min(MOST_WORK, WORK_PER_PAIR * left.site.length), stop);
  if (search.cost >= 1) {
    const tree = new MedianTree(left, search, 1, stop);
    tree.run(() => {}, branches);
    if (search.cost >= 1) return tree.proven ? null : undefined;
  }
  return search.best;
}

/** Why no plan of a `serving` problem serves everybody: the term without which one would; null where time was up. */
export function whyNot(
  problem: SitingProblem,
  seed: number,
  over: () => boolean,
): SitingReason[] | null {
  const serves = (eased: SitingProblem): boolean | null => {
    const terms = termsOf(eased);
    if (Array.isArray(terms)) return false;
    const plan = coverPlan(coverField(fieldOf(eased, terms, false), Infinity), seed, over);
    return plan === undefined ? null : plan !== null;
  };
  const { tiers } = problem;
  const eased = [
    {
      code: 'budget_too_small' as const,
      limits: problem.budget !== null,
      without: { budget: null },
    },
    {
      code: 'spacing_too_wide' as const,
      limits: problem.spacing !== null || tiers !== null,
      without: {
        spacing: null,
        tiers: tiers && { ...tiers, place: tiers.place.map((_, site) => site) },
      },
    },
  ];
  for (const { code, limits, without } of eased) {
    const possible = limits && serves({ ...problem, ...without });
    if (possible === null) return null;
    if (possible) return because(code);
  }
  return because('p_too_small');
}
