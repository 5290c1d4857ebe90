import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useModern } from './fixture.ts';
import { settle } from './settle.ts';

const desk = useModern();
const poll = <T>(ask: () => T) => expect.poll(ask, { timeout: 60_000 });
const id = (page: Page, name: string) => page.locator(`[data-testid="${name}"]`);
const OVER = `!['running', undefined].includes(document.querySelector('[data-testid=siting-state]')?.dataset.end) && document.querySelector('[data-testid=siting-run]').dataset.running === '0'`;

const figure = async (page: Page, name: string): Promise<number> =>
  Number(await page.locator(`[data-figure="${name}"]`).getAttribute('data-n'));

async function saved(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), id(page, button).click()]);
  return readFileSync(await download.path(), 'utf8');
}

test('a question is put by keyboard, proven, exported, and Reach finds the coverage that was promised', async () => {
  const page = await desk.open('?lang=en');
  await id(page, 'siting').focus();
  await page.keyboard.press('Enter');
  await poll(() => page.url()).toContain('view=siting');
  await id(page, 'siting-p').fill('4');
  await id(page, 'siting-metres').fill('450');
  await poll(() => page.url()).toContain('site.m=450');
  expect(page.url()).toContain('site.p=4');
  await id(page, 'siting-start').focus();
  await page.keyboard.press('Enter');
  await settle(page, OVER);
  expect(await id(page, 'siting-proof').innerText()).toBe('Proven optimal');
  expect(await id(page, 'siting-best').innerText()).toBe(
    await id(page, 'siting-bound').innerText(),
  );

  const promised = await figure(page, 'weight-after');
  const points = await figure(page, 'points-after');
  expect(promised).toBeGreaterThan(await figure(page, 'weight-before'));
  const geo = JSON.parse(await saved(page, 'siting-export-geojson')) as {
    features: { properties: { role: string; key: string } }[];
  };
  const opened = geo.features.filter(({ properties }) => properties.role === 'opened');
  expect(opened).toHaveLength(4);
  const kept = JSON.parse(await saved(page, 'siting-save')) as { open: string[] };
  for (const { properties } of opened) expect(kept.open).toContain(properties.key);

  // The sites that the plan opens stand first; a key chooses the row.
  const first = page.locator('[data-testid=siting-table] [data-code]').first();
  expect(opened.map(({ properties }) => properties.key)).toContain(
    await first.getAttribute('data-code'),
  );
  await page.locator('#ranked-rows').focus();
  await page.keyboard.press('Enter');
  await poll(() => first.getAttribute('aria-selected')).toBe('true');

  // Coverage against count goes through the plan, and has a knee; a key makes another count the one to add.
  await id(page, 'siting-study-open-curve').focus();
  await page.keyboard.press('Enter');
  await poll(() => id(page, 'siting-study-curve').getAttribute('data-state')).toBe('answered');
  const point = id(page, 'siting-curve-point');
  expect(await point.getAttribute('data-p')).toBe('4');
  expect(Number(await point.getAttribute('data-n'))).toBe(promised);
  expect(Number(await id(page, 'siting-knee').getAttribute('data-p'))).toBeGreaterThan(0);
  await id(page, 'siting-curve').press('ArrowLeft');
  await poll(() => page.url()).toContain('site.p=3');

  await id(page, 'siting-try').click();
  await poll(() => page.url()).toContain('view=reach');
  await poll(() => page.locator('[data-figure=weightB]').count()).toBe(1);
  await settle(
    page,
    `document.querySelector('[data-testid=reach-figures]')?.dataset.busy === 'no'`,
  );
  await poll(() => figure(page, 'weightB')).toBe(promised);
  await poll(() => figure(page, 'pointsB')).toBe(points);
});

test('a search that is stopped keeps its best plan, another does not wait for it, and both outlive a reload', async () => {
  const page = await desk.open(
    '?view=siting&lang=en&site.from=grids&site.p=60&site.keep=ignored&site.time=120',
  );
  await id(page, 'siting-start').click();
  await settle(page, `document.querySelector('[data-testid=siting-gap]')?.dataset.points > 0`);
  await id(page, 'siting-source-grids').uncheck();
  await id(page, 'siting-source-candidates').check();
  await id(page, 'siting-p').fill('3');
  await id(page, 'siting-start').click();
  await poll(() => page.locator('[data-testid=siting-plans] [data-plan]').count()).toBeGreaterThan(
    0,
  );
  const other = id(page, 'siting-cancel');
  if ((await other.count()) > 0) await other.first().click();
  await settle(page, `document.querySelector('[data-testid=siting-run]').dataset.running === '0'`);
  await poll(() => page.locator('[data-testid=siting-plans] [data-plan]').count()).toBe(2);
  await poll(() => page.locator('[data-figure=weight-after]').count()).toBe(1);
  expect(await figure(page, 'weight-after')).toBeGreaterThan(0);

  await page.reload();
  await poll(() => page.locator('[data-testid=siting-plans] [data-plan]').count()).toBe(2);
  await page.locator('[data-testid=siting-plans] [data-plan] input[type=radio]').first().check();
  await poll(() => page.locator('[data-figure=weight-after]').count()).toBe(1);
  for (const locale of ['zh-CN', 'en'] as const) {
    await id(page, 'language').selectOption(locale);
    await page.waitForTimeout(100);
    const text = await id(page, 'desk').innerText();
    // A key without words shows its last part, as `name.lscp`.
    expect(text).not.toMatch(/\b(ask|name|trouble|column|proof|state|weight|source)\.[a-z_]+/);
  }
});
