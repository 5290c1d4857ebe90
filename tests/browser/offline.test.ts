import { describe, expect, it } from 'vitest';
import { useModern } from './fixture.ts';

const desk = useModern();

describe('the page keeps to itself', () => {
  it('asks nobody but its own origin for anything', async () => {
    await desk.open();
    const { requests } = desk.watched();
    expect(requests.length).toBeGreaterThan(3);
    const own = new URL(desk.site().url).origin;
    const strangers = requests.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(own));
    expect(strangers).toEqual([]);
  });

  it('serves a strict policy, in the header and in the page', async () => {
    const response = await fetch(desk.site().url);
    const header = response.headers.get('content-security-policy') ?? '';
    const [, meta = ''] =
      /http-equiv="content-security-policy" content="([^"]*)"/.exec(await response.text()) ?? [];
    for (const policy of [header, meta]) {
      expect(policy).toContain("default-src 'none'");
      expect(policy).toMatch(/script-src 'self' 'sha256-[^;]*/);
      expect(policy).toContain("object-src 'none'");
      expect(policy).not.toMatch(/script-src[^;]*'unsafe-/);
      expect(policy).not.toMatch(/style-src 'self' 'unsafe-inline'/);
      expect(policy).not.toMatch(/https?:|\*/);
    }
    expect(header).toContain("frame-ancestors 'none'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('draws Chinese in the bundled face', async () => {
    const page = await desk.open();
    const faces = await page.evaluate(
      `[...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family)`,
    );
    expect(String(faces)).toContain('Noto Sans SC');
  });
});
