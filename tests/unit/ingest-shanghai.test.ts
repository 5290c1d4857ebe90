import { describe, expect, it } from 'vitest';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { SHAPE_NONE } from '#lib/core/model.ts';
import { issuesOf, read } from './ingest-folder.ts';
import { NO_SHANGHAI, hasShanghai, shanghaiFolder } from './shanghai-folder.ts';

const folder = (keepDuplicate: boolean) =>
  read(
    Object.fromEntries(shanghaiFolder({ keepDuplicate }).map(({ name, bytes }) => [name, bytes])),
  );

describe.skipIf(!hasShanghai)(hasShanghai ? 'real buildings' : NO_SHANGHAI, () => {
  it('reads every row, and the straight-line counts of the oracle follow', async () => {
    const { units, facilities, demand, backdrop, issues } = await folder(false);
    expect([units.count, facilities.count, demand.count]).toEqual([1322, 16, 1322]);
    expect(new Set(issues.map((issue) => issue.code))).toEqual(
      new Set(['ring_direction', 'near_duplicate', 'divisions_missing']),
    );
    expect(issues.every(({ severity }) => severity === 'note')).toBe(true);
    // Two outlines of one building, or two buildings of one name side by side.
    const twins = issues.filter((issue) => issue.code === 'near_duplicate');
    expect(twins.map(({ found }) => found)).toEqual(['闵行大楼', 'N1', 'N2', '元芳弄', '元芳弄']);
    expect([...backdrop.shapes.type]).not.toContain(SHAPE_NONE);
    const nearest = Array.from(units.lng, (lng, i) =>
      Array.from(facilities.lng, (x, f) =>
        distanceM(lng, units.lat[i], x, facilities.lat[f]),
      ).reduce((a, b) => Math.min(a, b)),
    );
    const total = demand.weight.reduce((sum, weight) => sum + weight, 0);
    const within = [200, 300, 500, 800, 1000].map((radiusM) => [
      nearest.filter((distance) => distance <= radiusM).length,
      Number(
        (
          nearest.reduce((sum, d, i) => sum + (d <= radiusM ? demand.weight[i] : 0), 0) / total
        ).toFixed(4),
      ),
    ]);
    expect(within).toEqual([
      [98, 0.0625],
      [223, 0.1317],
      [481, 0.3063],
      [823, 0.7643],
      [901, 0.8283],
    ]);
  });

  it('reports the building id that stands twice', async () => {
    const project = await folder(true);
    expect(project.units.count).toBe(1321);
    expect(issuesOf(project, 'duplicate_id')).toMatchObject([
      { file: 'units.csv', row: 1189, found: '-2376366', expected: 'row 1057' },
      { file: 'demand.csv', row: 1189, found: '-2376366', expected: 'row 1057' },
    ]);
  });
});
