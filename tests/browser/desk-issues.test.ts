import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useModern } from './fixture.ts';

const desk = useModern();
/** Patient: two cores may be busy with other tests. */
const poll = <T>(ask: () => T) => expect.poll(ask, { timeout: 60_000 });
const hand = (page: Page, files: Record<string, string>) =>
  page.setInputFiles(
    '[data-testid=open-files]',
    Object.entries(files).map(([name, text]) => ({
      name,
      mimeType: 'text/plain',
      buffer: Buffer.from(text),
    })),
  );
const UNITS = [
  'id,kind,name,lng,lat,division,employees',
  ...Array.from(
    { length: 120 },
    (_, i) => `u${i},castle,Unit ${i},121.5,31.2,990101001001,${i === 7 ? 'many' : i}`,
  ),
].join('\n');

test('120 equal rows do not bury one error; rows come on demand; codes are in words', async () => {
  const page = await desk.open('?lang=zh-CN');
  await hand(page, {
    'units.csv': UNITS,
    'divisions.csv': 'code,name,level\n990101001001,甲社区,community\n',
    'facilities.csv': 'id,name,level,lng,lat\nf1,A,community,,\n',
  });
  const list = page.locator('[data-testid=issue-list]');
  await poll(() => page.locator('[data-testid=issues] b').innerText()).toMatch(/^1\d\d/);
  await page.locator('[data-testid=issues]').click();
  const kinds = list.locator('[data-code=unknown_value]');
  await poll(() => kinds.count()).toBe(1);
  const order = await list
    .locator('section')
    .evaluateAll((groups) => groups.map((group) => group.getAttribute('data-severity')));
  const rank = ['error', 'warning', 'note'];
  expect(order).toEqual([...order].sort((a, b) => rank.indexOf(a!) - rank.indexOf(b!)));
  expect(await kinds.locator('b').textContent()).toBe('120');
  // Every group is on one screen, however many rows it has.
  const seen = await list
    .locator('.group')
    .evaluateAll((heads) =>
      heads.every((head) => head.getBoundingClientRect().bottom < innerHeight),
    );
  expect(seen).toBe(true);
  const rows = kinds.locator('[role=row]');
  expect(await rows.count()).toBe(3);
  expect(await rows.first().textContent()).toContain('商务楼宇');
  expect(await rows.first().textContent()).toContain('castle');
  await kinds.locator('[data-testid=issues-more]').click();
  await poll(() => rows.count()).toBe(103);

  await list.locator('.group').first().focus();
  await page.keyboard.press('End');
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
  expect(await focused()).toBe((await list.locator('.group').last().textContent())?.trim());
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  expect(await list.locator('.group').first().getAttribute('aria-expanded')).toBe('false');
  await page.locator('[data-testid=issue-file]').selectOption('facilities.csv');
  await poll(() => kinds.count()).toBe(0);
  expect(await list.locator('section').count()).toBeGreaterThan(0);
});

test('where nothing is chosen, no row of the tree is that of a choice', async () => {
  const page = await desk.open('?lang=en');
  await hand(page, { 'units.csv': UNITS.replace(/990101001001/g, '') });
  const rows = page.locator('[data-testid=tree] [role=treeitem]');
  await poll(() => rows.count()).toBe(2);
  expect(await page.locator('[data-testid=tree] .within').count()).toBe(0);
  await page.locator('[data-testid=tree] [role=treeitem]').first().click();
  expect(await page.locator('[data-testid=tree] .within').count()).toBe(0);
});
