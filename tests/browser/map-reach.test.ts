import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { placeInks } from '#lib/map/layers/reach-places.ts';
import { PALETTES, type Rgba } from '#lib/map/palette.ts';
import { serve } from '../../src/cli/serve.mjs';
import { launch86, launchModern } from './launch.ts';
import { settle } from './settle.ts';
import { POLICY_SCRIPT, watch } from './watch.ts';

/** The map of reach alone on a page, built for the floor as the product is. */
let home: string;
let site: Awaited<ReturnType<typeof serve>>;

const POLYFILLS = path.resolve(import.meta.dirname, '../../src/lib/polyfills.ts');
/** As in the product's build: MapLibre's worker, too, lacks what Chromium 86 does. */
const polyfilledWorker = {
  name: 'polyfilled-worker',
  transform: (code: string, id: string) =>
    id.includes('maplibre-gl-worker')
      ? { code: `import ${JSON.stringify(POLYFILLS)};\n${code}`, map: null }
      : null,
};

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'lacuna-map-reach-'));
  await build({
    root: path.join(import.meta.dirname, 'map-page'),
    configFile: false,
    logLevel: 'error',
    base: './',
    worker: { format: 'es', plugins: () => [polyfilledWorker] },
    build: { outDir: home, emptyOutDir: true, target: 'chrome86', assetsInlineLimit: 0 },
  });
  site = await serve({ dir: home, port: 0 });
}, 240_000);
afterAll(async () => {
  await site?.close();
  rmSync(home, { recursive: true, force: true });
});

const DRAWN = `document.documentElement.dataset.ready === 'drawn'`;
const hex = (ink: Rgba): string =>
  `#${ink
    .slice(0, 3)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')}`;

function expectedColours(theme: 'light' | 'dark'): Record<string, string> {
  const inks = placeInks(PALETTES[theme]);
  const [reached, twice, blank, dark] = [inks.reached, inks.twice, inks.paper, inks.outline].map(
    hex,
  );
  return {
    once: reached,
    twice,
    'twice, not asked': reached,
    blank,
    'blank, farther': reached,
    unknown: hex(inks.unknown),
    gained: twice,
    lost: dark,
    same: reached,
    'gained, on the left': blank,
    'gained, on the right': reached,
    'lost, on the left': reached,
    'lost, on the right': blank,
  };
}

interface Heard {
  picked?: { type: string; index: number } | null;
  station?: number;
  phase?: string;
  lng: number;
  lat: number;
}

it('colours places by distance, and lets a station be dragged while the map stays', async () => {
  const browser = await launchModern();
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  await page.addInitScript(POLICY_SCRIPT);
  const { problems } = watch(page, site.url);
  await page.goto(site.url);
  await settle(page, DRAWN);
  expect(await page.evaluate('colours()')).toEqual(expectedColours('light'));

  const camera = await page.evaluate<{ lng: number; lat: number }>('camera()');
  const degreesPerPx = 360 / (512 * 2 ** 14);
  const shrink = Math.cos((camera.lat * Math.PI) / 180);
  const at = await page.evaluate<[number, number]>('[town.stations[0].lng, town.stations[0].lat]');
  const x = 600 + (at[0] - camera.lng) / degreesPerPx;
  const y = 400 - (at[1] - camera.lat) / (degreesPerPx * shrink);
  const heard = async (): Promise<Heard[]> =>
    (await page.evaluate('heard.splice(0)')) as unknown as Heard[];
  await heard();
  // The first pick compiles its shaders, in software for longer than a click may last.
  await page.mouse.click(x, y);
  await page.waitForTimeout(1000);
  await heard();
  await page.mouse.click(x, y);
  await settle(page, 'heard.length > 0', 20_000);
  expect((await heard())[0].picked).toEqual({ type: 'station', index: 0 });

  await page.mouse.move(x, y);
  await page.mouse.down();
  for (const step of [10, 40, 90]) {
    await page.mouse.move(x + step, y - step / 2);
    await page.waitForTimeout(60);
  }
  await page.mouse.up();
  await settle(page, `heard.some(({ phase }) => phase === 'drop')`);
  const told = await heard();
  expect(told.length).toBeGreaterThan(1);
  expect(told.slice(0, -1).every(({ phase }) => phase === 'drag')).toBe(true);
  const dropped = told[told.length - 1];
  expect([dropped.station, dropped.phase]).toEqual([0, 'drop']);
  expect(Math.abs((dropped.lng - at[0]) / degreesPerPx - 90)).toBeLessThan(1.5);
  expect(Math.abs((dropped.lat - at[1]) / (degreesPerPx * shrink) - 45)).toBeLessThan(1.5);
  expect(await page.evaluate('camera()')).toEqual(camera);

  // The ground does not hold on to the pointer: the map moves.
  await page.mouse.move(60, 60);
  await page.mouse.down();
  await page.mouse.move(160, 120, { steps: 4 });
  await page.mouse.up();
  await settle(page, `camera().lng !== ${camera.lng}`);
  expect(problems).toEqual([]);
  await browser.close();
}, 240_000);

it('colours places in Chromium 86, in the dark theme', async () => {
  const browser = await launch86();
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(POLICY_SCRIPT);
  const { problems } = watch(page, site.url);
  await page.goto(`${site.url}?theme=dark`, { timeout: 60_000 });
  await settle(page, DRAWN);
  expect(await page.evaluate('colours()')).toEqual(expectedColours('dark'));
  expect(problems).toEqual([]);
  await browser.close();
}, 300_000);
