import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { useModern } from './fixture.ts';
import { openList } from './lists.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TSX = path.join(ROOT, 'node_modules/tsx/dist/cli.mjs');
const place = mkdtempSync(path.join(tmpdir(), 'lacuna-desk-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
const desk = useModern();
/** Patient: two cores may be busy with other tests. */
const poll = <T>(ask: () => T) => expect.poll(ask, { timeout: 60_000 });

function lacuna(...args: string[]): void {
  try {
    execFileSync(process.execPath, [TSX, 'src/cli/main.ts', ...args], { cwd: ROOT, stdio: 'pipe' });
  } catch (error) {
    // 1 = issues found, results written.
    if ((error as { status?: number }).status !== 1) throw error;
  }
}
const hand = (page: Page, files: Record<string, string>) =>
  page.setInputFiles(
    '[data-testid=open-files]',
    Object.entries(files).map(([name, text]) => ({
      name,
      mimeType: 'text/plain',
      buffer: Buffer.from(text),
    })),
  );
const project = (page: Page) => page.evaluate(() => document.documentElement.dataset.project);

test('a folder of files gives the numbers of the command line, and survives a reload', async () => {
  const [folder, out] = [path.join(place, 'city'), path.join(place, 'out')];
  lacuna('demo', '--seed', '7', '--scale', '0.05', '--out', folder);
  lacuna('audit', folder, '--out', out);
  const files = readdirSync(folder, { withFileTypes: true }).filter((f) => f.isFile());
  const names = files.map((f) => f.name).filter((name) => name !== 'truth.json');
  const page = await desk.open('?lang=en');
  const before = await page.locator('[data-testid=tree] .counts').first().innerText();
  await page.setInputFiles(
    '[data-testid=open-files]',
    names.map((name) => path.join(folder, name)),
  );
  const first = page.locator('[data-testid=tree] .counts').first();
  await poll(() => first.innerText()).not.toBe(before);
  const counts = await first.innerText();

  await page.locator('[data-testid=export]').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('[data-testid="export-result.json"]').click(),
  ]);
  // The command line read one file more, which is an issue: all that stands before those is the same.
  const body = (file: string) => readFileSync(file, 'utf8').split('\n"issues": ')[0];
  const mine = body(await download.path());
  expect(mine).toBe(body(path.join(out, 'result.json')));
  const { grouping, units } = JSON.parse(`${mine.replace(/,$/, '')}}`);
  expect([grouping.joint.proof, grouping.grids.proof]).toEqual(['optimal', 'optimal']);
  expect(units.some((unit: { next_step: unknown }) => unit.next_step !== null)).toBe(true);

  await poll(() => page.evaluate(() => document.documentElement.dataset.kept)).toBe('yes');
  await page.reload();
  await poll(() => first.innerText()).toBe(counts);
  await page.locator('[data-testid=demo]').click();
  await poll(() => first.innerText()).toBe(before);
});

test('files that hold nothing are issues, and the project stays', async () => {
  const page = await desk.open('?lang=en');
  const name = await project(page);
  await hand(page, { 'units.csv': '', 'cities.json': '{"broken' });
  await expect.poll(() => page.locator('[data-testid=failed]').count()).toBe(1);
  expect(await project(page)).toBe(name);
  await page.locator('[data-testid=issues]').click();
  const codes = () =>
    page
      .locator('[data-testid=issue-list] [data-code]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-code')));
  await poll(codes).toContain('file_empty');
  expect((await codes()).length).toBeGreaterThan(1);
});

test('HTML and script in names are text everywhere', async () => {
  const page = await desk.open('?lang=en');
  const bad = '<img src=x onerror="window.struck=1"><script>window.struck=1</script>';
  const quoted = `"${bad.replace(/"/g, '""')}"`;
  await hand(page, {
    'project.json': JSON.stringify({ name: bad }),
    'divisions.csv': `code,name,level\n990101001001,${quoted},community\n`,
    'units.csv': `id,kind,name,lng,lat,division,host,liaisons\nu1,building,${quoted},121.5,31.2,990101001001,${quoted},0\n`,
    'organisations.csv': `id,name\no1,${quoted}\n`,
    'links.csv': 'organisation,unit,mode\n',
    'facilities.csv': `id,name,level,lng,lat\nf1,${quoted},community,121.5,31.2\n`,
  });
  await poll(() => project(page)).toBe(bad);
  await openList(page, 'blanks');
  const row = page.locator('[data-testid=ranked-table] [role=row]').nth(1);
  await poll(() => row.locator('.name').innerText()).toBe(bad);
  await row.click();
  await poll(() => page.locator('[data-testid=inspector] h2').innerText()).toBe(bad);
  expect(await page.locator('[data-testid=desk] img').count()).toBe(0);
  expect(await page.evaluate(() => 'struck' in window)).toBe(false);
});
