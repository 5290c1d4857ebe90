import { existsSync, readFileSync } from 'node:fs';
import type { Feature, FeatureCollection, LineString, MultiPolygon, Polygon } from 'geojson';
import { describe, expect, test } from 'vitest';
import { inRing, ringArea } from '#data/demo/ground.ts';
import { generateDemo, plantCity, type DemoFile } from '#data/demo/generate.ts';
import { Chance, allot } from '#data/demo/random.ts';
import { fromDegrees } from '#data/demo/warp.ts';
import { writePeriod } from '#data/demo/write.ts';
import { textOf } from './demo-flip.ts';
import { readDemo } from './demo-verdicts.ts';

function collection(files: readonly DemoFile[], name: string): FeatureCollection {
  return JSON.parse(textOf(files, name));
}

function rings(feature: Feature): number[][][] {
  const geometry = feature.geometry as Polygon | MultiPolygon;
  return geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
}

/** Directed edges of a feature's rings, each as text. */
function edges(feature: Feature): string[] {
  return rings(feature).flatMap((ring) => ring.slice(1).map((to, i) => `${ring[i]}>${to}`));
}

const planted = plantCity({ seed: 3, scale: 0.2 });
const files = writePeriod(planted, 4);

describe('the demo city', () => {
  test('is the same for the same seed, and another for another', () => {
    const once = generateDemo({ seed: 9, scale: 0.05 }).files;
    expect(generateDemo({ seed: 9, scale: 0.05 }).files).toEqual(once);
    expect(generateDemo({ seed: 10, scale: 0.05 }).files).not.toEqual(once);
  });

  test('says that it is fictional, and has the codes of no province', () => {
    const project = JSON.parse(textOf(files, 'project.json'));
    expect(project.fictional).toBe(true);
    for (const { properties } of collection(files, 'divisions.geojson').features) {
      expect(properties!.code).toMatch(/^9901\d{8}(\d{3})?$/);
    }
  });

  for (const period of [2, 4]) {
    test(`children tile their parent vertex by vertex, period ${period}`, () => {
      const all = collection(writePeriod(planted, period), 'divisions.geojson').features;
      for (const parent of all) {
        const children = all.filter((f) => f.properties!.parent === parent.properties!.code);
        if (children.length === 0) continue;
        const open = new Set(children.flatMap(edges));
        const count = children.flatMap(edges).length;
        expect(open.size).toBe(count);
        for (const edge of [...open]) {
          const back = edge.split('>').reverse().join('>');
          if (open.has(back)) [edge, back].forEach((e) => open.delete(e));
        }
        expect([...open].sort()).toEqual(edges(parent).sort());
      }
    });
  }

  test('every face lies counter-clockwise and every unit in its grid', () => {
    for (const seed of [0, 2, 6, 10]) {
      const { city, units } = plantCity({ seed, scale: 0.1 });
      for (const division of city.levels.flat()) expect(ringArea(division.ring)).toBeGreaterThan(0);
      for (const unit of units) {
        if (Number.isNaN(unit.lng)) continue;
        const p = fromDegrees(unit.lng, unit.lat);
        expect([unit.id, inRing(unit.grid.ring, p.x, p.y)]).toEqual([unit.id, true]);
      }
    }
  });

  test('has the counts that its scale asks for', () => {
    const { city, units } = plantCity({ seed: 1, scale: 0.5 });
    expect(city.levels.map((l) => l.length)).toEqual([1, 3, 30, 300, 2500]);
    expect(Math.abs(units.length - 6000)).toBeLessThan(20);
  });

  test('is read without an error; warnings are only the positions left out on purpose', async () => {
    const project = await readDemo(files);
    const serious = project.issues.filter((issue) => issue.severity !== 'note');
    expect(new Set(serious.map((issue) => issue.code))).toEqual(new Set(['geometry_missing']));
    expect(serious.length).toBe(planted.units.filter((u) => Number.isNaN(u.lng)).length);
    expect(project.present.length).toBe(9);
  });

  test('bridges and tunnels end on junctions of the walking network; nobody walks in a tunnel', () => {
    const ways = collection(files, 'walk.geojson').features;
    const ends = new Map<string, number>();
    const tips = (f: Feature): string[] => {
      const line = (f.geometry as LineString).coordinates;
      return [String(line[0]), String(line[line.length - 1])];
    };
    for (const way of ways) for (const tip of tips(way)) ends.set(tip, (ends.get(tip) ?? 0) + 1);
    const crossings = ways.filter((f) => f.properties!.bridge || f.properties!.tunnel);
    expect(crossings.length).toBeGreaterThan(2);
    for (const way of crossings) {
      for (const tip of tips(way)) expect(ends.get(tip)).toBeGreaterThan(1);
      expect(way.properties!.foot).toBe(way.properties!.tunnel ? 0 : 1);
    }
  });

  test('one street is split between the second and the third quarter, and the lineage says so', () => {
    const codes = (period: number): Set<string> =>
      new Set(
        collection(writePeriod(planted, period), 'divisions.geojson').features.map(
          (f) => f.properties!.code,
        ),
      );
    const [before, after] = [codes(2), codes(3)];
    const lines = textOf(files, 'lineage.csv').trim().split('\n').slice(1);
    const pairs = lines.map((line) => line.split(','));
    expect(new Set(pairs.map((p) => p[0]))).toEqual(
      new Set([...before].filter((c) => !after.has(c))),
    );
    expect(new Set(pairs.map((p) => p[1]))).toEqual(
      new Set([...after].filter((c) => !before.has(c))),
    );
    expect(after.size).toBe(before.size + 1);
    expect(pairs.filter((p) => p[1].endsWith('000')).length).toBe(2);
  });

  test('units keep their ids from quarter to quarter; some open, some close', () => {
    const of = (period: number): Map<string, string> =>
      new Map(
        collection(writePeriod(planted, period), 'units.geojson').features.map((f) => [
          f.properties!.id,
          f.properties!.status,
        ]),
      );
    const [first, last] = [of(1), of(4)];
    for (const id of first.keys()) expect(last.has(id)).toBe(true);
    expect(last.size).toBeGreaterThan(first.size);
    const closed = (list: Map<string, string>): number =>
      [...list.values()].filter((s) => s === 'closed').length;
    expect(closed(last)).toBeGreaterThan(closed(first));
  });

  const official = '../shared/data/codes/streets.csv';
  test.skipIf(!existsSync(official))(
    'bears no name of a real street, town or district (skipped without the list of codes)',
    () => {
      const real = new Set<string>();
      for (const list of ['areas', 'streets', 'cities']) {
        const text = readFileSync(`../shared/data/codes/${list}.csv`, 'utf8');
        for (const line of text.split('\n')) real.add((line.split(',')[1] ?? '').replace(/"/g, ''));
      }
      expect(real.size).toBeGreaterThan(20000);
      const { city } = plantCity({ seed: 1, scale: 1 });
      const ours = city.levels.slice(1, 3).flat();
      expect(ours.filter((d) => real.has(d.name)).map((d) => d.name)).toEqual([]);
    },
  );
});

test('shares add up to the total and keep the least', () => {
  const chance = new Chance(5, 'allot');
  for (let round = 0; round < 200; round++) {
    const weights = Array.from({ length: chance.whole(1, 12) }, () => chance.next());
    const total = chance.whole(weights.length * 2, 90);
    const shares = allot(total, weights, 2);
    expect(shares.reduce((a, b) => a + b, 0)).toBe(total);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(2);
  }
});
