import { FACILITY_LEVELS, type Facilities } from '#lib/core/model.ts';
import type { SitingAnswer, SitingDemand } from '#lib/core/report/siting/answer.ts';
import type { DrawnSite, SitingAsk } from '#lib/core/report/siting/ask.ts';
import type { Plan, SitingSites } from '#lib/core/report/siting/plan.ts';
import { SITE_MARKS, type Sites } from '#lib/map/layers/siting-sites.ts';
import type { ReachShown, ReachStation } from '#lib/map/reach-scene.ts';
import type { SitesShown } from '#lib/map/siting-scene.ts';
import { shownStations } from '#lib/ui/reach-shown.ts';

/** What becomes of demand, of stations and of places for them; each can be switched off. */
export const SERVED = ['kept', 'gained', 'blank', 'lost'] as const;
export const SITING_CLASSES = [
  ...SERVED,
  ...(['opened', 'standing', 'closed', 'candidates', 'forced', 'forbidden'] as const),
  ...(['circles', 'serves'] as const),
] as const;
export type SitingClass = (typeof SITING_CLASSES)[number];

/** Classes that are switched off: none, and others with one switched over. */
export const NOTHING_OFF: ReadonlySet<SitingClass> = new Set();
export const switched = (
  off: ReadonlySet<SitingClass>,
  own: SitingClass,
): ReadonlySet<SitingClass> =>
  new Set(off.has(own) ? [...off].filter((other) => other !== own) : [...off, own]);

/** Position in SERVED of a demand. */
export function servedAs({ before, covered }: SitingDemand, demand: number): number {
  if (covered[demand]) return SERVED.indexOf(before[demand] ? 'kept' : 'gained');
  return SERVED.indexOf(before[demand] ? 'lost' : 'blank');
}

/** 0 within reach, 1 beyond it: a plan says whether, not how far. */
const far = (covered: Uint8Array): Float64Array => Float64Array.from(covered, (is) => (is ? 0 : 1));
const WITHIN = 0.5;
const NO_SITE = -1;
const EMPTY = new Float64Array(0);

type Places = Pick<
  ReachShown,
  'lng' | 'lat' | 'firstM' | 'otherFirstM' | 'secondM' | 'version' | 'cutoffM' | 'otherCutoffM'
>;

/** Demand as the map draws it, by whether it is served without the plan and with it. */
export function sitedPlaces(demand: SitingDemand | null, off: ReadonlySet<SitingClass>): Places {
  const rest = { secondM: null, version: 0, cutoffM: WITHIN, otherCutoffM: WITHIN };
  if (!demand) return { lng: EMPTY, lat: EMPTY, firstM: EMPTY, otherFirstM: EMPTY, ...rest };
  const hidden = SERVED.some((own) => off.has(own));
  // A place without a position is not drawn, and keeps its number.
  const lng = hidden
    ? demand.lng.map((x, i) => (off.has(SERVED[servedAs(demand, i)]) ? NaN : x))
    : demand.lng;
  const firstM = far(demand.before);
  return { lng, lat: demand.lat, firstM, otherFirstM: far(demand.covered), ...rest };
}

/** Stations that stand, are put up and are given up, and the number of the site of each. */
export function sitedStations(
  sites: SitingSites,
  plan: Plan | null,
  { levels, level, existing }: SitingAsk,
  facilities: Facilities,
  off: ReadonlySet<SitingClass>,
): { stations: ReachStation[]; site: number[] } {
  const given = existing === 'ignored' ? null : shownStations(facilities, levels, []);
  const closed = new Set(plan?.closed ?? []);
  const siteOf = new Map<number, number>();
  for (let i = 0; i < sites.count && sites.source[i] === 'facilities'; i++)
    siteOf.set(sites.record[i], i);
  const stations: ReachStation[] = [];
  const site: number[] = [];
  given?.stations.forEach((station, k) => {
    const own = siteOf.get(given.number[k]) ?? -1;
    const state = closed.has(own) ? 'removed' : 'given';
    if (off.has(state === 'given' ? 'standing' : 'closed')) return;
    stations.push({ ...station, state });
    site.push(own);
  });
  if (off.has('opened')) return { stations, site };
  for (const { site: i, existing: stands } of plan?.sites ?? []) {
    if (stands) continue;
    site.push(i);
    stations.push({
      ...{ lng: sites.lng[i], lat: sites.lat[i], state: 'added', fromLng: NaN, fromLat: NaN },
      label: sites.name[i],
      level: FACILITY_LEVELS.indexOf(level),
    });
  }
  return { stations, site };
}

/** Places drawn on the map that are not among the sites yet. */
export function newlyDrawn(sites: SitingSites, drawn: readonly DrawnSite[]): DrawnSite[] {
  const first = sites.source.indexOf('drawn');
  const known = new Set<string>();
  for (let i = first; i >= 0 && i < sites.count; i++) known.add(`${sites.lng[i]} ${sites.lat[i]}`);
  return drawn.filter(({ lng, lat }) => !known.has(`${lng} ${lat}`));
}

/** Places where a station may go and none is; those in `drawn` are nobody's site yet and have no number. */
export function candidatesOf(
  sites: SitingSites,
  plan: Plan | null,
  marks: { forced: readonly string[]; forbidden: readonly string[] },
  off: ReadonlySet<SitingClass>,
  drawn: readonly DrawnSite[] = [],
): Sites {
  const open = new Set(plan?.sites.map(({ site }) => site));
  const [forced, forbidden] = [new Set(marks.forced), new Set(marks.forbidden)];
  const number: number[] = [];
  const mark: number[] = [];
  for (let i = 0; i < sites.count; i++) {
    if (sites.source[i] === 'facilities' || open.has(i)) continue;
    const own = forced.has(sites.key[i])
      ? 'forced'
      : forbidden.has(sites.key[i])
        ? 'forbidden'
        : 'free';
    if (off.has(own === 'free' ? 'candidates' : own)) continue;
    number.push(i);
    mark.push(SITE_MARKS.indexOf(own));
  }
  const more = off.has('candidates') ? [] : drawn;
  return {
    lng: Float64Array.from([...number.map((i) => sites.lng[i]), ...more.map(({ lng }) => lng)]),
    lat: Float64Array.from([...number.map((i) => sites.lat[i]), ...more.map(({ lat }) => lat)]),
    mark: Uint8Array.from([...mark, ...more.map(() => SITE_MARKS.indexOf('free'))]),
    number: Int32Array.from([...number, ...more.map(() => NO_SITE)]),
  };
}

/** Lines from a site to the demand it serves, four numbers each; null where it serves none. */
export function servesOf({ sites, plan, demand }: SitingAnswer, site: number): Float64Array | null {
  const ends: number[] = [];
  for (let i = 0; i < demand.count; i++) {
    if (plan.assigned[i] !== site || Number.isNaN(demand.lng[i] + demand.lat[i])) continue;
    ends.push(sites.lng[site], sites.lat[site], demand.lng[i], demand.lat[i]);
  }
  return ends.length > 0 ? Float64Array.from(ends) : null;
}

/** Circles as far as the new stations reach, where that is as the crow flies. */
export function circlesOf(
  stations: readonly ReachStation[],
  { method, cutoffM }: SitingAsk,
): SitesShown['rings'] {
  const opened = stations.filter(({ state }) => state === 'added');
  if (method !== 'radius' || opened.length === 0) return null;
  return {
    lng: Float64Array.from(opened, ({ lng }) => lng),
    lat: Float64Array.from(opened, ({ lat }) => lat),
    radiusM: cutoffM,
  };
}
