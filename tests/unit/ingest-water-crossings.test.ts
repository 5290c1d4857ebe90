import type { Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { issuesOf, read } from './ingest-folder.ts';
import { NO_SHANGHAI, hasShanghai, shanghaiFolder } from './shanghai-folder.ts';
import { metres } from './walk-lines.ts';

const feature = (type: string, coordinates: unknown, properties: Record<string, unknown>) => ({
  type: 'Feature',
  properties,
  geometry: { type, coordinates },
});
const collection = (features: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features });

/** A river from south to north, so many metres wide. */
const river = (wideM: number) =>
  collection([
    feature('Polygon', [[metres(0, -900), metres(wideM, -900), metres(wideM, 900), metres(0, 900), metres(0, -900)]], { class: 'water' }), // prettier-ignore
  ]);

const found = async (
  lines: { at: Position[]; more?: Record<string, unknown> }[],
  wideM = 400,
): Promise<(string | number | null)[][]> => {
  const project = await read({
    'walk.geojson': collection(
      lines.map(({ at, more = {} }) => feature('LineString', at, { highway: 'primary', ...more })),
    ),
    'backdrop.geojson': river(wideM),
  });
  return issuesOf(project, 'walk_crosses_water').map(({ row, found: m }) => [row, m]);
};

const over: Position[] = [metres(-100, 0), metres(500, 0)];

describe('a way over wide water that does not say how', () => {
  it('is told, with how much water there is', async () => {
    expect(await found([{ at: [metres(-200, 50), metres(-100, 0)] }, { at: over }])).toEqual([[2, '400 m']]); // prettier-ignore
  });

  it.each([
    { bridge: 1 },
    { tunnel: 1 },
    { tunnel: 0 },
    { foot: 'yes' },
    { foot: 'no' },
    { highway: 'footway' },
  ])(
    // prettier-ignore
    'is not told where something says it: %j',
    async (more) => {
      expect(await found([{ at: over, more }])).toEqual([]);
    },
  );

  it('is not told of a creek, nor where there is no backdrop', async () => {
    expect(await found([{ at: over }], 120)).toEqual([]);
    const alone = await read({ 'walk.geojson': collection([feature('LineString', over, {})]) });
    expect(issuesOf(alone, 'walk_crosses_water')).toEqual([]);
  });

  it('is one crossing in however many pieces, and beside another is its own', async () => {
    const cuts = [-100, 30, 60, 250, 300, 500];
    const pieces = (north: number) =>
      cuts.slice(1).map((east, i) => ({ at: [metres(cuts[i], north), metres(east, north)] }));
    expect(await found(pieces(0))).toEqual([[3, '400 m']]);
    expect(await found([...pieces(0), ...pieces(30)])).toEqual([[3, '400 m'], [8, '400 m']]); // prettier-ignore
    // Two carriageways over a creek meet on the bank: neither is wide.
    const fork = [{ at: over }, { at: [metres(-100, 0), metres(500, 40)] }];
    expect(await found(fork, 120)).toEqual([]);
  });
});

describe.skipIf(!hasShanghai)(hasShanghai ? 'under the Huangpu' : NO_SHANGHAI, () => {
  const told = async (walk: 'graph' | 'naive' | 'osm') => {
    const files = shanghaiFolder({ walk }).map(({ name, bytes }) => [name, bytes] as const);
    const project = await read(Object.fromEntries(files));
    return issuesOf(project, 'walk_crosses_water').map(({ found: m }) => parseInt(m ?? '', 10));
  };

  it('the tunnels that nobody tagged are told, and the bridges over Suzhou Creek are not', async () => {
    const lengths = await told('naive');
    expect(lengths).toHaveLength(8);
    for (const m of lengths) expect(m).toBeGreaterThan(350);
    expect(await told('graph')).toEqual([]);
    expect(await told('osm')).toEqual([]);
  });
});
