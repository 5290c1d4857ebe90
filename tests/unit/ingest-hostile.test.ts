import { describe, expect, it } from 'vitest';
import { issuesOf, read } from './ingest-folder.ts';
import { listOfTexts, textAt } from '#lib/core/texts.ts';

const HEADER = 'id,kind,name,lng,lat\n';
const ids = async (text: string) => {
  const project = await read({ 'units.csv': text });
  return { project, ids: listOfTexts(project.units.id) };
};
const collection = (features: string) => `{"type":"FeatureCollection","features":[${features}]}`;
const feature = (id: string, properties: string, coordinates = '[121.5,31.2]') =>
  `{"type":"Feature"${id},"properties":${properties},` +
  `"geometry":{"type":"Point","coordinates":${coordinates}}}`;

describe('broken quotes cost their own row and no other', () => {
  it.each([
    ['closes inside a cell', '"Foo" Bar'],
    ['never closes, with quoted cells after it', '"Foo'],
  ])('%s', async (_, name) => {
    const rows = `U1,market,${name},121,31\nU2,market,b,121,31\nU3,market,"c",121,31\n`;
    const read = await ids(`${HEADER}${rows}`);
    expect(read.ids).toEqual(['U2', 'U3']);
    expect(issuesOf(read.project, 'quote_not_closed').map((issue) => issue.row)).toEqual([2]);
    expect([...read.project.units.row]).toEqual([3, 4]);
  });

  it('takes quotes inside an unquoted cell as they are', async () => {
    const read = await ids(`${HEADER}U1,market,Foo "Bar",121,31\nU2,market,b,121,31\n`);
    expect(listOfTexts(read.project.units.name)).toEqual(['Foo "Bar"', 'b']);
    expect(issuesOf(read.project, 'quote_not_closed')).toEqual([]);
  });
});

it('reads line ends of three kinds in one file', async () => {
  const read = await ids(
    'id,kind,name,lng,lat\r\nU1,market,a,121,31\rU2,market,b,121,31\nU3,market,c,121,31',
  );
  expect(read.ids).toEqual(['U1', 'U2', 'U3']);
  expect([...read.project.units.row]).toEqual([2, 3, 4]);
});

it('names rows that are too short, without counting them as faults', async () => {
  const { project } = await ids(`${HEADER}U1,market\nU2,market,b,121,31\n`);
  expect(issuesOf(project, 'row_too_short')).toMatchObject([
    { row: 2, found: '2', expected: '5', severity: 'note' },
  ]);
});

it('reads a dash as empty in every kind of column', async () => {
  const { project } = await ids(
    'id,kind,name,lng,lat,status\n-,market,a,121,31,\nU2,-,-,121,31,-\n',
  );
  expect(listOfTexts(project.units.id)).toEqual(['U2']);
  expect(listOfTexts(project.units.name)).toEqual([null]);
  expect(issuesOf(project, 'unknown_value')).toEqual([]);
  const missing = issuesOf(project, 'missing_value');
  expect(missing.map(({ row, column }) => [row, column])).toEqual([
    [2, 'id'],
    [3, 'kind'],
  ]);
});

describe('GeoJSON', () => {
  it('names rows by a property before the number a program gave the feature', async () => {
    const text = collection(feature(',"id":17', '{"编号":"U1","类型":"楼宇"}'));
    expect(listOfTexts((await read({ 'units.geojson': text })).units.id)).toEqual(['U1']);
  });

  it('names rows by the feature where no property does', async () => {
    const text = collection(
      `${feature(',"id":"U1"', '{"kind":"park"}')},${feature('', '{"kind":"park","id":"U2"}')}`,
    );
    expect(listOfTexts((await read({ 'units.geojson': text })).units.id)).toEqual(['U1', 'U2']);
    const alone = collection(feature(',"id":"U1"', '{"kind":"park"}'));
    expect(listOfTexts((await read({ 'units.geojson': alone })).units.id)).toEqual(['U1']);
  });

  it('keeps the file where a program wrote NaN or Infinity into it', async () => {
    const first = feature(
      '',
      '{"id":"U1","kind":"park","members":Infinity,"households":NaN,"name":"NaN \\" Infinity"}',
    );
    const second = feature('', '{"id":"U2","kind":"park","members":1e309}', '[NaN,-Infinity]');
    const project = await read({ 'units.geojson': collection(`${first},${second}`) });
    expect(listOfTexts(project.units.id)).toEqual(['U1', 'U2']);
    expect(textAt(project.units.name, 0)).toBe('NaN " Infinity');
    expect(project.units.lng[0]).toBe(121.5);
    expect(project.units.lng[1]).toBeNaN();
    const numbers = issuesOf(project, 'not_a_number');
    expect(numbers.map(({ row, column, found }) => [row, column, found])).toEqual([
      [1, 'members', 'Infinity'],
      [2, 'members', 'Infinity'],
    ]);
    expect(issuesOf(project, 'geometry_invalid').map((issue) => issue.row)).toEqual([2]);
  });

  it('says of a code that is too long for a number that its digits are lost', async () => {
    const row = '{"id":"U1","kind":"park","division":99010100100100123}';
    const project = await read({ 'units.geojson': collection(feature('', row)) });
    expect(issuesOf(project, 'code_damaged')).toHaveLength(1);
    const id = collection(feature('', '{"id":99010100100100123,"kind":"park"}'));
    expect(issuesOf(await read({ 'units.geojson': id }), 'id_damaged')).toHaveLength(1);
  });

  it('gives way to a second file where it holds no rows', async () => {
    const project = await read({
      'units.geojson': collection(''),
      'units.csv': `${HEADER}U1,market,a,121,31\n`,
    });
    expect(listOfTexts(project.units.id)).toEqual(['U1']);
    expect(issuesOf(project, 'no_rows').map((issue) => issue.file)).toEqual(['units.geojson']);
    expect(issuesOf(project, 'two_files_for_table')).toEqual([]);
    const table = new Map(project.files.map((file) => [file.name, file.table]));
    expect(table.get('units.geojson')).toBeNull();
    expect(table.get('units.csv')).toBe('units');
  });
});

it('stands a grid without a position on the polygon of its own grid, and of no larger division', async () => {
  const square = (code: string, level: string) =>
    `{"type":"Feature","properties":{"code":"${code}","name":"n${code}","level":"${level}"},` +
    '"geometry":{"type":"Polygon","coordinates":[[[121,31],[122,31],[122,32],[121,31]]]}}';
  const divisions = collection(
    `${square('990101001001', 'community')},${square('99010100100101', 'grid')}`,
  );
  const project = await read({
    'divisions.geojson': divisions,
    'units.csv':
      'id,kind,lng,lat,division\nG1,grid,,,99010100100101\nG2,grid,,,990101001001\nG3,park,,,99010100100101\n',
  });
  expect([...project.units.lng].map(Number.isNaN)).toEqual([false, true, true]);
  expect(issuesOf(project, 'position_missing').map((issue) => issue.row)).toEqual([4, 3]);
});
