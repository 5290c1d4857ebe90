import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { readFolder } from '#lib/core/ingest/read-folder.ts';
import { FACILITY_LEVELS, type Project } from '#lib/core/model.ts';
import { walkedM } from '#lib/core/reach/answer.ts';
import { Extents, type Extent } from '#lib/core/reach/extent.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { Reach } from '#lib/core/reach/reach.ts';
import type { SideAsk } from '#lib/core/reach/side.ts';
import { wayBetween } from '#lib/core/reach/way.ts';
import { answerReach } from '#lib/core/report/reach-answer.ts';
import { wordAt } from '#lib/core/texts.ts';
import { lexicon } from '#data/lexicon.ts';
import { useModern } from './fixture.ts';
import { settle } from './settle.ts';

const desk = useModern();
const DEMO = path.resolve(import.meta.dirname, '../../build/demo');
const BASE = { levels: FACILITY_LEVELS, snap: 'edge', edits: [] } as const;

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
const city = demo();
const ground = city.then((project) => new Ground(project));

async function reachOf(side: SideAsk): Promise<{ reach: Reach; extent: Extent }> {
  const project = await city;
  const reach = new Reach(project, side, await ground);
  const { firstM } = reach.nearest;
  const reached = Uint8Array.from(firstM, (metres) => (metres <= side.cutoffM ? 1 : 0));
  const extent = new Extents(await ground).extent({ side, reached, bandsM: null });
  return { reach, extent };
}

async function figure(page: Page, name: string): Promise<{ n: number; of: number }> {
  await settle(page, `document.querySelector('[data-testid=reach-ground]')?.dataset.busy === 'no'`);
  const at = page.locator(`[data-figure="${name}"]`);
  return { n: Number(await at.getAttribute('data-n')), of: Number(await at.getAttribute('data-of')) }; // prettier-ignore
}

/** Browsers differ from one another in the last digits of sines: to the hundredth of a square metre. */
const rounded = (value: number): number => Math.round(value * 100) / 100;
async function measured(page: Page, name: string): Promise<{ n: number; of: number }> {
  const { n, of } = await figure(page, name);
  return { n: rounded(n), of: rounded(of) };
}

/** What the page says of the ground is what the core says of it. */
async function agrees(page: Page, extent: Extent): Promise<void> {
  const { zones, coveredM2, groundM2 } = extent;
  const last = groundM2.length - 1;
  await expect
    .poll(() => measured(page, 'ground'), { timeout: 60_000 })
    .toEqual({ n: rounded(extent.unionM2), of: 0 });
  expect((await measured(page, 'perimeter')).n).toBe(rounded(extent.perimeterM));
  expect(await measured(page, 'covered')).toEqual({
    n: rounded(coveredM2[last]),
    of: rounded(groundM2[last]),
  });
  expect((await figure(page, 'left')).n).toBe(zones.count);
  const people = zones.weight.reduce((sum, weight) => sum + weight, 0);
  expect((await figure(page, 'leftPeople')).n).toBeCloseTo(people, 6);
}

test('the ground in reach is that of the core by circles and on foot, of the city and of a division', async () => {
  const page = await desk.open('?lang=en&view=reach');
  const radius = { ...BASE, method: 'radius', cutoffM: 500 } as const;
  const circles = (await reachOf(radius)).extent;
  await agrees(page, circles);
  // The command line writes the same.
  const written = answerReach(await city, { ...radius, minutes: null, pace: null }, null).result;
  expect(circles.unionM2).toBeCloseTo(written.area_m2.union, 0);

  const row = page.locator('[data-testid=reach-table] [data-code]').first();
  const division = (await city).divisions.code.indexOf((await row.getAttribute('data-code'))!);
  await row.click();
  await expect
    .poll(() => measured(page, 'covered'))
    .toEqual({ n: rounded(circles.coveredM2[division]), of: rounded(circles.groundM2[division]) });
  await page.keyboard.press('Escape');

  const box = page.locator('[data-testid=reach-show-area]');
  await box.focus();
  await page.keyboard.press('Space');
  await expect.poll(() => page.url()).toContain('reach.area=1');
  await expect
    .poll(() => page.locator('[data-testid=reach-legend]').innerText())
    .toContain('Area in reach');
  await page.locator('[data-testid=reach-method-walk]').check();
  await page.locator('[data-testid=reach-by-minutes]').check();
  const walk = { ...BASE, method: 'walk', cutoffM: walkedM(15, 'adult') } as const;
  await agrees(page, (await reachOf(walk)).extent);
  expect(await page.locator('[data-testid=reach-legend]').innerText()).toContain('10 minutes');
});

test('a blank is told its way: as long as the core has it, or none and why', async () => {
  const project = await city;
  const side = { ...BASE, method: 'walk', cutoffM: 500 } as const;
  const { reach } = await reachOf(side);
  const { firstM, first } = reach.nearest;
  const { demand, units, facilities } = project;
  const blank = [...Array(units.count).keys()].find((u) => {
    const metres = firstM[demand.count + u];
    return metres > 500 && metres < Infinity;
  })!;
  const page = await desk.open(
    `?lang=zh-CN&view=reach&reach.method=walk&reach.m=500&at=u:${wordAt(units.id, blank)}`,
  );
  const station = reach.stationRecord(first[demand.count + blank]);
  const way = wayBetween(
    await ground,
    [units.lng[blank], units.lat[blank]],
    [facilities.lng[station], facilities.lat[station]],
    'edge',
  );
  const told = page.locator('[data-testid=reach-way]');
  await expect
    .poll(async () => Number(await told.getAttribute('data-walked')), { timeout: 60_000 })
    .toBe(way.route!.lengthM);
  expect(way.route!.lengthM).toBe(firstM[demand.count + blank]);
  expect(Number(await told.getAttribute('data-straight'))).toBe(way.straightM);
  const text = await told.innerText();
  for (const { name } of way.crossed.slice(0, 8)) if (name !== null) expect(text).toContain(name);
  expect(await page.locator('[data-testid=reach-legend]').innerText()).toContain('步行路线');
});
