import { attempt } from '#lib/core/siting/cover/attempt.ts';
import { floorOf } from '#lib/core/siting/cover/cover-program.ts';
import { eachServed, mayOpen, servesEverybody } from '#lib/core/siting/cover/frame.ts';
import { openSites } from '#lib/core/siting/cover/incumbent.ts';
import { SITE_FORBIDDEN, SITE_FORCED, SITE_MOVABLE } from '#lib/core/siting/problem.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import type { SitingReason, SitingReasonCode, SitingTools } from '#lib/core/siting/solution.ts';

const reason = (code: SitingReasonCode, items: readonly number[] = []): SitingReason => ({
  code,
  items: Uint32Array.from(items),
});

/** Demand that none of `sites` serves, ascending. */
function outOfReach(problem: SitingProblem, sites: Iterable<number>): number[] {
  const reached = new Uint8Array(problem.matrix.demands);
  for (const site of sites) {
    eachServed(problem, site, (i) => {
      reached[i] = 1;
    });
  }
  return [...reached.keys()].filter((i) => !reached[i]);
}

/** Groups of the floors that fall short when `missed` is not covered. */
function shortGroups(problem: SitingProblem, missed: readonly number[]): number[] {
  if (!problem.floors) return [];
  const { groups, share } = problem.floors;
  const total = new Float64Array(groups.count);
  groups.group.forEach((g, i) => {
    if (g >= 0) total[g] += problem.weight[i];
  });
  const left = total.slice();
  for (const i of missed) {
    if (groups.group[i] >= 0) left[groups.group[i]] -= problem.weight[i];
  }
  return [...total.keys()].filter((g) => total[g] > 0 && left[g] < floorOf(total[g], share[g]));
}

/** What rules out every plan at first sight. */
export function plainReasons(problem: SitingProblem): SitingReason[] {
  const { role, tiers, matrix } = problem;
  const reasons: SitingReason[] = [];
  const limits = tiers ? [...tiers.p] : [problem.p ?? Infinity];
  const count = (wanted: (role: number) => boolean, tier: number): number => {
    let found = 0;
    for (let s = 0; s < matrix.sites; s++) {
      if (wanted(role[s]) && (tiers ? tiers.site[s] : 0) === tier) found++;
    }
    return found;
  };
  const few = limits.some((p, tier) => p < Infinity && count(mayOpen, tier) < p);
  if (few) reasons.push(reason('too_few_sites'));
  const many = limits.some(
    (p, tier) =>
      count((one) => one === SITE_FORCED, tier) > p + count((one) => one === SITE_MOVABLE, tier),
  );
  if (many) reasons.push(reason('too_many_forced'));
  const all = [...role.keys()].filter((s) => role[s] !== SITE_FORBIDDEN);
  const missed = outOfReach(problem, all);
  if (servesEverybody(problem)) {
    if (missed.length > 0) reasons.push(reason('unreachable_demand', missed));
  } else {
    const short = shortGroups(problem, missed);
    if (short.length > 0) reasons.push(reason('unreachable_floor', short));
  }
  return reasons;
}

/** Which terms leave no plan: each without which there would be one, or all where none is to blame alone. */
export function whyNot(problem: SitingProblem, tools: SitingTools): SitingReason[] {
  const quiet: SitingTools = { ...tools, onProgress: () => undefined };
  const plan = (change: Partial<SitingProblem>) => attempt({ ...problem, ...change }, quiet);
  const { tiers, role, floors } = problem;
  const size = problem.matrix.sites;
  const terms: [SitingReasonCode, boolean, Partial<SitingProblem>][] = [
    [
      'p_too_small',
      problem.p !== null || tiers !== null,
      { p: null, tiers: tiers && { ...tiers, p: tiers.p.map(() => size) } },
    ],
    ['budget_too_small', problem.budget !== null, { budget: null }],
    ['capacity_too_small', problem.capacity !== null, { capacity: null }],
    [
      'spacing_too_wide',
      problem.spacing !== null || tiers !== null,
      { spacing: null, tiers: tiers && { ...tiers, place: Uint32Array.from(role.keys()) } },
    ],
  ];
  const there = terms.filter(([, has]) => has);
  const reasons = there
    .filter(([, , change]) => plan(change).outcome.columns !== null)
    .map(([code]) => reason(code));
  if (floors && !servesEverybody(problem)) {
    const without = plan({ floors: null, fair: null });
    if (without.outcome.columns) {
      const only = (g: number): Float64Array =>
        floors.share.map((share, other) => (other === g ? share : 0));
      const alone = [...floors.share.keys()].filter(
        (g) =>
          floors.share[g] > 0 &&
          plan({ floors: { ...floors, share: only(g) }, fair: null }).outcome.status ===
            'infeasible',
      );
      if (alone.length > 0) return [...reasons, reason('unreachable_floor', alone)];
      const open = openSites(without.frame, without.outcome.columns);
      const missed = without.outcome.assigned
        ? [...without.outcome.assigned.keys()].filter((i) => without.outcome.assigned?.[i] === -1)
        : outOfReach(problem, open);
      return [...reasons, reason('floors_together', shortGroups(problem, missed))];
    }
  }
  return reasons.length > 0 ? reasons : there.map(([code]) => reason(code));
}
