import { describe, expect, it } from 'vitest';
import { matchColumns, tableOfName } from '#lib/core/ingest/contract.ts';
import { TABLES } from '#lib/core/model.ts';
import { contract, issuesOf, read } from './ingest-folder.ts';
import { listOfTexts } from '#lib/core/texts.ts';

describe('recognising tables and columns', () => {
  it('knows every table by each of its file names, however spelt', () => {
    for (const table of TABLES)
      for (const name of contract.tables[table].files) {
        expect(tableOfName(`${name}.csv`, contract)).toBe(table);
        expect(tableOfName(`folder/${name.toUpperCase()}.GeoJSON`, contract)).toBe(table);
      }
    expect(tableOfName('unitsold.csv', contract)).toBeNull();
  });

  it('knows every column by its English name, its Chinese name and each alias', () => {
    for (const table of TABLES)
      for (const [name, { zh, aliases }] of Object.entries(contract.tables[table].columns))
        for (const spelling of [name, zh, ...aliases, ` ${name.toUpperCase()} `, `\ufeff${zh}`])
          expect(matchColumns([spelling], table, contract).get(name), spelling).toBe(0);
  });

  it('prefers the English name, uses a header once, and looks past a bracketed unit', () => {
    const columns = matchColumns(
      ['名称', 'name', '建筑面积（平方米）', '编 号'],
      'facilities',
      contract,
    );
    expect(Object.fromEntries(columns)).toEqual({ name: 1, area_m2: 2, id: 3 });
    const system = (header: string) => matchColumns([header], 'units', contract).get('lng');
    expect(['经度', '经度（度）', '经度（火星）'].map(system)).toEqual([0, 0, undefined]);
  });

  it('reads Chinese headers, semicolons, tabs, CRLF, quotes and a byte order mark', async () => {
    for (const [delimiter, newline] of [
      [',', '\n'],
      [';', '\r\n'],
      ['\t', '\r\n'],
      [',', '\r'],
    ]) {
      const lines = [
        ['编号', '类型', '名称', '正式党员数', '群团'],
        ['001', '商务楼宇', '"甲, 乙; 丙"', '３', '是'],
        ['002', '商圈', '丁', '0', '无'],
      ];
      const text = `\ufeff${lines.map((cells) => cells.join(delimiter)).join(newline)}`;
      const { units, issues } = await read({ '覆盖对象.csv': text });
      expect(listOfTexts(units.id)).toEqual(['001', '002']);
      expect(listOfTexts(units.name)).toEqual(['甲, 乙; 丙', '丁']);
      expect([...units.kind]).toEqual([1, 3]);
      expect([...units.members]).toEqual([3, 0]);
      expect([...units.league]).toEqual([1, 0]);
      expect(issues.map((issue) => issue.code).sort()).toEqual([
        'divisions_missing',
        'missing_column',
      ]);
    }
  });

  it('passes over results and system files, and takes the nearer of two folders', async () => {
    const units = (id: string) => `id,kind\n${id},building\n`;
    const project = await read({
      'city/units.csv': units('now'),
      'city/periods/2025Q1/units.csv': units('then'),
      'city/truth.json': '{}',
      'city/.DS_Store': 'x',
      'city/project.json': '{"name":"某市","as_of":"2025-12-31","fictional":true}',
    });
    expect(listOfTexts(project.units.id)).toEqual(['now']);
    expect(project.files.map((file) => file.name)).toContain('periods/2025Q1/units.csv');
    expect(issuesOf(project, 'file_in_subfolder')).toHaveLength(1);
    expect(issuesOf(project, 'file_ignored')).toHaveLength(2);
    expect(project.info).toEqual({
      name: '某市',
      asOf: '2025-12-31',
      fictional: true,
      attribution: null,
    });
  });

  it('a feature id fills the id column, polygons give positions on their surface', async () => {
    const ring = [
      [121, 31],
      [121.2, 31],
      [121.2, 31.2],
      [121, 31.2],
      [121, 31],
    ];
    const project = await read({
      'units.geojson': JSON.stringify({
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            id: 7,
            properties: { kind: 'park' },
            geometry: { type: 'Polygon', coordinates: [ring] },
          },
          { type: 'Feature', id: 8, properties: { kind: 'park' }, geometry: null },
        ],
      }),
    });
    expect(listOfTexts(project.units.id)).toEqual(['7', '8']);
    expect(project.units.lng[0]).toBeCloseTo(121.1, 6);
    expect(project.units.lat[0]).toBeCloseTo(31.1, 6);
    expect(project.units.lng[1]).toBeNaN();
    expect(issuesOf(project, 'geometry_missing')).toMatchObject([{ row: 2 }]);
  });

  it('a grid without a position stands on its division', async () => {
    const ring = [
      [121, 31],
      [121.2, 31],
      [121.2, 31.2],
      [121, 31.2],
      [121, 31],
    ];
    const project = await read({
      'divisions.geojson': JSON.stringify({
        type: 'Feature',
        properties: { code: '99010100100101', name: '格' },
        geometry: { type: 'Polygon', coordinates: [ring] },
      }),
      'units.csv': 'id,kind,division,lng,lat\nG1,网格,99010100100101,,\nB1,楼宇,99010100100101,,\n',
    });
    expect(project.units.lng[0]).toBeCloseTo(121.1, 6);
    expect(project.units.lng[1]).toBeNaN();
    expect(issuesOf(project, 'position_missing')).toMatchObject([{ row: 3 }]);
  });
});

it('a ledger of an office without ids is read, its rows named by their number', async () => {
  const ledger = '楼宇名称,经度,纬度\n云帆大厦,121.47,31.22\n南渡大厦,121.48,31.23\n';
  const project = await read({ '楼宇.csv': ledger });
  expect(listOfTexts(project.units.id)).toEqual(['#2', '#3']);
  expect(issuesOf(project, 'ids_generated')).toMatchObject([{ column: 'id', severity: 'note' }]);
  expect(issuesOf(project, 'missing_column')).toEqual([]);
});
