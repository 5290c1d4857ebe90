import { describe, expect, it } from 'vitest';
import { SHAPE_LINE } from '#lib/core/model.ts';
import { listOfTexts } from '#lib/core/texts.ts';
import { blobsOf } from '#lib/core/ingest/format/osm-blobs.ts';
import { wayCells } from '#lib/core/ingest/format/osm-tags.ts';
import { randomStream } from '../bench/random.ts';
import { issuesOf, read } from './ingest-folder.ts';
import { blobOf, framed, joined, osmFile, osmHeader } from './osm-file.ts';
import type { OsmNode, OsmShape, OsmWay } from './osm-file.ts';

const SEED = 20261127;

const NODES: OsmNode[] = [
  { id: 11, lng: 121.4802016, lat: 31.2264009 },
  { id: 12, lng: 121.4812, lat: 31.2271 },
  { id: 9_000_000_000, lng: 121.4823, lat: 31.2259 },
  { id: 5, lng: 121.48, lat: 31.23 },
];
const WAYS: OsmWay[] = [
  { id: 1, tags: { building: 'yes' }, refs: [11, 12] },
  {
    id: 2_000_000_001,
    tags: { highway: 'footway', name: '滨江大道' },
    refs: [11, 12, 9_000_000_000],
  },
  { id: 3, tags: { highway: 'primary', tunnel: 'yes', oneway: '-1' }, refs: [5, 11] },
  {
    id: 4,
    tags: { highway: 'primary', bridge: 'viaduct', foot: 'no', oneway: 'no' },
    refs: [5, 12],
  },
];

const walkOf = async (bytes: Uint8Array) => {
  const project = await read({ 'walk.osm.pbf': bytes });
  return { project, walk: project.walk };
};
const codes = (project: Awaited<ReturnType<typeof read>>): string[] =>
  project.issues.map(({ code }) => code).filter((code) => code !== 'units_missing');

describe('an extract of OpenStreetMap', () => {
  const shapes: [string, OsmShape][] = [
    ['dense and deflated', {}],
    ['plain nodes', { plain: true }],
    ['not deflated', { raw: true }],
    ['ways first', { waysFirst: true }],
    ['coarse steps and offsets', { granularity: 50, latOffset: 31_000_000_000, lngOffset: 1_000 }],
  ];
  it.each(shapes)('gives the ways for walkers as lines: %s', async (_, shape) => {
    const { project, walk } = await walkOf(osmFile(NODES, WAYS, shape));
    expect(codes(project)).toEqual([]);
    expect([...walk.shapes.type]).toEqual([SHAPE_LINE, SHAPE_LINE, SHAPE_LINE]);
    expect([...walk.row]).toEqual([2, 3, 4]);
    expect(listOfTexts(walk.highway)).toEqual(['footway', 'primary', 'primary']);
    expect([...walk.foot]).toEqual([NaN, NaN, 0]);
    expect([...walk.tunnel]).toEqual([NaN, 1, NaN]);
    expect([...walk.bridge]).toEqual([NaN, NaN, 1]);
    expect([...walk.oneway]).toEqual([NaN, 1, 0]);
    expect(listOfTexts(walk.extra['@id'])).toEqual(['2000000001', '3', '4']);
    expect([...walk.shapes.xy.subarray(0, 6)]).toEqual([
      121.4802016, 31.2264009, 121.4812, 31.2271, 121.4823, 31.2259,
    ]); // prettier-ignore
  });

  it('is told by its content, whatever it is called', async () => {
    for (const name of ['walk.osm.pbf', 'walk.pbf', 'city.bin']) {
      const project = await read({ [name]: osmFile(NODES, WAYS) });
      expect(project.walk.count, name).toBe(3);
      expect(codes(project).filter((code) => code !== 'table_guessed')).toEqual([]);
    }
  });

  it('interrupts a way where the extract lacks its node, and says so', async () => {
    const ways: OsmWay[] = [
      { id: 1, tags: { highway: 'path' }, refs: [11, 12, 77, 5, 11] },
      { id: 2, tags: { highway: 'path' }, refs: [11, 78, 12] },
    ];
    const { project, walk } = await walkOf(osmFile(NODES, ways));
    expect(walk.count).toBe(1);
    expect(walk.shapes.partStart[1]).toBe(2);
    expect(issuesOf(project, 'osm_nodes_missing')).toMatchObject([{ found: '2', severity: 'warning' }]); // prettier-ignore
  });
});

describe('what tags say to a walker', () => {
  const cells = (tags: Record<string, string>) => wayCells(new Map(Object.entries(tags)));
  it.each([
    [{ highway: 'residential', access: 'private' }, 0],
    [{ highway: 'residential', access: 'private', foot: 'yes' }, 1],
    [{ highway: 'trunk', motorroad: 'yes' }, 0],
    [{ highway: 'cycleway', foot: 'designated' }, 1],
    [{ highway: 'service', foot: 'private' }, 0],
    [{ highway: 'service', foot: 'use_sidepath' }, null],
    [{ man_made: 'pier' }, null],
    [{ leisure: 'track', foot: 'yes' }, 1],
  ] satisfies [Record<string, string>, number | null][])('%j: foot is %s', (tags, foot) => {
    expect(cells(tags)?.foot).toBe(foot);
  });

  it.each([
    { route: 'ferry', foot: 'yes' },
    { highway: 'construction' },
    { highway: 'proposed', foot: 'yes' },
    { building: 'yes', foot: 'yes' },
    { railway: 'rail' },
    { waterway: 'river' },
    {},
  ])('%j is no way', (tags) => {
    expect(cells(tags as Record<string, string>)).toBeNull();
  });

  it('a passage through a building is no tunnel', () => {
    expect(cells({ highway: 'service', tunnel: 'building_passage' })?.tunnel).toBe(0);
  });
});

describe('an extract that is not to be read', () => {
  const whole = osmFile(NODES, WAYS);
  const sentence = async (bytes: Uint8Array): Promise<string[]> =>
    codes((await walkOf(bytes)).project);

  it('is refused where it is cut off, wherever that is', async () => {
    const ends = blobsOf(whole).map(({ end }) => end);
    for (let end = 20; end < whole.length; end += 3) {
      if (ends.includes(end)) continue;
      expect(await sentence(whole.subarray(0, end)), `at ${end}`).toEqual(['osm_invalid']);
    }
    expect(await sentence(whole.subarray(0, whole.length - 1))).toEqual(['osm_invalid']);
  });

  it('is refused for a feature, a packing or a size that it must not have', async () => {
    expect(await sentence(osmFile(NODES, WAYS, { features: ['HistoricalInformation'] }))).toEqual(['osm_not_supported']); // prettier-ignore
    const zstd = framed('OSMData', Uint8Array.from([0x3a, 2, 1, 2]));
    expect(await sentence(joined(osmHeader(), zstd))).toEqual(['osm_not_supported']);
    const huge = framed('OSMData', Uint8Array.from([0x0a, 1, 2]), 40_000_000);
    expect(await sentence(joined(osmHeader(), huge))).toEqual(['osm_invalid']);
    const bomb = blobOf('OSMData', new Uint8Array(1000), false, 33_000_000 * 2);
    expect(await sentence(joined(osmHeader(), bomb))).toEqual(['osm_invalid']);
    const liar = blobOf('OSMData', new Uint8Array(1000), false, 999_999);
    expect(await sentence(joined(osmHeader(), liar))).toEqual(['osm_invalid']);
    const endless = Uint8Array.from([0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 1]);
    expect(await sentence(joined(osmHeader(), blobOf('OSMData', endless)))).toEqual([
      'osm_invalid',
    ]);
  });

  it(`never throws and never hangs, whatever byte is wrong (seed ${SEED})`, async () => {
    const random = randomStream(SEED);
    const raw = osmFile(NODES, WAYS, { raw: true });
    for (let round = 0; round < 400; round++) {
      const broken = raw.slice();
      for (let k = 0; k < 1 + Math.floor(random() * 3); k++)
        broken[20 + Math.floor(random() * (raw.length - 20))] = Math.floor(random() * 256);
      const { project, walk } = await walkOf(broken);
      expect(walk.count).toBeLessThanOrEqual(4);
      expect(project.issues.every(({ code }) => code !== '')).toBe(true);
    }
  });
});
