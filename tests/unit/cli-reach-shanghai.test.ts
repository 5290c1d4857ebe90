import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lexicon } from '#data/lexicon.ts';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { NearestIndex } from '#lib/core/geo/nearest.ts';
import { readFolder } from '#lib/core/ingest/read-folder.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { Reach } from '#lib/core/reach/reach.ts';
import { walkDistances } from '#lib/core/reach/walk-distances.ts';
import type { ReachResult } from '#lib/core/report/reach-result.ts';
import { folderFiles } from '#cli/folder.ts';
import { run } from './cli-run.ts';
import { NO_SHANGHAI, hasShanghai, writeShanghaiFolder } from './shanghai-folder.ts';

const SOURCE = '../shared/data/shanghai/cbd-lujiazui-bund';
const BUILDINGS = 1322;
/** Metres; buildings by straight line; buildings and their share of the floor area on foot. */
const ORACLE = [
  [200, 98, 16, 0.0216],
  [300, 223, 54, 0.0338],
  [500, 481, 212, 0.1082],
  [800, 823, 583, 0.3887],
  [1000, 901, 756, 0.5152],
] as const;
/** Two roundings to a centimetre, and places to 7 decimals of a degree. */
const ROUNDING_M = 0.1;

if (!hasShanghai) console.log(NO_SHANGHAI);

describe.skipIf(!hasShanghai)('lacuna reach between Lujiazui and the Bund', () => {
  let folder: string;
  const networks = {
    graph: 'walk_graph.json',
    naive: 'walk_graph_NAIVE_with_vehicle_tunnels.json',
    osm: 'shanghai-cbd.osm.pbf',
  };
  type Network = keyof typeof networks;
  const projectOf = (network: Network): string => path.join(folder, network);

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'lacuna-reach-shanghai-'));
    for (const [network, file] of Object.entries(networks)) {
      const project = projectOf(network as Network);
      writeShanghaiFolder(project);
      const name = network === 'osm' ? 'walk.osm.pbf' : 'walk_graph.json';
      copyFileSync(path.join(SOURCE, file), path.join(project, name));
    }
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  async function reach(network: Network, args: string[]): Promise<ReachResult> {
    const out = path.join(folder, 'out');
    const { code, error } = await run(['reach', projectOf(network), ...args, '--out', out]);
    expect(code, error).toBeLessThan(2);
    return JSON.parse(readFileSync(path.join(out, 'reach.json'), 'utf8')) as ReachResult;
  }

  it.each(ORACLE)(
    'at %i m reaches %i buildings by radius, and %i on foot with %f of the floor area',
    async (metres, straight, onFoot, share) => {
      const cutoff = ['--cutoff', String(metres)];
      const radius = await reach('graph', ['--method', 'radius', ...cutoff]);
      expect(radius.units).toMatchObject({ total: BUILDINGS, reached: straight, unknown: 0 });
      expect(radius.demand).toMatchObject({ points: BUILDINGS, reached_points: straight });
      const walk = await reach('graph', ['--method', 'walk', '--snap', 'node', ...cutoff]);
      expect(Math.abs(walk.units.reached - onFoot)).toBeLessThanOrEqual(1);
      expect(walk.demand?.reached_points).toBe(walk.units.reached);
      expect(Math.abs((walk.demand?.reached_share_of_weight ?? NaN) - share)).toBeLessThan(0.002);
      expect(walk.snap).toBe('node');
      const beside = walk.edge_snap!;
      expect(beside.units.reached).toBeLessThan(radius.units.reached);
      const byEdge = await reach('graph', ['--method', 'walk', ...cutoff]);
      expect(byEdge.snap).toBe('edge');
      expect(byEdge.units).toEqual(beside.units);
      expect(byEdge.node_snap?.units).toEqual(walk.units);
      expect(byEdge.node_snap?.demand).toEqual(walk.demand);
      console.log(
        `${metres} m: on foot ${walk.units.reached} by node, ${byEdge.units.reached} by edge,` +
          ` of the floor area ${walk.demand?.reached_share_of_weight}, ${byEdge.demand?.reached_share_of_weight}`,
      );
    },
    60_000,
  );

  it('walks to each building as far as the oracle, never across the Huangpu', async () => {
    const project = await readFolder(await folderFiles(projectOf('graph')), lexicon);
    const ground = new Ground(project);
    const found = new Reach(
      project,
      { method: 'walk', levels: ['community'], snap: 'node' },
      ground,
    );
    const { first, firstM } = found.nearest;
    const oracle = readFileSync(path.join(SOURCE, 'oracle_distances.csv'), 'utf8');
    const rows = oracle.trim().split('\n').slice(1);
    expect(rows).toHaveLength(BUILDINGS);
    const { network } = ground;
    const standing = ground.stationsOf(['community']);
    const { nodeM } = walkDistances(ground, standing, 'node');
    const nodes = new NearestIndex(network.lng, network.lat);
    const { lng, lat } = project.units;
    const same = (m: number, oracleM: number): boolean => Math.abs(m - oracleM) < ROUNDING_M;
    let unreachable = 0;
    const nearTies: number[] = [];
    rows.forEach((row, i) => {
      const [, , onFoot] = row.split(',');
      if (onFoot === '') {
        unreachable++;
        expect(firstM[i], `building ${i}`).toBe(Infinity);
      } else if (!same(firstM[i], Number(onFoot))) nearTies.push(i);
    });
    expect(unreachable).toBe(30);
    // The oracle looked for nodes in a plane: it joined these at one that is a few centimetres farther.
    expect(nearTies.length).toBeLessThan(5);
    for (const i of nearTies) {
      const { distanceM: nearestM } = nodes.nearest(lng[i], lat[i]);
      const ways = nodes
        .within(lng[i], lat[i], 1.005 * nearestM)
        .map((n) => distanceM(lng[i], lat[i], network.lng[n], network.lat[n]) + nodeM[n]);
      const oracleM = Number(rows[i].split(',')[2]);
      expect(
        ways.some((m) => same(m, oracleM)),
        `building ${i}`,
      ).toBe(true);
    }
    const bankOf = (edge: number): number => network.component[network.from[edge]];
    const places = ground.snappedPlaces('node');
    const stations = ground.snap(standing, 'node');
    const served = [0, 0];
    for (let i = 0; i < BUILDINGS; i++) {
      if (first[i] < 0) continue;
      const bank = bankOf(places.edge[i]);
      expect(bankOf(stations.edge[first[i]])).toBe(bank);
      if (bank < 2) served[bank]++;
    }
    expect(Math.min(...served)).toBeGreaterThan(100);
  });

  it('would join the banks by the vehicle tunnels of the naive graph', async () => {
    const args = ['--method', 'walk', '--snap', 'node', '--cutoff', '3000'];
    const right = await reach('graph', args);
    expect(right.distance.unreachable_weight).toBeGreaterThan(0);
    expect(right.network).toMatchObject({ nodes: 2455, edges: 2999, components: 65 });
    const naive = await reach('naive', args);
    expect(naive.network!.components).toBeLessThan(right.network!.components);
  });

  it('has the same network from the OpenStreetMap extract, to 1 % of its length', async () => {
    const args = ['--method', 'walk', '--cutoff', '500'];
    const graph = (await reach('graph', args)).network!;
    const osm = (await reach('osm', args)).network!;
    console.log(
      `graph ${graph.length_m} m, ${graph.components} components; extract ${osm.length_m} m, ` +
        `${osm.components} components, refused ${JSON.stringify(osm.refused)}`,
    );
    expect(Math.abs(osm.length_m / graph.length_m - 1)).toBeLessThan(0.01);
    const { foot, tunnel, motorway } = osm.refused;
    expect(foot + tunnel + motorway).toBeGreaterThan(0);
    for (const [metres, , onFoot] of ORACLE) {
      const node = ['--method', 'walk', '--snap', 'node', '--cutoff', String(metres)];
      const { units } = await reach('osm', node);
      expect(Math.abs(units.reached - onFoot), `${metres} m`).toBeLessThanOrEqual(1);
    }
  });
});
