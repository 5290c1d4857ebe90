/**
 * A brush of the filter in the browser: `npx tsx tests/bench/brush.ts [--scale 17] [--brushes 50]`.
 *
 * The demo city of 204,000 units in the built page, and real clicks on values of the filter. Of each
 * the time from the click to the frame that follows the script, to the painted panels (facets, table, inspector,
 * line: the task after the frame that paints them), to that frame on the screen (the browser's own
 * Event Timing, in steps of 8 ms), and to the map drawn with the filter on it. Peer, in the same
 * page and run: the page's DuckDB, which holds the same project, asked in plain SQL for the counts of
 * every dimension and of every division under the same filter, one query after the other; the table
 * it asks is flat and made before, and the answers are compared with those on the screen. The
 * counting alone has its peers in `npm run bench -- facets`. `--profile FILE` keeps a profile of the
 * page's main thread over the brushes.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { tableFromIPC } from 'apache-arrow';
import type { Browser, Page } from 'playwright-core';
import { generateDemo } from '#data/demo/generate.ts';
import type { Dimension } from '#lib/core/report/facets/dimension.ts';
import { launchModern } from '../browser/launch.ts';
import { settle } from '../browser/settle.ts';
import { openSite } from '../browser/site.ts';
import { IN_PAGE } from './brush-page.ts';
import { codeStreams, dimensionsOf, PREPARE, queriesOf, type Chosen } from './brush-queries.ts';
import { randomStream } from './random.ts';
import { printTable } from './timing.ts';

const SEED = 20261125;
/** Quiet between a brush and the next. */
const PAUSE_MS = 250;

/** One brush: the dimension, its value, whether it is added to those chosen, and the dimension given up before. */
interface Brush {
  id: string;
  without: string | null;
  key: string;
  add: boolean;
}

/** Milliseconds since the click. */
interface Timed {
  script: number;
  panels: number;
  /** Null below the 16 ms from which the browser tells. */
  presented: number | null;
  map: number;
}

interface Screen {
  chosen: [string, string, string][];
  counts: [string, string, number][];
  line: string;
}

async function page(browser: Browser, url: string, files: string[]): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const opened = await context.newPage();
  opened.on('pageerror', (error) => process.stderr.write(`${error}\n`));
  await opened.addInitScript(IN_PAGE);
  await opened.goto(url);
  const ready = `document.documentElement.dataset.ready === 'audited' && document.documentElement.dataset.map === 'ready'`;
  await settle(opened, ready, 120_000);
  await opened.evaluate(
    `delete document.documentElement.dataset.ready; delete document.documentElement.dataset.map`,
  );
  await opened.setInputFiles('[data-testid=open-files]', files);
  await settle(opened, ready, 300_000);
  return opened;
}

/** Puts the codes of every dimension beside the project in the page's DuckDB, once the page has filled it. */
async function prepare(opened: Page, dimensions: readonly Dimension[]): Promise<void> {
  const units = dimensions[0].codes.length;
  const until = Date.now() + 120_000;
  for (;;) {
    const bytes = (await opened
      .evaluate(
        `asked(['SELECT count(*)::INTEGER AS n FROM unit_verdicts', 'SELECT 1', 'SELECT 1'])`,
      )
      .catch(() => null)) as { answers: string[] } | null;
    if (bytes && column(bytes.answers[0], 'n')[0] === units) break;
    if (Date.now() > until) throw new Error('the page has not filled its database');
    await opened.waitForTimeout(500);
  }
  let create = true;
  for (const stream of codeStreams(dimensions)) {
    const base64 = JSON.stringify(Buffer.from(stream).toString('base64'));
    await opened.evaluate(`insert('brush_codes', ${base64}, ${create})`);
    create = false;
  }
  for (const statement of PREPARE)
    await opened.evaluate(`sql(${JSON.stringify(statement)}).then(() => 0)`);
  // What the page still assesses and draws would be timed with the first brushes.
  for (let quiet = 0; quiet < 3; quiet++) {
    await opened.waitForTimeout(4_000);
    await opened.evaluate('drained()');
  }
}

const column = (base64: string, name: string): number[] =>
  Array.from(tableFromIPC(Buffer.from(base64, 'base64')).getChild(name) ?? [], Number);

async function brushOnce(opened: Page, { id, key, add, without }: Brush): Promise<Timed> {
  if (without) {
    await opened.evaluate(`document.querySelector('[data-facet=${without}] .clear')?.click()`);
    await opened.waitForTimeout(1000);
  }
  const [x, y] = (await opened.evaluate(`at(${JSON.stringify(id)}, ${JSON.stringify(key)})`)) as [
    number,
    number,
  ];
  await opened.mouse.move(x, y);
  await opened.waitForTimeout(PAUSE_MS);
  await opened.evaluate('arm()');
  if (add) await opened.keyboard.down('Shift');
  await opened.mouse.click(x, y);
  if (add) await opened.keyboard.up('Shift');
  await settle(opened, 'outcome() !== null', 20_000);
  await opened.waitForTimeout(PAUSE_MS);
  return (await opened.evaluate('outcome()')) as Timed;
}

/** The same filter in plain queries; what they answer must be what is on the screen. */
async function queried(opened: Page, dimensions: readonly Dimension[]): Promise<number> {
  const screen = (await opened.evaluate('onScreen()')) as Screen;
  const chosen: Chosen = {};
  for (const [id, key] of screen.chosen) (chosen[id] ??= []).push(key);
  const queries = JSON.stringify(queriesOf(dimensions, chosen));
  const { ms, answers } = (await opened.evaluate(`asked(${queries})`)) as {
    ms: number;
    answers: string[];
  };
  const counts = dimensions.map(({ id, keys }, d) => {
    const [v, n] = [column(answers[d], 'v'), column(answers[d], 'n')];
    return [id, new Map(v.map((code, i) => [keys[code], n[i]]))] as const;
  });
  const known = new Map(counts);
  for (const [id, key, n] of screen.counts) {
    const theirs = known.get(id)?.get(key) ?? 0;
    if (theirs !== n) throw new Error(`${id} ${key}: ${n} on the screen, ${theirs} by query`);
  }
  const passing = column(answers[answers.length - 1], 'n')[0];
  const line = Number(screen.line.split('/')[0].replace(/\D/g, ''));
  if (screen.line && line !== passing)
    throw new Error(`${screen.line} on the screen, ${passing} by query`);
  return ms;
}

function steps(values: [string, string][], brushes: number): Brush[] {
  const random = randomStream(SEED);
  const on = new Set<string>();
  const ids = [...new Set(values.map(([id]) => id))];
  return Array.from({ length: brushes }, () => {
    const id = ids[Math.floor(random() * ids.length)];
    const own = values.filter(([of]) => of === id);
    const [, key] = own[Math.floor(random() * own.length)];
    const add = random() < 0.4;
    // As at a desk: from two brushes on the oldest makes room.
    const without = !on.has(id) && on.size === 2 ? [...on][0] : null;
    if (without) on.delete(without);
    on.add(id);
    return { id, key, add, without };
  });
}

async function main(): Promise<void> {
  const { values: options } = parseArgs({
    options: {
      scale: { type: 'string', default: '17' },
      brushes: { type: 'string', default: '50' },
      profile: { type: 'string' },
      query: { type: 'string', default: '' },
    },
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'lacuna-brush-'));
  const site = await openSite();
  const browser = await launchModern();
  try {
    for (const { name, text } of generateDemo({ seed: 1, scale: Number(options.scale) }).files)
      writeFileSync(path.join(folder, name), text);
    const dimensions = await dimensionsOf(folder);
    const files = readdirSync(folder).filter((name) => name !== 'truth.json');
    const opened = await page(
      browser,
      `${site.url}?side=filter${options.query}`,
      files.map((name) => path.join(folder, name)),
    );
    await prepare(opened, dimensions);
    const values = (await opened.evaluate('values()')) as [string, string][];
    const client = await opened.context().newCDPSession(opened);
    if (options.profile) {
      await client.send('Profiler.enable');
      await client.send('Profiler.start');
    }
    const times: Timed[] = [];
    const peer: number[] = [];
    for (const brush of steps(values, Number(options.brushes))) {
      times.push(await brushOnce(opened, brush));
      peer.push(await queried(opened, dimensions));
      if (options.profile) console.log(brush, times.at(-1), peer.at(-1));
    }
    if (options.profile) {
      const { profile } = await client.send('Profiler.stop');
      writeFileSync(options.profile, JSON.stringify(profile));
    }
    console.log(
      `brush: ${dimensions[0].codes.length} units x ${dimensions.length} dimensions, ${times.length} brushes (seed ${SEED}), ms from the click; Chromium ${browser.version()}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}\n`,
    );
    const shown = times.map(({ presented }) => presented ?? 16);
    const row = (what: string, ms: number[]) => [what, at(ms, 0), at(ms, 0.5), at(ms, 0.95)];
    printTable(
      ['', 'min ms', 'median ms', 'p95 ms'],
      [
        row(
          'script',
          times.map(({ script }) => script),
        ),
        row(
          'panels painted',
          times.map(({ panels }) => panels),
        ),
        row('panels on the screen', shown),
        row(
          'map drawn with the filter',
          times.map(({ map }) => map),
        ),
        row('DuckDB in the page, counts alone', peer),
      ],
    );
  } finally {
    await browser.close();
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The value below which a share of all lie. */
const at = (values: number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];

main().catch((error) => {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
});
