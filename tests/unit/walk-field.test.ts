import { describe, expect, it } from 'vitest';
import { allOnGrain, onGrain } from '#lib/core/reach/walk/grain.ts';
import { nodeDistances } from '#lib/core/reach/walk/node-distances.ts';
import { WalkField } from '#lib/core/reach/walk/walk-field.ts';
import type { WalkGraph } from '#lib/core/reach/walk/node-field.ts';
import { randomStream } from '../bench/random.ts';
import { graphOf, randomGraph, randomPlace, snappedOf } from './walk-graph.ts';

const SEED = 20261125;
type Join = readonly [edge: number, alongM: number, offsetM: number];
const NOWHERE: Join = [-1, NaN, NaN];

/** All distances between nodes: Floyd and Warshall. */
function between({ nodes, edges, from, to, lengthM }: WalkGraph): Float64Array {
  const d = new Float64Array(nodes * nodes).fill(Infinity);
  for (let i = 0; i < nodes; i++) d[i * nodes + i] = 0;
  for (let e = 0; e < edges; e++)
    for (const at of [from[e] * nodes + to[e], to[e] * nodes + from[e]])
      d[at] = Math.min(d[at], onGrain(lengthM[e]));
  for (let k = 0; k < nodes; k++)
    for (let i = 0; i < nodes; i++)
      for (let j = 0; j < nodes; j++)
        d[i * nodes + j] = Math.min(d[i * nodes + j], d[i * nodes + k] + d[k * nodes + j]);
  return d;
}

/** The way on foot between two places, by definition. */
function walkM(graph: WalkGraph, d: Float64Array, a: Join, b: Join): number {
  if (a[0] < 0 || b[0] < 0) return Infinity;
  const ends = ([edge, alongM]: Join): [number, number][] => [
    [graph.from[edge], onGrain(alongM)],
    [graph.to[edge], onGrain(graph.lengthM[edge]) - onGrain(alongM)],
  ];
  let best = a[0] === b[0] ? Math.abs(onGrain(a[1]) - onGrain(b[1])) : Infinity;
  for (const [u, m] of ends(a))
    for (const [v, n] of ends(b)) best = Math.min(best, m + d[u * graph.nodes + v] + n);
  return onGrain(a[2]) + best + onGrain(b[2]);
}

/** The two nearest of every place, by looking at every pair. */
function allPairs(graph: WalkGraph, places: Join[], stations: Join[]) {
  const d = between(graph);
  return places.map((place) => {
    const found = stations
      .map((station, s) => ({ s, m: walkM(graph, d, place, station) }))
      .filter(({ m }) => m < Infinity)
      .sort((a, b) => a.m - b.m || a.s - b.s);
    const none = { s: -1, m: Number.isNaN(place[2]) ? NaN : Infinity };
    const [first, second] = [found[0] ?? none, found[1] ?? none];
    return [first.s, first.m, second.s, second.m];
  });
}

const rows = ({ nearest: { first, firstM, second, secondM } }: WalkField): number[][] =>
  Array.from(first, (s, i) => [s, firstM[i], second[i], secondM[i]]);

const grained = (graph: WalkGraph): WalkGraph => ({
  ...graph,
  lengthM: allOnGrain(graph.lengthM),
  arcM: allOnGrain(graph.arcM),
});
const grainedJoins = (joins: Join[]) =>
  snappedOf(joins.map(([edge, alongM, offsetM]) => [edge, onGrain(alongM), onGrain(offsetM)]));

/** A field whose new positions are numbers of a list of joins. */
function fieldOf(
  graph: WalkGraph,
  places: Join[],
  stations: Join[],
  joins: Join[] = [],
): WalkField {
  return new WalkField(graph, snappedOf(places), snappedOf(stations), (lng) => {
    const [edge, alongM, offsetM] = joins[lng];
    return { edge, alongM, offsetM };
  });
}

describe('the walking distance field', () => {
  it('counts the ways to and from the network, and the way along a shared edge', () => {
    //  0 --100-- 1 --50-- 2
    const graph = graphOf(3, [
      [0, 1, 100],
      [1, 2, 50],
    ]);
    const field = fieldOf(
      graph,
      [
        [0, 10, 3],
        [1, 50, 0],
      ],
      [
        [0, 80, 4],
        [1, 20, 7],
      ],
    );
    expect(rows(field)).toEqual([
      [0, 3 + 70 + 4, 1, 3 + 90 + 20 + 7],
      [1, 30 + 7, 0, 50 + 20 + 4],
    ]);
  });

  it('takes the way around where that is shorter than along the edge', () => {
    const graph = graphOf(2, [
      [0, 1, 100],
      [0, 1, 10],
    ]);
    expect(rows(fieldOf(graph, [[0, 5, 0]], [[0, 95, 0]]))).toEqual([[0, 20, -1, Infinity]]);
  });

  it('names the lower number first where stations are equally far', () => {
    const graph = graphOf(3, [
      [0, 1, 0.1],
      [1, 2, 0.3],
    ]);
    const stand: Join = [1, 0.3, 1];
    expect(rows(fieldOf(graph, [[0, 0, 0]], [[1, 0.3, 2], stand, stand, stand]))[0]).toEqual([
      1,
      onGrain(0.1) + onGrain(0.3) + 1,
      2,
      onGrain(0.1) + onGrain(0.3) + 1,
    ]);
  });

  it('tells a place without a position from one that is cut off', () => {
    const graph = graphOf(4, [
      [0, 1, 10],
      [2, 3, 10],
    ]);
    const places: Join[] = [NOWHERE, [-1, NaN, Infinity], [1, 5, 0]];
    expect(rows(fieldOf(graph, places, [[0, 5, 0]]))).toEqual([
      [-1, NaN, -1, NaN],
      [-1, Infinity, -1, Infinity],
      [-1, Infinity, -1, Infinity],
    ]);
  });

  it('refuses a station number that would leave a gap', () => {
    const field = fieldOf(graphOf(2, [[0, 1, 10]]), [], []);
    expect(() => field.set(1, 0, 0)).toThrow(/from 0 to 0, got 1/);
  });

  it(`is that of all pairs, and follows its stations (seed ${SEED})`, () => {
    const random = randomStream(SEED);
    for (let round = 0; round < 400; round++) {
      const graph = randomGraph(random);
      const many = (count: number): Join[] =>
        Array.from({ length: Math.floor(random() * count) }, () => randomPlace(graph, random));
      const places = many(20);
      const stations = many(8);
      const joins: Join[] = [];
      const field = fieldOf(graph, places, stations, joins);
      expect(rows(field), `round ${round}`).toEqual(allPairs(graph, places, stations));
      for (let step = 0; step < 12; step++) {
        const before = rows(field);
        const station = Math.floor(random() * (stations.length + 1));
        const away = random() < 0.3;
        const join = away ? NOWHERE : randomPlace(graph, random);
        const at = joins.push(join) - 1;
        const changed = field.set(station, away ? NaN : at, 0);
        stations[station] = join;
        const after = rows(field);
        const made = `round ${round}, step ${step}`;
        expect(field.stations, made).toBe(stations.length);
        expect(after, made).toEqual(allPairs(graph, places, stations));
        expect(after, made).toEqual(rows(fieldOf(graph, places, stations)));
        const nodes = nodeDistances(grained(graph), grainedJoins(stations));
        expect(nodes, made).toEqual(field.nodes.distM.filter((_, k) => k % 2 === 0));
        const differs = (row: number[], i: number): boolean =>
          row.some((value, k) => !Object.is(value, before[i][k]));
        expect([...changed], made).toEqual([...after.keys()].filter((i) => differs(after[i], i)));
      }
    }
  });
});
