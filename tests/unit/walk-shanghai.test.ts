import { describe, expect, it } from 'vitest';
import { walkNetwork } from '#lib/core/reach/walk/build.ts';
import type { WalkNetwork } from '#lib/core/reach/walk/network.ts';
import { networkSummary, snapPlaces } from '#lib/core/reach/walk/snap.ts';
import { read } from './ingest-folder.ts';
import { NO_SHANGHAI, hasShanghai, shanghaiFolder, shanghaiWalk } from './shanghai-folder.ts';

const built = async (walk: 'graph' | 'naive' | 'osm'): Promise<WalkNetwork> => {
  const { name, bytes } = shanghaiWalk(walk);
  return walkNetwork((await read({ [name]: bytes })).walk);
};

const lengthOf = ({ lengthM }: WalkNetwork): number => lengthM.reduce((sum, m) => sum + m, 0);

function sizes({ component, components }: WalkNetwork): number[] {
  const size = new Array<number>(components).fill(0);
  component.forEach((own) => size[own]++);
  return size;
}

/** Mean longitude of a component's nodes. */
function middleOf({ component, lng }: WalkNetwork, which: number): number {
  const own = [...lng].filter((_, node) => component[node] === which);
  return own.reduce((sum, x) => sum + x, 0) / own.length;
}

describe.skipIf(!hasShanghai)(hasShanghai ? 'both banks of the Huangpu' : NO_SHANGHAI, () => {
  it('are the graph that was made of them', async () => {
    const network = await built('graph');
    expect([network.nodes, network.edges, network.components]).toEqual([2455, 2999, 65]);
    expect(lengthOf(network)).toBeCloseTo(165_243.68, 2);
    expect(sizes(network).slice(0, 2)).toEqual([1218, 1033]);
    expect(network.refused).toEqual({ foot: 0, tunnel: 0, motorway: 0 });
  });

  it('are not joined for walkers: the two large components lie on either side', async () => {
    for (const walk of ['graph', 'osm'] as const) {
      const network = await built(walk);
      const [a, b] = [middleOf(network, 0), middleOf(network, 1)].sort((x, y) => x - y);
      expect(a, walk).toBeLessThan(121.492);
      expect(b, walk).toBeGreaterThan(121.502);
      expect(sizes(network)[2], walk).toBeLessThan(50);
    }
  });

  it('are as long in the extract, whose tunnels are refused by their tags', async () => {
    const [graph, extract] = [await built('graph'), await built('osm')];
    expect(Math.abs(lengthOf(extract) / lengthOf(graph) - 1)).toBeLessThan(0.01);
    expect(extract.refused.foot + extract.refused.tunnel).toBeGreaterThan(100);
  });

  it('are joined by mistake where nothing says which are tunnels', async () => {
    const network = await built('naive');
    expect([network.nodes, network.edges]).toEqual([2628, 3190]);
    expect(sizes(network)[0]).toBeGreaterThan(2300);
  });

  it('are joined by every building, nearer to an edge than to a node', async () => {
    const project = await read(
      Object.fromEntries(shanghaiFolder({ walk: 'graph' }).map(({ name, bytes }) => [name, bytes])),
    );
    const network = walkNetwork(project.walk);
    const places = { count: project.units.count, lng: project.units.lng, lat: project.units.lat };
    const [node, edge] = (['node', 'edge'] as const).map((snap) =>
      snapPlaces(network, places, snap, 1000),
    );
    edge.offsetM.forEach((offsetM, i) =>
      expect(offsetM).toBeLessThanOrEqual(node.offsetM[i] + 1e-6),
    );
    const told = networkSummary(network, [{ places, snapped: edge }]);
    expect(told.snapped.places).toBe(1322);
    expect(told.snapped.worstM).toBeLessThan(300);
  });
});
