import { expect, test } from 'vitest';
import { lexicon } from '#data/lexicon.ts';
import { gcj02ToWgs84, wgs84ToGcj02 } from '#lib/core/geo/crs/gcj02.ts';
import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import { openFolder } from '#lib/core/ingest/open-folder.ts';
import { questionsOf } from '#lib/core/ingest/questions.ts';
import { readFolder } from '#lib/core/ingest/read-folder.ts';
import { utils, write } from '@e965/xlsx';
import { fileOf, issuesOf } from './ingest-folder.ts';

const SIDE = 6;
const CELL = 0.012;
const at = (i: number, k: number) => [121.4 + i * CELL, 31.2 + k * CELL] as const;

const divisions = JSON.stringify({
  type: 'FeatureCollection',
  features: Array.from({ length: SIDE * SIDE }, (_, n) => {
    const [w, s] = at(n % SIDE, Math.floor(n / SIDE));
    const ring = [
      [w, s],
      [w + CELL, s],
      [w + CELL, s + CELL],
      [w, s + CELL],
      [w, s],
    ];
    return {
      type: 'Feature',
      properties: { code: `990101001${String(n + 1).padStart(3, '0')}`, name: `社区${n + 1}` },
      geometry: { type: 'Polygon', coordinates: [ring] },
    };
  }),
});

/** A ledger of 180 buildings whose positions are shifted as asked; each names its community. */
function ledger(shift: typeof wgs84ToGcj02 | null): string {
  const n = 180;
  const lng = Float64Array.from(
    { length: n },
    (_, i) => at(i % SIDE, 0)[0] + CELL * 0.15 * (1 + (i % 5)),
  );
  const lat = Float64Array.from(
    { length: n },
    (_, i) => at(0, Math.floor(i / SIDE) % SIDE)[1] + CELL * 0.15 * (1 + (i % 4)),
  );
  const [x, y] = shift ? shift(lng, lat) : [lng, lat];
  const rows = Array.from({ length: n }, (_, i) => {
    const community = (Math.floor(i / SIDE) % SIDE) * SIDE + (i % SIDE) + 1;
    return `B${i},大厦${i},社区${community},${x[i]},${y[i]}`;
  });
  return ['编号,楼宇名称,所在社区,经度,纬度', ...rows].join('\n');
}

const folder = (name: string, text: string) => [
  fileOf('divisions.geojson', divisions),
  fileOf(name, text),
];

async function mappingOf(text: string, crs: string): Promise<Mapping> {
  const opened = await openFolder(folder('楼宇.csv', text), lexicon);
  return { ...opened.sheets[1].mapping, crs };
}

test('what was chosen for the last file is a claim about the next, not a fact', async () => {
  const before = await mappingOf(ledger(null), 'wgs84');
  const next = folder('楼宇二季度.csv', ledger(wgs84ToGcj02));
  const project = await readFolder(next, lexicon, {}, [before]);
  // Contradicted by the rows: read as they say, and said to be uncertain.
  expect(issuesOf(project, 'crs_uncertain')).toMatchObject([{ found: 'gcj02' }]);
  const [back] = gcj02ToWgs84(...wgs84ToGcj02(Float64Array.of(121.4018), Float64Array.of(31.2018)));
  expect(project.units.lng[0]).toBeCloseTo(back[0], 6);
  const opened = await openFolder(next, lexicon, {}, [before]);
  const [, question] = questionsOf(opened, lexicon, null);
  expect([question.asks, question.crs?.best]).toEqual([true, 'gcj02']);
});

test('a claim that nothing contradicts stands, without a question', async () => {
  const before = await mappingOf(ledger(null), 'wgs84');
  const opened = await openFolder(folder('三季度.csv', ledger(null)), lexicon, {}, [before]);
  expect(questionsOf(opened, lexicon, null).map(({ asks }) => asks)).toEqual([false, false]);
});

test('a hidden page is left out until somebody asks for it', async () => {
  const book = utils.book_new();
  const page = utils.aoa_to_sheet([
    ['编号', '类型', '名称', '经度', '纬度'],
    ['B1', '商务楼宇', '云帆大厦', 121.47, 31.22],
    ['B2', '市场', '南渡市场', 121.48, 31.23],
  ]);
  utils.book_append_sheet(book, page, '现行');
  utils.book_append_sheet(book, page, '作废');
  book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] };
  const bytes = new Uint8Array(write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
  const project = await readFolder([fileOf('units.xlsx', bytes)], lexicon);
  expect(project.units.count).toBe(2);
  expect(issuesOf(project, 'sheet_left_out')).toMatchObject([{ sheet: '作废' }]);
});
