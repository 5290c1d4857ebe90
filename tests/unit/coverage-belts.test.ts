import clustersDbscan from '@turf/clusters-dbscan';
import { describe, expect, it } from 'vitest';
import { audit } from '#lib/core/coverage/audit.ts';
import { densityClusters } from '#lib/core/coverage/density-clusters.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { weakBelts } from '#lib/core/coverage/weak-belts.ts';
import type { WeakBelts } from '#lib/core/coverage/belt.ts';
import { destination, distanceM } from '#lib/core/geo/geodesic.ts';
import { areaM2, toGeoJson } from '#lib/core/geo/shapes.ts';
import { PolygonIndex } from '#lib/core/geo/locate.ts';
import type { Ledger, Project } from '#lib/core/model.ts';
import { PACK, mulberry32, projectOf, randomProject } from './coverage-project.ts';
import type { Parts, UnitRow } from './coverage-project.ts';

const RULE = { ...PACK.belts, epsM: 400, minUnits: 3 };

function beltsOf(project: Project, rule = RULE, ledger: Ledger = 'organisation'): WeakBelts {
  const verdicts = audit(project, PACK, reachField(project), { radiusM: null });
  return weakBelts(project, verdicts, rule, ledger);
}

const members = (belts: WeakBelts): number[][] =>
  Array.from({ length: belts.count }, (_, b) => [
    ...belts.member.subarray(belts.beltStart[b], belts.beltStart[b + 1]),
  ]);

/** Units `metres` apart along a parallel, from [121, 31]. */
const alongEast = (...metres: number[]): UnitRow[] =>
  metres.map((m) => {
    const [lng, lat] = destination(121, 31, 90, m);
    return { lng, lat };
  });

/** Every cluster that the definition gives, by comparing all pairs with the geodesic library. */
function byDefinition(lng: Float64Array, lat: Float64Array, epsM: number, minPoints: number) {
  const n = lng.length;
  const d = (i: number, j: number): number => distanceM(lng[i], lat[i], lng[j], lat[j]);
  const all = [...lng.keys()];
  const core = all.map((i) => all.filter((j) => d(i, j) <= epsM).length >= minPoints);
  const cluster = new Int32Array(n).fill(-1);
  let count = 0;
  for (const start of all) {
    if (!core[start] || cluster[start] >= 0) continue;
    const open = [start];
    cluster[start] = count;
    for (let i = open.pop(); i !== undefined; i = open.pop())
      for (const j of all)
        if (core[j] && cluster[j] < 0 && d(i, j) <= epsM) {
          cluster[j] = count;
          open.push(j);
        }
    count++;
  }
  for (const i of all) {
    if (core[i]) continue;
    const near = all.filter((j) => core[j] && d(i, j) <= epsM);
    near.sort((a, b) => d(i, a) - d(i, b) || lng[a] - lng[b] || lat[a] - lat[b]);
    if (near.length > 0) cluster[i] = cluster[near[0]];
  }
  return { count, cluster };
}

/** The partition, free of the numbering. */
const partition = (cluster: ArrayLike<number>): string[] => {
  const groups = new Map<number, number[]>();
  Array.from(cluster).forEach((c, i) => {
    if (c >= 0) groups.set(c, [...(groups.get(c) ?? []), i]);
  });
  return [...groups.values()].map((group) => group.join(',')).sort();
};

function scattered(seed: number, count: number, [west, south]: [number, number], size: number) {
  const random = mulberry32(seed);
  const lng = new Float64Array(count);
  const lat = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const again = i > 0 && random() < 0.1;
    const from = Math.floor(random() * i);
    lng[i] = again ? lng[from] : west + random() * size;
    lat[i] = again ? lat[from] : south + random() * size;
  }
  return { lng, lat };
}

describe('density clusters', () => {
  it('are those of the definition, by the geodesic library', () => {
    const places: [number, number][] = [[121, 31], [-70.02, -33], [179.99, 52], [12, 78], [0.01, -0.01]]; // prettier-ignore
    for (let seed = 1; seed <= 60; seed++) {
      const at = places[seed % places.length];
      const size = [0.02, 0.05, 0.1][seed % 3];
      const { lng, lat } = scattered(seed, 120, at, size);
      const wrapped = lng.map((x) => (x > 180 ? x - 360 : x));
      const minPoints = 1 + (seed % 7);
      const epsM = [150, 400, 900][seed % 3];
      const ours = densityClusters(wrapped, lat, epsM, minPoints);
      const truth = byDefinition(wrapped, lat, epsM, minPoints);
      expect(ours.count, `seed ${seed}`).toBe(truth.count);
      expect(partition(ours.clusterOf), `seed ${seed}`).toEqual(partition(truth.cluster));
    }
  });

  it('agree with turf on the cores where its sphere cannot tell otherwise', () => {
    const epsM = 300;
    let clusters = 0;
    for (let seed = 100; seed < 108; seed++) {
      const drawn = scattered(seed, 500, [121, 31], 0.05);
      const kept: number[] = [];
      // A pair within half a per cent of the threshold may part or join clusters on a sphere.
      for (let i = 0; i < 500; i++) {
        const clear = kept.every((j) => {
          const exactM = distanceM(drawn.lng[i], drawn.lat[i], drawn.lng[j], drawn.lat[j]);
          return Math.abs(exactM - epsM) > 0.005 * epsM;
        });
        if (clear) kept.push(i);
      }
      const lng = Float64Array.from(kept, (i) => drawn.lng[i]);
      const lat = Float64Array.from(kept, (i) => drawn.lat[i]);
      const features = kept.map((_, i) => ({
        type: 'Feature' as const,
        properties: {},
        geometry: { type: 'Point' as const, coordinates: [lng[i], lat[i]] },
      }));
      const points = { type: 'FeatureCollection' as const, features };
      const turf = clustersDbscan(points, epsM / 1000, { minPoints: 6 });
      const ours = densityClusters(lng, lat, epsM, 6);
      // turf calls border points core as well, and gives them to whichever cluster comes first.
      const cores = turf.features.map(({ properties }, i) => {
        const near = kept.filter((_, j) => distanceM(lng[i], lat[i], lng[j], lat[j]) <= epsM);
        return near.length >= 6 ? (properties.cluster ?? -1) : -1;
      });
      const noise = turf.features.map(({ properties }) => properties.dbscan === 'noise');
      expect(partition(cores), `seed ${seed}`).toEqual(
        partition(ours.clusterOf.map((c, i) => (cores[i] < 0 ? -1 : c))),
      );
      expect(
        Array.from(ours.clusterOf, (c) => c < 0),
        `seed ${seed}`,
      ).toEqual(noise);
      clusters += ours.count;
    }
    expect(clusters).toBeGreaterThan(40);
  });
});

describe('weak belts', () => {
  it('take a unit at the distance and none beyond it', () => {
    const at = beltsOf(projectOf({ units: alongEast(0, 399.999, 799.998) }));
    expect(members(at)).toEqual([[0, 1, 2]]);
    expect(beltsOf(projectOf({ units: alongEast(0, 399.999, 800.01) })).count).toBe(0);
  });

  it('count only due units that are blank in the ledger', () => {
    const units = alongEast(0, 10, 20, 30).map((unit) => ({
      ...unit,
      instructors: 0,
      liaisons: 0,
      league: 0,
    }));
    units[3] = { ...units[3], instructors: 1 };
    const closed = units.map((u, i) => (i === 0 ? { ...u, status: 'closed' } : u));
    const links = [{ organisation: 0, unit: 1, mode: 'standalone' }];
    const parts: Parts = { units: closed, organisations: [{}], links };
    const rule = { ...RULE, minUnits: 1 };
    expect(members(beltsOf(projectOf(parts), rule))).toEqual([[2, 3]]);
    expect(members(beltsOf(projectOf(parts), rule, 'work'))).toEqual([[2]]);
    expect(beltsOf(projectOf({ ...parts, facilities: [] }), rule, 'service').count).toBe(0);
  });

  it('give a border unit to the nearer belt, whatever the order', () => {
    const row = alongEast(0, 1, 2, 3, 4, 30, 424, 820, 846, 847, 848, 849, 850);
    const rule = { ...RULE, minUnits: 6 };
    const random = mulberry32(3);
    for (let turn = 0; turn < 20; turn++) {
      const order = [...row.keys()].sort(() => random() - 0.5);
      const found = beltsOf(projectOf({ units: order.map((k) => row[k]) }), rule);
      const named = members(found).map((m) => m.map((i) => order[i]).sort((a, b) => a - b));
      expect(named).toEqual([
        [0, 1, 2, 3, 4, 5, 6],
        [7, 8, 9, 10, 11, 12],
      ]);
    }
  });

  it('are ordered by size and named by street and community', () => {
    const divisions = [
      { code: '990100000000', level: 1, parent: -1 },
      { code: '990101001000', level: 2, parent: 0 },
      { code: '990101001001', level: 3, parent: 1 },
      { code: '990101001002', level: 3, parent: 1 },
      { code: '990101002000', level: 2, parent: 0 },
    ];
    const units: UnitRow[] = [
      ...alongEast(0, 10, 20).map((u) => ({ ...u, division: 4, employees: 5 })),
      ...alongEast(5000, 5010, 5020, 5030).map((u, i) => ({ ...u, division: i < 2 ? 2 : 3 })),
      ...alongEast(5040).map((u) => ({ ...u, division: 1, employees: 7 })),
    ];
    const belts = beltsOf(projectOf({ divisions, units }));
    expect(members(belts)).toEqual([
      [3, 4, 5, 6, 7],
      [0, 1, 2],
    ]);
    expect([...belts.street]).toEqual([1, 4]);
    expect([...belts.community]).toEqual([2, -1]);
    expect([...belts.employees]).toEqual([7, 15]);
    expect([...belts.households]).toEqual([NaN, NaN]);
    expect([...belts.beltOf]).toEqual([1, 1, 1, 0, 0, 0, 0, 0]);
  });

  it('have a hull with an area around one, two and collinear positions', () => {
    for (const metres of [
      [0, 0, 0],
      [0, 100, 100],
      [0, 100, 200],
    ]) {
      const project = projectOf({ units: alongEast(...metres) });
      const belts = beltsOf(project);
      expect(belts.count).toBe(1);
      // A 16-gon of 100 m around every position.
      const disc = 8 * Math.sin(Math.PI / 8) * 100 * 100;
      const band = Math.max(...metres) * 2 * 100;
      expect(areaM2(belts.hulls, 0)).toBeGreaterThan(disc + 0.97 * band - 1);
      expect(areaM2(belts.hulls, 0)).toBeLessThan(Math.PI * 100 * 100 + band + 1);
      expect(toGeoJson(belts.hulls, 0)?.type).toBe('Polygon');
    }
  });

  it('are the same for every order of the units, and hulls hold their units', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const project = randomProject(seed, 300);
      const rule = { ...RULE, minUnits: 4, epsM: 250 };
      const belts = beltsOf(project, rule);
      const random = mulberry32(seed);
      const order = [...Array(300).keys()].sort(() => random() - 0.5);
      const shuffled = projectOf({
        units: order.map((i) => ({ lng: project.units.lng[i], lat: project.units.lat[i] })),
      });
      const plain = projectOf({
        units: [...order].sort((a, b) => a - b).map((i) => ({ lng: project.units.lng[i], lat: project.units.lat[i] })), // prettier-ignore
      });
      const one = members(beltsOf(plain, rule));
      const two = members(beltsOf(shuffled, rule)).map((m) => m.map((i) => order[i]).sort((a, b) => a - b)); // prettier-ignore
      expect(two, `seed ${seed}`).toEqual(one);
      for (let b = 0; b < belts.count; b++) {
        const index = new PolygonIndex(belts.hulls, [b]);
        for (const unit of members(belts)[b])
          expect(index.locate(project.units.lng[unit], project.units.lat[unit])).toBe(b);
      }
    }
  });
});
