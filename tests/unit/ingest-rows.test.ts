import { describe, expect, it } from 'vitest';
import type { Project } from '#lib/core/model.ts';
import { read } from './ingest-folder.ts';
import { listOfTexts, textAt } from '#lib/core/texts.ts';

function mulberry32(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const HEADER = 'id,kind,name,lng,lat,division,members,league,status';
const BAD: ((id: string) => string)[] = [
  () => ',building,,121.5,31.5,,1,1,open',
  () => ',,,,,,,,',
  (id) => `${id},castle,x,121.5,31.5,,1,1,open`,
  (id) => `${id},building,x,31.5,121.5,,1,1,open`,
  (id) => `${id},building,x,0,0,,1,1,open`,
  (id) => `${id},building,x,NaN,31.5,,-7,maybe,asleep`,
  (id) => `${id},building,"<b>""x""\n</b>",121.5,31.5,880000000000,1e99,,`,
  (id) => `${id},building,x,121.5,31.5,,1,1,open,more,cells`,
  (id) => `${id}`,
  () => '合计,,,,,,999,,',
  () => 'good0,park,again,121.9,31.9,,5,0,open',
];
const DIVISIONS =
  'code,name,level\n990100000000,市,city\n990101000000,区,\n990101001000,街,\n990101001001,社区,\n';

/** What the project says of every unit by id, its row number left out. */
function facts(project: Project): Map<string, string> {
  const { units, divisions } = project;
  return new Map(
    listOfTexts(units.id).map((id, i) => [
      String(id),
      JSON.stringify([
        units.kind[i],
        textAt(units.name, i),
        units.lng[i],
        units.lat[i],
        divisions.code[units.division[i]] ?? null,
        units.members[i],
        units.league[i],
        units.status[i],
      ]),
    ]),
  );
}

describe('rows stand alone', () => {
  const seed = 20260;
  it(`a bad row, or its removal, changes no other row (seed ${seed})`, async () => {
    const random = mulberry32(seed);
    const good = Array.from({ length: 40 }, (_, i) => {
      const kind = ['building', '园区', 'market'][Math.floor(random() * 3)];
      const place = `${(121 + random()).toFixed(6)},${(31 + random()).toFixed(6)}`;
      return `good${i},${kind},名称 ${i},${place},990101001001,${Math.floor(random() * 9)},是,正常`;
    });
    const folder = (rows: string[]) => ({
      'divisions.csv': DIVISIONS,
      'units.csv': `${[HEADER, ...rows].join('\n')}\n`,
    });
    const clean = facts(await read(folder(good)));
    expect(clean.size).toBe(40);
    for (let round = 0; round < 60; round++) {
      const rows = good.slice();
      const bad = 1 + Math.floor(random() * 4);
      for (let k = 0; k < bad; k++) {
        const at = 1 + Math.floor(random() * rows.length);
        rows.splice(at, 0, BAD[Math.floor(random() * BAD.length)](`bad${k}`));
      }
      const mixed = facts(await read(folder(rows)));
      for (const [id, fact] of clean) expect(mixed.get(id)).toBe(fact);
    }
  });

  it(`no geometry, however malformed, throws or touches its neighbours (seed ${seed})`, async () => {
    const random = mulberry32(seed);
    const types = [
      'Point',
      'MultiPoint',
      'LineString',
      'Polygon',
      'MultiPolygon',
      'GeometryCollection',
    ];
    const scrap = (depth: number): unknown => {
      const pick = Math.floor(random() * 9);
      if (pick < 4 && depth > 0)
        return Array.from({ length: Math.floor(random() * 5) }, () => scrap(depth - 1));
      return [121.5, -300, 'x', null, {}, true, 31, 0, [1, 2]][pick];
    };
    for (let round = 0; round < 150; round++) {
      const coordinates = scrap(5);
      const geometry = {
        type: types[Math.floor(random() * 6)],
        coordinates,
        geometries: coordinates,
      };
      const point = { type: 'Point', coordinates: [121.5, 31.5] };
      const features = [point, geometry, point].map((shape, i) => ({
        type: 'Feature',
        properties: { id: `U${i}`, kind: 'park' },
        geometry: shape,
      }));
      const text = JSON.stringify({ type: 'FeatureCollection', features });
      const { units } = await read({ 'units.geojson': text });
      expect(listOfTexts(units.id)).toEqual(['U0', 'U1', 'U2']);
      expect([units.lng[0], units.lat[0], units.lng[2], units.lat[2]]).toEqual([
        121.5, 31.5, 121.5, 31.5,
      ]);
    }
  });

  it('the order of the files does not matter', async () => {
    const files = Object.entries({
      'divisions.csv': DIVISIONS,
      'units.csv': `${HEADER}\nU1,building,A,121.5,31.5,990101001001,1,1,open\n`,
      '对应关系.csv': 'organisation,unit,mode\nO1,U1,joint\n',
      '党组织.csv': '编号,名称\nO1,支部\n',
    });
    const forward = await read(Object.fromEntries(files));
    const backward = await read(Object.fromEntries(files.slice().reverse()));
    expect(JSON.stringify(backward)).toBe(JSON.stringify(forward));
  });
});

describe('rows that name what another row names', () => {
  it.each([0, 0.001, 0.3])('are found whatever the order, %d of them (seed 77)', async (share) => {
    const random = mulberry32(77);
    const ids: string[] = [];
    for (let i = 0; i < 3000; i++) {
      const again = ids.length > 0 && random() < share;
      ids.push(again ? ids[Math.floor(random() * ids.length)] : `${share > 0.1 ? '' : 'U'}${i}`);
    }
    const rows = ids.map((id, i) => `${id},building,n${i},121.5,31.5`);
    const project = await read({ 'units.csv': ['id,kind,name,lng,lat', ...rows].join('\n') });
    const first = new Map<string, number>();
    ids.forEach((id, i) => first.set(id, first.get(id) ?? i));
    const expected = ids.flatMap((id, i) => (first.get(id) === i ? [] : [i + 2]));
    expect(listOfTexts(project.units.id)).toEqual([...first.keys()]);
    expect([...project.units.row]).toEqual([...first.values()].map((i) => i + 2));
    const found = project.issues.filter(({ code }) => code === 'duplicate_id');
    expect(found.map(({ row }) => row)).toEqual(expected.slice(0, 200));
  });
});
