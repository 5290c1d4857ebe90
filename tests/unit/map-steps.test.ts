import { afterEach, describe, expect, it, vi } from 'vitest';
import { atOnce, inTurns, isRest, type Steps } from '#lib/map/steps.ts';

function* counting(to: number, walked: (n: number) => void): Steps<number> {
  for (let n = 0; n < to; n++) {
    walked(n);
    yield;
  }
  return to;
}

describe('work in steps', () => {
  afterEach(() => vi.useRealTimers());

  it('gives its outcome without a pause', () => {
    expect(atOnce(counting(5, () => undefined))).toBe(5);
  });

  it('is done at once where it is short', () => {
    const done = vi.fn();
    inTurns(
      counting(3, () => undefined),
      1000,
      done,
    );
    expect(done.mock.calls).toEqual([[3]]);
  });

  it('lets others in between, and ends when it is told to', () => {
    vi.useFakeTimers();
    const walked = vi.fn();
    const done = vi.fn();
    inTurns(counting(4, walked), 0, done);
    expect(walked).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(100);
    expect(walked).toHaveBeenCalledTimes(4);
    expect(done.mock.calls).toEqual([[4]]);

    const never = vi.fn();
    const stop = inTurns(counting(4, walked), 0, never);
    stop();
    vi.advanceTimersByTime(100);
    expect(walked).toHaveBeenCalledTimes(5);
    expect(never).not.toHaveBeenCalled();
  });

  it('pauses now and then, and in small projects never', () => {
    const rests = Array.from({ length: 200_000 }, (_, i) => i).filter(isRest);
    expect(rests).toEqual([32_767, 65_535, 98_303, 131_071, 163_839, 196_607]);
  });
});
