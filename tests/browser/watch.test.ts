import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serve } from '../../src/cli/serve.mjs';
import { launchModern } from './launch.ts';
import type { Site } from './site.ts';
import { POLICY_SCRIPT, watch } from './watch.ts';

let dir: string;
let site: Site;
let browser: Browser;

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'watch-'));
  writeFileSync(path.join(dir, 'index.html'), '<!doctype html><link rel="icon" href="data:,"><p>');
  site = await serve({ dir, port: 0 });
  browser = await launchModern();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  rmSync(dir, { recursive: true, force: true });
});

/** What the watcher says of a page in which some code ran. */
async function problemsOf(code: string): Promise<string> {
  const page = await browser.newPage();
  await page.addInitScript(POLICY_SCRIPT);
  const watched = watch(page, site.url);
  await page.goto(site.url);
  await page.evaluate(`${code}; 0`);
  await page.waitForTimeout(400);
  await page.close();
  return watched.problems.join('\n');
}

it('says nothing of a quiet page', async () => {
  expect(await problemsOf('fetch("/")')).toBe('');
});

it.each([
  ['a request that leaves', 'new Image().src = "http://example.com/a.png"', /leaves the origin/],
  ['a refused connection', 'fetch("http://example.com/").catch(() => 0)', /\[policy\] connect-src/],
  [
    'an inline script',
    'document.body.append(Object.assign(document.createElement("script"), { text: "1" }))',
    /\[policy\] script-src/,
  ],
  [
    'a worker from a blob',
    'try { new Worker(URL.createObjectURL(new Blob(["1"]))) } catch {}',
    /\[policy\] worker-src/,
  ],
  [
    'an error nobody caught',
    'setTimeout(() => { throw new Error("planted") })',
    /page error: .*planted/,
  ],
  ['a promise nobody caught', 'Promise.reject(new Error("planted"))', /page error: .*planted/],
  ['a missing file', 'fetch("/missing.js")', /404/],
])('sees %s', async (_what, code, said) => {
  expect(await problemsOf(code)).toMatch(said);
});
