import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FeatureCollection, Point } from 'geojson';
import { describe, expect, it } from 'vitest';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { NearestIndex } from '#lib/core/geo/nearest.ts';
import { WalkField } from '#lib/core/reach/walk/walk-field.ts';
import { graphOf, snappedOf } from './walk-graph.ts';

/** Real streets and buildings, and how far the buildings are on foot; outside the project, so it may be absent. */
const SOURCE = '../shared/data/shanghai/cbd-lujiazui-bund';
const present = existsSync(join(SOURCE, 'oracle_distances.csv'));
if (!present) console.log(`skipped: ${SOURCE} is absent`);

const source = (name: string): string =>
  readFileSync(join(SOURCE, name), 'utf8').replace(/^\ufeff/, '');
const table = (name: string): string[][] =>
  source(name)
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));

describe.skipIf(!present)('the walking distance field between Lujiazui and the Bund', () => {
  it('is that of the oracle, building by building', () => {
    const { nodes, edges } = JSON.parse(source('walk_graph.json')) as {
      nodes: [number, number][];
      edges: [number, number, number][];
    };
    const graph = graphOf(nodes.length, edges);
    const index = new NearestIndex(
      Float64Array.from(nodes, ([lng]) => lng),
      Float64Array.from(nodes, ([, lat]) => lat),
    );
    const join = (lng: number, lat: number): [number, number, number] => {
      const { index: node, distanceM } = index.nearest(lng, lat);
      const edge = graph.arcEdge[graph.arcStart[node]];
      return [edge, graph.from[edge] === node ? 0 : graph.lengthM[edge], distanceM];
    };
    const pois = (JSON.parse(source('pois.geojson')) as FeatureCollection<Point>).features;
    const entrances = pois.filter(({ properties }) => properties?.kind === 'subway_entrance');
    const buildings = table('buildings.csv').map((row) => row.slice(-2).map(Number));
    const field = new WalkField(
      graph,
      snappedOf(buildings.map(([lng, lat]) => join(lng, lat))),
      snappedOf(entrances.map(({ geometry: { coordinates } }) => join(coordinates[0], coordinates[1]))), // prettier-ignore
      () => ({ edge: -1, alongM: NaN, offsetM: NaN }),
    );
    const oracle = table('oracle_distances.csv').map(([, , m]) =>
      m === '' ? Infinity : Number(m),
    );
    expect(field.nearest.firstM.length).toBe(oracle.length);
    const isTrue = (m: number, fieldM: number): boolean => m === fieldM || Math.abs(fieldM - m) <= 0.02; // prettier-ignore
    const differs = [...oracle.keys()].filter((i) => !isTrue(oracle[i], field.nearest.firstM[i]));
    expect(differs.length).toBeLessThan(5);
    // The oracle looked for nodes in a plane: it joined these at a node that is a few centimetres farther.
    for (const i of differs) {
      const [lng, lat] = buildings[i];
      const { distanceM: nearestM } = index.nearest(lng, lat);
      const near = index.within(lng, lat, 1.005 * nearestM);
      const ways = near.map((node) => distanceM(lng, lat, ...nodes[node]) + field.nodes.distM[2 * node]); // prettier-ignore
      expect(ways.some((m) => isTrue(oracle[i], m)), `building ${i}`).toBe(true); // prettier-ignore
    }
  });
});
