import type { Project } from '#lib/core/model.ts';
import type { Ground } from '#lib/core/reach/ground.ts';
import { RadiusField } from '#lib/core/reach/radius-field.ts';
import { WalkField } from '#lib/core/reach/walk/walk-field.ts';
import {
  SITE_EXISTING,
  SITE_FORBIDDEN,
  SITE_FORCED,
  SITE_FREE,
  SITE_MOVABLE,
  plainProblem,
} from '#lib/core/siting/problem.ts';
import type { DemandGroups, SitingProblem } from '#lib/core/siting/problem.ts';
import type { CostMatrix } from '#lib/core/siting/matrix.ts';
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import {
  MOST_PAIRS,
  costMatrix,
  demandPairs,
  siteDistances,
} from '#lib/core/report/siting/costs.ts';
import { askedOf, columnAt, askedDemand } from '#lib/core/report/siting/demand.ts';
import type { AskedDemand } from '#lib/core/report/siting/demand.ts';
import { AskFault } from '#lib/core/report/siting/fault.ts';
import { divisionGroups } from '#lib/core/report/siting/groups.ts';
import type { SitingSites } from '#lib/core/report/siting/plan.ts';
import { stands } from '#lib/core/report/siting/sites.ts';

/** Whether every pair counts, or only those within the cutoff. */
export const needsAllPairs = ({ problem }: SitingAsk): boolean =>
  problem === 'p-median' || problem === 'p-center';

/** A column of the candidates table by site; `unknown` where a site has no such figure. */
function ofCandidates(
  project: Project,
  sites: SitingSites,
  column: 'cost' | 'capacity',
  unknown: number,
): Float64Array {
  return Float64Array.from({ length: sites.count }, (_, site) => {
    if (sites.source[site] !== 'candidates') return unknown;
    const value = project.candidates[column][sites.record[site]];
    return Number.isNaN(value) ? unknown : value;
  });
}

/** Sites by key. Throws `AskFault` (`unknown_site`). */
export function sitesByKey(sites: SitingSites, keys: readonly string[]): number[] {
  const siteOf = new Map(sites.key.map((key, site) => [key, site]));
  return keys.map((key) => {
    const site = siteOf.get(key);
    if (site === undefined) throw new AskFault('unknown_site', { key });
    return site;
  });
}

/**
 * Role of each site. A station that is to be opened stays, one that is forbidden is given up. With a
 * budget, a site whose cost is not known cannot be bought.
 */
function rolesOf(sites: SitingSites, ask: SitingAsk, cost: Float64Array): Uint8Array {
  const standing = ask.existing === 'movable' ? SITE_MOVABLE : SITE_EXISTING;
  const role = Uint8Array.from({ length: sites.count }, (_, site) => {
    if (stands(sites, site)) return standing;
    return ask.budget !== null && Number.isNaN(cost[site]) ? SITE_FORBIDDEN : SITE_FREE;
  });
  const shut = new Set(sitesByKey(sites, ask.forbidden));
  for (const site of sitesByKey(sites, ask.forced)) {
    const key = sites.key[site];
    if (shut.has(site)) throw new AskFault('forced_and_forbidden', { key });
    if (role[site] === SITE_FORBIDDEN) throw new AskFault('cost_unknown', { key });
    role[site] = stands(sites, site) ? SITE_EXISTING : SITE_FORCED;
  }
  for (const site of shut) role[site] = SITE_FORBIDDEN;
  return role;
}

/** Sites of unknown cost, which a budget leaves out. */
export function sitesWithoutCost(project: Project, sites: SitingSites, ask: SitingAsk): number {
  if (ask.budget === null) return 0;
  const cost = ofCandidates(project, sites, 'cost', NaN);
  return cost.reduce((n, value, site) => n + (Number.isNaN(value) && !stands(sites, site) ? 1 : 0), 0); // prettier-ignore
}

/** How far the farthest of these places has to the nearest station that stays; Infinity where one has no way. */
function farthestFromStanding(ground: Ground, ask: SitingAsk, asked: Uint32Array): number {
  const stations = ground.stationsOf(ask.levels);
  const from = ask.demand === 'demand' ? 0 : ground.project.demand.count;
  const { snap } = ask;
  const field =
    ask.method === 'radius'
      ? new RadiusField(ground.places, stations)
      : new WalkField(
          ground.network,
          ground.snappedPlaces(snap),
          ground.snap(stations, snap),
          () => ({ edge: -1, alongM: NaN, offsetM: NaN }),
        );
  return asked.reduce((most, record) => Math.max(most, field.nearest.firstM[from + record]), 0);
}

/**
 * How far pairs are looked for. Where everybody goes to the nearest open site however far that is,
 * all pairs; where those are too many, as far as anybody has to a station that stays, beyond which
 * no plan sends them. Throws `AskFault` (`too_many_pairs`).
 */
function farthestPair(ground: Ground, ask: SitingAsk, sites: number, asked: Uint32Array): number {
  if (!needsAllPairs(ask)) return ask.cutoffM;
  if (sites * asked.length <= MOST_PAIRS) return Infinity;
  const bound =
    ask.existing === 'kept' && !ask.capacitated && ask.forbidden.length === 0
      ? farthestFromStanding(ground, ask, asked)
      : Infinity;
  if (bound < Infinity) return bound;
  throw new AskFault('too_many_pairs', { most: MOST_PAIRS, pairs: sites * asked.length });
}

/** Rows of some sites in the costs of a question. Throws `AskFault`. */
export function costsOfSites(
  ground: Ground,
  ask: SitingAsk,
  sites: SitingSites,
  asked: Uint32Array,
  wanted: ArrayLike<number>,
): CostMatrix {
  const farthestM = farthestPair(ground, ask, wanted.length, asked);
  const make = demandPairs(ground, ask, asked);
  return costMatrix(make, sites, asked.length, wanted, farthestM);
}

function checkAsk(ask: SitingAsk, sites: SitingSites): void {
  if (!ask.levels.includes(ask.level))
    throw new AskFault('level_not_counted', {
      level: ask.level,
      levels: ask.levels.join(', '),
    });
  const free = ask.p === null && ask.problem !== 'lscp';
  if (free && (ask.budget === null || ask.problem === 'p-dispersion'))
    throw new AskFault('no_limit', { problem: ask.problem });
  if (sites.count === 0) throw new AskFault('no_sites', { sources: ask.sources.join(', ') });
}

/** The groups of a question's demand at a level, those of the problem. Throws `AskFault` where there are none. */
export const groupsOf = (
  project: Project,
  demand: AskedDemand,
  asked: Uint32Array,
  level: NonNullable<SitingAsk['fair']>,
): ReturnType<typeof divisionGroups> => {
  const division = Int32Array.from(asked, (record) => demand.division[record]);
  const groups = divisionGroups(project.divisions, level, division);
  if (!groups.group.some((group) => group >= 0)) throw new AskFault('no_divisions', { level });
  return groups;
};

/** Terms of a problem that are about divisions. */
function divisionTerms(
  project: Project,
  ask: SitingAsk,
  demand: AskedDemand,
  asked: Uint32Array,
): Pick<SitingProblem, 'floors' | 'fair'> {
  const { floor, fair } = ask;
  const groups = (level: NonNullable<SitingAsk['fair']>): DemandGroups =>
    groupsOf(project, demand, asked, level);
  if (floor === null) return { floors: null, fair: fair && groups(fair) };
  const ofFloor = groups(floor.level);
  const share = new Float64Array(ofFloor.count).fill(floor.share);
  return { floors: { groups: ofFloor, share }, fair: fair && groups(fair) };
}

/**
 * The problem of a question: costs in metres as reach measures them, so that what a plan covers is what
 * reach counts. Demand is that of `askedOf`, sites are those of `sitesOf`.
 *
 * Costs of opening are those of the candidates table; capacities too, where they are asked for: a
 * site without one serves any number. Throws `AskFault`, and `ReachFault` without a network to walk on.
 */
export function sitingProblem(ground: Ground, ask: SitingAsk, sites: SitingSites): SitingProblem {
  const { project } = ground;
  checkAsk(ask, sites);
  const demand = askedDemand(project, ask);
  const asked = askedOf(demand, ask);
  const cost = ofCandidates(project, sites, 'cost', NaN);
  const role = rolesOf(sites, ask, cost);
  const everySite = Uint32Array.from(role, (_, site) => site);
  const matrix = costsOfSites(ground, ask, sites, asked, everySite);
  const weight = columnAt(demand.weight, asked);
  const total = weight.reduce((sum, w) => sum + w, 0);
  const cutoff = needsAllPairs(ask) ? Infinity : ask.cutoffM;
  const bought = ask.budget !== null;
  const dispersed = ask.problem === 'p-dispersion';
  return {
    ...plainProblem(ask.problem, matrix, weight, ask.p, cutoff),
    role,
    openingCost: bought ? cost.map((value) => (Number.isNaN(value) ? 0 : value)) : null,
    closingCost: bought ? new Float64Array(sites.count).fill(ask.closingCost) : null,
    budget: ask.budget,
    capacity: ask.capacitated ? ofCandidates(project, sites, 'capacity', total) : null,
    ...divisionTerms(project, ask, demand, asked),
    backup: ask.backup,
    spacing:
      ask.spacingM === null || dispersed
        ? null
        : { distances: siteDistances(ground, ask, sites, ask.spacingM), least: ask.spacingM },
    distances: dispersed ? siteDistances(ground, ask, sites, Infinity) : null,
  };
}
