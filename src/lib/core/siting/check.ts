import { SitingFault } from '#lib/core/siting/fault.ts';
import type { SitingFaultCode } from '#lib/core/siting/fault.ts';
import { BACKUPS, SITE_FORBIDDEN, SITING_PROBLEMS } from '#lib/core/siting/problem.ts';
import type { DemandGroups, SitingProblem } from '#lib/core/siting/problem.ts';
import type { SiteDistances } from '#lib/core/siting/matrix.ts';

/** Throws a `SitingFault` where a problem is not in order: lengths, numbers, the matrix, `p`. */
export function checkProblem(problem: SitingProblem): void {
  const { matrix, tiers, floors } = problem;
  const { sites, demands } = matrix;
  checkMatrix(problem);
  if (!SITING_PROBLEMS.includes(problem.kind)) fault('bad_value', 'kind');
  if (!BACKUPS.includes(problem.backup)) fault('bad_value', 'backup');
  amounts('weight', problem.weight, demands);
  numbers('role', problem.role, sites, (role) => role <= SITE_FORBIDDEN);
  amounts('openingCost', problem.openingCost, sites);
  amounts('closingCost', problem.closingCost, sites);
  amounts('capacity', problem.capacity, sites, true);
  const { p, budget, cutoff, firstShare } = problem;
  if (p !== null && !(Number.isInteger(p) && p >= 0)) fault('bad_p', 'p');
  if (p === null && problem.kind === 'p-dispersion') fault('bad_p', 'p');
  if (budget !== null && !(budget >= 0)) fault('bad_value', 'budget');
  if (!(cutoff >= 0)) fault('bad_value', 'cutoff');
  if (!(firstShare >= 0 && firstShare <= 1)) fault('bad_value', 'firstShare');
  if (floors) {
    groups('floors', floors.groups, demands);
    numbers('floors', floors.share, floors.groups.count, (share) => share >= 0 && share <= 1);
  }
  if (problem.fair) groups('fair', problem.fair, demands);
  if (problem.spacing) {
    distances('spacing', problem.spacing.distances, sites);
    if (!(problem.spacing.least >= 0)) fault('bad_value', 'spacing');
  }
  if (problem.distances) distances('distances', problem.distances, sites);
  else if (problem.kind === 'p-dispersion') fault('wrong_length', 'distances');
  if (tiers) {
    const known = (tier: number): boolean => tier < tiers.count;
    numbers('tiers', tiers.site, sites, known);
    numbers('tiers', tiers.demand, demands, known);
    numbers('tiers', tiers.p, tiers.count, () => true);
    numbers('tiers', tiers.place, sites, () => true);
  }
}

function fault(code: SitingFaultCode, column: string, at = -1): never {
  throw new SitingFault(code, column, at);
}

function checkMatrix({ matrix }: SitingProblem): void {
  const { sites, demands, start, demand, cost } = matrix;
  if (start.length !== sites + 1) fault('wrong_length', 'start');
  if (demand.length !== cost.length || start[sites] !== demand.length || start[0] !== 0) {
    fault('wrong_length', 'demand');
  }
  for (let s = 0; s < sites; s++) {
    if (start[s] > start[s + 1]) fault('bad_matrix', 'start', s);
    for (let k = start[s]; k < start[s + 1]; k++) {
      if (demand[k] >= demands || (k > start[s] && demand[k - 1] >= demand[k])) {
        fault('bad_matrix', 'demand', s);
      }
      if (!(cost[k] >= 0 && cost[k] < Infinity)) fault('bad_value', 'cost', k);
    }
  }
}

function numbers(
  column: string,
  values: ArrayLike<number>,
  length: number,
  good: (value: number) => boolean,
): void {
  if (values.length !== length) fault('wrong_length', column);
  for (let i = 0; i < length; i++) if (!good(values[i])) fault('bad_value', column, i);
}

function amounts(
  column: string,
  values: Float64Array | null,
  length: number,
  boundless = false,
): void {
  if (!values) return;
  const most = boundless ? Infinity : Number.MAX_VALUE;
  numbers(column, values, length, (value) => value >= 0 && value <= most);
}

function groups(column: string, { count, group }: DemandGroups, demands: number): void {
  numbers(column, group, demands, (one) => one >= -1 && one < count);
}

function distances(column: string, { sites, between }: SiteDistances, count: number): void {
  if (sites !== count) fault('wrong_length', column);
  numbers(column, between, count * count, (distance) => distance >= 0);
}
