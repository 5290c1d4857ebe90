import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Browser86, launch86, launchModern, type Page86 } from './launch.ts';
import { settle } from './settle.ts';
import { openSite, type Site } from './site.ts';
import { POLICY_SCRIPT, watch, type Watched } from './watch.ts';

/** `map`: the first frame is drawn. `audited`: that, and the project's ledgers are on the screen. */
export type Stage = 'map' | 'audited';

const reached = (stage: Stage): string =>
  `document.documentElement.dataset.map === 'ready' && (${stage === 'map'} || document.documentElement.dataset.ready === 'audited')`;

interface Desk<P> {
  site(): Site;
  /** Opens the desk in a page of its own; `at` is what follows the address, `?` included. */
  open(at?: string, until?: Stage | null, options?: BrowserContextOptions): Promise<P>;
  /** What the latest page has asked for and what went wrong there. */
  watched(): Watched;
}

/** Hooks for a test file: one site, one browser, and after each test nothing may have gone wrong. */
function prepare<B extends { close(): Promise<void> }, P>(
  launch: () => Promise<B>,
  page: (
    browser: B,
    url: string,
    options?: BrowserContextOptions,
  ) => Promise<[page: P, watched: Watched, close: () => Promise<void>]>,
  arrive: (page: P, url: string, until: Stage | null) => Promise<void>,
): Desk<P> {
  let site: Site;
  let browser: B;
  let all: Watched[] = [];
  let closing: (() => Promise<void>)[] = [];
  let latest: Watched = { problems: [], requests: [] };
  beforeAll(async () => {
    site = await openSite();
    browser = await launch();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  afterEach(async () => {
    // A page that stays open goes on taking memory and processor from the next.
    const closed = closing;
    closing = [];
    await Promise.all(closed.map((close) => close()));
    const problems = all.flatMap((each) => each.problems);
    all = [];
    expect(problems).toEqual([]);
  });
  return {
    site: () => site,
    watched: () => latest,
    async open(at = '', until = 'audited', options) {
      const [opened, watched, close] = await page(browser, site.url, options);
      all.push(watched);
      closing.push(close);
      latest = watched;
      await arrive(opened, new URL(at, site.url).href, until);
      return opened;
    },
  };
}

/** The desk in a current Chromium. */
export function useModern(): Desk<Page> {
  return prepare<Browser, Page>(
    launchModern,
    async (browser, url, options) => {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        locale: 'zh-CN',
        ...options,
      });
      await context.addInitScript(POLICY_SCRIPT);
      const page = await context.newPage();
      return [page, watch(page, url), () => context.close()];
    },
    async (page, url, until) => {
      await page.goto(url);
      if (until) await settle(page, reached(until));
    },
  );
}

/** The desk in Chromium 86. */
export function use86(): Desk<Page86> {
  return prepare<Browser86, Page86>(
    launch86,
    async (browser, url) => {
      const page = await browser.newPage();
      await page.evaluateOnNewDocument(POLICY_SCRIPT);
      return [page, watch(page, url), () => page.close()];
    },
    async (page, url, until) => {
      await page.goto(url, { timeout: 60_000 });
      if (until) await settle(page, reached(until), 240_000);
    },
  );
}
