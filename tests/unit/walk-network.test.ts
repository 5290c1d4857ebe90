import { describe, expect, it } from 'vitest';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { walkNetwork } from '#lib/core/reach/walk/build.ts';
import type { WalkNetwork } from '#lib/core/reach/walk/network.ts';
import { randomStream } from '../bench/random.ts';
import { metres, walkOf, type Line } from './walk-lines.ts';

const SEED = 20261125;

const at = (...points: [number, number][]): [number, number][] =>
  points.map(([east, north]) => metres(east, north));
const built = (...lines: Line[]): WalkNetwork => walkNetwork(walkOf(lines));

const keyOf = ([lng, lat]: readonly number[]): string =>
  `${Math.round(lng * 1e7)},${Math.round(lat * 1e7)}`;

interface Edge {
  ends: string;
  lengthM: number;
}
const inOrder = (edges: Edge[]): Edge[] =>
  edges.sort((a, b) => (a.ends < b.ends ? -1 : Number(a.ends > b.ends)) || a.lengthM - b.lengthM);

/** Edges by their ends, whichever way, and their lengths. */
function edgesOf(network: WalkNetwork): Edge[] {
  const edges = Array.from({ length: network.edges }, (_, edge) => {
    const ends = [network.from[edge], network.to[edge]].map((node) =>
      keyOf([network.lng[node], network.lat[node]]),
    );
    return { ends: ends.sort().join(' - '), lengthM: network.lengthM[edge] };
  });
  return inOrder(edges);
}

/** The same by strings and lists: what the network has to be. */
function brute(lines: readonly Line[]): { edges: Edge[]; components: number[] } {
  const parts = lines
    .filter(({ foot, tunnel, highway }) => {
      if (foot !== undefined) return foot === 1;
      return highway !== 'motorway' && (tunnel !== 1 || highway === 'footway');
    })
    .flatMap(({ at: line, lengthM }) => {
      const several = (Array.isArray(line[0][0]) ? line : [line]) as [number, number][][];
      const thin = several
        .map((part) => part.filter((p, i) => i === 0 || keyOf(p) !== keyOf(part[i - 1])))
        .filter((part) => part.length > 1);
      const long = (part: number[][]) =>
        part.slice(1).reduce((sum, p, i) => sum + distanceM(part[i][0], part[i][1], p[0], p[1]), 0);
      const all = thin.reduce((sum, part) => sum + long(part), 0);
      return thin.map((part) => ({
        part,
        long: (piece: number[][]) => long(piece) * (lengthM === undefined ? 1 : lengthM / all),
      }));
    });
  const visits = new Map<string, number>();
  for (const { part } of parts)
    part.forEach((p, i) => {
      const end = i === 0 || i === part.length - 1;
      visits.set(keyOf(p), (visits.get(keyOf(p)) ?? 0) + (end ? 2 : 1));
    });
  const edges: Edge[] = [];
  const groups: Set<string>[] = [];
  for (const { part, long } of parts) {
    let from = 0;
    for (let i = 1; i < part.length; i++) {
      if ((visits.get(keyOf(part[i])) ?? 0) < 2) continue;
      const ends = [keyOf(part[from]), keyOf(part[i])].sort();
      edges.push({ ends: ends.join(' - '), lengthM: long(part.slice(from, i + 1)) });
      const touched = groups.filter((group) => ends.some((end) => group.has(end)));
      for (const group of touched) groups.splice(groups.indexOf(group), 1);
      groups.push(new Set([...ends, ...touched.flatMap((group) => [...group])]));
      from = i;
    }
  }
  const components = groups.map((group) => group.size).sort((a, b) => b - a);
  return { edges: inOrder(edges), components };
}

function sizes(network: WalkNetwork): number[] {
  const size = new Array<number>(network.components).fill(0);
  network.component.forEach((component) => size[component]++);
  return size;
}

describe('nodes of the walking network', () => {
  it('stand where lines share a vertex, and not where lines only cross', () => {
    const crossing = built({ at: at([0, 0], [100, 0]) }, { at: at([50, -50], [50, 50]) });
    expect([crossing.nodes, crossing.edges, crossing.components]).toEqual([4, 2, 2]);
    const junction = built(
      { at: at([0, 0], [50, 0], [100, 0]) },
      { at: at([50, -50], [50, 0], [50, 50]) },
    );
    expect([junction.nodes, junction.edges, junction.components]).toEqual([5, 4, 1]);
  });

  it('stand in the middle of a line that another one ends on', () => {
    const network = built({ at: at([0, 0], [50, 0], [100, 0]) }, { at: at([50, 0], [50, 50]) });
    expect([network.nodes, network.edges, network.components]).toEqual([4, 3, 1]);
  });

  it('let a bridge pass over what it crosses, and be walked', () => {
    const network = built(
      { at: at([0, 0], [100, 0]), highway: 'primary', bridge: 1 },
      { at: at([50, -50], [50, 50]), highway: 'footway' },
    );
    expect([network.nodes, network.edges, network.components]).toEqual([4, 2, 2]);
    expect(network.refused).toEqual({ foot: 0, tunnel: 0, motorway: 0 });
  });

  it('are the same for coordinates that differ by rounding, and for none else', () => {
    const [[lng, lat], far] = at([0, 0], [100, 0]);
    const joined = built(
      { at: [[lng, lat], far] },
      { at: [[lng + 2e-9, lat - 2e-9], metres(0, 50)] },
    );
    expect(joined.components).toBe(1);
    const apart = built({ at: [[lng, lat], far] }, { at: [[lng + 1e-7, lat], metres(0, 50)] });
    expect(apart.components).toBe(2);
  });

  it('join lines over the antimeridian', () => {
    const network = built(
      { at: [[179.99, 10], [180, 10]] }, // prettier-ignore
      { at: [[-180, 10], [-179.99, 10]] }, // prettier-ignore
    );
    expect([network.nodes, network.edges, network.components]).toEqual([3, 2, 1]);
  });
});

describe('lines that are odd', () => {
  it('a ring is a loop at its end', () => {
    const network = built({ at: at([0, 0], [100, 0], [100, 100], [0, 0]) });
    expect([network.nodes, network.edges, network.components]).toEqual([1, 1, 1]);
    expect([network.from[0], network.to[0]]).toEqual([0, 0]);
    expect([...network.arcTo]).toEqual([0, 0]);
  });

  it('a line that crosses its own vertex is cut there', () => {
    const network = built({ at: at([0, 0], [50, 0], [50, 50], [0, 50], [50, 0], [100, 0]) });
    expect([network.nodes, network.edges]).toEqual([3, 3]);
  });

  it('vertices twice in a row are one, and a line of a single place is none', () => {
    const network = built(
      { at: at([0, 0], [0, 0], [50, 0], [50, 0]) },
      { at: at([0, 0], [0, 0]) },
      { at: at([7, 7], [7, 7]) },
    );
    expect([network.nodes, network.edges]).toEqual([2, 1]);
    expect(network.vertexStart[1]).toBe(2);
  });

  it('two ways between the same ends are two edges', () => {
    const network = built(
      { at: at([0, 0], [100, 0]) },
      { at: at([0, 0], [50, 30], [100, 0]) },
      { at: at([100, 0], [0, 0]) },
    );
    expect([network.nodes, network.edges, network.components]).toEqual([2, 3, 1]);
    expect(network.arcStart[1]).toBe(3);
  });

  it('no lines are no network', () => {
    const network = built();
    expect([network.nodes, network.edges, network.components]).toEqual([0, 0, 0]);
  });
});

describe('who may walk', () => {
  const line = (more: Partial<Line>): Line => ({ at: at([0, 0], [100, 0]), ...more });

  it.each([
    [{ foot: 0, highway: 'footway' }, 'foot'],
    [{ foot: 0, tunnel: 1 }, 'foot'],
    [{ tunnel: 1, highway: 'primary' }, 'tunnel'],
    [{ tunnel: 1 }, 'tunnel'],
    [{ tunnel: 1, highway: 'motorway' }, 'tunnel'],
    [{ highway: 'motorway' }, 'motorway'],
    [{ highway: 'motorway_link' }, 'motorway'],
  ] satisfies [Partial<Line>, string][])('refuses %j for %s', (more, reason) => {
    const network = built(line(more));
    expect(network.edges).toBe(0);
    expect(network.refused).toEqual({ foot: 0, tunnel: 0, motorway: 0, [reason]: 1 });
  });

  it.each([
    { foot: 1, tunnel: 1, highway: 'primary' },
    { foot: 1, highway: 'motorway' },
    { tunnel: 1, highway: 'footway' },
    { tunnel: 0, highway: 'trunk' },
    { bridge: 1 },
    { highway: 'steps' },
    {},
  ] satisfies Partial<Line>[])('lets walk on %j', (more) => {
    expect(built(line(more)).edges).toBe(1);
  });

  it('walks a one-way street both ways', () => {
    const network = built(line({ oneway: 1 }));
    expect([...network.arcTo]).toEqual([1, 0]);
  });

  it('a line nobody walks on makes no node on another', () => {
    const network = built(
      { at: at([0, 0], [50, 0], [100, 0]) },
      { at: at([50, 0], [50, 50]), foot: 0 },
    );
    expect([network.nodes, network.edges]).toEqual([2, 1]);
  });
});

describe('how long an edge is', () => {
  it('is measured on the ellipsoid, vertex by vertex', () => {
    const [a, b, c] = at([0, 0], [300, 40], [700, -90]);
    const network = built({ at: [a, b, c] });
    const expected = distanceM(...a, ...b) + distanceM(...b, ...c);
    expect(network.lengthM[0]).toBeCloseTo(expected, 7);
  });

  it('is measured beyond thirty kilometres too', () => {
    const network = built({ at: [[121, 31], [124, 33]] }); // prettier-ignore
    expect(network.lengthM[0]).toBeCloseTo(distanceM(121, 31, 124, 33), 6);
  });

  it("is the file's own length, shared out where the line is cut", () => {
    const network = built(
      { at: at([0, 0], [25, 0], [100, 0]), lengthM: 120 },
      { at: at([25, 0], [25, 9]), lengthM: 9.25 },
    );
    expect(network.lengthM[0]).toBeCloseTo(30, 1);
    expect(network.lengthM[0] + network.lengthM[1]).toBeCloseTo(120, 9);
    expect(network.lengthM[2]).toBe(9.25);
  });
});

describe(`random networks (seed ${SEED})`, () => {
  it('are what strings and lists make of them', () => {
    const random = randomStream(SEED);
    const pick = (n: number): number => Math.floor(random() * n);
    const lattice = (): [number, number] => metres(20 * pick(9), 20 * pick(9));
    for (let round = 0; round < 300; round++) {
      const run = () => Array.from({ length: 2 + pick(5) }, lattice);
      const lines = Array.from({ length: 1 + pick(12) }, (): Line => {
        const line: Line = { at: pick(5) === 0 ? [run(), run()] : run() };
        if (pick(6) === 0) line.foot = pick(2) as 0 | 1;
        if (pick(6) === 0) line.tunnel = 1;
        if (pick(3) === 0) line.highway = ['motorway', 'footway', 'primary'][pick(3)];
        if (pick(4) === 0) line.lengthM = 1 + pick(500);
        return line;
      });
      const network = built(...lines);
      const expected = brute(lines);
      const edges = edgesOf(network);
      expect(edges.map(({ ends }) => ends)).toEqual(expected.edges.map(({ ends }) => ends));
      edges.forEach(({ lengthM }, i) => expect(lengthM).toBeCloseTo(expected.edges[i].lengthM, 6));
      expect(sizes(network)).toEqual(expected.components);
      checkArrays(network);
    }
  });
});

/** The columns of a network agree with each other. */
function checkArrays(network: WalkNetwork): void {
  const { nodes, edges, from, to, lengthM, vertexStart, xy, component } = network;
  const arcs: string[] = [];
  for (let node = 0; node < nodes; node++)
    for (let arc = network.arcStart[node]; arc < network.arcStart[node + 1]; arc++) {
      const edge = network.arcEdge[arc];
      expect(network.arcM[arc]).toBe(lengthM[edge]);
      expect([from[edge], to[edge]]).toContain(node);
      expect(from[edge] + to[edge] - node).toBe(network.arcTo[arc]);
      expect(component[network.arcTo[arc]]).toBe(component[node]);
      arcs.push(`${node} ${edge}`);
    }
  expect(arcs).toHaveLength(2 * edges);
  for (let edge = 0; edge < edges; edge++) {
    const [first, last] = [vertexStart[edge], vertexStart[edge + 1] - 1];
    expect([xy[2 * first], xy[2 * first + 1]]).toEqual([network.lng[from[edge]], network.lat[from[edge]]]); // prettier-ignore
    expect([xy[2 * last], xy[2 * last + 1]]).toEqual([network.lng[to[edge]], network.lat[to[edge]]]); // prettier-ignore
  }
}
