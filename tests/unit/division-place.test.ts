import { describe, expect, it } from 'vitest';
import { PLACED_GIVEN, PLACED_LOCATED, PLACED_NOT } from '#lib/core/model.ts';
import { issuesOf, read } from './ingest-folder.ts';

const square = (w: number, s: number, side: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [w, s],
      [w + side, s],
      [w + side, s + side],
      [w, s + side],
      [w, s],
    ],
  ],
});
const division = (code: string, name: string, geometry: object | null) => ({
  type: 'Feature',
  properties: { code, name },
  geometry,
});

/** A district of 4 x 4 tenths; communities A and B fill its south; A holds a grid, which holds a grid. */
const DIVISIONS = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    division('990101000000', '某区', square(121, 31, 0.4)),
    division('990101001001', '甲', square(121, 31, 0.2)),
    division('990101001002', '乙', square(121.2, 31, 0.2)),
    division('99010100100101', '甲一', square(121, 31, 0.1)),
    division('9901010010010101', '甲一一', square(121, 31, 0.05)),
    division('990101002001', '同名', null),
    division('990101002002', '同名', null),
  ],
});

async function place(rows: string[]) {
  const units = `id,kind,lng,lat,division\n${rows.map((row, i) => `U${i},building,${row}`).join('\n')}\n`;
  const project = await read({ 'divisions.geojson': DIVISIONS, 'units.csv': units });
  const codes = Array.from(project.units.division, (d) => project.divisions.code[d] ?? null);
  return { project, codes, placed: [...project.units.placed] };
}

describe('placing units', () => {
  it('by code in any length, by unique name, and before the position', async () => {
    const { codes, placed } = await place([
      '121.3,31.1,990101001001',
      '121.3,31.1,990101',
      '121.3,31.1,甲',
      ',,９９０１０１００１００２',
    ]);
    expect(codes).toEqual(['990101001001', '990101000000', '990101001001', '990101001002']);
    expect(placed).toEqual([PLACED_GIVEN, PLACED_GIVEN, PLACED_GIVEN, PLACED_GIVEN]);
  });

  it('by position, in the deepest polygon, grids in grids included', async () => {
    const { codes, placed } = await place([
      '121.01,31.01,',
      '121.07,31.07,',
      '121.15,31.15,',
      '121.3,31.1,',
      '121.1,31.3,',
      '120,31.3,',
    ]);
    expect(codes).toEqual([
      '9901010010010101',
      '99010100100101',
      '990101001001',
      '990101001002',
      '990101000000',
      null,
    ]);
    expect(placed).toEqual([2, 2, 2, 2, PLACED_LOCATED, PLACED_NOT]);
  });

  it('a point on a shared border goes to exactly one of the two', async () => {
    const { codes } = await place(['121.2,31.15,']);
    expect(['990101001001', '990101001002']).toContain(codes[0]);
  });

  it('a name that two divisions have is said to be ambiguous and the position decides', async () => {
    const { codes, project } = await place(['121.3,31.1,同名', ',,同名']);
    expect(codes).toEqual(['990101001002', null]);
    expect(issuesOf(project, 'ambiguous_division').map((issue) => issue.row)).toEqual([2, 3]);
  });
});
