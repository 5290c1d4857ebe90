import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { lexicon } from '#data/lexicon.ts';
import { readFolder } from '#lib/core/ingest/read-folder.ts';
import { FACILITY_LEVELS, type Project } from '#lib/core/model.ts';
import { accessOf } from '#lib/core/reach/access.ts';
import { BALANCE_BANDS } from '#lib/core/reach/balance.ts';
import { coveredShare } from '#lib/core/reach/covered-ground.ts';
import { Extents } from '#lib/core/reach/extent.ts';
import { firmCutoffs, MARGINAL_REASONS, POSITION_M } from '#lib/core/reach/firmness.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { ReachInsight } from '#lib/core/reach/insight.ts';
import { ReachSides, type SideAsk } from '#lib/core/reach/side.ts';
import { wordAt } from '#lib/core/texts.ts';
import { enReachMeasures } from '#lib/i18n/en-reach-measures.ts';
import { numbersOf } from '#lib/i18n/numbers.ts';
import { useModern } from './fixture.ts';
import { settle } from './settle.ts';

const desk = useModern();
const DEMO = path.resolve(import.meta.dirname, '../../build/demo');
const LEVELS = FACILITY_LEVELS;

/** The demo city as the page reads it. */
async function demo(): Promise<Project> {
  const names = JSON.parse(readFileSync(path.join(DEMO, 'files.json'), 'utf8')) as {
    name: string;
  }[];
  const inputs = names.map(({ name }) => {
    const bytes = new Uint8Array(readFileSync(path.join(DEMO, name)));
    return { name, size: bytes.length, bytes: () => Promise.resolve(bytes) };
  });
  return readFolder(inputs, lexicon);
}
const ground = demo().then((project) => new Ground(project));

const done = (page: Page, name: string) =>
  settle(page, `document.querySelector('[data-testid=${name}]')?.dataset.busy === 'no'`);
const number = async (page: Page, selector: string, attribute = 'data-n'): Promise<number> =>
  Number(await page.locator(selector).getAttribute(attribute));
/** Two radii of all stations, and what ground either reaches. */
function sidesOf(own: Ground) {
  const side = (cutoffM: number): SideAsk => ({ method: 'radius', levels: LEVELS, snap: 'edge', edits: [], cutoffM }); // prettier-ignore
  const reached = new Uint8Array(own.project.demand.count);
  const extentOf = (ask: SideAsk) => new Extents(own).extent({ side: ask, reached, bandsM: null });
  return { a: side(500), b: side(900), extentOf };
}
const VERDICTS = ['firmly_reached', 'marginal', 'firmly_blank', 'unknown'];

/** What the page says is firm and marginal is what the core says, and adds up. */
async function agrees(page: Page, minutes: number | null, cutoffM: number): Promise<void> {
  await done(page, 'reach-firm');
  const walkM = minutes === null ? cutoffM : null;
  const cutoffs = { radiusM: cutoffM, walkM, minutes, positionM: POSITION_M };
  const { points, units } = new ReachInsight(await ground).firm({ levels: LEVELS, cutoffs });
  const { demand, units: all, divisions } = (await ground).project;
  const groups = { points: points.places, people: points.weight, units: units.places };
  const totals: Record<string, number> = {};
  for (const [key, columns] of Object.entries(groups)) {
    totals[key] = 0;
    for (const [code, verdict] of VERDICTS.entries()) {
      const n = await number(page, `[data-firm=${key}-${verdict}]`);
      expect(n).toBe(columns[code][divisions.count]);
      totals[key] += n;
    }
    expect(await number(page, `[data-firm=${key}-all]`)).toBe(totals[key]);
  }
  expect(totals).toMatchObject({ points: demand.count, units: all.count });
}

test('firm and marginal are counted apart, add up, and follow the setting', async () => {
  const page = await desk.open('?view=reach&reach.m=500&lang=en');
  await agrees(page, null, 500);
  expect(await number(page, '[data-firm=points-marginal]')).toBeGreaterThan(0);
  expect(await page.locator('[data-reason=points-method]').count()).toBe(1);
  const slider = page.locator('[data-testid=reach-metres]');
  await slider.focus();
  for (let step = 0; step < 6; step++) await page.keyboard.press('ArrowRight');
  await settle(
    page,
    `document.querySelector('[data-testid=reach-firm]').innerText.includes('800')`,
  );
  await agrees(page, null, 800);

  // A division that is chosen has its own.
  const row = page.locator('[data-testid=reach-table] [data-code]').first();
  const division = (await ground).project.divisions.code.indexOf(
    (await row.getAttribute('data-code'))!,
  );
  await row.click();
  const cutoffs = { radiusM: 800, walkM: 800, minutes: null, positionM: POSITION_M };
  const { points } = new ReachInsight(await ground).firm({ levels: LEVELS, cutoffs });
  const blank = points.places[2][division];
  await expect.poll(() => number(page, '[data-firm=points-firmly_blank]')).toBe(blank);
});

test('the table has distances, ground and firmness of every division, A and B, by keyboard', async () => {
  const own = await ground;
  const { divisions } = own.project;
  const { a, b, extentOf } = sidesOf(own);
  const numbers = numbersOf('en');
  const page = await desk.open('?view=reach&reach.m=500&lang=en');
  const grid = page.locator('[data-testid=reach-table] [role=grid]');
  /** Each listed division's cell of a column is as said. */
  const lists = async (column: string, said: (d: number) => string) => {
    await grid.locator(`[data-column=${column}]`).first().waitFor({ timeout: 90_000 });
    await expect.poll(() => grid.getAttribute('data-busy'), { timeout: 60_000 }).toBe('no');
    const rows = await grid
      .locator('[data-code]')
      .evaluateAll(
        (all, key) =>
          all.map((row) => [
            row.getAttribute('data-code')!,
            row.querySelector(`[data-column=${key}]`)!.textContent!,
          ]),
        column,
      );
    expect(rows.length).toBeGreaterThan(3);
    for (const [code, text] of rows) expect(text).toBe(said(divisions.code.indexOf(code)));
  };
  const chooser = page.locator('[data-testid=reach-columns]');
  await chooser.focus();
  await page.keyboard.press('ArrowDown');
  const { a: distances } = new ReachSides(own.project, own).distances({ a, b: null });
  await lists('mean', (d) => numbers.metres(distances.meanM[d]));
  await lists('worst', (d) => numbers.metres(distances.worstM[d]));
  expect(page.url()).toContain('reach.columns=distance');

  await page.goto(`${page.url().split('?')[0]}?view=reach&reach.m=500&reach.b.method=radius&reach.b.m=900&reach.columns=ground&lang=en`); // prettier-ignore
  const shares = [a, b].map((side) => coveredShare(extentOf(side)));
  await lists('groundShareA', (d) => numbers.percent(shares[0][d]));
  await lists('groundShareB', (d) => numbers.percent(shares[1][d]));
  const firm = [a, b].map(({ cutoffM }) =>
    new ReachInsight(own).firm({ levels: LEVELS, cutoffs: firmCutoffs('radius', cutoffM, null) }),
  );
  await lists('firmBlankA', (d) => numbers.count(firm[0].units.places[2][d]));
  await lists('firmBlankB', (d) => numbers.count(firm[1].units.places[2][d]));
}, 240_000);

test('a place that is chosen has its verdict and what it depends on', async () => {
  const { project } = await ground;
  const cutoffs = { radiusM: 500, walkM: 500, minutes: null, positionM: POSITION_M };
  const insight = new ReachInsight(await ground);
  const { verdict, reasons } = insight.firm({ levels: LEVELS, cutoffs });
  const first = project.demand.count;
  const unit = verdict.subarray(first).findIndex((code) => code === 1);
  const bits = MARGINAL_REASONS.filter((_, k) => (reasons[first + unit] & (1 << k)) !== 0);
  const at = encodeURIComponent(`u:${wordAt(project.units.id, unit)}`);
  const page = await desk.open(`?view=reach&reach.m=500&lang=en&at=${at}`);
  await done(page, 'reach-firm');
  const place = page.locator('[data-testid=reach-firm-place]');
  expect(await place.locator('[data-firmness=marginal]').count()).toBe(1);
  expect(bits.length).toBeGreaterThan(0);
  const text = await place.innerText();
  for (const reason of bits) expect(text).toContain(enReachMeasures[`marginal.${reason}`]);
});

test('by minutes both paces take part, in Chinese too', async () => {
  const page = await desk.open('?view=reach&reach.method=walk&reach.min=10&lang=zh-CN');
  await agrees(page, 10, 10 * 60 * 1.2);
  expect(await page.locator('[data-testid=reach-firm]').innerText()).toContain('成人与老人');
});

test('accessibility is folded, opens by keyboard, and its mean is what the core says', async () => {
  const page = await desk.open('?view=reach&reach.m=800&lang=en');
  await done(page, 'reach-firm');
  const button = page.locator('[data-testid=reach-access-open]');
  expect(await button.getAttribute('aria-expanded')).toBe('false');
  expect(await page.locator('[data-access=city]').count()).toBe(0);
  await button.focus();
  await page.keyboard.press('Enter');
  expect(await button.getAttribute('aria-expanded')).toBe('true');
  for (const supply of ['staff', 'area'] as const) {
    await page.locator(`[data-testid=reach-supply-${supply}]`).check();
    await done(page, 'reach-access');
    const ask = { method: 'radius', levels: LEVELS, snap: 'edge', cutoffM: 800 } as const;
    const access = accessOf(await ground, { ...ask, supply, decay: null, bands: BALANCE_BANDS });
    const { divisions } = (await ground).project;
    const mean = access.divisions.score[divisions.count];
    expect(mean).toBeGreaterThan(0);
    expect(await number(page, '[data-access=city]', 'data-value')).toBe(mean);
    const many = access.stations.load.filter((code) => code === 2).length;
    expect(await number(page, '[data-standing=stations-many]')).toBe(many);
  }
  // One that stands out is chosen by its name, and has a mean of its own.
  await page.locator('[data-standing=divisions-under] button').first().click();
  await expect.poll(() => page.locator('[data-access=scope]').count()).toBe(1);
  const own = await number(page, '[data-access=scope]', 'data-value');
  expect(own).toBeLessThan(
    BALANCE_BANDS.low * (await number(page, '[data-access=city]', 'data-value')),
  );
  // Nothing reaches past the page.
  expect(await page.evaluate('document.scrollingElement.scrollHeight - innerHeight')).toBe(0);
});
