import { describe, expect, it } from 'vitest';
import { use86 } from './fixture.ts';
import { settle } from './settle.ts';

const desk = use86();

const textOf = (testid: string): string =>
  `document.querySelector('[data-testid="${testid}"]').innerText`;

const BLANK = '[data-testid="ranked-table"] [id^="record-unit-"]';

/** Selectors and properties that Chromium 86 does not know; a rule with such a selector is lost. */
const YOUNGER = /:where\(|:is\(|:has\(|[{;]inset:|@container|@layer|color-mix\(|oklch\(/;

describe('Chromium 86, the floor', () => {
  it('opens the demo city, selects a blank and changes language', async () => {
    const page = await desk.open('?lang=zh-CN&list=blanks');
    expect(await page.evaluate<string>('navigator.userAgent')).toContain('Chrome/86.');
    expect(await page.evaluate<string>('typeof WebAssembly.Tag')).toBe('undefined');
    const { requests } = desk.watched();
    const engines = () => requests.filter((url) => /duckdb-browser-[a-z]+\.worker/.test(url));
    // The database is opened when the page has nothing else to do.
    await expect.poll(() => engines().length, { timeout: 60_000 }).toBeGreaterThan(0);
    expect(engines().every((url) => url.includes('duckdb-browser-mvp'))).toBe(true);
    expect(await page.evaluate<string>('document.documentElement.lang')).toBe('zh-CN');

    const before = await page.evaluate<string>(textOf('inspector'));
    await settle(page, `document.querySelector(${JSON.stringify(BLANK)})`, 60_000);
    await page.click(BLANK);
    await settle(page, `/[?&]at=u(:|%3A)/.test(location.search)`, 60_000);
    await settle(
      page,
      `${textOf('inspector')} !== ${JSON.stringify(before)} && ${textOf('inspector')}.length > 20`,
      60_000,
    );

    const chinese = await page.evaluate<string>(textOf('desk'));
    const control = await page.evaluate<string>(
      `document.querySelector('[data-testid="language"]').tagName`,
    );
    if (control === 'SELECT') await page.select('[data-testid="language"]', 'en');
    else await page.click('[data-testid="language"]');
    await settle(page, `document.documentElement.lang === 'en'`, 60_000);
    const english = await page.evaluate<string>(textOf('desk'));
    expect(english).not.toBe(chinese);
    expect(english).toMatch(/organisation/i);
  }, 300_000);

  it('is given no class with a static block, which it cannot parse', async () => {
    const { requests } = desk.watched();
    const scripts = requests.filter((url) => /\.js$/.test(url));
    expect(scripts.length).toBeGreaterThan(0);
    for (const url of scripts) {
      const script = await (await fetch(url)).text();
      expect([url, /[;{}]static ?\{/.exec(script)?.[0] ?? null]).toEqual([url, null]);
    }
  });

  it('is given no style that it would drop', async () => {
    const { requests } = desk.watched();
    const sheets = requests.filter((url) => /\.css$/.test(url));
    expect(sheets.length).toBeGreaterThan(0);
    for (const url of sheets) {
      const css = await (await fetch(url)).text();
      expect([url, YOUNGER.exec(css)?.[0] ?? null]).toEqual([url, null]);
    }
  });
});
