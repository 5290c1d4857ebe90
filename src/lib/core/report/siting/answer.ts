import type { Ground } from '#lib/core/reach/ground.ts';
import { upTheTree } from '#lib/core/reach/roll-up.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import type { SitingTools, Solution } from '#lib/core/siting/solution.ts';
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import { costMatrix, demandPairs } from '#lib/core/report/siting/costs.ts';
import { askedDemand, askedOf } from '#lib/core/report/siting/demand.ts';
import type { AskedDemand } from '#lib/core/report/siting/demand.ts';
import { planOf } from '#lib/core/report/siting/plan-of.ts';
import type { PlanHead } from '#lib/core/report/siting/plan-of.ts';
import type { Plan, SitingSites } from '#lib/core/report/siting/plan.ts';
import { groupsOf, sitesByKey, sitingProblem } from '#lib/core/report/siting/problem.ts';
import { sitesOf, stands } from '#lib/core/report/siting/sites.ts';

export type { PlanHead } from '#lib/core/report/siting/plan-of.ts';

/** Demand as it is served: columns with one entry a demand, those of `Plan.assigned`. */
export interface SitingDemand {
  count: number;
  /** Row of the table of demand, or of units. */
  record: Int32Array;
  lng: Float64Array;
  lat: Float64Array;
  weight: Float64Array;
  /** 1 where it is covered with the plan, and without it. */
  covered: Uint8Array;
  before: Uint8Array;
  /** Records whose weight is not known (they count as 0), and those without a position. */
  unknownWeight: number;
  withoutPosition: number;
}

/** Columns by division, with all below it; the last entry is everything. */
export interface SitingDivisions {
  points: Float64Array;
  weight: Float64Array;
  beforePoints: Float64Array;
  beforeWeight: Float64Array;
  afterPoints: Float64Array;
  afterWeight: Float64Array;
}

/** A siting question answered: where stations are and may be, the plan, and whom it serves. */
export interface SitingAnswer {
  sites: SitingSites;
  plan: Plan;
  demand: SitingDemand;
  divisions: SitingDivisions;
}

/** What solves a siting problem, as `solve` does. */
export type Solver = (problem: SitingProblem, tools: SitingTools) => Solution;

/** What is covered by the stations there are, whatever becomes of them: 1 a demand. */
function coveredBefore(
  ground: Ground,
  ask: SitingAsk,
  asked: Uint32Array,
  count: number,
): Uint8Array {
  const stations = ground.stationsOf(ask.levels);
  const every = Uint32Array.from({ length: stations.count }, (_, s) => s);
  const make = demandPairs(ground, ask, asked);
  const { demand } = costMatrix(make, stations, asked.length, every, ask.cutoffM);
  const before = new Uint8Array(count);
  for (const at of demand) before[asked[at]] = 1;
  return before;
}

function divisionsOf(
  ground: Ground,
  { weight, division, count }: AskedDemand,
  before: Uint8Array,
  covered: Uint8Array,
): SitingDivisions {
  const { parent } = ground.project.divisions;
  const rolled = (value: (demand: number) => number): Float64Array => {
    const column = new Float64Array(parent.length + 1);
    for (let i = 0; i < count; i++)
      column[division[i] < 0 ? parent.length : division[i]] += value(i);
    return upTheTree(column, parent);
  };
  return {
    points: rolled(() => 1),
    weight: rolled((i) => weight[i]),
    beforePoints: rolled((i) => before[i]),
    beforeWeight: rolled((i) => before[i] * weight[i]),
    afterPoints: rolled((i) => covered[i]),
    afterWeight: rolled((i) => covered[i] * weight[i]),
  };
}

/** Demand of reasons by record, groups by division. */
function reasonsOf(
  ground: Ground,
  ask: SitingAsk,
  demand: AskedDemand,
  asked: Uint32Array,
  reasons: Solution['reasons'],
): Solution['reasons'] {
  const level = ask.floor?.level ?? ask.fair;
  return reasons.map(({ code, items }) => {
    if (code === 'unreachable_demand') return { code, items: items.map((at) => asked[at]) };
    if (code !== 'unreachable_floor' && code !== 'floors_together') return { code, items };
    const groups = level && groupsOf(ground.project, demand, asked, level);
    return { code, items: groups ? items.map((group) => groups.division[group]) : items };
  });
}

/** How a solution of a question's problem reads for the project: `solution` is in the numbers of the problem. */
export function answerOf(
  ground: Ground,
  ask: SitingAsk,
  sites: SitingSites,
  solution: PlanHead & { open: Uint32Array; assigned: Int32Array | null },
): SitingAnswer {
  const demand = askedDemand(ground.project, ask);
  const asked = askedOf(demand, ask);
  const before = coveredBefore(ground, ask, asked, demand.count);
  const reasons = reasonsOf(ground, ask, demand, asked, solution.reasons);
  const plan = planOf(ground, ask, { sites, demand, asked, before }, { ...solution, reasons });
  const covered = Uint8Array.from(plan.cost, (cost) => (cost <= ask.cutoffM ? 1 : 0));
  const { lng, lat, weight, unknownWeight, withoutPosition } = demand;
  return {
    sites,
    plan,
    demand: {
      count: demand.count,
      record: Int32Array.from(weight, (_, i) => i),
      ...{ lng, lat, weight, covered, before, unknownWeight, withoutPosition },
    },
    divisions: divisionsOf(ground, demand, before, covered),
  };
}

/**
 * Answers a siting question: poses the problem, solves it and says what the plan is for.
 *
 * Throws `AskFault` where the project has no answer to it, `ReachFault` without a network to walk on.
 */
export function answerSiting(
  ground: Ground,
  ask: SitingAsk,
  tools: SitingTools,
  solve: Solver,
): SitingAnswer {
  const sites = sitesOf(ground.project, ask);
  const problem = sitingProblem(ground, ask, sites);
  return answerOf(ground, ask, sites, solve(problem, tools));
}

/**
 * A plan from its sites alone, as after a search that was stopped, from a file, or with a site moved.
 * Stations that are kept are open whether they are named or not. An objective of NaN is worked out
 * from the sites. Throws `AskFault` (`unknown_site`), as `answerSiting` does.
 *
 * @param open keys of sites
 */
export function answerOfSites(
  ground: Ground,
  ask: SitingAsk,
  open: readonly string[],
  head: PlanHead,
): SitingAnswer {
  const sites = sitesOf(ground.project, ask);
  const opened = new Set(sitesByKey(sites, open));
  if (ask.existing === 'kept')
    for (let site = 0; site < sites.count && stands(sites, site); site++)
      if (!ask.forbidden.includes(sites.key[site])) opened.add(site);
  const ascending = Uint32Array.from(opened).sort();
  return answerOf(ground, ask, sites, { ...head, open: ascending, assigned: null });
}
