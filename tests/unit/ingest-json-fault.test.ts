import { describe, expect, it } from 'vitest';
import { jsonFaultAt, placeInText, tooDeepAt } from '#lib/core/ingest/json-fault.ts';

const VALID = [
  '{"a": [1, -2.5e+3, "x\\u00e9\\"\\\\", null, true], "b": {}, "c": []}',
  ' [ ] ',
  '"x"',
  '0',
  '[[], {"": ""}]',
];

describe('where JSON breaks', () => {
  it.each(VALID)('%s is whole', (text) => {
    JSON.parse(text);
    expect(jsonFaultAt(text)).toBe(-1);
  });

  it.each([
    ['{"a": NaN}', 6],
    ['[1, 2,]', 6],
    ['{"a" 1}', 5],
    ['{a: 1}', 1],
    ['[1 2]', 3],
    ['{"a": "x', 6],
    ['[1', 2],
    ['', 0],
    ['[01]', 2],
    ['["a\nb"]', 1],
    ['{} {}', 3],
    ['{"a": 1,}', 8],
  ])('%j breaks at %i', (text, at) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(jsonFaultAt(text)).toBe(at);
  });

  it('agrees with the engine on every one-character damage', () => {
    for (const text of VALID)
      for (let i = 0; i < text.length; i++)
        for (const damaged of [
          text.slice(0, i) + text.slice(i + 1),
          `${text.slice(0, i)}]${text.slice(i)}`,
        ]) {
          let whole = true;
          try {
            JSON.parse(damaged);
          } catch {
            whole = false;
          }
          expect(jsonFaultAt(damaged) < 0, damaged).toBe(whole);
        }
  });

  it('names line and column, and the depth', () => {
    expect(placeInText('a\nbc\nd', 3)).toBe('2:2');
    const bytes = (text: string) => new TextEncoder().encode(text);
    expect(tooDeepAt(bytes(`${'['.repeat(64)}${']'.repeat(64)}`))).toBe(-1);
    expect(tooDeepAt(bytes('['.repeat(65)))).toBe(64);
    expect(tooDeepAt(bytes(`["${'['.repeat(99)}\\"["]`))).toBe(-1);
  });
});
