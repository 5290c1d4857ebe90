import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { audit } from '#lib/core/coverage/audit.ts';
import { groupUnits } from '#lib/core/coverage/joint/group-units.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { loadSolver } from '#cli/highs.ts';
import { serve } from '../../src/cli/serve.mjs';
import { PACK } from '../unit/coverage-project.ts';
import { crowd } from './assess-page/crowd.ts';
import { launch86, launchModern } from './launch.ts';
import { settle } from './settle.ts';
import { POLICY_SCRIPT, watch } from './watch.ts';

/** The worker alone on a page, built for the floor as the product is, under the server's own policy. */
let home: string;
let site: Awaited<ReturnType<typeof serve>>;
let expected: string;

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'lacuna-assess-'));
  await build({
    root: path.join(import.meta.dirname, 'assess-page'),
    configFile: false,
    logLevel: 'warn',
    base: './',
    worker: { format: 'es' },
    build: {
      outDir: home,
      emptyOutDir: true,
      target: 'chrome86',
      assetsInlineLimit: 0,
      rolldownOptions: { checks: { pluginTimings: false } },
    },
  });
  site = await serve({ dir: home, port: 0 });
  const project = crowd();
  const verdicts = audit(project, PACK, reachField(project), { radiusM: null });
  const time = { seconds: 60, now: () => performance.now() };
  const { served, spread, bound, proof } = groupUnits(
    project,
    PACK,
    verdicts,
    await loadSolver(),
    time,
  );
  expect(proof).toBe('optimal');
  expected = JSON.stringify({ served, spread, bound, proof });
}, 240_000);
afterAll(async () => {
  await site?.close();
  rmSync(home, { recursive: true, force: true });
});

const told = `document.documentElement.dataset`;

it('groups in a current Chromium as on the command line', async () => {
  const browser = await launchModern();
  const page = await browser.newPage();
  await page.addInitScript(POLICY_SCRIPT);
  const { problems } = watch(page, site.url);
  await page.goto(site.url);
  await settle(page, `${told}.answer || ${told}.failed`, 120_000);
  expect(await page.evaluate(`JSON.stringify(${told})`)).toBe(JSON.stringify({ answer: expected }));
  expect(problems).toEqual([]);
  await browser.close();
}, 240_000);

it('groups in Chromium 86', async () => {
  const browser = await launch86();
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(POLICY_SCRIPT);
  const { problems } = watch(page, site.url);
  await page.goto(site.url, { timeout: 60_000 });
  await settle(page, `${told}.answer || ${told}.failed`, 180_000);
  expect(await page.evaluate<string>(`JSON.stringify(${told})`)).toBe(
    JSON.stringify({ answer: expected }),
  );
  expect(problems).toEqual([]);
  await browser.close();
}, 300_000);
