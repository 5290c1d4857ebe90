import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readFolder } from '#lib/core/ingest/read-folder.ts';
import { FACILITY_LEVELS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { ReachFault } from '#lib/core/reach/fault.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { Reach } from '#lib/core/reach/reach.ts';
import { lexicon } from '#data/lexicon.ts';
import { randomStream } from '../bench/random.ts';
import { projectOf } from './coverage-project.ts';
import { NO_SHANGHAI, hasShanghai, shanghaiFolder } from './shanghai-folder.ts';
import { metres, walkOf } from './walk-lines.ts';
import type { Line } from './walk-lines.ts';

const SEED = 11;
const GRAPH = '../shared/data/shanghai/cbd-lujiazui-bund/walk_graph.json';
const ON_FOOT = { method: 'walk', levels: FACILITY_LEVELS, snap: 'node' } as const;
/** Cutoff in metres, buildings reached, share of the floor area reached. */
const ORACLE = [
  [200, 16, 0.0216],
  [300, 54, 0.0338],
  [500, 212, 0.1082],
  [800, 583, 0.3887],
  [1000, 756, 0.5152],
] as const;

if (!hasShanghai) console.log(NO_SHANGHAI);

describe('who is reached on foot', () => {
  it.skipIf(!hasShanghai)('is the oracle between Lujiazui and the Bund', async () => {
    const inputs = shanghaiFolder().map(({ name, bytes }) => ({
      name,
      size: bytes.length,
      bytes: () => Promise.resolve(bytes),
    }));
    const graph = JSON.parse(readFileSync(GRAPH, 'utf8')) as {
      nodes: [number, number][];
      edges: [number, number, number][];
    };
    const project: Project = {
      ...(await readFolder(inputs, lexicon)),
      walk: walkOf(
        graph.edges.map(([a, b, lengthM]) => ({ at: [graph.nodes[a], graph.nodes[b]], lengthM })),
      ),
    };
    const ground = new Ground(project);
    const reach = new Reach(project, { ...ON_FOOT, levels: ['community'] }, ground);
    const straight = new Reach(project, { ...ON_FOOT, method: 'radius', levels: ['community'] });
    expect(reach.network?.snapped).toMatchObject({ places: 2 * 1322 + 16, tooFar: 0 });
    const all = project.divisions.count;
    for (const [cutoffM, units, share] of ORACLE) {
      const counts = reach.counts(cutoffM);
      expect(Math.abs(counts.reachedUnits[all] - units)).toBeLessThanOrEqual(1);
      expect(counts.reachedPoints[all]).toBe(counts.reachedUnits[all]);
      const reached = counts.reachedWeight[all] / counts.weight[all];
      expect(Math.abs(reached - share)).toBeLessThan(0.002);
      expect(units).toBeLessThan(straight.counts(cutoffM).reachedUnits[all]);
    }
    const again = new Reach(project, ON_FOOT, ground);
    expect(again.places).toBe(reach.places);
  });

  const random = randomStream(SEED);
  const streets: Line[] = [];
  for (let i = 0; i < 8; i++)
    for (let k = 0; k < 8; k++) {
      if (i > 0 && random() < 0.8)
        streets.push({ at: [metres(100 * i - 100, 100 * k), metres(100 * i, 100 * k)] });
      if (k > 0 && random() < 0.8)
        streets.push({ at: [metres(100 * i, 100 * k - 100), metres(100 * i, 100 * k)] });
    }
  const place = (): [number, number] => metres(random() * 900 - 100, random() * 900 - 100);
  const somewhere = (): { lng: number; lat: number; division: number } => {
    const [lng, lat] = place();
    return { lng: random() < 0.05 ? NaN : lng, lat, division: Math.floor(random() * 3) - 1 };
  };
  const town = (facilities: readonly (readonly [number, number])[]): Project => ({
    ...projectOf({
      divisions: [-1, 0].map((parent, i) => ({ code: `9${i}`, level: i, parent })),
      units: [],
      facilities: facilities.map(([lng, lat]) => ({ lng, lat, level: 'point' })),
    }),
    walk: walkOf(streets),
  });
  const start = [place(), place(), place()];
  const units = projectOf({ units: Array.from({ length: 90 }, somewhere) }).units;
  const demand = projectOf({
    units: [],
    demand: Array.from({ length: 200 }, () => ({ ...somewhere(), weight: random() * 9 })),
  }).demand;

  it.each(['node', 'edge'] as const)(
    `stays what it would be made anew while stations move: by %s (seed ${SEED})`,
    (snap) => {
      const project = { ...town(start), units, demand };
      const stations = [...start];
      const reach = new Reach(project, { ...ON_FOOT, snap });
      for (let edit = 0; edit < 30; edit++) {
        const station = Math.floor(random() * (stations.length + 1));
        stations[station] = random() < 0.2 ? [NaN, NaN] : place();
        reach.setStation(station, ...stations[station]);
        const standing = stations.filter(([lng]) => !Number.isNaN(lng));
        const anew = new Reach({ ...town(standing), units, demand }, { ...ON_FOOT, snap });
        for (const cutoffM of [0, 150, 400, 1000])
          expect(reach.counts(cutoffM)).toEqual(anew.counts(cutoffM));
        expect(reach.distances()).toEqual(anew.distances());
      }
    },
  );

  it('is no more than by straight line, and says why there is no network', () => {
    const project = { ...town(start), units, demand };
    const walk = new Reach(project, { ...ON_FOOT, snap: 'edge' });
    const radius = new Reach(project, { ...ON_FOOT, method: 'radius' });
    walk.nearest.firstM.forEach((m, i) => {
      if (m < Infinity) expect(m).toBeGreaterThan(radius.nearest.firstM[i] - 1e-4);
    });
    const motorways = { ...project, walk: walkOf([{ ...streets[0], highway: 'motorway' }]) };
    for (const [what, code] of [
      [{ ...project, walk: walkOf([]) }, 'no_walk_network'],
      [motorways, 'no_walkable_line'],
    ] as const)
      expect(() => new Reach(what, ON_FOOT)).toThrow(new ReachFault(code));
  });
});
