import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { demo } from '#cli/demo.ts';
import { generateDemo } from '#data/demo/generate.ts';

let folder = '';
let said = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-city-'));
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

test('writes the folder of the latest quarter, the same text as the generator', async () => {
  const out = join(folder, 'a', 'city');
  expect(await demo(['--seed', '4', '--scale', '0.05', '--out', out])).toBe(0);
  for (const { name, text } of generateDemo({ seed: 4, scale: 0.05 }).files) {
    expect(readFileSync(join(out, name), 'utf8')).toBe(text);
  }
  expect(said).toContain('2026Q4');
  expect(existsSync(join(out, 'periods'))).toBe(false);
});

test('writes one quarter, or all four beside the latest', async () => {
  expect(await demo(['--scale', '0.05', '--period', '2', '--out', folder, '--periods'])).toBe(0);
  expect(JSON.parse(readFileSync(join(folder, 'project.json'), 'utf8')).as_of).toBe('2026-06-30');
  expect(readdirSync(join(folder, 'periods'))).toEqual(['2026Q1', '2026Q2', '2026Q3', '2026Q4']);
});

test.each([
  [[], '--out'],
  [['--out'], '--out needs a value'],
  [['--out', 'x', '--seed', 'one'], '--seed must be'],
  [['--out', 'x', '--scale', '0'], '--scale must be'],
  [['--out', 'x', '--scale', 'NaN'], '--scale must be'],
  [['--out', 'x', '--period', '5'], '--period must be'],
  [['--out', 'x', '--colour', 'red'], '--colour is not an option'],
])('refuses %j and says what to do', async (args, message) => {
  expect(await demo(args)).toBe(2);
  expect(said).toContain(message);
  expect(said).toContain('lacuna demo --out DIR');
  expect(existsSync('x')).toBe(false);
});

test('says so where the folder cannot be written', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(await demo(['--scale', '0.05', '--out', join(file, 'under')])).toBe(2);
  expect(said).toContain('name another folder');
});
