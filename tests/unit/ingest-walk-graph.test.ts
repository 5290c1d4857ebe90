import { describe, expect, it } from 'vitest';
import { listOfTexts } from '#lib/core/texts.ts';
import { issuesOf, read } from './ingest-folder.ts';

const GRAPH = {
  crs: 'EPSG:4326',
  nodes: [[121.48, 31.23], [121.481, 31.23], [121.481, 31.232]], // prettier-ignore
  edge_fields: ['from', 'to', 'length_m', 'class', 'name'],
  edges: [[0, 1, 97.5, 'footway', '滨江'], [1, 2, 230, 'primary', null]] as unknown[], // prettier-ignore
};

const walkOf = async (graph: unknown, name = 'walk.json') => {
  const project = await read({ [name]: JSON.stringify(graph) });
  return { project, walk: project.walk };
};

describe('a graph of nodes and edges', () => {
  it.each(['walk.json', 'walk_graph.json', 'a.json'])('is the walk table: %s', async (name) => {
    const { project, walk } = await walkOf(GRAPH, name);
    expect(walk.count).toBe(2);
    expect([...walk.lengthM]).toEqual([97.5, 230]);
    expect(listOfTexts(walk.highway)).toEqual(['footway', 'primary']);
    expect([...walk.shapes.xy]).toEqual([121.48, 31.23, 121.481, 31.23, 121.481, 31.23, 121.481, 31.232]); // prettier-ignore
    expect(project.issues.filter(({ severity }) => severity !== 'note').map(({ code }) => code)).toEqual(['units_missing']); // prettier-ignore
  });

  it('needs no names for the entries of its edges', async () => {
    const { walk } = await walkOf({ ...GRAPH, edge_fields: undefined, edges: [[0, 2], [2, 1, 5, 'steps']] }); // prettier-ignore
    expect([...walk.lengthM]).toEqual([NaN, 5]);
    expect(listOfTexts(walk.highway)).toEqual([null, 'steps']);
  });

  it('loses an edge to a node that is not there, and no other', async () => {
    const edges = [...GRAPH.edges, [0, 3, 1], [1.5, 0], [-1, 0], ['0'], 'x', [2, 0, 240, 'path']];
    const { project, walk } = await walkOf({ ...GRAPH, edges });
    expect([...walk.row]).toEqual([1, 2, 8]);
    expect(issuesOf(project, 'graph_edge_invalid').map(({ row }) => row)).toEqual([3, 4, 5, 6, 7]);
    expect(issuesOf(project, 'graph_edge_invalid')[0]).toMatchObject({ found: '0, 3', expected: '0 - 2' }); // prettier-ignore
  });

  it('reports a length that is none', async () => {
    const { project, walk } = await walkOf({ ...GRAPH, edges: [[0, 1, -5], [1, 2, 'long']] }); // prettier-ignore
    expect([...walk.lengthM]).toEqual([NaN, NaN]);
    expect(issuesOf(project, 'negative_count')).toHaveLength(1);
    expect(issuesOf(project, 'not_a_number')).toHaveLength(1);
  });

  it('other JSON is still none', async () => {
    const { project } = await walkOf({ nodes: [{ id: 1 }], edges: [{ source: 1 }] });
    expect(issuesOf(project, 'geojson_invalid')).toHaveLength(1);
  });
});

describe('words for yes and no on a way', () => {
  it("are OpenStreetMap's as well as the contract's", async () => {
    const feature = (properties: Record<string, unknown>) => ({
      type: 'Feature',
      properties,
      geometry: { type: 'LineString', coordinates: [[121.48, 31.23], [121.481, 31.23]] }, // prettier-ignore
    });
    const { project, walk } = await walkOf({
      type: 'FeatureCollection',
      features: [
        feature({ foot: 'yes', tunnel: 'yes', bridge: 'viaduct', oneway: '-1' }),
        feature({ foot: 'no', tunnel: 'building_passage', bridge: 'no', oneway: -1 }),
        feature({ foot: 'designated', tunnel: true, bridge: 1, oneway: 'reversible' }),
        feature({ foot: 'private', tunnel: '否', bridge: '是', oneway: 0 }),
        feature({ foot: 'permissive' }),
        feature({ foot: 'use_sidepath' }),
      ],
    });
    expect([...walk.foot]).toEqual([1, 0, 1, 0, 1, NaN]);
    expect([...walk.tunnel]).toEqual([1, 0, 1, 0, NaN, NaN]);
    expect([...walk.bridge]).toEqual([1, 0, 1, 1, NaN, NaN]);
    expect([...walk.oneway]).toEqual([1, 1, 1, 0, NaN, NaN]);
    expect(issuesOf(project, 'unknown_value').map(({ found }) => found)).toEqual(['use_sidepath']);
  });
});
