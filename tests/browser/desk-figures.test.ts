import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useModern } from './fixture.ts';
import { openList } from './lists.ts';

const desk = useModern();
/** Patient: two cores may be busy with other tests. */
const poll = <T>(ask: () => T) => expect.poll(ask, { timeout: 60_000 });
const numbers = (texts: string[]) => texts.map((text) => Number(text.replace(/[^\d.]/g, '')));
const table = '[data-testid=ranked-table]';

/** Covered, not covered, unknown and due of each row on the screen. */
async function tableRows(page: Page): Promise<number[][]> {
  const rows = await page.locator(`${table} [role=row]:has([role=gridcell])`).all();
  const cells = await Promise.all(
    rows.map((row) => row.locator('[role=gridcell]').allInnerTexts()),
  );
  return cells.map((row) => numbers(row.slice(4, 8)));
}

test('every figure adds up where it stands: table, inspector, and behind the figure', async () => {
  const page = await desk.open('?lang=en');
  for (const ledger of ['organisation', 'work', 'service']) {
    await page.locator(`[data-ledger=${ledger}]`).click();
    const heads = await page.locator(`${table} [role=columnheader]`).allInnerTexts();
    expect(heads.some((head) => /blank/.test(head))).toBe(ledger === 'organisation');
    const rows = await tableRows(page);
    expect(rows.length).toBeGreaterThan(4);
    for (const [yes, no, unknown, due] of rows) expect(yes + no + unknown).toBe(due);
    for (const rate of await page.locator('[data-testid=inspector] .rate').all()) {
      const [yes, due] = numbers((await rate.locator('.counts').innerText()).split('/'));
      const rest = numbers(await rate.locator('.rest span').allInnerTexts());
      expect(yes + rest[0] + rest[1]).toBe(due);
    }
  }
  await page.locator('[data-testid=inspector] .rate.large').nth(1).click();
  await poll(() => page.locator('[data-testid=figure-due]').count()).toBe(1);
  const [yes, no, unknown, due, left, all] = numbers(
    await page.locator('[data-testid=figure] .sum dd').allInnerTexts(),
  );
  expect(yes + no + unknown).toBe(due);
  expect(due + left).toBe(all);
});

test('an opened figure is part of the link', async () => {
  const page = await desk.open('?lang=en');
  await page.locator(`${table} [role=row]`).nth(1).click();
  await page.locator('[data-testid=inspector] .rate.large').nth(2).click();
  const due = page.locator('[data-testid=figure-due]');
  await poll(() => due.count()).toBe(1);
  const shown = await due.innerText();
  await poll(() => page.url()).toMatch(/figure=service\.\*\.\d+/);
  await page.reload();
  await poll(() => due.count()).toBe(1);
  expect(await due.innerText()).toBe(shown);
});

test('the table is sorted and walked by keyboard', async () => {
  const page = await desk.open('?lang=en');
  const heads = page.locator(`${table} [role=columnheader]`);
  const due = heads.filter({ hasText: 'Due N' });
  await due.locator('button').focus();
  await page.keyboard.press('Enter');
  expect(await due.getAttribute('aria-sort')).toBe('descending');
  await page.keyboard.press('Enter');
  expect(await due.getAttribute('aria-sort')).toBe('ascending');
  const sizes = (await tableRows(page)).map((row) => row[3]);
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b));

  const active = () => page.locator(table).getAttribute('aria-activedescendant');
  await page.locator(table).focus();
  const first = await active();
  await page.keyboard.press('End');
  const last = await active();
  expect(last).not.toBe(first);
  await page.keyboard.press('Home');
  expect(await active()).toBe(first);
  for (const key of ['PageDown', 'PageUp', 'ArrowDown']) await page.keyboard.press(key);
  expect(await active()).not.toBe(first);
  await page.keyboard.press('Enter');
  await poll(() => page.url()).toContain('at=d');
});

test('no word of the product is cut, in either language, from the smallest screen on', async () => {
  for (const lang of ['zh-CN', 'en']) {
    const page = await desk.open(`?lang=${lang}`);
    for (const [width, height] of [
      [1280, 720],
      [1440, 900],
      [1920, 1080],
    ]) {
      await page.setViewportSize({ width, height });
      for (const ledger of ['work', 'organisation']) {
        await page.locator(`[data-ledger=${ledger}]`).click();
        for (const tab of ['blanks', 'divisions']) {
          await openList(page, tab);
          const cut = await page.evaluate(() => {
            const found: string[] = [];
            for (const node of document.querySelectorAll<HTMLElement>('[data-testid=desk] *')) {
              if (node.closest('[translate=no], [data-testid=map]') || node.clientWidth < 2)
                continue;
              const text = node.textContent ?? '';
              if (node.childElementCount > 0 || text === '') continue;
              const range = document.createRange();
              range.selectNodeContents(node);
              const room = (
                node.closest('[role=gridcell], [role=columnheader]') ?? node
              ).getBoundingClientRect();
              if (range.getBoundingClientRect().width > room.width + 1) found.push(text);
            }
            return found;
          });
          expect([lang, width, ledger, tab, cut]).toEqual([lang, width, ledger, tab, []]);
        }
      }
    }
  }
}, 180_000);
