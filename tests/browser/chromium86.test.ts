import { describe, expect, it } from 'vitest';
import { use86 } from './fixture.ts';
import { settle } from './settle.ts';

const desk = use86();

const textOf = (testid: string): string =>
  `document.querySelector('[data-testid="${testid}"]').innerText`;

describe('Chromium 86, the floor', () => {
  it('opens the demo city, selects a blank and changes language', async () => {
    const page = await desk.open('?lang=zh-CN&list=blanks');
    expect(await page.evaluate<string>('navigator.userAgent')).toContain('Chrome/86.');
    expect(await page.evaluate<string>('document.documentElement.lang')).toBe('zh-CN');

    const before = await page.evaluate<string>(textOf('inspector'));
    await settle(
      page,
      `document.querySelector('[data-testid="ranked-table"] [id^="record-unit-"]')`,
      30_000,
    );
    await page.click('[data-testid="ranked-table"] [id^="record-unit-"]');
    await settle(page, `/[?&]at=u(:|%3A)/.test(location.search)`, 30_000);
    await settle(
      page,
      `${textOf('inspector')} !== ${JSON.stringify(before)} && ${textOf('inspector')}.length > 20`,
      30_000,
    );

    const chinese = await page.evaluate<string>(textOf('desk'));
    const control = await page.evaluate<string>(
      `document.querySelector('[data-testid="language"]').tagName`,
    );
    if (control === 'SELECT') await page.select('[data-testid="language"]', 'en');
    else await page.click('[data-testid="language"]');
    await settle(page, `document.documentElement.lang === 'en'`, 30_000);
    const english = await page.evaluate<string>(textOf('desk'));
    expect(english).not.toBe(chinese);
    expect(english).toMatch(/organisation/i);
  });

  it('draws with WebGL 2 and counts without the exceptions of WebAssembly', async () => {
    const page = await desk.open();
    expect(await page.evaluate<string>('typeof WebAssembly.Tag')).toBe('undefined');
    const bundles = desk.watched().requests.filter((url) => /duckdb-[a-z]+[^/]*\.wasm/.test(url));
    expect(bundles.length).toBeGreaterThan(0);
    expect(bundles.every((url) => url.includes('duckdb-mvp'))).toBe(true);
    expect(
      await page.evaluate<boolean>(
        `[...document.querySelectorAll('[data-testid="map"] canvas')].some((canvas) => canvas.width > 0)`,
      ),
    ).toBe(true);
  });
});
