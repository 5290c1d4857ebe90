import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { read as readBook, utils } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '#lib/core/report/result.ts';
import { run } from './cli-run.ts';
import { PACK } from './coverage-project.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lacuna-cli-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let folders = 0;
function folderOf(files: Record<string, string>): string {
  const made = path.join(folder, `project-${(folders += 1)}`);
  mkdirSync(made);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(made, name), text);
  return made;
}

const DIVISIONS =
  'code,name,level,parent\n990000000000,City,city,\n990100000000,East,district,990000000000\n';
const SOUND = {
  'divisions.geojson': JSON.stringify({
    type: 'FeatureCollection',
    features: DIVISIONS.trim()
      .split('\n')
      .slice(1)
      .map((line) => {
        const [code, name, level, parent] = line.split(',');
        const ring = [
          [121, 31],
          [122, 31],
          [122, 32],
          [121, 32],
          [121, 31],
        ];
        return {
          type: 'Feature',
          properties: { code, name, level, parent: parent || null },
          geometry: { type: 'Polygon', coordinates: [ring] },
        };
      }),
  }),
  'units.csv':
    'id,kind,name,lng,lat,division,status,instructors\n' +
    'U1,building,"=HYPERLINK(""http://x"")",121.5,31.5,990100000000,open,0\n' +
    'U2,building,-5,121.6,31.5,990100000000,open,1\n' +
    'U3,building,@cmd,121.7,31.5,990100000000,open,0\n' +
    'U4,market,Old,121.7,31.6,990100000000,closed,0\n',
  'organisations.csv': 'id,name\nO1,One\n',
  'links.csv': 'organisation,unit,mode\nO1,U1,joint\n',
  'facilities.csv': 'id,name,level,lng,lat\nF1,Hall,street,121.5,31.5001\n',
};

function resultOf(out: string): Result {
  return JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')) as Result;
}

describe('lacuna audit', () => {
  it('writes the lists as a workbook in the language asked for, with the digests of the files', async () => {
    const project = folderOf(SOUND);
    for (const [lang, sheet] of [
      ['zh-CN', '数据来源'],
      ['en', 'Input files'],
    ]) {
      const out = path.join(folder, `out-report-${lang}`);
      expect((await run(['audit', project, '--out', out, '--lang', lang])).code).toBe(0);
      const bytes = readFileSync(path.join(out, 'report.xlsx'));
      const rows = utils.sheet_to_json<string[]>(readBook(bytes).Sheets[sheet], { header: 1 });
      expect(rows.length).toBe(Object.keys(SOUND).length + 1);
      for (const [name, , , , digest] of rows.slice(1)) {
        const content = readFileSync(path.join(project, name));
        expect(digest).toBe(createHash('sha256').update(content).digest('hex'));
      }
      const again = path.join(folder, `again-${lang}`);
      await run(['audit', project, '--out', again, '--lang', lang]);
      expect(readFileSync(path.join(again, 'report.xlsx')).equals(bytes)).toBe(true);
    }
  });
  it('writes the result and the blanks of a sound folder and ends with 0', async () => {
    const out = path.join(folder, 'out-sound');
    const { code, out: said, error } = await run(['audit', folderOf(SOUND), '--out', out]);
    expect(error).not.toContain('issues in the data');
    expect(code).toBe(0);
    expect(said).toContain('4 units, 3 due, 1 exempt, 0 in no division');
    expect(said).toContain('1 / 3');
    const result = resultOf(out);
    expect(result.issues).toEqual([]);
    expect(result.rules).toEqual({ id: 'national', version: PACK.version });
    expect(result.totals).toMatchObject({ units: 4, due: 3, exempt: 1 });
    expect(result.totals.organisation).toEqual({
      yes: 1,
      no: 2,
      unknown: 0,
      rate: 1 / 3,
      standalone: 0,
      joint: 1,
    });
    const alone = { yes: 1, no: 1, unknown: 0, rate: 0.5 };
    expect(result.totals.work.without_organisation).toEqual(alone);
    expect(result.totals.kinds.market?.organisation.rate).toBeNull();
    expect(result.divisions.map((d) => [d.code, d.parent, d.units, d.own])).toEqual([
      ['990000000000', null, 4, 0],
      ['990100000000', '990000000000', 4, 4],
    ]);
    expect(result.units[0]).toEqual({
      id: 'U1',
      kind: 'building',
      division: '990100000000',
      due: true,
      exempt_reason: null,
      organisation: 'yes',
      work: 'no',
      service: 'yes',
      rule: {
        due: null,
        organisation: 'organisation.mode',
        work: 'work.none',
        service: 'service.street',
      },
      evidence: {
        organisation: ['links.csv:2', 'organisations.csv:2'],
        work: ['units.csv:2'],
        service: ['facilities.csv:2'],
      },
      nearest_facility: 'F1',
      distance_m: 11.09,
      next_step: null,
      joint_group: null,
      grid_group: null,
    });
    expect(result.units[3]).toMatchObject({ due: false, exempt_reason: 'closed' });
  });

  it('writes blanks that no spreadsheet runs as formulas', async () => {
    const out = path.join(folder, 'out-blanks');
    const args = ['audit', folderOf(SOUND), '--out', out, '--radius', '5'];
    expect((await run(args)).code).toBe(0);
    const text = readFileSync(path.join(out, 'blanks.csv'), 'utf8');
    expect(text.startsWith('\uFEFFid,kind,name,')).toBe(true);
    const lines = text.trim().split('\r\n');
    expect(lines.length).toBe(4);
    expect(lines[1]).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(lines[2]).toContain(',-5,');
    expect(lines[3]).toContain(",'@cmd,");
    expect(lines[1]).toContain(',service,yes,no,no,');
    expect(lines[2]).toContain(',organisation;service,no,yes,no,');
    expect(lines[3]).toContain(',organisation;work;service,no,no,no,');
    expect(lines[3]).toContain('City / East');
    const geo = JSON.parse(readFileSync(path.join(out, 'blanks.geojson'), 'utf8')) as {
      features: { geometry: { coordinates: number[] }; properties: Record<string, unknown> }[];
    };
    expect(geo.features.map((f) => f.properties.id)).toEqual(['U1', 'U2', 'U3']);
    expect(geo.features[0].geometry.coordinates).toEqual([121.5, 31.5]);
    expect(geo.features[0].properties.name).toBe('=HYPERLINK("http://x")');
    expect(resultOf(out).radius_m).toBe(5);
  });

  it('ends with 1 where the data have issues, and names file, row and column', async () => {
    const units = SOUND['units.csv'].replace('U2,building', 'U2,castle');
    const out = path.join(folder, 'out-issues');
    const { code, error } = await run([
      'audit',
      folderOf({ ...SOUND, 'units.csv': units }),
      '--out',
      out,
    ]);
    expect(code).toBe(1);
    expect(error).toMatch(/units\.csv:3:kind .*castle/);
    const result = resultOf(out);
    expect(result.units.length).toBe(4);
    expect(result.issues[0]).toMatchObject({ file: 'units.csv', row: 3, column: 'kind' });
    expect(result.units[1].kind).toBeNull();
    expect(result.totals.kinds.none?.units).toBe(1);
  });

  it('writes the faulty files, marked, where it is asked to', async () => {
    const units = SOUND['units.csv'].replace('U2,building', 'U2,castle');
    for (const [lang, name, word] of [
      ['en', 'units-checked.csv', 'Issues'],
      ['zh', 'units-核对.csv', '问题'],
    ]) {
      const out = path.join(folder, `out-marked-${lang}`);
      const project = folderOf({ ...SOUND, 'units.csv': units });
      const { code } = await run(['audit', project, '--hand-back', '--out', out, '--lang', lang]);
      expect(code).toBe(1);
      expect(readdirSync(path.join(out, 'marked'))).toEqual([name]);
      const lines = readFileSync(path.join(out, 'marked', name), 'utf8').split('\n');
      expect(lines[0]).toContain(`instructors,${word}`);
      expect(lines.map((line) => line.includes('grid | building'))).toEqual(
        lines.map((_, i) => i === 2),
      );
    }
    const sound = path.join(folder, 'out-unmarked');
    await run(['audit', folderOf(SOUND), '--out', sound, '--hand-back']);
    expect(readdirSync(sound)).not.toContain('marked');
  });

  it('ends with 0 where there are no divisions on purpose', async () => {
    const units = SOUND['units.csv'].replace(/990100000000/g, '');
    const { 'divisions.geojson': _, ...rest } = SOUND;
    const out = path.join(folder, 'out-flat');
    const { code } = await run(['audit', folderOf({ ...rest, 'units.csv': units }), '--out', out]);
    expect(code).toBe(0);
    expect(resultOf(out).issues.map((issue) => issue.code)).toEqual(['divisions_missing']);
    expect(resultOf(out).unplaced.units).toBe(4);
  });

  it('enters a folder that links to itself once, and names links that lead nowhere', async () => {
    const project = folderOf(SOUND);
    symlinkSync('.', path.join(project, 'loop'));
    symlinkSync('/no/such/file', path.join(project, 'demand.csv'));
    const out = path.join(folder, 'out-links');
    expect((await run(['audit', project, '--out', out])).code).toBe(1);
    expect(resultOf(out).issues.map(({ code, file }) => [code, file])).toEqual([
      ['file_unreadable', 'demand.csv'],
    ]);
  });

  it('writes the same bytes twice', async () => {
    const project = folderOf(SOUND);
    const written = ['out-once', 'out-twice'].map((name) => path.join(folder, name));
    for (const out of written) await run(['audit', project, '--out', out]);
    for (const name of ['result.json', 'blanks.csv', 'blanks.geojson']) {
      const [one, two] = written.map((out) => readFileSync(path.join(out, name), 'utf8'));
      expect(one === two, name).toBe(true);
    }
  });

  it('judges terms on the day that is given', async () => {
    const organisations = 'id,name,term_end\nO1,One,2025-01-01\n';
    const project = folderOf({ ...SOUND, 'organisations.csv': organisations });
    const out = path.join(folder, 'out-terms');
    await run(['audit', project, '--out', out]);
    expect(resultOf(out).units[0].organisation).toBe('yes');
    await run(['audit', project, '--out', out, '--as-of', '2026-06-30']);
    expect(resultOf(out).units[0].organisation).toBe('unknown');
    expect(resultOf(out).as_of).toBe('2026-06-30');
  });

  it('takes a rule pack by its path and refuses a broken one', async () => {
    const organisation = { ...PACK.organisation, modes: ['standalone'] };
    const strict = path.join(folder, 'strict.json');
    writeFileSync(strict, JSON.stringify({ ...PACK, id: 'strict', organisation }));
    const out = path.join(folder, 'out-pack');
    const project = folderOf(SOUND);
    expect((await run(['audit', project, '--out', out, '--rules', strict])).code).toBe(0);
    expect(resultOf(out).totals.organisation.yes).toBe(0);
    expect(resultOf(out).rules.id).toBe('strict');
    writeFileSync(strict, JSON.stringify({ ...PACK, organisation: { modes: ['x'] } }));
    const refused = await run(['audit', project, '--out', out, '--rules', strict]);
    expect(refused.code).toBe(2);
    expect(refused.error).toContain('/organisation/modes/0');
    writeFileSync(strict, '{ broken');
    expect((await run(['audit', project, '--out', out, '--rules', strict])).code).toBe(2);
  });

  it.each([
    ['no command', []],
    ['an unknown command', ['auidt']],
    ['no folder', ['audit', '--out', 'x']],
    ['two folders', ['audit', 'a', 'b', '--out', 'x']],
    ['no place for results', ['audit', 'a']],
    ['a folder that is not there', ['audit', '/no/such/folder', '--out', 'x']],
    ['an option that is not there', ['audit', 'a', '--out', 'x', '--radios', '5']],
    ['an option without a value', ['audit', 'a', '--out']],
    ['an option twice', ['audit', 'a', '--out', 'x', '--out', 'y']],
    ['a radius that is no number', ['audit', 'a', '--out', 'x', '--radius', '5km']],
    ['a radius of blanks', ['audit', 'a', '--out', 'x', '--radius', ' ']],
    ['a hexadecimal radius', ['audit', 'a', '--out', 'x', '--radius', '0x10']],
    ['a radius beyond reason', ['audit', 'a', '--out', 'x', '--radius', '1e9']],
    ['a negative radius', ['audit', 'a', '--out', 'x', '--radius', '-5']],
    ['a day that does not exist', ['audit', 'a', '--out', 'x', '--as-of', '2026-02-30']],
    ['a pack that is not there', ['audit', 'a', '--out', 'x', '--rules', 'martian']],
    ['an unknown language', ['help', '--lang', 'fr']],
  ])('ends with 2 on %s and says so in both languages', async (_, args) => {
    const english = await run(args);
    expect(english.code).toBe(2);
    expect(english.error).toMatch(/[a-z]/);
    if (args.length > 0) expect(english.error).not.toMatch(/[\u4e00-\u9fff]/);
    expect(english.out).toBe('');
    const chinese = await run(args, 'zh_CN.UTF-8');
    expect(chinese.code).toBe(2);
    expect(chinese.error).toMatch(/[\u4e00-\u9fff]/);
  });

  it('ends with 2 and writes nothing where nothing could be read', async () => {
    const out = path.join(folder, 'out-nothing');
    const empty: Record<string, string>[] = [{}, { 'units.csv': '' }, { 'units.csv': 'id,kind\n' }];
    for (const files of empty) {
      const { code, error } = await run(['audit', folderOf(files), '--out', out]);
      expect(code).toBe(2);
      expect(error).toContain('No valid unit or division was read');
    }
    expect(() => resultOf(out)).toThrow();
  });

  it('ends with 2 where the results cannot be written', async () => {
    const blocked = path.join(folder, 'blocked');
    writeFileSync(blocked, 'a file');
    const { code, error } = await run(['audit', folderOf(SOUND), '--out', blocked]);
    expect(code).toBe(2);
    expect(error).toContain('Cannot write to');
  });

  it.runIf(process.platform === 'linux')(
    'gives up on a folder that can never be made',
    async () => {
      const { code, error } = await run(['audit', folderOf(SOUND), '--out', '/proc/no/such']);
      expect(code).toBe(2);
      expect(error).toContain('Cannot write to /proc/no/such');
    },
  );

  it('prints its help on the standard output', async () => {
    const { code, out } = await run(['help', '--lang', 'zh']);
    expect(code).toBe(0);
    expect(out).toContain('审计一个项目文件夹');
    expect(out).toContain('national');
    expect((await run(['audit', '--help'])).out).toContain('audits a project folder');
  });
});
