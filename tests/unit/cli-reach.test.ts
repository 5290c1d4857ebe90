import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeatureCollection } from 'geojson';
import { readParquet } from '#lib/core/ingest/format/parquet.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { ReachResult } from '#lib/core/report/reach-result.ts';
import type { Result } from '#lib/core/report/result.ts';
import { run } from './cli-run.ts';

let folder: string;
let city: string;
let outs = 0;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'lacuna-reach-'));
  city = path.join(folder, 'city');
  await run(['demo', '--out', city, '--seed', '3', '--scale', '0.05']);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A folder with these files. */
function folderOf(files: Record<string, string>): string {
  const made = path.join(folder, `made-${(outs += 1)}`);
  mkdirSync(made);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(made, name), text);
  return made;
}

interface Ran {
  code: number;
  out: string;
  error: string;
  to: string;
  result: ReachResult;
}

async function reach(project: string, args: string[], lang = 'en'): Promise<Ran> {
  const to = path.join(folder, `out-${(outs += 1)}`);
  const said = await run(['reach', project, ...args, '--out', to], lang);
  const file = path.join(to, 'reach.json');
  const result = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ReachResult) : null;
  return { ...said, to, result: result as ReachResult };
}

const textOf = (file: string): string => readFileSync(file, 'utf8');

const SMALL = {
  'units.csv': 'id,kind,name,lng,lat\nU1,building,Hall,121.5,31.5\nU2,building,Far,121.6,31.5\n',
  'facilities.csv':
    'id,name,level,lng,lat\nF1,One,street,121.5,31.5009\nF2,Two,community,121.6,31.52\n',
};
const scenarioFile = (text: string): string => path.join(folderOf({ 's.json': text }), 's.json');

describe('what lacuna reach is asked', () => {
  const RADIUS = ['--method', 'radius', '--cutoff', '500'];

  it.each([
    [['--cutoff', '500'], /--method.*radius, walk/, /--method.*radius, walk/],
    [['--method', 'fly', '--cutoff', '500'], /--method .*"fly"/, /--method .*“fly”/],
    [['--method', 'radius'], /--cutoff in metres, or with --minutes/, /--cutoff.*--minutes/],
    [['--method', 'radius', '--cutoff', 'far'], /--cutoff must be metres.*"far"/, /“far”/],
    [['--method', 'radius', '--cutoff=-5'], /--cutoff must be metres.*"-5"/, /“-5”/],
    [['--method', 'radius', '--cutoff', '-5'], /--cutoff must be metres.*"-5"/, /“-5”/],
    [['--method', 'radius', '--cutoff', '100001'], /between 0 and 100000/, /100000/],
    [[...RADIUS, '--minutes', '5'], /not both/, /只能给出一个/],
    [[...RADIUS, '--pace', 'adult'], /--pace goes with --minutes/, /--pace 只与 --minutes/],
    [['--method', 'walk', '--minutes', '601'], /--minutes must be minutes.*"601"/, /“601”/],
    [['--method', 'walk', '--minutes', '5', '--pace', 'run'], /--pace .*adult, elderly/, /“run”/],
    [[...RADIUS, '--snap', 'corner'], /--snap .*edge, node.*"corner"/, /“corner”/],
    [[...RADIUS, '--level', 'street,village'], /--level .*"village"/, /“village”/],
    [[...RADIUS, '--cutoff', '6'], /--cutoff stands twice/, /--cutoff 出现了两次/],
    [[...RADIUS, '--color', 'red'], /no option "--color"/, /“--color”/],
    [[...RADIUS, 'other'], /"other" is one too many/, /“other”/],
  ])('refuses %j with a reason in both languages', async (args, en, zh) => {
    for (const [lang, reason] of [
      ['en', en],
      ['zh-CN', zh],
    ] as const) {
      const { code, error, out, to } = await reach('nowhere', args, lang);
      expect(code).toBe(2);
      expect(error).toMatch(reason);
      expect(out).toBe('');
      expect(existsSync(to)).toBe(false);
    }
  });

  it('needs a folder in, a folder out, and one that can be read', async () => {
    expect(await run(['reach', ...RADIUS, '--out', 'x'])).toMatchObject({ code: 2 });
    const { code, error } = await run(['reach', city, ...RADIUS]);
    expect(code).toBe(2);
    expect(error).toMatch(/--out/);
    const absent = await reach(path.join(folder, 'absent'), RADIUS);
    expect(absent.code).toBe(2);
    expect(absent.error).toMatch(/Cannot read the folder/);
  });

  it('is told what the folder lacks', async () => {
    const { 'facilities.csv': facilities, 'units.csv': units } = SMALL;
    const walking = await reach(folderOf(SMALL), ['--method', 'walk', '--cutoff', '500']);
    expect(walking.code).toBe(2);
    expect(walking.error).toMatch(/no walking network/);
    const nobody = await reach(folderOf({ 'facilities.csv': facilities }), RADIUS);
    expect(nobody.code).toBe(2);
    expect(nobody.error).toMatch(/neither demand points nor units/);
    const nothing = await reach(folderOf({ 'units.csv': units }), RADIUS);
    expect(nothing.code).toBe(2);
    expect(nothing.error).toMatch(/no facility with a position.*the folder has: nothing/);
    const levels = await reach(folderOf(SMALL), [...RADIUS, '--level', 'city'], 'zh-CN');
    expect(levels.code).toBe(2);
    expect(levels.error).toMatch(/（city）.*street 1, community 1/);
  });
});

describe('lacuna reach by radius', () => {
  it.each([0, 300, 500, 1000, 50_000])(
    'at %i m reaches the demand that the audit says is reached',
    async (metres) => {
      const audited = path.join(folder, `audit-${metres}`);
      await run(['audit', city, '--radius', String(metres), '--seconds', '1', '--out', audited]);
      const audit = JSON.parse(textOf(path.join(audited, 'result.json'))) as Result;
      const { result, code } = await reach(city, [
        '--method',
        'radius',
        '--cutoff',
        String(metres),
      ]);
      expect(code).toBe(0);
      expect(result.demand).toMatchObject(audit.demand!);
      expect(result.divisions.map(({ code: c }) => c)).toEqual(audit.divisions.map((d) => d.code));
      result.divisions.forEach((division, d) => {
        const { points, weight, reached_points, reached_weight } = division;
        expect({ points, weight, reached_points, reached_weight }).toEqual(
          audit.divisions[d].demand,
        );
        expect(division.units).toBe(audit.divisions[d].units);
        expect(division.area_share).toBeGreaterThanOrEqual(0);
        expect(division.area_share).toBeLessThanOrEqual(1);
      });
      expect(result.units.total).toBe(audit.totals.units);
      const near = audit.units.filter((unit) => unit.distance_m !== null);
      expect(result.units.unknown).toBe(audit.units.length - near.length);
    },
    60_000,
  );

  it('writes the same area and blank areas as GeoJSON and as GeoParquet', async () => {
    const { to, result, out } = await reach(city, ['--method', 'radius', '--cutoff', '400']);
    for (const name of ['reach_area', 'blank_zones']) {
      const { features } = JSON.parse(
        textOf(path.join(to, `${name}.geojson`)),
      ) as FeatureCollection;
      const issues = new IssueLog();
      const bytes = new Uint8Array(readFileSync(path.join(to, `${name}.parquet`)));
      const sheet = await readParquet(name, bytes, issues);
      expect(issues.list()).toEqual([]);
      expect(features.length).toBeGreaterThan(0);
      expect(sheet.geometry).toEqual(features.map(({ geometry }) => geometry));
      for (const [c, header] of sheet.headers.entries())
        expect(Array.from({ length: sheet.count }, (_, i) => sheet.columns[c].at(i))).toEqual(
          features.map(({ properties }) => (properties?.[header] as unknown) ?? null),
        );
    }
    const [area] = (JSON.parse(textOf(path.join(to, 'reach_area.geojson'))) as FeatureCollection)
      .features;
    expect(area.properties).toMatchObject({ method: 'radius', cutoff_m: 400 });
    expect(area.properties?.area_m2).toBe(result.area_m2.union);
    expect(out).toContain(`${result.units.reached} / ${result.units.total}`);
    expect(result).not.toHaveProperty('node_snap');
    expect(result.network).toBeNull();
  });

  it('counts minutes by the pace, and reaches nothing within nothing', async () => {
    const adult = await reach(city, ['--method', 'radius', '--minutes', '5']);
    expect(adult.result).toMatchObject({ cutoff_m: 360, minutes: 5, pace: 'adult' });
    const args = ['--method', 'radius', '--minutes', '5', '--pace', 'elderly'];
    const elderly = await reach(city, args, 'zh-CN');
    expect(elderly.result).toMatchObject({ cutoff_m: 282, minutes: 5, pace: 'elderly' });
    expect(elderly.out).toContain('老人步行 5 分钟');
    const none = await reach(city, ['--method', 'radius', '--cutoff', '0']);
    expect(none.result.area_m2).toMatchObject({ union: 0, perimeter_m: 0 });
    const text = textOf(path.join(none.to, 'reach_area.geojson'));
    expect((JSON.parse(text) as FeatureCollection).features).toEqual([]);
  });

  it('writes the results of data with issues, and says so by 1', async () => {
    const project = folderOf({ ...SMALL, 'demand.csv': 'id,lng,lat,weight\nD1,121.5,95,3\n' });
    const { code, result, error } = await reach(project, ['--method', 'radius', '--cutoff', '150']);
    expect(code).toBe(1);
    expect(error).toMatch(/lacuna audit lists them all/);
    expect(result.issues).toBeGreaterThan(0);
    expect(result.units).toEqual({ total: 2, reached: 1, reached_share: 0.5, unknown: 0 });
  });

  it('keeps to the levels that are asked for', async () => {
    const project = folderOf(SMALL);
    const far = ['--method', 'radius', '--cutoff', '3000'];
    const all = (await reach(project, far)).result;
    expect(all).toMatchObject({ stations: 2, units: { total: 2, reached: 2 }, demand: null });
    const street = (await reach(project, [...far, '--level', 'street'])).result;
    expect(street).toMatchObject({ stations: 1, units: { reached: 1 }, levels: ['street'] });
    const both = (await reach(project, [...far, '--level', 'community,street,street'])).result;
    expect(both.levels).toEqual(['street', 'community']);
    expect(both.distance.worst).toEqual({ table: 'units', id: 'U2' });
  });
});

describe('lacuna reach on foot', () => {
  const onFoot = (metres: number, ...more: string[]): string[] => [
    ...['--method', 'walk', '--cutoff', String(metres)],
    ...more,
  ];

  it('reaches no one whom the radius does not, more the farther, and says what the other snapping gives', async () => {
    let [before, area] = [-1, -1];
    for (const metres of [0, 250, 500, 1000, 3000]) {
      const radius = await reach(city, ['--method', 'radius', '--cutoff', String(metres)]);
      const { result } = await reach(city, onFoot(metres));
      const node = (await reach(city, onFoot(metres, '--snap', 'node'))).result;
      for (const found of [result, result.node_snap!, node]) {
        expect(found.demand!.reached_weight).toBeLessThanOrEqual(
          radius.result.demand!.reached_weight,
        );
        expect(found.units.reached).toBeLessThanOrEqual(radius.result.units.reached);
        expect(found.second.units.reached).toBeLessThanOrEqual(found.units.reached);
      }
      expect(result.area_m2.union).toBeLessThanOrEqual(radius.result.area_m2.union);
      expect(result.units.reached).toBeGreaterThanOrEqual(before);
      expect(result.area_m2.union).toBeGreaterThanOrEqual(area);
      [before, area] = [result.units.reached, result.area_m2.union];
      const { demand, units, households, employees, second, distance } = node;
      const { snapped, ...other } = result.node_snap!;
      expect(other).toEqual({ demand, units, households, employees, second, distance });
      expect(snapped).toEqual(node.network!.snapped);
      expect(node.edge_snap!.units).toEqual(result.units);
      expect(node).not.toHaveProperty('node_snap');
      result.divisions.forEach((division, d) => {
        const straight = radius.result.divisions[d];
        expect(division.reached_units).toBeLessThanOrEqual(straight.reached_units);
        expect(division.reached_weight).toBeLessThanOrEqual(straight.reached_weight!);
        expect(division.area_share).toBeGreaterThanOrEqual(0);
        expect(division.area_share).toBeLessThanOrEqual(1);
      });
    }
  }, 120_000);

  it('leaves blank areas that hold those who are not reached, and says how long the network is', async () => {
    const { to, result, out } = await reach(city, onFoot(500, '--level', 'community,point'));
    const zones = JSON.parse(textOf(path.join(to, 'blank_zones.geojson'))) as FeatureCollection;
    const [area] = (JSON.parse(textOf(path.join(to, 'reach_area.geojson'))) as FeatureCollection)
      .features;
    expect(area.properties).toMatchObject({
      method: 'walk',
      snap: 'edge',
      levels: 'community;point',
    });
    const sum = (key: string): number =>
      zones.features.reduce((total, { properties }) => total + Number(properties?.[key]), 0);
    const { points, reached_points } = result.demand!;
    // Who is reached by a way that no raster shows may be in none, never anyone twice.
    expect(sum('points')).toBeLessThanOrEqual(points - reached_points);
    expect(sum('points')).toBeGreaterThan(0.8 * (points - reached_points));
    const walk = JSON.parse(textOf(path.join(city, 'walk.geojson'))) as FeatureCollection;
    expect(result.network!.edges).toBeGreaterThan(0);
    const { foot, tunnel, motorway } = result.network!.refused;
    expect(foot + tunnel + motorway).toBeLessThan(walk.features.length);
    expect(out).toContain(`${result.network!.nodes} nodes`);
  });

  it('says so where no line may be walked on', async () => {
    const line = {
      type: 'Feature',
      properties: { foot: 'no' },
      geometry: { type: 'LineString', coordinates: [[121.5, 31.5], [121.6, 31.5]] }, // prettier-ignore
    };
    const text = JSON.stringify({ type: 'FeatureCollection', features: [line] });
    const project = folderOf({ ...SMALL, 'walk.geojson': text });
    const { code, error } = await reach(project, onFoot(500));
    expect(code).toBe(2);
    expect(error).toMatch(/No line of the walking network.*all 1/);
  });
});

describe('a scenario on the command line', () => {
  const near = ['--method', 'radius', '--cutoff', '150'];

  it('moves, takes out and puts up facilities', async () => {
    const project = folderOf(SMALL);
    expect((await reach(project, near)).result.units.reached).toBe(1);
    const moved = scenarioFile('{"edits":[{"station":"F2","lng":121.6,"lat":31.501}]}');
    const after = (await reach(project, [...near, '--scenario', moved])).result;
    expect(after.units.reached).toBe(2);
    expect(after.scenario).toEqual({ moved: 1, removed: 0, added: 0 });
    const removed = scenarioFile('{"edits":[{"station":"F1","removed":true}]}');
    const without = (await reach(project, [...near, '--scenario', removed])).result;
    expect(without).toMatchObject({ stations: 1, units: { reached: 0 } });
    const added = scenarioFile('{"edits":[{"name":"New","lng":121.6,"lat":31.5}]}');
    const withNew = [...near, '--scenario', added, '--level', 'street'];
    expect((await reach(project, withNew)).result).toMatchObject({
      stations: 2,
      units: { reached: 2 },
    });
    const levelled = scenarioFile('{"edits":[{"name":"N","lng":121.6,"lat":31.5,"level":"city"}]}');
    const withCity = [...near, '--scenario', levelled, '--level', 'street'];
    expect((await reach(project, withCity)).result.stations).toBe(1);
  });

  it('can put up the first facility of a folder, and take out the last', async () => {
    const { 'units.csv': units } = SMALL;
    const added = scenarioFile('{"edits":[{"name":"New","lng":121.5,"lat":31.5}]}');
    const args = [...near, '--scenario', added];
    const { result } = await reach(folderOf({ 'units.csv': units }), args);
    expect(result).toMatchObject({ stations: 1, units: { reached: 1 } });
    const none = scenarioFile(
      '{"edits":[{"station":"F1","removed":true},{"station":"F2","removed":true}]}',
    );
    const { code, error } = await reach(folderOf(SMALL), [...near, '--scenario', none]);
    expect(code).toBe(2);
    expect(error).toMatch(/no facility with a position/);
  });

  it('is refused by place and reason', async () => {
    const project = folderOf(SMALL);
    const unknown = scenarioFile('{"edits":[{"station":"F9","removed":true}]}');
    const first = await reach(project, [...near, '--scenario', unknown]);
    expect(first.code).toBe(2);
    expect(first.error).toMatch(/\/edits\/0\/station: no facility has this id, found "F9"/);
    const faulty = scenarioFile('{"edits":[{"station":"F1","lng":200,"lat":31}]}');
    const second = await reach(project, [...near, '--scenario', faulty], 'zh-CN');
    expect(second.code).toBe(2);
    expect(second.error).toMatch(/\/edits\/0\/lng：取值不对/);
    const third = await reach(project, [...near, '--scenario', path.join(folder, 'no.json')]);
    expect(third.code).toBe(2);
    expect(third.error).toMatch(/Cannot read the scenario/);
  });
});
