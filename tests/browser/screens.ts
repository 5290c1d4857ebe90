/**
 * Screenshots of the desk: `npx tsx tests/browser/screens.ts --out DIR [--project DIR] [--at QUERY]`.
 *
 * Both themes, both languages, 1440x900 and 1920x1080; the demo city, or the folder named, handed
 * to the page through its file input. Whatever goes wrong on the page is printed.
 */
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { launchModern } from './launch.ts';
import { settle } from './settle.ts';
import { openSite, type Site } from './site.ts';
import { POLICY_SCRIPT, watch } from './watch.ts';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
];
const AUDITED = `document.documentElement.dataset.ready === 'audited' && document.documentElement.dataset.map === 'ready'`;

interface Shot {
  width: number;
  height: number;
  theme: 'light' | 'dark';
  lang: 'zh-CN' | 'en';
  query: string;
  files: string[];
  file: string;
}

async function shoot(browser: Browser, site: Site, shot: Shot): Promise<string[]> {
  const context = await browser.newContext({
    viewport: { width: shot.width, height: shot.height },
    locale: shot.lang,
    colorScheme: shot.theme,
    reducedMotion: 'reduce',
  });
  try {
    await context.addInitScript(POLICY_SCRIPT);
    const page = await context.newPage();
    const watched = watch(page, site.url);
    const query = new URLSearchParams(shot.query);
    query.set('lang', shot.lang);
    query.set('theme', shot.theme);
    await page.goto(`${site.url}?${query}`);
    await settle(page, AUDITED);
    if (shot.files.length > 0) {
      await page.evaluate(`delete document.documentElement.dataset.ready`);
      await page.setInputFiles('input[type=file]:not([webkitdirectory])', shot.files);
      await settle(page, AUDITED, 120_000);
    }
    // Labels and fonts follow the first frame.
    await page.evaluate(`document.fonts.ready.then(() => undefined)`);
    await page.waitForTimeout(2500);
    await page.screenshot({ path: shot.file });
    return watched.problems;
  } finally {
    await context.close();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      project: { type: 'string' },
      at: { type: 'string', default: '' },
      only: { type: 'string', default: '' },
    },
  });
  if (!values.out) throw new Error('--out DIR: expected a folder to write to');
  mkdirSync(values.out, { recursive: true });
  const { project } = values;
  const files = project
    ? readdirSync(project)
        .map((name) => path.join(project, name))
        .filter((file) => statSync(file).isFile() && !file.endsWith('truth.json'))
    : [];
  const name = project ? path.basename(path.resolve(project)) : 'demo';
  const site = await openSite();
  const browser = await launchModern();
  try {
    for (const size of SIZES) {
      for (const theme of ['light', 'dark'] as const) {
        for (const lang of ['zh-CN', 'en'] as const) {
          const shot = `${name}-${size.width}x${size.height}-${theme}-${lang}.png`;
          if (!shot.includes(values.only)) continue;
          const file = path.join(values.out, shot);
          const problems = await shoot(browser, site, {
            ...size,
            theme,
            lang,
            query: values.at,
            files,
            file,
          });
          process.stdout.write([file, ...problems.map((problem) => `  ${problem}`), ''].join('\n'));
        }
      }
    }
  } finally {
    await browser.close();
    await site.close();
  }
}

main().catch((error) => {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
});
