import { utils, write } from '@e965/xlsx';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useModern } from './fixture.ts';

const desk = useModern();
const poll = <T>(ask: () => T) => expect.poll(ask, { timeout: 60_000 });

const KINDS = ['商务楼宇', '专业市场', '园区'];

/** A ledger as offices keep them: title, note, a header of two levels, totals, a footnote. */
function ledger(quarter: string, rows: number): Buffer {
  const lines: unknown[][] = [
    [`${quarter}楼宇园区市场台账`],
    ['填报单位：某街道党工委', '', '', '', '', '', '填报日期：2025-12-20'],
    ['序号', '基本信息', '', '', '坐标', '', '入驻企业数（家）', '正式党员（人）'],
    ['', '编号', '名称', '类别', '经度', '纬度', '', ''],
  ];
  for (let i = 0; i < rows; i++)
    lines.push([
      i + 1,
      `B${String(i + 1).padStart(4, '0')}`,
      `${quarter}第${i + 1}号`,
      KINDS[i % 3],
      121.47 + (i % 10) * 0.002,
      31.22 + Math.floor(i / 10) * 0.002,
      `${(i * 3) % 40}`,
      i % 9,
    ]);
  lines.push(['合计', '', '', '', '', '', rows * 10, rows * 2]);
  lines.push(['注：数据由各社区填报。']);
  const sheet = utils.aoa_to_sheet(lines);
  const merge = (s: string, e: string) => ({ s: utils.decode_cell(s), e: utils.decode_cell(e) });
  sheet['!merges'] = [
    merge('A1', 'H1'),
    merge('A3', 'A4'),
    merge('B3', 'D3'),
    merge('E3', 'F3'),
    merge('G3', 'G4'),
    merge('H3', 'H4'),
  ];
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, '台账');
  return write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
}

const hand = (page: Page, name: string, buffer: Buffer) =>
  page.setInputFiles('[data-testid=open-files]', [
    { name, mimeType: 'application/octet-stream', buffer },
  ]);
const unitsShown = (page: Page) => page.locator('[data-testid=inspector]').innerText();

test('a ledger with a merged header is asked about once, and next quarter not again', async () => {
  const page = await desk.open();
  await hand(page, '2025年四季度台账.xlsx', ledger('四季度', 45));
  await page.waitForSelector('[data-testid=mapping]');
  const meanings = page.locator('[data-testid=mapping-means]');
  expect(await meanings.count()).toBe(8);
  // What the header says is proposed already, two levels and units included.
  const chosen = await meanings.evaluateAll((all) =>
    all.map((each) => (each as HTMLSelectElement).selectedOptions[0].textContent?.trim() ?? ''),
  );
  for (const word of ['编号', '名称', '类型', '经度', '纬度', '企业数', '正式党员数'])
    expect(chosen.filter((text) => text.startsWith(word))).toHaveLength(1);
  // No division tells the coordinate system, so the page does not guess it.
  const enter = page.locator('[data-testid=mapping-import]');
  expect(await enter.isDisabled()).toBe(true);
  const wgs84 = page.locator('[data-testid=mapping-crs] [data-crs=wgs84]');
  await wgs84.focus();
  await page.keyboard.press('Space');
  await poll(() => enter.isDisabled()).toBe(false);
  await enter.focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-testid=mapping]', { state: 'detached' });
  await poll(() => unitsShown(page)).toContain('45');

  await hand(page, '2026年一季度台账.xlsx', ledger('一季度', 61));
  await poll(() => unitsShown(page)).toContain('61');
  expect(await page.locator('[data-testid=mapping]').count()).toBe(0);

  // A reload finds the project, read as it was.
  await poll(() => page.evaluate(() => document.documentElement.dataset.kept)).toBe('yes');
  await page.reload();
  await poll(() => unitsShown(page)).toContain('61');
});

test('cancelled questions leave the project as it was; nothing personal is kept', async () => {
  const page = await desk.open('?lang=en');
  // What follows from the verdicts comes in later than they do.
  await page.waitForSelector('[data-testid=follow-ups]');
  const before = await unitsShown(page);
  const card = '11010519491231002X';
  const text = `编号,楼宇名称,联系人,备注,经度,纬度\nB1,云帆大厦,张三丰,${card} 13800138000,121.47,31.23\n`;
  await hand(page, '楼宇.csv', Buffer.from(text));
  await page.waitForSelector('[data-testid=mapping]');
  expect(await page.locator('[data-testid=mapping]').innerText()).not.toContain(card);
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-testid=mapping]', { state: 'detached' });
  expect(await unitsShown(page)).toBe(before);

  await hand(page, '楼宇.csv', Buffer.from(text));
  await page.locator('[data-testid=mapping-crs] [data-crs=wgs84]').check();
  const enter = page.locator('[data-testid=mapping-import]');
  await poll(() => enter.isDisabled()).toBe(false);
  await enter.click();
  await page.waitForSelector('[data-testid=mapping]', { state: 'detached' });
  const readKept = () =>
    page.evaluate(async () => {
      const open = indexedDB.open('lacuna.project');
      const database = await new Promise<IDBDatabase>((resolve) => {
        open.onsuccess = () => resolve(open.result);
      });
      const all = database.transaction('parts').objectStore('parts').getAll();
      const values = await new Promise<unknown[]>((resolve) => {
        all.onsuccess = () => resolve(all.result);
      });
      const decoder = new TextDecoder();
      const seen: string[] = [];
      const look = (value: unknown): void => {
        if (typeof value === 'string') seen.push(value);
        else if (ArrayBuffer.isView(value))
          seen.push(
            decoder.decode(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)),
          );
        else if (value !== null && typeof value === 'object') Object.values(value).forEach(look);
      };
      values.forEach(look);
      return seen.join('\n');
    });
  await poll(readKept).toContain('云帆大厦');
  const kept = await readKept();
  for (const planted of [card, '13800138000', '张三丰']) expect(kept).not.toContain(planted);
});

test('a saved mapping is loaded beside where it is saved, refused with its place, and opened with ledgers', async () => {
  const page = await desk.open();
  const csv = Buffer.from('楼盘号,甲,乙\n云帆大厦,121.47,31.23\n金茂大厦,121.50,31.24\n');
  const mapping = (more: object = {}) =>
    Buffer.from(
      JSON.stringify({
        format: 'lacuna-mapping',
        version: 1,
        headers: ['楼盘号', '甲', '乙'],
        table: 'units',
        columns: { name: { header: '楼盘号' }, lng: { header: '甲' }, lat: { header: '乙' } },
        constants: { kind: 'building' },
        values: {},
        crs: 'wgs84',
        ...more,
      }),
    );
  await hand(page, '不明.csv', csv);
  await page.waitForSelector('[data-testid=mapping]');
  const load = page.locator('[data-testid=mapping-load]');
  const said = page.locator('#mapping-reason');
  const asFile = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/json', buffer });
  await load.setInputFiles(asFile('a.json', mapping({ crs: 7 })));
  await poll(() => said.innerText()).toContain('/crs');
  await load.setInputFiles(
    asFile('b.json', mapping({ headers: ['甲', '乙', '丙', '楼盘号'], columns: {} })),
  );
  await poll(() => said.innerText()).toContain('b.json');
  const box = await page.locator('label', { has: load }).boundingBox();
  const saveBox = await page.locator('[data-testid=mapping-save]').boundingBox();
  expect(box!.width).toBeGreaterThan(40);
  expect(Math.abs(box!.y - saveBox!.y)).toBeLessThan(6);
  await load.setInputFiles(asFile('c.json', mapping()));
  await poll(() => said.innerText()).toContain('c.json');
  const enter = page.locator('[data-testid=mapping-import]');
  await poll(() => enter.isDisabled()).toBe(false);
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-testid=mapping]', { state: 'detached' });

  // Together with the ledger it is used at once, without a question, and remembered.
  const both = (json: Buffer) =>
    page.setInputFiles('[data-testid=open-files]', [
      asFile('不明.csv', csv),
      asFile('不明-mapping.json', json),
    ]);
  await both(mapping({ table: 'nothing' }));
  await poll(() => page.locator('[data-testid=failed]').innerText()).toContain('不明-mapping.json');
  await both(mapping());
  await poll(() => unitsShown(page)).toContain('2 个对象');
  expect(await page.locator('[data-testid=mapping]').count()).toBe(0);
  await hand(page, '又一份.csv', Buffer.concat([csv, Buffer.from('环球,121.50,31.25\n')]));
  await poll(() => unitsShown(page)).toContain('3 个对象');
  expect(await page.locator('[data-testid=mapping]').count()).toBe(0);
});

test('the header is moved to the row where it is, with the keyboard, and stays there', async () => {
  const page = await desk.open();
  const rows = ['甲栏,乙栏,丙栏', '一,二,三', '楼名称,东经,北纬', '云帆大厦,121.47,31.23'];
  await hand(page, '不明.csv', Buffer.from(rows.join('\n')));
  await page.waitForSelector('[data-testid=mapping]');
  const shown = page.locator('[data-testid=mapping-header]');
  expect(await shown.innerText()).toContain('1');
  for (const row of ['2', '3']) {
    await page.locator('[data-testid=mapping-header-down]').focus();
    await page.keyboard.press('Enter');
    await poll(() => shown.innerText()).toContain(row);
  }
  await page.locator('[data-testid=mapping-table]').selectOption('units');
  const means = page.locator('[data-testid=mapping-means]');
  await poll(() => means.count()).toBe(3);
  await poll(() => page.locator('[data-testid=mapping]').innerText()).toContain('楼名称');
  await page.locator('[data-testid=mapping-header-more]').click();
  await poll(() => shown.innerText()).toContain('2–3');
  await page.locator('[data-testid=mapping-header-fewer]').click();
  await poll(() => shown.innerText()).not.toContain('–');
  await page.locator('[data-testid=mapping-table]').selectOption('units');
  await page.locator('[data-testid=mapping-constant-kind]').selectOption('building');
  await page.locator('[data-testid=mapping-crs] [data-crs=wgs84]').check();
  const enter = page.locator('[data-testid=mapping-import]');
  await poll(() => enter.isDisabled()).toBe(false);
  await enter.click();
  await poll(() => unitsShown(page)).toContain('1 个对象');
  await hand(page, '次季.csv', Buffer.from([...rows, '金茂,121.50,31.24'].join('\n')));
  await poll(() => unitsShown(page)).toContain('2 个对象');
});

test('a ledger with its positions in one column and its organisations beside is read as it is', async () => {
  const page = await desk.open();
  const rows = [
    '楼宇编号\t楼宇名称\t坐标\t所属党组织\t组建方式',
    'B1\t云帆大厦\t（31.23，121.47）\t云帆大厦党支部\t单独组建',
    'B2\t金茂大厦\t(31.24, 121.50)\t\t',
  ];
  await hand(page, '楼宇台账.tsv', Buffer.from(rows.join('\n')));
  await page.waitForSelector('[data-testid=mapping]');
  const chosen = await page
    .locator('[data-testid=mapping-means]')
    .evaluateAll((all) => all.map((each) => (each as HTMLSelectElement).value));
  expect(chosen).toEqual(['id', 'name', 'position', 'organisation', 'mode']);
  await page.locator('[data-testid=mapping-crs] [data-crs="wgs84+swapped"]').check();
  const enter = page.locator('[data-testid=mapping-import]');
  await poll(() => enter.isDisabled()).toBe(false);
  await enter.click();
  await poll(() => unitsShown(page)).toContain('2 个对象');
  await poll(() => unitsShown(page)).toContain('1 / 2');
});
