import { describe, expect, it } from 'vitest';
import { Cancelled, readFolder } from '#lib/core/ingest/read-folder.ts';
import { ISSUE_CODES } from '#lib/core/ingest/issue-codes.ts';
import { NONE } from '#lib/core/model.ts';
import { fileOf, lexicon, issuesOf, read } from './ingest-folder.ts';
import { listOfTexts } from '#lib/core/texts.ts';

const DIVISIONS = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { code: '990101001001', name: '甲社区' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [121, 31],
            [122, 31],
            [122, 32],
            [121, 32],
            [121, 31],
          ],
        ],
      },
    },
  ],
});
const UNITS = 'id,kind,name,lng,lat\n';

describe('bad input is a clear issue and never a crash', () => {
  it('missing column: the issue names every spelling that would do, the rows stay', async () => {
    const project = await read({ 'units.csv': 'id,name\nU1,A\n' });
    expect(issuesOf(project, 'missing_column')[0]).toMatchObject({
      file: 'units.csv',
      column: 'kind',
      severity: 'error',
    });
    expect(issuesOf(project, 'missing_column')[0].expected).toContain('类型');
    expect(listOfTexts(project.units.id)).toEqual(['U1']);
    expect(project.units.kind[0]).toBe(NONE);
  });

  it('missing id column: rows are named by their number', async () => {
    const project = await read({ 'units.csv': 'kind,lng,lat\nbuilding,121.5,31.5\n' });
    expect(listOfTexts(project.units.id)).toEqual(['#2']);
    expect(issuesOf(project, 'missing_column').map((issue) => issue.column)).toEqual(['id']);
  });

  it('missing value of a required cell', async () => {
    const project = await read({
      'units.csv': `${UNITS}U1,,A,121.5,31.5\n,building,B,121.5,31.5\n`,
    });
    expect(issuesOf(project, 'missing_value').map(({ row, column }) => [row, column])).toEqual([
      [3, 'id'],
      [2, 'kind'],
    ]);
    expect(listOfTexts(project.units.id)).toEqual(['U1']);
  });

  it('duplicate id: the first row is kept, the later named with the first', async () => {
    const project = await read({ 'units.csv': `${UNITS}U1,building,A,1,1\nU1,park,B,2,2\n` });
    expect(project.units.count).toBe(1);
    expect(listOfTexts(project.units.name)).toEqual(['A']);
    expect(issuesOf(project, 'duplicate_id')).toMatchObject([
      { file: 'units.csv', row: 3, column: 'id', found: 'U1', expected: 'row 2' },
    ]);
  });

  it('duplicate code: a short and a full spelling are the same division', async () => {
    const project = await read({ 'divisions.csv': 'code,name\n990101,A\n990101000000,B\n' });
    expect(project.divisions.code).toEqual(['990101']);
    expect(issuesOf(project, 'duplicate_code')).toHaveLength(1);
  });

  it('two files for one table: GeoJSON is used, the CSV is reported', async () => {
    const project = await read({
      'units.csv': `${UNITS}C1,building,A,121.5,31.5\n`,
      'units.geojson': JSON.stringify({
        type: 'Feature',
        properties: { id: 'G1', kind: 'building' },
        geometry: { type: 'Point', coordinates: [121.5, 31.5] },
      }),
    });
    expect(listOfTexts(project.units.id)).toEqual(['G1']);
    expect(issuesOf(project, 'two_files_for_table')).toMatchObject([
      { file: 'units.csv', found: 'units', expected: 'units.geojson' },
    ]);
  });

  it('two files for one table: the second serves where the first cannot be read', async () => {
    const project = await read({
      'units.csv': `${UNITS}C1,building,A,121.5,31.5\n`,
      'units.geojson': '{"type":',
    });
    expect(listOfTexts(project.units.id)).toEqual(['C1']);
    expect(issuesOf(project, 'json_invalid')).toHaveLength(1);
  });

  it('unknown parent: reported, and derived from the code', async () => {
    const project = await read({
      'divisions.csv': 'code,name,parent\n990100000000,A,\n990101000000,B,123456789012\n',
    });
    expect(issuesOf(project, 'unknown_parent')).toMatchObject([
      { row: 3, column: 'parent', found: '123456789012' },
    ]);
    expect([...project.divisions.parent]).toEqual([-1, 0]);
  });

  it('unknown division: reported, and located by position', async () => {
    const project = await read({
      'divisions.geojson': DIVISIONS,
      'units.csv': 'id,kind,lng,lat,division\nU1,building,121.5,31.5,770000000000\n',
    });
    expect(issuesOf(project, 'unknown_division')).toMatchObject([
      { row: 2, found: '770000000000' },
    ]);
    expect(project.units.division[0]).toBe(0);
  });

  it('a unit outside every division is kept without one', async () => {
    const project = await read({
      'divisions.geojson': DIVISIONS,
      'units.csv': `${UNITS}U1,building,A,121.5,31.5\nU2,building,B,100,31.5\n`,
    });
    expect([...project.units.division]).toEqual([0, -1]);
    expect(issuesOf(project, 'unit_outside_divisions')).toMatchObject([
      { row: 3, found: '100, 31.5' },
    ]);
  });

  it('a zero is no position', async () => {
    const project = await read({
      'units.csv': `${UNITS}U1,building,A,0,0\nU2,building,B,0.0,31\nU3,building,C,121.5,0\n`,
    });
    expect(issuesOf(project, 'zero_coordinates')).toMatchObject([
      { row: 2, column: 'lng' },
      { row: 3, column: 'lng' },
      { row: 4, column: 'lat', found: '121.5, 0' },
    ]);
    expect(project.units.lng[0]).toBeNaN();
    expect(project.units.lng).toEqual(new Float64Array(3).fill(NaN));
  });

  it('swapped coordinates: impossible latitude', async () => {
    const project = await read({ 'units.csv': `${UNITS}U1,building,A,31.2,121.4\n` });
    expect(issuesOf(project, 'coordinates_swapped')).toMatchObject([
      { row: 2, found: '31.2, 121.4' },
    ]);
    expect(project.units.lng[0]).toBeNaN();
  });

  it('swapped coordinates: possible, but only the other way round inside the divisions', async () => {
    const square = (w: number, s: number) => [
      [
        [w, s],
        [w + 1, s],
        [w + 1, s + 1],
        [w, s + 1],
        [w, s],
      ],
    ];
    const project = await read({
      'divisions.geojson': JSON.stringify({
        type: 'Feature',
        properties: { code: '650100000000', name: '某市' },
        geometry: { type: 'Polygon', coordinates: square(87, 43) },
      }),
      'units.csv': `${UNITS}U1,building,A,43.5,87.5\nU2,building,B,87.5,43.5\nU3,building,C,80,43.5\n`,
    });
    expect(issuesOf(project, 'coordinates_swapped').map((issue) => issue.row)).toEqual([2]);
    expect([...project.units.division]).toEqual([-1, 0, -1]);
  });

  it.each([
    ['Infinity', 'not_a_number'],
    ['约3.5万', 'quantity_approximate'],
    ['0x10', 'not_a_number'],
    ['-5', 'negative_count'],
    ['1e30', 'out_of_range'],
  ])('a count of %s is %s', async (found, code) => {
    const project = await read({ 'units.csv': `id,kind,党员数\nU1,building,${found}\n` });
    expect(issuesOf(project, code)).toMatchObject([{ row: 2, column: '党员数', found }]);
    expect(project.units.members[0]).toBeNaN();
  });

  it.each([
    ['"12,345.6"', 12345.6],
    ['１２３', 123],
    ['1.5e3', 1500],
    ['—', NaN],
    ['NaN', NaN],
    ['未知', NaN],
    ['', NaN],
  ])('a count of %s reads without an issue', async (cell, value) => {
    const project = await read({
      'units.csv': `id,kind,members,lng,lat\nU1,building,${cell},121.5,31.5\n`,
    });
    expect(project.units.members[0]).toBe(value);
    expect(project.issues.map((issue) => issue.code)).toEqual(['divisions_missing']);
  });

  it('an impossible longitude is out of range', async () => {
    const project = await read({ 'units.csv': `${UNITS}U1,building,A,1214903,31.2\n` });
    expect(issuesOf(project, 'out_of_range')).toMatchObject([{ row: 2, column: 'lng' }]);
  });

  it('unknown values, levels and dates', async () => {
    const project = await read({
      'units.csv': 'id,kind,status\nU1,城堡,梦幻\n',
      'facilities.csv': 'id,level,lng,lat\nF1,,121.5,31.5\nF2,太空站,121.5,31.5\n',
      'organisations.csv': 'id,term_end\nO1,2024-02-30\nO2,2024年2月29日\nO3,20240229\n',
    });
    expect(issuesOf(project, 'unknown_value').map((issue) => issue.found)).toEqual([
      '城堡',
      '梦幻',
      '太空站',
    ]);
    expect(issuesOf(project, 'missing_level')).toMatchObject([{ file: 'facilities.csv', row: 2 }]);
    expect(project.facilities.level[0]).toBe(NONE);
    expect(issuesOf(project, 'not_a_date')).toMatchObject([{ row: 2, found: '2024-02-30' }]);
    expect(listOfTexts(project.organisations.termEnd)).toEqual([null, '2024-02-29', '2024-02-29']);
  });

  it('dangling links', async () => {
    const project = await read({
      'units.csv': `${UNITS}U1,building,A,1,1\n`,
      'organisations.csv': 'id,name\nO1,支部\n',
      'links.csv': 'organisation,unit,mode\nO1,U1,单独\nO9,U1,joint\nO1,U9,joint\n',
    });
    expect([...project.links.organisation]).toEqual([0, -1, 0]);
    expect([...project.links.unit]).toEqual([0, 0, -1]);
    expect(issuesOf(project, 'dangling_link_organisation')).toMatchObject([
      { row: 3, found: 'O9' },
    ]);
    expect(issuesOf(project, 'dangling_link_unit')).toMatchObject([{ row: 4, found: 'U9' }]);
  });

  it('a 200 MB JSON is refused without a byte read', async () => {
    let asked = false;
    const bytes = () => {
      asked = true;
      return Promise.resolve(new Uint8Array());
    };
    const project = await readFolder(
      [
        { name: 'units.geojson', size: 200_000_000, bytes },
        fileOf('links.csv', 'organisation,unit,mode\n'),
      ],
      lexicon,
    );
    expect(asked).toBe(false);
    expect(issuesOf(project, 'file_too_large')).toMatchObject([
      { file: 'units.geojson', found: '200000000' },
    ]);
    expect(project.present).toEqual(['links']);
  });

  it('empty files, blank files, headers alone', async () => {
    const project = await read({
      'units.csv': '',
      'links.csv': ' \r\n \n',
      'demand.csv': 'id,weight\n',
    });
    expect(issuesOf(project, 'file_empty').map((issue) => issue.file)).toEqual([
      'links.csv',
      'units.csv',
    ]);
    expect(issuesOf(project, 'no_rows').map((issue) => issue.file)).toEqual(['demand.csv']);
    expect(project.present).toEqual(['demand']);
  });

  it('broken JSON names line and column; endless nesting is refused', async () => {
    const project = await read({
      'units.geojson': '{"type": "FeatureCollection",\n "features": [nan]}',
      'divisions.geojson': `{"type":"Feature","properties":{"a":${'['.repeat(100000)}`,
    });
    expect(issuesOf(project, 'json_invalid')[0].found).toMatch(/^2:15 nan/);
    expect(issuesOf(project, 'json_too_deep')).toMatchObject([{ file: 'divisions.geojson' }]);
  });

  it('a column that says it is not WGS 84 is converted', async () => {
    const project = await read({
      'units.csv': 'id,kind,经度(GCJ-02),纬度(GCJ-02)\nU1,building,121.5,31.5\n',
    });
    expect(project.units.lng[0]).toBeCloseTo(121.49553, 5);
    expect(project.units.lat[0]).toBeCloseTo(31.50196, 3);
    expect(issuesOf(project, 'crs_converted')).toMatchObject([
      { found: 'gcj02', expected: 'wgs84', severity: 'note' },
    ]);
  });

  it('headers that are names of object members do no harm, markup stays text', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const project = await read({
      'units.csv': `id,kind,name,__proto__,constructor\nU1,building,${name},evil,toString\n`,
    });
    expect(listOfTexts(project.units.name)).toEqual([name]);
    expect(listOfTexts(project.units.extra['__proto__'])).toEqual(['evil']);
    expect(listOfTexts(project.units.extra['constructor' as string])).toEqual(['toString']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(project.units.extra)).toBeNull();
  });

  it('totals and blank rows are left out, row numbers keep counting', async () => {
    const project = await read({
      'units.csv': 'id,kind,members\nU1,building,1\n,,\n\nU2,park,-2\n合计,,3\n',
    });
    expect(listOfTexts(project.units.id)).toEqual(['U1', 'U2']);
    expect(issuesOf(project, 'blank_row_skipped').map((issue) => issue.row)).toEqual([3, 4]);
    expect(issuesOf(project, 'negative_count')[0].row).toBe(5);
    expect(issuesOf(project, 'total_row_skipped')[0].row).toBe(6);
  });

  it('a quote that never closes costs its own row only', async () => {
    const project = await read({
      'units.csv': 'id,kind,name\nU1,building,A\nU2,park,"B\nU3,market,C\n',
    });
    expect(listOfTexts(project.units.id)).toEqual(['U1', 'U3']);
    expect([...project.units.row]).toEqual([2, 4]);
    expect(issuesOf(project, 'quote_not_closed')).toMatchObject([{ row: 3 }]);
  });

  it('personal data in further columns is dropped and said', async () => {
    const project = await read({
      'units.csv':
        'id,kind,联系人,备注,号码\nU1,building,张三,好,13812345678\nU2,park,李四,,13912345678\n',
    });
    expect(Object.keys(project.units.extra)).toEqual(['备注']);
    expect(issuesOf(project, 'personal_data_dropped').map((issue) => issue.column)).toEqual([
      '联系人',
      '号码',
    ]);
  });

  it('a million bad cells cost 200 issues and a count', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `U${i},building,x`).join('\n');
    const project = await read({ 'units.csv': `id,kind,members\n${rows}\n` });
    expect(issuesOf(project, 'not_a_number')).toHaveLength(200);
    expect(issuesOf(project, 'more_of_same')).toMatchObject([
      { file: 'units.csv', column: 'members', found: '4800', expected: 'not_a_number' },
    ]);
  });

  it('every issue has a listed code with its severity', async () => {
    const project = await read({
      'units.csv': `${UNITS}U1,x,A,0,0\nU1,x,A,0,0\n`,
      'a.bin': 'PK\x03\x04',
    });
    for (const issue of project.issues)
      expect(ISSUE_CODES[issue.code as keyof typeof ISSUE_CODES]).toBe(issue.severity);
  });

  it('cancelling throws a typed error', async () => {
    const files = [fileOf('units.csv', `${UNITS}U1,building,A,1,1\n`)];
    await expect(readFolder(files, lexicon, { cancelled: () => true })).rejects.toThrow(Cancelled);
  });
});
