import { afterEach, describe, expect, it, vi } from 'vitest';
import { FIRST_MAP, firstMap } from '#lib/state/first-map.ts';

afterEach(() => {
  performance.clearMarks(FIRST_MAP);
  vi.useRealTimers();
});

describe('firstMap', () => {
  it('settles at the mark, not before it and not at another', async () => {
    let seen = false;
    const awaited = firstMap(600_000).then(() => (seen = true));
    performance.mark('another');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(seen).toBe(false);
    performance.mark(FIRST_MAP);
    await awaited;
    expect(seen).toBe(true);
  });

  it('sees a mark that was set before', async () => {
    performance.mark(FIRST_MAP);
    await expect(firstMap(600_000)).resolves.toBeUndefined();
  });

  it('waits no longer than it is told', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const awaited = firstMap(20_000);
    await vi.advanceTimersByTimeAsync(20_000);
    await expect(awaited).resolves.toBeUndefined();
  });
});
