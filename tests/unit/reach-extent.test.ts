import { expect, it } from 'vitest';
import { areaM2, ShapesBuilder } from '#lib/core/geo/shapes.ts';
import { FACILITY_LEVELS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { coveredShare } from '#lib/core/reach/covered-ground.ts';
import { Extents, stationsUnder } from '#lib/core/reach/extent.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { placeWay } from '#lib/core/reach/place-way.ts';
import { Reach } from '#lib/core/reach/reach.ts';
import type { ScenarioEdit } from '#lib/core/reach/scenario.ts';
import { scenarioProject } from '#lib/core/reach/scenario-project.ts';
import { ReachSides, type SideAsk } from '#lib/core/reach/side.ts';
import { answerReach } from '#lib/core/report/reach-answer.ts';
import { projectOf } from './coverage-project.ts';
import { metres, walkOf } from './walk-lines.ts';

const square = (west: number, south: number, sideM: number) => ({
  type: 'Polygon' as const,
  coordinates: [
    [
      metres(west, south),
      metres(west + sideM, south),
      metres(west + sideM, south + sideM),
      metres(west, south + sideM),
      metres(west, south),
    ],
  ],
});

/** A city of two communities 2 km wide, itself without a polygon; streets on a grid of 250 m. */
function city(): Project {
  const place = (east: number, north: number) => {
    const [lng, lat] = metres(east, north);
    return { lng, lat };
  };
  const project = projectOf({
    divisions: [
      { code: 'c', level: 0, parent: -1 },
      { code: 's', level: 2, parent: 0 },
      { code: 'w', level: 3, parent: 1 },
      { code: 'e', level: 3, parent: 1 },
    ],
    units: [{ ...place(1900, 1000), division: 2 }],
    facilities: [
      { ...place(400, 400), level: 'community' },
      { ...place(1500, 1500), level: 'street' },
      { ...place(2500, 500), level: 'point' },
    ],
    demand: [
      { ...place(500, 500), weight: 10, division: 2 },
      { ...place(3900, 1900), weight: 32, division: 3 },
    ],
  });
  const shapes = new ShapesBuilder();
  shapes.append(null);
  shapes.append(null);
  shapes.append(square(0, 0, 2000));
  shapes.append(square(2000, 0, 2000));
  const lines = Array.from({ length: 17 }, (_, k) => ({ at: [metres(250 * k, 0), metres(250 * k, 2000)] })); // prettier-ignore
  const across = Array.from({ length: 9 }, (_, k) => ({ at: Array.from({ length: 17 }, (_, i) => metres(250 * i, 250 * k)) })); // prettier-ignore
  // Streets meet where they share a vertex.
  const up = lines.map((_, k) => ({ at: Array.from({ length: 9 }, (_, i) => metres(250 * k, 250 * i)) })); // prettier-ignore
  return {
    ...project,
    divisions: { ...project.divisions, shapes: shapes.build() },
    walk: walkOf([...up, ...across]),
  };
}

const EDITS: ScenarioEdit[] = [
  { station: 'f0', removed: true },
  { station: 'f1', lng: metres(1600, 1400)[0], lat: metres(1600, 1400)[1] },
  { name: 'new', lng: metres(3600, 1700)[0], lat: metres(3600, 1700)[1], level: 'point' },
];

const side = (method: 'radius' | 'walk', edits: ScenarioEdit[]): SideAsk => ({
  ...{ method, edits, levels: FACILITY_LEVELS, snap: 'edge', cutoffM: 600 },
});

it.each([
  ['radius', []],
  ['walk', []],
  ['radius', EDITS],
  ['walk', EDITS],
] as const)('the ground in reach by %s is as it is written, a scenario too', (method, edits) => {
  const project = city();
  const ground = new Ground(project);
  const asked = side(method, [...edits]);
  const scenario = scenarioProject(project, asked.edits, 'point');
  if (!('project' in scenario)) throw new Error('refused');
  const { firstM } = new Reach(scenario.project, asked).nearest;
  const reached = Uint8Array.from({ length: 2 }, (_, i) => (firstM[i] <= 600 ? 1 : 0));
  const extent = new Extents(ground).extent({ side: asked, reached, bandsM: [300, 600] });
  const { result, zones } = answerReach(scenario.project, { ...asked, minutes: null, pace: null }, null); // prettier-ignore
  expect(extent.unionM2).toBeGreaterThan(100_000);
  expect(extent.unionM2).toBeCloseTo(result.area_m2.union, 1);
  expect(extent.perimeterM).toBeCloseTo(result.area_m2.perimeter_m, 1);
  expect(extent.zones.count).toBe(zones.features.length);
  expect(Array.from(extent.zones.weight)).toEqual(zones.features.map((z) => z.properties!.weight));
  const { shapes } = project.divisions;
  for (const d of [2, 3]) expect(extent.groundM2[d]).toBe(areaM2(shapes, d));
  const areaShare = coveredShare(extent);
  for (let d = 0; d < project.divisions.count; d++) {
    expect(areaShare[d]).toBeCloseTo(result.divisions[d].area_share!, 5); // prettier-ignore
  }
  const { a: distances } = new ReachSides(project, ground).distances({ a: asked, b: null });
  result.divisions.forEach((division, d) => {
    expect(division.mean_m).toBeCloseTo(distances.meanM[d], 2);
    expect(division.p95_m).toBeCloseTo(distances.p95M[d], 2);
    expect(division.worst_m).toBeCloseTo(distances.worstM[d], 2);
    expect(division.unreachable_weight).toBeCloseTo(distances.unreachable[d], 6);
  });
  // Without a polygon of its own a division is what lies below it.
  for (const column of [extent.groundM2, extent.coveredM2])
    for (const d of [0, 1, 4]) expect(column[d]).toBe(column[2] + column[3]);
  expect(extent.bands?.length).toBe(method === 'walk' ? 2 : undefined);
  if (extent.bands) expect(areaM2(extent.bands[0], 0)).toBeLessThan(areaM2(extent.bands[1], 0));
});

it('a way leads to the station that is nearest under the scenario, and to the nearest by air where none can be come to', () => {
  const project = city();
  const ground = new Ground(project);
  const asked = side('walk', EDITS);
  const from = metres(3900, 1900);
  expect(Array.from(stationsUnder(ground, asked).records)).toEqual([1, 2, 3]);
  const own = placeWay(ground, { side: asked, from, station: 3 });
  expect(own?.station).toBe(3);
  expect(own?.route?.lengthM).toBeGreaterThan(own!.straightM);
  expect(placeWay(ground, { side: asked, from, station: -1 })?.station).toBe(3);
  expect(placeWay(ground, { side: side('walk', []), from, station: -1 })?.station).toBe(2);
  expect(placeWay(ground, { side: { ...asked, levels: [] }, from, station: -1 })).toBeNull();
});
