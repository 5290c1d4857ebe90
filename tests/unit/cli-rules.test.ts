import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '#lib/core/report/result.ts';
import { run as runCli } from './cli-run.ts';
import { child, cited, packFiles } from './rule-packs.ts';

let folder: string;
const inside = (name: string): string => path.join(folder, name);
const put = (name: string, value: unknown): string => {
  writeFileSync(inside(name), typeof value === 'string' ? value : JSON.stringify(value));
  return inside(name);
};
/** What the command says, line by line. */
async function run(...args: string[]) {
  const { code, out, error } = await runCli(args);
  const [said, complained] = [out, error].map((text) => (text === '' ? [] : text.split('\n')));
  return { code, out: said, error: complained };
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lacuna-rules-'));
  put('units.csv', 'id,kind,name,lng,lat\nu1,building,One,121.5,31.2\nu2,park,Two,121.5,31.21\n');
  put('organisations.csv', 'id,name\no1,O\n');
  put('links.csv', 'organisation,unit,mode\no1,u1,joint\no1,u2,affiliated\n');
  const modes = { modes: ['standalone', 'affiliated'], ...cited };
  put('city.json', child({ id: 'city', organisation: modes }));
  put(
    'town.json',
    child({ id: 'town', extends: 'city', staleness: { termGraceDays: 9, ...cited } }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('lacuna rules', () => {
  it('lists the shipped packs', async () => {
    const { code, out } = await run('rules');
    expect(code).toBe(0);
    expect(out).toHaveLength(packFiles.length + 1);
    expect(out).toContain('nanguan\t1.0.0\t2017-01-01\tchangchun\tNanguan, Changchun');
  });

  it('checks files, each with what is wrong and where', async () => {
    const broken = put(
      'broken.json',
      child({ service: { reach: [{ id: 'x', level: 'street', radiusM: -1 }] } }),
    );
    const { code, out } = await run('rules', '--check', inside('town.json'), broken);
    expect(code).toBe(1);
    expect(out).toEqual([
      `${inside('town.json')}: sound`,
      `${broken}: faulty`,
      '  /service/reach/0/radiusM: out of range, found -1, expected 0 .. 100000',
    ]);
    const none = put('none.json', '{"format":');
    expect((await run('rules', '--check', none)).out[1]).toMatch(/^ {2}\/: not JSON/);
    expect((await run('rules', '--check', inside('absent.json'))).code).toBe(2);
  });

  it('compares two packs in words', async () => {
    const { code, out } = await run('rules', 'national', inside('town.json'));
    expect(code).toBe(0);
    expect(out).toContain('Organisation coverage organisation.mode: changed');
    expect(out).toContain('  Modes that count: Standalone, Joint → Standalone, Affiliated');
    expect(out).toContain('  Grace after the term: 180 days → 9 days');
    const norms = await run('rules', 'national', 'shangnan');
    expect(norms.out).toContain('  staff at least below 6,000: 16; from 6,000 on: 18 people');
    expect((await run('rules', 'jinan', 'jinan')).out).toEqual(['The two packs do not differ']);
  });

  it('counts the verdicts that change in a project', async () => {
    const { code, out } = await run('rules', 'national', inside('city.json'), folder);
    expect(code).toBe(0);
    expect(out).toContain(
      'Organisation coverage: 2 verdicts change, 1 / 2 (50.0%) → 1 / 2 (50.0%)',
    );
    expect(out).toContain('  1\tCovered → Not covered\torganisation.mode → organisation.none');
    expect(out).toContain('Denominator: 0 change, 2 → 2');
  });

  it('says what is missing', async () => {
    expect((await run('rules', 'national')).code).toBe(2);
    expect((await run('rules', '--check')).code).toBe(2);
    expect((await run('rules', 'national', 'atlantis')).error[0]).toMatch(
      /no rule pack "atlantis"/,
    );
  });
});

it('an audit goes by a city, or by a file on another in its folder', async () => {
  const result = async (rules: string): Promise<Result> => {
    const out = inside('out');
    expect((await run('audit', folder, '--rules', rules, '--out', out)).code).toBeLessThan(2);
    return JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')) as Result;
  };
  const states = ({ units }: Result) => units.map(({ organisation }) => organisation);
  expect(states(await result('nanguan'))).toEqual(['yes', 'no']);
  const own = await result(inside('town.json'));
  expect(states(own)).toEqual(['no', 'yes']);
  expect(own.rules).toEqual({ id: 'town', version: '1' });
  const lost = put('lost.json', child({ extends: 'atlantis' }));
  const { code, error } = await run('audit', folder, '--rules', lost, '--out', inside('out'));
  expect(code).toBe(2);
  expect(error[1]).toMatch(/^ {2}\/extends: the pack it is built on does not exist/);
});
