import { readFileSync } from 'node:fs';
import { read as readBook, utils } from '@e965/xlsx';
import type { WorkBook } from '@e965/xlsx';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { codeWords, columnName, listName } from '#lib/core/report/lists/list-words.ts';
import type { List, ListId } from '#lib/core/report/lists/list.ts';
import { decodeRows } from '#lib/state/rows-address.ts';
import { translator } from '#lib/i18n/words.ts';
import { generateDemo } from '#data/demo/generate.ts';
import { read } from '../unit/ingest-folder.ts';
import { reportOf } from '../unit/report-project.ts';
import { reportLists } from '#lib/core/report/workbook.ts';
import { useModern } from './fixture.ts';
import { openList } from './lists.ts';

const desk = useModern();
const say = translator('en');
const poll = <T>(ask: () => T) => expect.poll(ask, { timeout: 90_000 });
const ASSESSED = '[data-testid=follow-ups]';
const assessed = (page: Page) => poll(() => page.locator(ASSESSED).count()).toBe(1);

async function workbook(page: Page): Promise<WorkBook> {
  await page.locator('[data-testid=export]').click();
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 120_000 }),
    page.locator('[data-testid="export-report.xlsx"]').click(),
  ]);
  return readBook(readFileSync(await download.path()));
}

/** The columns of every list, to know which hold codes. */
async function shapes(): Promise<Map<ListId, List>> {
  const { files } = generateDemo({ seed: 5, scale: 0.02 });
  const project = await read(Object.fromEntries(files.map(({ name, text }) => [name, text])));
  return new Map(reportLists(reportOf(project).input).map((list) => [list.id, list]));
}

/** Row ids of a page of the workbook that pass the filter that the address names. */
function rowsInBook(book: WorkBook, list: List, rows: string): string[] {
  const figure = decodeRows(rows)!;
  const table = utils.sheet_to_json<string[]>(book.Sheets[listName(list.id, say)], { header: 1 });
  const at = (key: string) => table[0].indexOf(columnName(list.id, key, say));
  const [idAt] = ['id', 'group'].map(at).filter((c) => c >= 0);
  return table
    .slice(1)
    .filter((row) =>
      figure.where.every(({ column, is }) => {
        const cell = row[at(column)] ?? null;
        const shape = list.columns.find(({ key }) => key === column)!;
        if (column === 'path')
          return is.some((code) => String(cell).split(' / ').includes(String(code)));
        const wanted = is.map((v) =>
          v !== null && shape.prefix ? codeWords({ ...shape, kind: 'code' }, String(v), say) : v,
        );
        return wanted.includes(cell);
      }),
    )
    .map((row) => String(row[idAt]));
}

/** Every row id of the drawer, scrolled from top to bottom. */
async function rowsInDrawer(page: Page): Promise<string[]> {
  const frame = page.locator('[data-testid=rows] .frame');
  const seen = new Map<string, number>();
  for (let top = 0; ; top += 300) {
    const end = await frame.evaluate((node, y) => {
      node.scrollTop = y;
      return y + node.clientHeight >= node.scrollHeight;
    }, top);
    await page.waitForTimeout(30);
    const ids = await page
      .locator('[data-testid=rows] [data-row-id]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row-id')!));
    for (const id of ids) seen.set(id, (seen.get(id) ?? 0) + 1);
    if (end) return [...seen.keys()];
  }
}
const addressed = (page: Page) =>
  page.evaluate(() => new URLSearchParams(location.search).get('rows'));

test('ten figures open the rows that the workbook has for them', async () => {
  const lists = await shapes();
  // The street with the lowest rate, so that the lists are short enough to scroll through.
  const page = await desk.open('?lang=en');
  await page.locator('[data-testid=ranked-table] [role=row]').nth(1).click();
  await assessed(page);
  const book = await workbook(page);
  let compared = 0;
  async function compare(open: () => Promise<void>): Promise<void> {
    await open();
    await poll(() => page.locator('[data-testid=rows-count]').count()).toBe(1);
    await poll(() => addressed(page)).not.toBe(null);
    const rows = (await addressed(page))!;
    const shown = await rowsInDrawer(page);
    const list = lists.get(decodeRows(rows)!.list)!;
    expect(shown.sort(), rows).toEqual(rowsInBook(book, list, rows).sort());
    const count = await page.locator('[data-testid=rows-count]').innerText();
    expect(Number(count.replace(/,/g, ''))).toBe(shown.length);
    compared++;
    await page.keyboard.press('Escape');
    await poll(() => addressed(page)).toBe(null);
  }
  const rate = (n: number) => page.locator('[data-testid=inspector] .rate.large').nth(n);
  for (const [ledger, parts] of [
    [0, ['yes', 'no', 'unknown']],
    [1, ['yes', 'no']],
    [2, ['no']],
  ] as const) {
    await rate(ledger).click();
    for (const part of parts) await compare(() => page.locator(`[data-part=${part}]`).click());
    await page.locator('[data-testid=figure] .link').first().click();
  }
  for (const figure of ['mode.standalone', 'mode.joint'])
    await compare(() => page.locator(`[data-figure="${figure}"]`).click());
  const steps = page.locator(`${ASSESSED} [data-figure^="blanks."]`);
  for (let i = 0; i < Math.min(2, await steps.count()); i++)
    await compare(() => steps.nth(i).click());
  await compare(() => page.locator(`${ASSESSED} [data-figure="grid_groups"]`).click());
  expect(compared).toBeGreaterThanOrEqual(10);
}, 240_000);

test('every list has its tab, is sorted by its columns and stays in the address', async () => {
  const page = await desk.open('?lang=en');
  await assessed(page);
  for (const mode of ['joint_groups', 'norms', 'denominators', 'findings', 'zones']) {
    await openList(page, mode);
    await poll(() => page.locator(`[data-list=${mode}]`).count()).toBe(1);
    const count = Number(
      (await page.locator('[data-testid=list-count]').innerText()).replace(/,/g, ''),
    );
    expect(count, mode).toBeGreaterThan(0);
    await poll(() => page.evaluate(() => new URLSearchParams(location.search).get('list'))).toBe(
      mode,
    );
  }
  await openList(page, 'joint_groups');
  const spans = () =>
    page
      .locator('[data-list=joint_groups] [role=row]:not(.head) [role=gridcell]:nth-child(7)')
      .allInnerTexts();
  await page.locator('[data-list=joint_groups] .head button').nth(5).click();
  const numbers = (await spans()).map((text) => Number(text.replace(/,/g, '')));
  expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
  await page.locator('[data-testid=list-table]').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await poll(() => page.locator('[data-testid=group-members]').count()).toBe(1);
  await poll(() => page.url()).toContain('at=j%3AJ');
}, 180_000);

test('a group is changed by hand, says what is against it, and is undone', async () => {
  const page = await desk.open('?lang=en&list=joint_groups');
  await poll(() => page.locator('[data-list=joint_groups] [role=row]').count()).toBeGreaterThan(2);
  await page.locator('[data-list=joint_groups] [role=row]').nth(1).click();
  const members = page.locator('[data-testid=group-members] li');
  const before = await members.count();
  const served = () => page.locator('[data-testid=what-if] dd').first().innerText();
  const first = Number((await served()).replace(/,/g, ''));
  while ((await members.count()) > 1) {
    const now = await members.count();
    await page.locator('[data-testid=take-out]').first().click();
    await poll(() => members.count()).toBe(now - 1);
  }
  await poll(() => page.locator('[data-testid=violations] li').count()).toBeGreaterThan(0);
  expect(Number((await served()).replace(/,/g, ''))).toBe(first - before + 1);
  const book = await workbook(page);
  const table = utils.sheet_to_json<Record<string, string>>(book.Sheets[say('lists.joint_groups')]);
  expect(table.filter((row) => row[say('list.edited')] === say('edited.by_hand'))).toHaveLength(1);
  await page.locator('[data-testid=undo]').click();
  await page.locator('[data-list=joint_groups] [role=row]').nth(1).click();
  if (before > 2) return;
  await poll(() => members.count()).toBe(before);
}, 180_000);

test('the brief is printed with the totals of the page', async () => {
  for (const lang of ['zh-CN', 'en'] as const) {
    const words = translator(lang);
    const page = await desk.open(`?lang=${lang}&view=report`);
    const brief = page.locator('[data-testid=brief]');
    await poll(() => brief.getAttribute('data-ready')).toBe('true');
    expect(await brief.locator('img').count()).toBe(3);
    const rates = await brief.locator('[data-testid=brief-headlines] tbody tr').allInnerTexts();
    const tree = await page.locator('[data-testid=tree] .counts').first().innerText();
    const [n, due] = tree.split('/').map((text) => text.trim());
    expect(rates[0]).toContain(n);
    expect(rates[0]).toContain(due);
    for (const part of [
      'steps',
      'joint_groups',
      'norms',
      'belts',
      'zones',
      'practice',
      'exclusions',
      'method',
      'sources',
      'ranking',
    ])
      expect(await brief.locator(`[data-testid=brief-${part}]`).count(), part).toBe(1);
    const text = await brief.innerText();
    expect(text).toContain(words('method.unknown_means'));
    await page.emulateMedia({ media: 'print' });
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString(
      'latin1',
    );
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(3);
    expect(pages).toBeLessThan(30);
    expect(pdf).toMatch(/\/MediaBox \[0 0 59[45]\.\d+ 84[12]\.\d+\]/);
    // Nothing of the screen is on the paper, and no row is wider than it.
    expect(await page.locator('[data-testid=desk]').isVisible()).toBe(false);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(
      true,
    );
    await page.emulateMedia({ media: 'screen' });
    await page.keyboard.press('Escape');
    await poll(() => brief.count()).toBe(0);
  }
}, 240_000);
