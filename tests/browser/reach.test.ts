import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { readFolder } from '#lib/core/ingest/read-folder.ts';
import { FACILITY_LEVELS, type Project } from '#lib/core/model.ts';
import { walkedM } from '#lib/core/reach/answer.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { Reach } from '#lib/core/reach/reach.ts';
import { scenarioText, type ScenarioEdit } from '#lib/core/reach/scenario.ts';
import { indexOfText, wordAt } from '#lib/core/texts.ts';
import { lexicon } from '#data/lexicon.ts';
import { useModern } from './fixture.ts';
import { settle } from './settle.ts';

const desk = useModern();
const poll = <T>(ask: () => T) => expect.poll(ask, { timeout: 60_000 });
const DEMO = path.resolve(import.meta.dirname, '../../build/demo');

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

/** What the command line writes for the same city under a scenario, metres by straight line. */
function lacunaReach(edits: ScenarioEdit[], cutoffM: number): Record<string, unknown> {
  const root = path.resolve(import.meta.dirname, '../..');
  const out = mkdtempSync(path.join(tmpdir(), 'lacuna-reach-'));
  const scenario = path.join(out, 'scenario.json');
  writeFileSync(scenario, scenarioText(edits));
  const args = ['src/cli/main.ts', 'reach', DEMO, '--method', 'radius', '--cutoff', `${cutoffM}`];
  try {
    execFileSync(
      process.execPath,
      [
        path.join(root, 'node_modules/tsx/dist/cli.mjs'),
        ...args,
        '--scenario',
        scenario,
        '--out',
        out,
      ],
      { cwd: root, stdio: 'pipe' },
    );
  } catch (error) {
    // 1 = issues found, results written.
    if ((error as { status?: number }).status !== 1) throw error;
  }
  const text = readFileSync(path.join(out, 'reach.json'), 'utf8');
  rmSync(out, { recursive: true });
  return JSON.parse(text) as Record<string, unknown>;
}

const BASE = { levels: FACILITY_LEVELS, snap: 'edge' } as const;
const city = demo();
const ground = city.then((project) => new Ground(project));

/** The engine itself, with what a scenario of the page changes. */
async function engine(method: 'radius' | 'walk', edits: ScenarioEdit[] = []): Promise<Reach> {
  const project = await city;
  const reach = new Reach(project, { ...BASE, method }, await ground);
  const number = new Map<number, number>();
  for (let s = 0; s < reach.stationCount; s++) number.set(reach.stationRecord(s), s);
  for (const edit of edits) {
    const station =
      edit.station === undefined
        ? reach.stationCount
        : number.get(indexOfText(project.facilities.id, edit.station))!;
    if ('removed' in edit && edit.removed) reach.setStation(station, NaN, NaN);
    else if ('lng' in edit) reach.setStation(station, edit.lng, edit.lat);
  }
  return reach;
}

const id = (page: Page, name: string) => page.locator(`[data-testid="${name}"]`);
const SETTLED = `document.querySelector('[data-testid=reach-figures]')?.dataset.busy === 'no'`;

async function figure(page: Page, name: string): Promise<number> {
  await settle(page, SETTLED);
  return Number(await page.locator(`[data-figure="${name}"]`).getAttribute('data-n'));
}
/** The address follows what is dragged with a delay. */
async function restingEdits(page: Page): Promise<ScenarioEdit[]> {
  let before = '';
  await poll(async () => {
    const same = page.url() === before;
    before = page.url();
    await page.waitForTimeout(600);
    return same && page.url() === before;
  }).toBe(true);
  return editsIn(page);
}
const editsIn = (page: Page): ScenarioEdit[] =>
  new URL(page.url()).searchParams
    .getAll('reach.edit')
    .map((text) => JSON.parse(text) as ScenarioEdit);

/** What the page says of everything is what the engine says. */
async function agrees(page: Page, reach: Reach, cutoffM: number, side = ''): Promise<void> {
  const counts = reach.counts(cutoffM);
  const last = counts.points.length - 1;
  const of = { weight: 'reachedWeight', points: 'reachedPoints', units: 'reachedUnits', households: 'reachedHouseholds', employees: 'reachedEmployees', twiceWeight: 'twiceWeight', twiceUnits: 'twiceUnits' } as const; // prettier-ignore
  for (const [key, column] of Object.entries(of))
    await poll(() => figure(page, key + side)).toBe(counts[column][last]);
}

/** Texts of the panels that stand wider than their place. */
const cut = (page: Page) =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        '[data-testid=reach-settings] *, [data-testid=inspector] *, [data-testid=reach-table] header *, [data-testid=reach-table] .head *, .bar .quiet, .bar select',
      ),
    ]
      .filter(
        (element) =>
          element.scrollWidth > element.clientWidth + 1 &&
          element.clientWidth > 0 &&
          !element.classList.contains('seen-by-readers') &&
          getComputedStyle(element).display !== 'inline',
      )
      .map((element) => element.textContent?.trim().slice(0, 40)),
  );

test('the screen is reached by keyboard, and while the slider is dragged it says what the engine does', async () => {
  const page = await desk.open('?lang=en');
  await id(page, 'reach').focus();
  await page.keyboard.press('Enter');
  await poll(() => page.url()).toContain('view=reach');
  const radius = await engine('radius');
  await agrees(page, radius, 500);

  // A figure opens to its rows, and Escape goes back.
  const people = page.locator('[data-figure="weight"]');
  await people.press('Enter');
  const sum = id(page, 'reach-rows-sum');
  for (const name of ['data-n', 'data-of'])
    expect(await sum.getAttribute(name)).toBe(await people.getAttribute(name));
  expect(await id(page, 'reach-rows-count').innerText()).toBe('5,000');
  await page.keyboard.press('Escape');
  await id(page, 'reach-rows').waitFor({ state: 'detached' });

  const slider = id(page, 'reach-metres');
  const box = (await slider.boundingBox())!;
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width / 6, y);
  await page.mouse.down();
  for (const share of [0.2, 0.3, 0.45, 0.6]) {
    await page.mouse.move(box.x + box.width * share, y, { steps: 4 });
    await settle(page, SETTLED);
  }
  // The pointer still holds it.
  const metres = Number(await slider.inputValue());
  expect(metres).toBeGreaterThan(1000);
  await agrees(page, radius, metres);
  await page.mouse.up();
  await poll(() => page.url()).toContain(`reach.m=${metres}`);

  // Every division has its n / N; the least served stands first, and its row chooses it.
  const row = page.locator('[data-testid=reach-table] [data-code]').first();
  const code = await row.getAttribute('data-code');
  const division = (await city).divisions.code.indexOf(code!);
  const counts = radius.counts(metres);
  const whole = (value: number) => Math.round(value * 10) / 10;
  const text = await row.locator('[data-column=weight]').innerText();
  expect(text.replace(/,/g, '').split(' / ').map(Number)).toEqual([
    whole(counts.reachedWeight[division]),
    whole(counts.weight[division]),
  ]);
  await row.click();
  await poll(() => figure(page, 'weight')).toBe(counts.reachedWeight[division]);

  await page.keyboard.press('Escape');
  await id(page, 'reach-level-point').uncheck();
  const without = new Reach(
    await city,
    { ...BASE, method: 'radius', levels: FACILITY_LEVELS.slice(0, 4) },
    await ground,
  );
  await agrees(page, without, metres);
});

test('on foot by minutes and pace, restored by a link, and no word is cut in either language', async () => {
  const page = await desk.open('?view=reach&reach.method=walk&reach.min=15&lang=zh-CN');
  const walk = await engine('walk');
  await agrees(page, walk, walkedM(15, 'adult'));
  await id(page, 'reach-pace-elderly').check();
  await agrees(page, walk, walkedM(15, 'elderly'));
  expect(await page.locator('[data-testid=inspector]').innerText()).toContain('互不相连的部分');
  await settle(page, `document.querySelector('[data-testid=reach-firm]')?.dataset.busy === 'no'`);
  const units = (await city).units.count;
  const verdicts = await page
    .locator('[data-firm^="units-"]:not([data-firm=units-all])')
    .evaluateAll((all) => all.map((each) => Number(each.getAttribute('data-n'))));
  expect(verdicts.reduce((sum, n) => sum + n)).toBe(units);
  // What this very setting reaches is not firmly blank, what it does not is not firmly reached.
  const reachedUnits = await figure(page, 'units');
  expect(verdicts[0]).toBeLessThanOrEqual(reachedUnits);
  expect(verdicts[2]).toBeLessThanOrEqual(units - reachedUnits);
  expect(await cut(page)).toEqual([]);
  await id(page, 'language').selectOption('en');
  await poll(() => page.locator('[data-testid=inspector]').innerText()).toContain('Separate parts');
  expect(await cut(page)).toEqual([]);
  await agrees(page, walk, walkedM(15, 'elderly'));
});

test('a station is put up, dragged and taken out as the engine has it, and the difference adds up', async () => {
  const project = await city;
  const [lng, lat] = [project.facilities.lng[60], project.facilities.lat[60]];
  const station = wordAt(project.facilities.id, 60);
  const page = await desk.open(
    `?lang=en&view=reach&reach.m=800&camera=${lng.toFixed(5)}_${lat.toFixed(5)}_15`,
  );
  await agrees(page, await engine('radius'), 800);
  await id(page, 'reach-add-centre').focus();
  await page.keyboard.press('Enter');
  await poll(() => editsIn(page).length).toBe(1);
  await agrees(page, await engine('radius', editsIn(page)), 800, 'B');
  await agrees(page, await engine('radius'), 800, 'A');
  await id(page, 'reach-undo').click();
  await poll(() => editsIn(page).length).toBe(0);
  await poll(() => page.locator('[data-figure=weightB]').count()).toBe(0);

  const map = (await page.locator('[data-testid=map] canvas').first().boundingBox())!;
  const [x, y] = [map.x + map.width / 2, map.y + map.height / 2];
  await page.waitForTimeout(500);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 90, y + 60, { steps: 6 });
  await page.mouse.up();
  await poll(() => editsIn(page).map((edit) => 'station' in edit && edit.station)).toEqual([
    station,
  ]);
  const dragged = await restingEdits(page);
  await agrees(page, await engine('radius', dragged), 800, 'B');
  expect(lacunaReach(dragged, 800)).toMatchObject({
    demand: {
      reached_points: await figure(page, 'pointsB'),
      reached_weight: await figure(page, 'weightB'),
    },
    units: { reached: await figure(page, 'unitsB') },
  });
  // The way there is one step.
  await id(page, 'reach-undo').click();
  await poll(() => editsIn(page).length).toBe(0);

  // Picking takes a moment without a graphics card: nobody clicks sooner than they point.
  await poll(async () => {
    await page.mouse.move(x + 4, y + 4);
    await page.waitForTimeout(200);
    await page.mouse.move(x, y);
    await page.waitForTimeout(200);
    await page.mouse.click(x, y, { delay: 60 });
    await page.waitForTimeout(400);
    return id(page, 'reach-remove').count();
  }).toBe(1);
  await id(page, 'reach-remove').click();
  await poll(() => editsIn(page)).toEqual([{ station, removed: true }]);
  const taken = await engine('radius', editsIn(page));
  await agrees(page, taken, 800, 'B');

  const before = (await engine('radius')).counts(800);
  const after = taken.counts(800);
  const [row] = await page.locator('[data-testid=reach-table] [data-code]').evaluateAll((rows) =>
    rows.map((each) => ({
      code: each.getAttribute('data-code')!,
      gained: each.querySelector('[data-column=weightgained]')?.textContent ?? '',
      lost: each.querySelector('[data-column=weightlost]')?.textContent ?? '',
    })),
  );
  const division = project.divisions.code.indexOf(row.code);
  const difference = after.reachedWeight[division] - before.reachedWeight[division];
  const number = (text: string) => Number(text.replace(/,/g, ''));
  expect(number(row.gained) - number(row.lost)).toBeCloseTo(difference, 0);

  await id(page, 'reach-show-swipe').click();
  await poll(() => id(page, 'swipe').count()).toBe(1);
  expect(await cut(page)).toEqual([]);
  await id(page, 'reach-clear').click();
  await poll(() => id(page, 'swipe').count()).toBe(0);
});
