import type { Ground } from '#lib/core/reach/ground.ts';
import { assignNearest, costsOf, coverCounts } from '#lib/core/siting/assign.ts';
import type { Assignment, Serving } from '#lib/core/siting/assign.ts';
import { siteRoles } from '#lib/core/siting/site-roles.ts';
import type { Solution } from '#lib/core/siting/solution.ts';
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import { siteDistances } from '#lib/core/report/siting/costs.ts';
import { columnAt } from '#lib/core/report/siting/demand.ts';
import type { AskedDemand } from '#lib/core/report/siting/demand.ts';
import type { Plan, PlanSite, SitingSites } from '#lib/core/report/siting/plan.ts';
import { costsOfSites, needsAllPairs } from '#lib/core/report/siting/problem.ts';
import { stands } from '#lib/core/report/siting/sites.ts';

/** What is known of a plan beside its sites. */
export type PlanHead = Pick<
  Solution,
  'status' | 'objective' | 'bound' | 'gap' | 'seconds' | 'reasons'
>;

/** A solution in the numbers of the problem; without an assignment everybody goes to the nearest open site. */
export type Planned = PlanHead & { open: Uint32Array; assigned: Int32Array | null };

/** The sites and the demand that a plan is about. */
export interface PlanGround {
  sites: SitingSites;
  demand: AskedDemand;
  /** Records of the problem's demand. */
  asked: Uint32Array;
  /** 1 for each record that the stations there are cover. */
  before: Uint8Array;
}

const counted = (sites: SitingSites, open: Uint32Array): { opened: number; closed: number } => {
  const kept = open.reduce((n, site) => n + (stands(sites, site) ? 1 : 0), 0);
  const standing = sites.source.filter((source) => source === 'facilities').length;
  return { opened: open.length - kept, closed: standing - kept };
};

/** Least distance between open sites of which one is new; Infinity where there is no such pair. */
function leastApart(ground: Ground, ask: SitingAsk, sites: SitingSites, open: Uint32Array): number {
  const [lng, lat] = [columnAt(sites.lng, open), columnAt(sites.lat, open)];
  const { between } = siteDistances(ground, ask, { count: open.length, lng, lat }, Infinity);
  let least = Infinity;
  for (let a = 0; a < open.length; a++)
    for (let b = 0; b < a; b++)
      if (!stands(sites, open[a]) || !stands(sites, open[b]))
        least = Math.min(least, between[a * open.length + b]);
  return least;
}

/** A plan's objective in the terms of `Solution.objective`; NaN where it serves not everybody it has to. */
function objectiveOf(
  ground: Ground,
  ask: SitingAsk,
  { sites }: PlanGround,
  open: Uint32Array,
  served: Serving & Assignment & { weight: Float64Array },
): number {
  const { cost, assigned, weight } = served;
  const sum = (value: (i: number) => number): number =>
    assigned.reduce((all, site, i) => (site < 0 ? all : all + value(i)), 0);
  switch (ask.problem) {
    case 'lscp': {
      const { opened, closed } = counted(sites, open);
      return assigned.includes(-1) ? NaN : opened - closed;
    }
    case 'mclp': {
      const once = sum((i) => weight[i]);
      if (ask.backup !== 'bacop1' && ask.backup !== 'bacop2') return once;
      const twice = coverCounts(served, open).reduce((all, n, i) => (n > 1 ? all + weight[i] : all), 0); // prettier-ignore
      return ask.backup === 'bacop1' ? twice : (once + twice) / 2;
    }
    case 'p-median':
      return assigned.includes(-1) ? NaN : sum((i) => weight[i] * cost[i]);
    case 'p-center':
      return assigned.includes(-1) ? NaN : cost.reduce((most, c) => Math.max(most, c), 0);
    case 'p-dispersion':
      return leastApart(ground, ask, sites, open);
  }
}

/**
 * What a solution is for a project: whom each open site serves, what it adds, and what is covered.
 *
 * Demand is covered that is served within the cutoff; without capacities that is what reach counts for
 * the open sites, to the unit. Figures by site are of demand within the cutoff.
 */
export function planOf(ground: Ground, ask: SitingAsk, on: PlanGround, planned: Planned): Plan {
  const { sites, demand, asked, before } = on;
  const { open, status, bound, seconds, reasons } = planned;
  const weight = columnAt(demand.weight, asked);
  const matrix = costsOfSites(ground, ask, sites, asked, open);
  const all: Serving = {
    matrix,
    cutoff: needsAllPairs(ask) ? Infinity : ask.cutoffM,
    tiers: null,
  };
  const { assigned, cost }: Assignment =
    ask.capacitated && planned.assigned !== null
      ? { assigned: planned.assigned, cost: costsOf(all, planned.assigned) }
      : assignNearest(all, open);
  const roles = siteRoles({ ...all, cutoff: ask.cutoffM }, weight, open, assigned);
  const isOpen = new Set(open);
  const none = open.length === 0;
  const objective =
    none && status !== 'optimal' && status !== 'feasible'
      ? NaN
      : Number.isNaN(planned.objective)
        ? objectiveOf(ground, ask, on, open, { ...all, assigned, cost, weight })
        : planned.objective;
  const ofRecord = {
    assigned: new Int32Array(demand.count).fill(-1),
    cost: new Float64Array(demand.count).fill(NaN),
  };
  asked.forEach((record, i) => {
    ofRecord.assigned[record] = assigned[i];
    ofRecord.cost[record] = cost[i];
  });
  let [coveredWeight, coveredPoints, totalWeight, beforeWeight, beforePoints] = [0, 0, 0, 0, 0];
  for (let i = 0; i < demand.count; i++) {
    const w = demand.weight[i];
    totalWeight += w;
    if (ofRecord.cost[i] <= ask.cutoffM) {
      coveredWeight += w;
      coveredPoints++;
    }
    if (before[i] === 1) {
      beforeWeight += w;
      beforePoints++;
    }
  }
  return {
    problem: ask.problem,
    ...{ status, objective, bound, gap: gapOf(objective, bound), seconds, reasons },
    sites: Array.from(open, (site, row): PlanSite => ({
      site,
      existing: stands(sites, site),
      servedWeight: roles.servedWeight[row],
      servedPoints: roles.servedPoints[row],
      reachWeight: roles.reachWeight[row],
      reachPoints: roles.reachPoints[row],
      lostWeight: roles.lostWeight[row],
      lostPoints: roles.lostPoints[row],
    })),
    closed: Uint32Array.from(sites.key, (_, site) => site).filter(
      (site) => stands(sites, site) && !isOpen.has(site),
    ),
    ...ofRecord,
    ...{ coveredWeight, coveredPoints, totalWeight, totalPoints: demand.count },
    ...{ beforeWeight, beforePoints },
  };
}

/** As `Solution.gap` has it. */
function gapOf(objective: number, bound: number): number {
  if (objective === bound) return 0;
  return Math.abs(objective - bound) / Math.max(Math.abs(objective), Math.abs(bound));
}
