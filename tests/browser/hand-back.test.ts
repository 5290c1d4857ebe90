import { readFileSync } from 'node:fs';
import { read, utils, write } from '@e965/xlsx';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useModern } from './fixture.ts';

const desk = useModern();
const poll = <T>(ask: () => T) => expect.poll(ask, { timeout: 60_000 });

const CARD = '11010519491231002X';

/** A ledger with a header of two levels, a kind that is none, and an identity card. */
function ledger(): Buffer {
  const lines: unknown[][] = [
    ['楼宇台账'],
    ['序号', '基本信息', '', '', '坐标', '', '入驻企业数（家）'],
    ['', '编号', '名称', '类别', '经度', '纬度', ''],
  ];
  for (let i = 0; i < 30; i++)
    lines.push([
      i + 1,
      `B${i + 1}`,
      `楼宇${i + 1}`,
      i === 4 ? '城堡' : '商务楼宇',
      121.47 + i * 0.001,
      31.22,
      i === 6 ? '很多' : i,
    ]);
  lines[12][2] = `楼宇10 ${CARD}`;
  const sheet = utils.aoa_to_sheet(lines);
  const merge = (s: string, e: string) => ({ s: utils.decode_cell(s), e: utils.decode_cell(e) });
  sheet['!merges'] = [
    merge('A1', 'G1'),
    merge('A2', 'A3'),
    merge('B2', 'D2'),
    merge('E2', 'F2'),
    merge('G2', 'G3'),
  ];
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, '台账');
  return write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
}

async function openLedger(page: Page): Promise<void> {
  await page.setInputFiles('[data-testid=open-files]', [
    { name: '楼宇.xlsx', mimeType: 'application/octet-stream', buffer: ledger() },
  ]);
  await page.waitForSelector('[data-testid=mapping]');
  await page.locator('[data-testid=mapping-crs] [data-crs=wgs84]').check();
  const enter = page.locator('[data-testid=mapping-import]');
  await poll(() => enter.isDisabled()).toBe(false);
  await enter.click();
  await page.waitForSelector('[data-testid=mapping]', { state: 'detached' });
}

const menu = (page: Page) => page.locator('[data-testid=hand-back] summary');

test.each([
  ['zh-CN', '楼宇-核对.xlsx', '应为：', '问题汇总'],
  ['en', '楼宇-checked.xlsx', 'Expected: ', 'Issues'],
])('a workbook is handed back with its errors marked (%s)', async (lang, name, word, summary) => {
  const page = await desk.open(`?lang=${lang}`);
  await openLedger(page);
  await page.click('[data-testid=issues]');
  await menu(page).click();
  const file = page.locator('[data-testid=hand-back] li button');
  expect(await file.count()).toBe(1);
  const [download] = await Promise.all([page.waitForEvent('download'), file.click()]);
  expect(download.suggestedFilename()).toBe(name);
  const bytes = readFileSync(await download.path());
  const book = read(bytes, { type: 'buffer' });
  expect(book.SheetNames).toEqual(['台账', summary]);
  const commentAt = (at: string) =>
    ((book.Sheets.台账[at] as { c?: { t: string }[] } | undefined)?.c ?? [])
      .map(({ t }) => t)
      .join();
  expect(commentAt('D8')).toContain(word);
  expect(commentAt('G10')).toContain(word);
  expect(commentAt('C13')).not.toBe('');
  expect(commentAt('D9')).toBe('');
  expect(JSON.stringify(book)).not.toContain(CARD);
  await poll(() => page.locator('[data-testid=hand-back-said]').innerText()).toContain(name);

  // The meaning of the columns can be looked at again for the same files.
  await menu(page).click();
  await page.click('[data-testid=hand-back-mapping]');
  await page.waitForSelector('[data-testid=mapping]');
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-testid=mapping]', { state: 'detached' });

  // A reload keeps the project and not the files.
  await poll(() => page.evaluate(() => document.documentElement.dataset.kept)).toBe('yes');
  await page.reload();
  await page.waitForSelector('[data-testid=inspector]');
  await poll(() => page.locator('[data-testid=inspector]').innerText()).toContain('30');
  await page.click('[data-testid=issues]');
  await menu(page).click();
  expect(await page.locator('[data-testid=hand-back] li').count()).toBe(0);
  const gone = lang === 'en' ? 'Open the files again' : '重新打开这些文件';
  expect(await page.locator('[data-testid=hand-back]').innerText()).toContain(gone);
});
