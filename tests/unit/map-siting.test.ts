import { beforeAll, describe, expect, it } from 'vitest';
import type { Layer } from '@deck.gl/core';
import type { Project } from '#lib/core/model.ts';
import { answerOfSites, type SitingAnswer } from '#lib/core/report/siting/answer.ts';
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import { sitesOf } from '#lib/core/report/siting/sites.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { SITE_MARKS } from '#lib/map/layers/siting-sites.ts';
import { inOrder } from '#lib/map/order.ts';
import type { Bbox } from '#lib/map/polygons.ts';
import { ReachScene, type ReachShown } from '#lib/map/reach-scene.ts';
import { SCALES } from '#lib/map/scale.ts';
import { atOnce } from '#lib/map/steps.ts';
import {
  candidatesOf,
  newlyDrawn,
  circlesOf,
  NOTHING_OFF,
  SERVED,
  servedAs,
  servesOf,
  sitedPlaces,
  sitedStations,
  switched,
} from '#lib/ui/siting-shown.ts';
import { generateDemo } from '#data/demo/generate.ts';
import { readDemo } from './demo-verdicts.ts';

const SEED = 5;
const ASK: SitingAsk = {
  ...{ problem: 'mclp', method: 'radius', snap: 'edge', cutoffM: 500, p: 3 },
  ...{ levels: ['community', 'point'], demand: 'demand', weight: 'weight' },
  ...{ sources: ['grids'], drawn: [], existing: 'movable', level: 'community' },
  ...{ forced: [], forbidden: [], floor: null, fair: null, budget: null, closingCost: 0 },
  ...{ capacitated: false, backup: 'none', spacingM: null, seconds: 1, seed: 1 },
};
const HEAD = { status: 'feasible', objective: NaN, bound: NaN, gap: NaN, seconds: 0, reasons: [] } as const; // prettier-ignore

let project: Project;
let answer: SitingAnswer;
beforeAll(async () => {
  project = await readDemo(generateDemo({ seed: SEED, scale: 0.05 }).files);
  const { key } = sitesOf(project, ASK);
  const standing = key.filter((own) => own.startsWith('facility:'));
  const free = key.filter((own) => own.startsWith('grid:'));
  // One station is given up, three grids get one.
  const open = [...standing.slice(1), free[0], free[3], free[6]];
  answer = answerOfSites(new Ground(project), ASK, open, { ...HEAD, reasons: [] });
});

const marks = () => {
  const free = answer.sites.key.filter((_, i) => !opened().includes(i));
  const grids = free.filter((own) => own.startsWith('grid:'));
  return { forced: [grids[0]], forbidden: [grids[1], grids[2]] };
};
const opened = () => answer.plan.sites.filter(({ existing }) => !existing).map(({ site }) => site);

function shownOf(site = -1, off = NOTHING_OFF): ReachShown {
  const { sites, plan, demand } = answer;
  const { stations, site: numbers } = sitedStations(sites, plan, ASK, project.facilities, off);
  const candidates = candidatesOf(sites, plan, marks(), off);
  return {
    ...sitedPlaces(demand, off),
    ...{ area: null, bands: null, route: null, swipe: null, stations },
    chosen: numbers.indexOf(site),
    sites: {
      candidates,
      chosen: candidates.number.indexOf(site),
      serves: site < 0 ? null : servesOf(answer, site),
      rings: circlesOf(stations, ASK),
      names: [],
    },
  };
}

describe(`what the siting map shows of the demo city (seed ${SEED})`, () => {
  it('tells demand apart by whether it is served before and by the plan', () => {
    const { demand, plan } = answer;
    const counts = SERVED.map(() => 0);
    for (let i = 0; i < demand.count; i++) counts[servedAs(demand, i)]++;
    const [kept, gained, , lost] = counts;
    expect(kept + gained).toBe(plan.coveredPoints);
    expect(kept + lost).toBe(plan.beforePoints);
    expect(gained).toBeGreaterThan(0);
    const off = switched(NOTHING_OFF, 'gained');
    const { lng, firstM, otherFirstM, cutoffM } = sitedPlaces(demand, off);
    for (let i = 0; i < demand.count; i++) {
      const isGained = demand.covered[i] === 1 && demand.before[i] === 0;
      expect(Number.isNaN(lng[i])).toBe(isGained || Number.isNaN(demand.lng[i]));
      expect(firstM[i] <= cutoffM).toBe(demand.before[i] === 1);
      expect(otherFirstM![i] <= cutoffM).toBe(demand.covered[i] === 1);
    }
    expect(switched(off, 'gained').size).toBe(0);
  });

  it('shows every station once, with its site, and every other site as a candidate', () => {
    const { sites, plan } = answer;
    const { stations, site } = sitedStations(sites, plan, ASK, project.facilities, NOTHING_OFF);
    const of = (state: string) => site.filter((_, i) => stations[i].state === state);
    expect(of('added')).toEqual(opened());
    expect(of('removed')).toEqual([...plan.closed]);
    expect(plan.closed).toHaveLength(1);
    stations.forEach(({ label, lng }, i) => {
      expect([label, lng]).toEqual([sites.name[site[i]], sites.lng[site[i]]]);
    });
    const { number, mark } = candidatesOf(sites, plan, marks(), NOTHING_OFF);
    expect([...site, ...number].sort((a, b) => a - b)).toEqual(sites.key.map((_, i) => i));
    const marked = (as: (typeof SITE_MARKS)[number]) =>
      [...number].filter((_, i) => SITE_MARKS[mark[i]] === as).map((i) => sites.key[i]);
    expect({ forced: marked('forced'), forbidden: marked('forbidden') }).toEqual(marks());
    const without = candidatesOf(sites, plan, marks(), switched(NOTHING_OFF, 'candidates'));
    expect(without.number).toHaveLength(3);
    const { lng, lat, key } = sites;
    const known = { ...sites, source: sites.source.map((own, i) => (i === sites.count - 1 ? 'drawn' : own)) }; // prettier-ignore
    const at = { name: key[0], lng: lng[sites.count - 1], lat: lat[sites.count - 1] };
    const fresh = { name: 'new', lng: at.lng + 0.01, lat: at.lat };
    expect(newlyDrawn(known, [at, fresh])).toEqual([fresh]);
    const more = candidatesOf(sites, plan, marks(), NOTHING_OFF, [fresh]);
    expect([more.number.length, more.number.at(-1), more.lng.at(-1)]).toEqual([number.length + 1, -1, fresh.lng]); // prettier-ignore
    const ignored = { ...ASK, existing: 'ignored' } as const;
    const none = sitesOf(project, ignored);
    expect(sitedStations(none, null, ignored, project.facilities, NOTHING_OFF).stations).toEqual([]); // prettier-ignore
  });

  it('leads from the chosen site to what it serves', () => {
    const { plan, sites, demand } = answer;
    const own = plan.sites.find(({ existing, servedPoints }) => !existing && servedPoints > 0)!;
    const ends = servesOf(answer, own.site)!;
    expect(ends.length / 4).toBe(own.servedPoints);
    const first = plan.assigned.indexOf(own.site);
    const at = [sites.lng[own.site], sites.lat[own.site], demand.lng[first], demand.lat[first]];
    expect([...ends.subarray(0, 4)]).toEqual(at);
    expect(servesOf(answer, plan.closed[0])).toBeNull();
    const { stations } = sitedStations(sites, plan, ASK, project.facilities, NOTHING_OFF);
    expect(circlesOf(stations, ASK)).toMatchObject({ radiusM: 500 });
    expect(circlesOf(stations, { ...ASK, method: 'walk' })).toBeNull();
  });
});

describe('the scene of siting', () => {
  /** All of the city. */
  const view = (): Bbox => {
    const { lng, lat } = answer.sites;
    return [Math.min(...lng) - 0.01, Math.min(...lat) - 0.01, Math.max(...lng) + 0.01, Math.max(...lat) + 0.01]; // prettier-ignore
  };
  const layersOf = (scene: ReachScene, shown: ReachShown, zoom = 15): Layer[] =>
    inOrder(
      atOnce(scene.layers(shown, { zoom, view: view() }, SCALES.light)).filter(
        (layer): layer is Layer => layer !== null,
      ),
    );

  it('lays circles above places, then lines, then candidates, below stations', () => {
    const site = opened().find((own) => servesOf(answer, own))!;
    const ids = layersOf(new ReachScene(), shownOf(site)).map(({ id }) => id);
    const bottomUp = [
      ...['reach-places', 'reach-site-rings', 'reach-serves', 'reach-sites', 'reach-sites:struck'],
      ...['reach-stations:givena', 'reach-stations:proposeda', 'selection-point:station'],
    ];
    expect(ids.filter((id) => bottomUp.includes(id))).toEqual(bottomUp);
  });

  it('draws one candidate for each spot of the screen, one that is marked first, and picks by the number of the site', () => {
    const scene = new ReachScene();
    const shown = shownOf();
    // The whole city in one spot: what has to be opened is what is seen.
    layersOf(scene, shown, 0);
    const [forced] = marks().forced;
    const found = scene.picked('reach-sites', 0);
    expect(found).toEqual({ type: 'site', index: answer.sites.key.indexOf(forced) });
    layersOf(scene, shown, 15);
    const { number } = shown.sites!.candidates!;
    const picked = new Set<number>();
    // A forced site is two symbols: a ring and its core.
    for (let i = 0; i < number.length + 1; i++) picked.add(scene.picked('reach-sites', i)!.index);
    expect([...picked]).toEqual([...number]);
    expect(scene.picked('reach-sites', number.length + 1)).toBeNull();
  });

  it('keeps all but the lines and the ring for another site that is chosen', () => {
    const scene = new ReachScene();
    const shown = shownOf();
    const data = (layers: Layer[], id: string) => layers.find((own) => own.id === id)?.props.data;
    const before = layersOf(scene, shown);
    const candidate = { ...shown.sites!, chosen: 2 };
    const after = layersOf(scene, { ...shown, sites: candidate });
    for (const id of ['reach-places', 'reach-sites', 'reach-stations:givena', 'reach-site-rings'])
      expect(data(after, id), id).toBe(data(before, id));
    expect(data(before, 'selection-point:station')).toBeUndefined();
    expect(data(after, 'selection-point:station')).toBeDefined();
  });
});
