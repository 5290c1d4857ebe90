import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { useModern } from './fixture.ts';

const desk = useModern();
const place = mkdtempSync(path.join(tmpdir(), 'lacuna-opening-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
/** Patient: two cores may be busy with other tests. */
const poll = <T>(ask: () => T) => expect.poll(ask, { timeout: 60_000 });
const project = (page: Page) => page.evaluate(() => document.documentElement.dataset.project);

/** A table of units that takes seconds to read. */
function bigTable(): string {
  const file = path.join(place, 'units.csv');
  const handle = openSync(file, 'w');
  writeSync(handle, 'id,kind,name,lng,lat,employees\n');
  for (let part = 0; part < 60; part++) {
    const rows: string[] = [];
    for (let i = 0; i < 10_000; i++)
      rows.push(`u${part}-${i},building,Tower ${i},${121 + i / 1e5},${31 + part / 1e3},${i}`);
    writeSync(handle, `${rows.join('\n')}\n`);
  }
  closeSync(handle);
  return file;
}

test('reading says what it does, and a cancel leaves the project as it was', async () => {
  const page = await desk.open('?lang=en');
  const before = await project(page);
  const counts = await page.locator('[data-testid=tree] .counts').first().innerText();
  await page.setInputFiles('[data-testid=open-files]', bigTable());
  const strip = page.locator('[data-testid=opening]');
  await poll(() => strip.count()).toBe(1);
  expect(await strip.innerText()).toMatch(/Reading|Parsing/);
  await page.locator('[data-testid=cancel]').click();
  await poll(() => strip.count()).toBe(0);
  await page.waitForTimeout(1500);
  expect(await project(page)).toBe(before);
  expect(await page.locator('[data-testid=failed]').count()).toBe(0);
  expect(await page.locator('[data-testid=tree] .counts').first().innerText()).toBe(counts);
});

/** Units with a facility nearby, and nothing known of organisations or work. */
const FILES = {
  'units.csv': 'id,kind,name,lng,lat\nu1,building,One,121.5,31.2\nu2,building,Two,121.6,31.2\n',
  'facilities.csv': 'id,name,level,lng,lat\nf1,Station,community,121.5,31.2\n',
};

test('a project without divisions opens at the ledger that has answers, with its blanks listed', async () => {
  const page = await desk.open('?lang=en');
  await page.evaluate((files) => {
    const transfer = new DataTransfer();
    for (const [name, text] of Object.entries(files)) transfer.items.add(new File([text], name));
    const how = { bubbles: true, cancelable: true, dataTransfer: transfer };
    window.dispatchEvent(new DragEvent('dragover', how));
    window.dispatchEvent(new DragEvent('drop', how));
  }, FILES);
  await poll(() => project(page)).toBe('');
  const pressed = (name: string) =>
    page.locator(`[data-ledger=${name}]`).getAttribute('aria-pressed');
  expect(await pressed('service')).toBe('true');
  await poll(() => page.locator('[data-testid=ranked-table] .name').allInnerTexts()).toEqual([
    'Two',
  ]);
  const rates = page.locator('[data-testid=inspector] .rate.large .percent');
  await poll(() => rates.allInnerTexts()).toEqual(['Unknown', 'Unknown', '50.0%']);
  await page.locator('[data-ledger=organisation]').click();
  await poll(() => page.url()).toContain('ledger=organisation');
  await poll(() => page.evaluate(() => document.documentElement.dataset.kept)).toBe('yes');
  await page.reload();
  await poll(() => project(page)).toBe('');
  expect(await pressed('organisation')).toBe('true');
});

test('a folder is dropped with everything in it', async () => {
  const page = await desk.open('?lang=en');
  await page.evaluate((files) => {
    const entries = Object.entries({ ...files, 'project.json': '{"name":"dropped"}' }).map(
      ([name, text]) => ({
        isFile: true,
        name,
        file: (take: (file: File) => void) => take(new File([text], name)),
      }),
    );
    const folder = {
      isFile: false,
      name: 'city',
      createReader: () => {
        // Two batches and an empty one, as a browser answers.
        const batches = [entries.slice(0, 1), entries.slice(1), []];
        return { readEntries: (take: (batch: unknown[]) => void) => take(batches.shift() ?? []) };
      },
    };
    const drop = new DragEvent('drop', { bubbles: true, cancelable: true });
    const transfer = { items: [{ webkitGetAsEntry: () => folder }], files: [], types: ['Files'] };
    Object.defineProperty(drop, 'dataTransfer', { value: transfer });
    window.dispatchEvent(drop);
  }, FILES);
  await poll(() => project(page)).toBe('dropped');
  expect(await page.locator('[data-testid=inspector] h2').innerText()).toBe('dropped');
});
