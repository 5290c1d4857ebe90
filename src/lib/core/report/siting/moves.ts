import type { Ground } from '#lib/core/reach/ground.ts';
import { columnOf, liftSite, priceOfMove } from '#lib/core/siting/moving.ts';
import type { CoverColumn, Moving } from '#lib/core/siting/moving.ts';
import { SITE_FREE } from '#lib/core/siting/problem.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import { costMatrix, demandPairs } from '#lib/core/report/siting/costs.ts';
import { askedDemand, askedOf } from '#lib/core/report/siting/demand.ts';
import { sitesByKey } from '#lib/core/report/siting/problem.ts';
import type { SitingSites } from '#lib/core/report/siting/plan.ts';

/** A site of the plan that is tried elsewhere, and a place beside the sites to try it at; WGS 84 degrees. */
export interface Lifted {
  site: string;
  to: { lng: number; lat: number } | null;
}

/** Somewhere else for a site, all others of the plan where they are. */
export interface MovedTo {
  /** null: the place that is no site. */
  key: string | null;
  name: string;
  lng: number;
  lat: number;
  /** How much better the plan becomes, in weight covered or in the cost of its objective; below 0: worse. */
  gain: number;
  /** Records of demand covered more, below 0: fewer. */
  points: number;
}

/** What it would mean to move one site of a plan. */
export interface MovingStudy {
  kind: 'moving';
  site: string;
  name: string;
  /** The place that was tried; null where none was or where the plan would not hold there. */
  place: MovedTo | null;
  /** The best sites to go to, the best first. */
  sites: MovedTo[];
  /** Sites that were tried. */
  tried: number;
}

const LISTED = 8;

/** Whether a move can be priced: dispersion looks at no demand, and with capacities everybody may be served anew. */
export const canPriceMoves = ({ problem, capacitated }: SitingAsk): boolean =>
  problem !== 'p-dispersion' && !capacitated;

/** In the terms of the problem; null where somebody would be served by nobody who has to be. */
function priced(
  { kind }: SitingProblem,
  moving: Moving,
  column: CoverColumn,
): Pick<MovedTo, 'gain' | 'points'> | null {
  // prettier-ignore
  const { change } = priceOfMove(moving, column);
  const points = change.coveredPoints;
  if (kind === 'mclp' || kind === 'lscp') return { gain: change.coveredWeight, points };
  if (points < 0) return null;
  return { gain: -(kind === 'p-center' ? change.greatest : change.cost), points };
}

/** The column of a place that is no site. */
function columnAt(
  ground: Ground,
  ask: SitingAsk,
  problem: SitingProblem,
  { lng, lat }: { lng: number; lat: number },
): CoverColumn {
  // prettier-ignore
  const asked = askedOf(askedDemand(ground.project, ask), ask);
  const place = { count: 1, lng: Float64Array.of(lng), lat: Float64Array.of(lat) };
  const make = demandPairs(ground, ask, asked);
  const { demand, cost } = costMatrix(make, place, asked.length, [0], problem.cutoff);
  return { demand, cost };
}

/**
 * What moving one site of a plan to each free site, and to a place, makes of it. Budget, spacing, floors
 * and fairness are not looked at. Throws `AskFault` (`unknown_site`).
 *
 * @param open sites of the plan
 */
export function movesOf(
  ground: Ground,
  ask: SitingAsk,
  problem: SitingProblem,
  sites: SitingSites,
  open: Uint32Array,
  lifted: Lifted,
): MovingStudy {
  const [site] = sitesByKey(sites, [lifted.site]);
  const found: MovedTo[] = [];
  const study = { kind: 'moving' as const, site: lifted.site, name: sites.name[site] };
  if (!canPriceMoves(ask)) return { ...study, place: null, sites: found, tried: 0 };
  const moving = liftSite(problem, problem.weight, open, site);
  const isOpen = new Set(open);
  let tried = 0;
  for (let to = 0; to < sites.count; to++) {
    if (problem.role[to] !== SITE_FREE || isOpen.has(to)) continue;
    tried++;
    const price = priced(problem, moving, columnOf(problem, to));
    const [key, name, lng, lat] = [sites.key[to], sites.name[to], sites.lng[to], sites.lat[to]];
    if (price) found.push({ key, name, lng, lat, ...price });
  }
  found.sort((a, b) => b.gain - a.gain || b.points - a.points);
  const { to } = lifted;
  const there = to && priced(problem, moving, columnAt(ground, ask, problem, to));
  const place = to && there ? { key: null, name: '', ...to, ...there } : null;
  return { ...study, place, sites: found.slice(0, LISTED), tried };
}
