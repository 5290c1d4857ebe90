/**
 * The slider and a drag on the reach screen: `npx tsx tests/bench/slide.ts [--points 1000000]
 * [--stations 10000] [--steps 100] [--leaps 30] [--drags 40]`.
 *
 * The built page with a seeded city of many demand points, its slider moved by arrow keys and by
 * clicks on its track, and one facility dragged on the map. Of each move the script of the page's
 * main thread is summed from the trace of the browser, from the handler to the next move: handlers,
 * answers of the worker, effects, frames of the map, microtasks. Beside it everything the thread
 * did, and the time from the move to the task after the frame that paints the new figures. A second
 * of the page at rest says what of it is there anyway; the work that a resting slider sets off is
 * summed apart. `--profile FILE` keeps a profile of the main thread over the moves.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { launchModern } from '../browser/launch.ts';
import { settle } from '../browser/settle.ts';
import { openSite } from '../browser/site.ts';
import { demandFolder } from './million-folder.ts';
import { randomStream } from './random.ts';
import { hasThreadTime, spentBetween, TRACED, type Spent } from './slide-trace.ts';
import { printTable } from './timing.ts';

const SEED = 20261125;
/** From the figures of a move to the next move: less than the slider has to rest for more to be asked. */
const PAUSE_MS = 120;
const REST_S = 5;
const COMING_TO_REST_MS = 6000;

/** Marks every move in the trace, and says when its figures are painted. */
const IN_PAGE = `
  let from = 0, moves = 0, held = false;
  window.painted = [];
  window.armed = null;
  const moved = (event) => {
    if (!armed) return;
    from = event.timeStamp;
    performance.mark('slide:' + armed + ':' + moves++);
  };
  addEventListener('input', moved, true);
  addEventListener('pointerdown', () => (held = true), true);
  addEventListener('pointerup', () => (held = false), true);
  addEventListener('pointermove', (event) => {
    if (held && armed === 'drag') moved(event);
  }, true);
  const task = (then) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = then; port2.postMessage(0); };
  window.watchFigures = () => new MutationObserver(([{ target }]) => {
    if (target.dataset.busy !== 'no' || !from) return;
    const began = from;
    from = 0;
    requestAnimationFrame(() => task(() => {
      painted.push([armed, performance.now() - began]);
      console.debug('painted');
    }));
  }).observe(document.querySelector('[data-testid=reach-figures]'), { attributes: true, attributeFilter: ['data-busy'] });
`;

const QUIET = `document.querySelector('[data-testid=reach-figures]')?.dataset.busy === 'no' && document.querySelector('[data-testid=reach-ground]')?.dataset.busy === 'no' && document.querySelector('[data-testid=reach-firm]')?.dataset.busy === 'no'`;

async function openPage(browser: Browser, url: string, files: string[]): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => process.stderr.write(`${error}\n`));
  await page.addInitScript(IN_PAGE);
  await page.goto(`${url}?lang=en&view=reach`);
  const ready = `document.documentElement.dataset.ready === 'audited' && document.documentElement.dataset.map === 'ready'`;
  await settle(page, ready, 120_000);
  await page.evaluate(
    `delete document.documentElement.dataset.ready; delete document.documentElement.dataset.map`,
  );
  await page.setInputFiles('[data-testid=open-files]', files);
  await settle(page, ready, 300_000);
  await settle(page, QUIET, 300_000);
  await page.evaluate('watchFigures()');
  await page.waitForTimeout(5000);
  return page;
}

/** Makes a move and waits until its figures are painted. */
async function moveOnce(page: Page, move: () => Promise<void>): Promise<void> {
  const painted = page.waitForEvent('console', {
    predicate: (message) => message.text() === 'painted',
    timeout: 30_000,
  });
  await move();
  await painted;
  await page.waitForTimeout(PAUSE_MS);
}

const arm = (page: Page, what: string): Promise<unknown> =>
  page.evaluate(`armed = '${what}'; performance.mark('slide:${what}:from')`);
const disarm = (page: Page): Promise<unknown> =>
  page.evaluate(`armed = null; performance.mark('slide:to-rest')`);

/** Comes to rest, which is work of its own, and then stays there. */
async function rest(page: Page, atRest: boolean): Promise<void> {
  await disarm(page);
  await page.waitForTimeout(COMING_TO_REST_MS);
  await settle(page, QUIET, 60_000);
  await page.evaluate(`performance.mark('slide:rested')`);
  if (!atRest) return;
  await page.waitForTimeout(2000);
  await page.evaluate(`performance.mark('slide:idle')`);
  await page.waitForTimeout(REST_S * 1000);
  await page.evaluate(`performance.mark('slide:end')`);
}

async function steps(page: Page, count: number): Promise<void> {
  const slider = page.locator('[data-testid=reach-metres]');
  await slider.focus();
  await arm(page, 'step');
  for (let i = 0; i < count; i++)
    await moveOnce(page, () => page.keyboard.press(i < count / 2 ? 'ArrowRight' : 'ArrowLeft'));
}

async function leaps(page: Page, count: number): Promise<void> {
  const box = (await page.locator('[data-testid=reach-metres]').boundingBox())!;
  const random = randomStream(SEED);
  await arm(page, 'leap');
  let before = -1;
  for (let i = 0; i < count; i++) {
    let share = before;
    // A leap to where it already stands is none.
    while (Math.abs(share - before) < 0.05) share = 0.04 + 0.92 * random();
    before = share;
    await moveOnce(page, () => page.mouse.click(box.x + share * box.width, box.y + box.height / 2));
  }
}

/** The pixel of the map that the facility nearest to its centre stands on, from the page's address. */
async function drag(page: Page, facilities: [number, number][], count: number): Promise<void> {
  const box = (await page.locator('[data-testid=map] canvas').first().boundingBox())!;
  const [cx, cy] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(cx, cy);
  for (let i = 0; i < 10; i++) {
    await page.mouse.wheel(0, -240);
    await page.waitForTimeout(400);
  }
  await page.waitForTimeout(2000);
  const [lng, lat, zoom] = new URL(page.url()).searchParams.get('camera')!.split('_').map(Number);
  const world = 512 * 2 ** zoom;
  const north = (degrees: number) =>
    Math.log(Math.tan(Math.PI / 4 + (degrees * Math.PI) / 360)) / (2 * Math.PI);
  const pixels = facilities.map(([x, y]): [number, number] => [
    ((x - lng) / 360) * world,
    (north(lat) - north(y)) * world,
  ]);
  pixels.sort((a, b) => Math.hypot(...a) - Math.hypot(...b));
  const [x, y] = [cx + pixels[0][0], cy + pixels[0][1]];
  console.log(
    `drag at zoom ${zoom.toFixed(1)}, ${Math.round(Math.hypot(...pixels[0]))} px from the centre`,
  );
  await page.mouse.move(x, y);
  await page.waitForTimeout(1000);
  await page.mouse.down();
  await page.mouse.move(x + 5, y);
  await page.waitForTimeout(3000);
  await arm(page, 'drag');
  for (let i = 1; i <= count; i++)
    await moveOnce(page, () => page.mouse.move(x + 5 + 2 * i, y + (i % 7)));
  await page.mouse.up();
}

/** The value below which a share of all lie. */
const at = (values: number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];

async function main(): Promise<void> {
  const { values: options } = parseArgs({
    options: {
      points: { type: 'string', default: '1000000' },
      stations: { type: 'string', default: '10000' },
      units: { type: 'string', default: '2000' },
      steps: { type: 'string', default: '100' },
      leaps: { type: 'string', default: '30' },
      drags: { type: 'string', default: '40' },
      profile: { type: 'string' },
      trace: { type: 'string' },
    },
  });
  const [points, stations] = [Number(options.points), Number(options.stations)];
  const folder = mkdtempSync(path.join(tmpdir(), 'lacuna-slide-'));
  const site = await openSite();
  const browser = await launchModern();
  try {
    const files = demandFolder(points, stations, Number(options.units)).map(([name, bytes]) => {
      writeFileSync(path.join(folder, name), bytes);
      return [path.join(folder, name), bytes] as const;
    });
    const facilities = files[2][1]
      .toString()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').slice(3).map(Number) as [number, number]);
    const page = await openPage(
      browser,
      site.url,
      files.map(([name]) => name),
    );
    const client = await page.context().newCDPSession(page);
    if (options.profile) {
      await client.send('Profiler.enable');
      await client.send('Profiler.start');
    }
    await browser.startTracing(page, { categories: TRACED });
    await steps(page, Number(options.steps));
    await rest(page, true);
    await leaps(page, Number(options.leaps));
    await rest(page, false);
    await drag(page, facilities, Number(options.drags));
    await disarm(page);
    await page.waitForTimeout(1000);
    const trace = await browser.stopTracing();
    if (options.trace) writeFileSync(options.trace, trace);
    if (options.profile) {
      const { profile } = await client.send('Profiler.stop');
      writeFileSync(options.profile, JSON.stringify(profile));
    }
    const painted = (await page.evaluate('painted')) as [string, number][];
    const spent = spentBetween(trace, 'slide:');
    console.log(
      `slide: ${points} demand points, ${stations} facilities, ${options.units} units, 422 divisions (seed ${SEED}); Chromium ${browser.version()}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}; ms of ${hasThreadTime(trace) ? "the main thread's own time" : 'the clock'}\n`,
    );
    const line = (what: string, ms: number[]) => [
      what,
      String(ms.length),
      at(ms, 0),
      at(ms, 0.5),
      at(ms, 0.95),
    ];
    const idle = spent.find(({ mark }) => mark === 'slide:idle')!;
    const loopMs = idle.frames > 0 ? idle.inFrames / idle.frames : 0;
    const rows = (['step', 'leap', 'drag'] as const).flatMap((kind) => {
      const own = spent.filter(({ mark }) => /\d$/.test(mark) && mark.startsWith(`slide:${kind}`));
      const shown = painted.filter(([of]) => of === kind).map(([, ms]) => ms);
      if (own.length === 0) return [];
      const each = (what: string, ms: (of: Spent) => number) =>
        line(`${kind}: ${what}`, own.map(ms));
      return [
        each('handlers, answer, effects', ({ script, inFrames }) => script - inFrames),
        each('frames of the map, less the loop', (of) => of.inFrames - loopMs * of.frames),
        each('script, less the loop', (of) => of.script - loopMs * of.frames),
        each('all tasks, loop included', ({ tasks }) => tasks),
        line(`${kind}: figures painted after (clock)`, shown),
      ];
    });
    printTable(['', 'moves', 'min ms', 'median ms', '95 % ms'], rows);
    const resting = spent.find(({ mark }) => mark === 'slide:to-rest')!;
    console.log(
      `a second at rest: ${(idle.frames / REST_S).toFixed(0)} frames of ${loopMs.toFixed(2)} ms, script ${(idle.script / REST_S).toFixed(2)} ms, all tasks ${(idle.tasks / REST_S).toFixed(2)} ms; coming to rest after the steps: script ${resting.script.toFixed(1)} ms, all tasks ${resting.tasks.toFixed(1)} ms`,
    );
  } finally {
    await browser.close();
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error) => {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
});
