import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useModern } from './fixture.ts';
import { openList } from './lists.ts';

const desk = useModern();
/** Patient: two cores may be busy with other tests. */
const poll = <T>(ask: () => T) => expect.poll(ask, { timeout: 60_000 });
const digits = (text: string) => Number(text.replace(/[^\d]/g, ''));
const value = (page: Page, facet: string, key: string) =>
  page.locator(`[data-facet=${facet}] [data-value="${key}"]`);
const passing = async (page: Page) =>
  (await page.locator('[data-testid=filter-line] .n').innerText()).split('/').map(digits);
const sumOfColumn = async (page: Page, column: number) => {
  const rows = await page
    .locator('[data-testid=ranked-table] [role=row]:has([role=gridcell])')
    .all();
  const cells = await Promise.all(
    rows.map((row) => row.locator('[role=gridcell]').nth(column).innerText()),
  );
  return cells.map(digits).reduce((sum, n) => sum + n, 0);
};

test('two brushes, by mouse and by keyboard: tree, table, list, figure and a count of one’s own agree', async () => {
  const page = await desk.open('?lang=en&side=filter&level=district');
  const all = (await value(page, 'kind', 'building').locator('.n').innerText()).split('/');
  await value(page, 'kind', 'building').click();
  await poll(() => passing(page)).toEqual([digits(all[1]), 12_000]);

  // By keyboard: down from the value in focus to the next dimension's, Shift adds.
  await value(page, 'organisation', 'no').focus();
  await page.keyboard.press('Enter');
  const [uncovered] = await passing(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Enter');
  expect(await value(page, 'organisation', 'unknown').getAttribute('aria-pressed')).toBe('true');
  const [both] = await passing(page);
  expect(both).toBeGreaterThan(uncovered);
  await page.keyboard.press('Shift+Enter');
  expect(await passing(page)).toEqual([uncovered, 12_000]);

  // Brute force over what the page itself exports, which no filter touches.
  await page.locator('[data-testid=export]').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('[data-testid="export-result.json"]').click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const result = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
    units: { kind: string; due: boolean; organisation: string; work: string; service: string }[];
  };
  const units = result.units.filter(
    (unit) => unit.kind === 'building' && unit.due && unit.organisation === 'no',
  );
  expect(uncovered).toBe(units.length);
  const reached = units.filter((unit) => unit.service === 'yes').length;

  // Districts in the table, the city in the tree and in the inspector.
  expect(await sumOfColumn(page, 5)).toBe(units.length);
  await page.locator('[data-ledger=service]').click();
  expect(await sumOfColumn(page, 4)).toBe(reached);
  await page.locator('[data-side=divisions]').click();
  const root = await page.locator('[data-testid=tree] .counts').first().innerText();
  expect(root.split('/').map(digits)).toEqual([reached, units.length]);
  expect(await page.locator('[data-kind=market]').isChecked()).toBe(false);
  expect(await page.locator('[data-kind=building]').isChecked()).toBe(true);
  await page.locator('[data-testid=inspector] .rate.large').nth(2).click();
  await poll(() => page.locator('[data-testid=figure-rows]').count()).toBe(1);
  expect(digits(await page.locator('[data-testid=figure-n]').innerText())).toBe(reached);
  expect(digits(await page.locator('[data-testid=figure-rows]').innerText())).toBe(units.length);

  // The list of blanks, and the same screen from its link.
  await page.locator('[data-ledger=organisation]').click();
  await openList(page, 'blanks');
  const blanks = units.filter((unit) => unit.work === 'no').length;
  expect(digits(await page.locator('.ranked .scope .n').innerText())).toBeLessThanOrEqual(blanks);
  await poll(() => page.url()).toMatch(/only\.kind=building.*only\.organisation=no/);
  await page.reload();
  await poll(() => page.locator('[data-testid=filter-line]').count()).toBe(1);
  expect(await passing(page)).toEqual([units.length, 12_000]);
  await page.locator('[data-testid=filter-line] .link').click();
  await poll(() => page.locator('[data-testid=filter-line]').count()).toBe(0);
  await poll(() => page.url()).not.toContain('only.');
}, 240_000);

test('the tabs of the left column are walked by keyboard, and one brush is given up by its chip', async () => {
  const page = await desk.open('?lang=en&only.kind=park&only.work=yes');
  await page.locator('[data-side=divisions]').focus();
  await page.keyboard.press('ArrowRight');
  expect(await page.locator('[data-side=filter]').getAttribute('aria-selected')).toBe('true');
  const chips = page.locator('[data-testid=brushes] li');
  expect(await chips.count()).toBe(3);
  const [two] = await passing(page);
  await chips.nth(0).locator('.link').click();
  expect((await passing(page))[0]).toBeGreaterThan(two);
  await poll(() => page.url()).toMatch(/side=filter/);
}, 120_000);
