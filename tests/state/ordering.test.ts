import { expect, test } from 'vitest';
import { orderOfNumbers, sortByBytes } from '#lib/state/ordering.ts';
import { packTexts, textAt } from '#lib/core/texts.ts';
import { randomStream } from '../bench/random.ts';

const SEED = 20261231;
const random = randomStream(SEED);
const among = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];

/** The order by comparison: what is missing last, equal ones as they stand. */
function byComparison<T>(
  values: readonly T[],
  missing: (value: T) => boolean,
  compare: (a: T, b: T) => number,
  descending: boolean,
): number[] {
  const sign = descending ? -1 : 1;
  return values
    .map((_, i) => i)
    .sort((a, b) => {
      const [x, y] = [values[a], values[b]];
      if (missing(x) || missing(y)) return Number(missing(x)) - Number(missing(y)) || a - b;
      return sign * compare(x, y) || a - b;
    });
}

test('numbers come in their order both ways, equal ones as they stand, the missing last', () => {
  const special = [0, -0, 1, -1, NaN, Infinity, -Infinity, 5e-324, -5e-324, 1e300, 65535, 65536];
  for (let run = 0; run < 60; run++) {
    const keys = Float64Array.from({ length: Math.floor(random() * 300) }, () =>
      among([among(special), Math.floor(random() * 20), (random() - 0.5) * 1e6, NaN]),
    );
    for (const descending of [false, true]) {
      const expected = byComparison(
        [...keys],
        Number.isNaN,
        (a, b) => (a < b ? -1 : a > b ? 1 : 0),
        descending,
      );
      expect([...orderOfNumbers(keys, descending)], `seed ${SEED}, run ${run}`).toEqual(expected);
    }
  }
});

test('texts come by their bytes both ways, whatever they share, the missing last', () => {
  const roots = [
    '',
    '上海市',
    '上海市浦东新区陆家嘴街道',
    'a',
    'ab',
    'abcdef',
    'abcdefabcdef',
    '𠀀',
    '号',
  ];
  const encoder = new TextEncoder();
  const compare = (a: string, b: string) => {
    const [x, y] = [encoder.encode(a), encoder.encode(b)];
    for (let i = 0; i < Math.min(x.length, y.length); i++) if (x[i] !== y[i]) return x[i] - y[i];
    return x.length - y.length;
  };
  for (let run = 0; run < 60; run++) {
    const count = Math.floor(random() * 200);
    const word = () => among(roots) + among(roots) + among(['', '1', '2', '10', '楼']);
    const name = Array.from({ length: count }, () => (random() < 0.2 ? null : word()));
    const id = Array.from({ length: count }, () => (random() < 0.2 ? null : word()));
    const texts = { name: packTexts(name), id: packTexts(id) };
    const shown = name.map((text, i) => text ?? id[i] ?? '');
    for (const descending of [false, true]) {
      const records = Uint32Array.from(shown.keys());
      sortByBytes(records, texts, descending);
      const expected = byComparison(shown, (text) => text === '', compare, descending);
      expect([...records], `seed ${SEED}, run ${run}`).toEqual(expected);
    }
  }
});

test('a million records are sorted without a stop that is felt', () => {
  const n = 1_000_000;
  const employees = Float64Array.from({ length: n }, () =>
    random() < 0.05 ? NaN : Math.floor(random() * 5000),
  );
  orderOfNumbers(employees.slice(0, 1000), true);
  const begin = performance.now();
  const order = orderOfNumbers(employees, true);
  const numbersMs = performance.now() - begin;
  for (let i = 1; i < n; i++)
    if (employees[order[i - 1]] < employees[order[i]]) throw new Error(`${i}`);
  const name = packTexts(Array.from({ length: n }, (_, i) => `上海市第${(i * 7919) % n}号楼`));
  const records = Uint32Array.from({ length: n }, (_, i) => i);
  const before = performance.now();
  sortByBytes(records, { name, id: name }, false);
  const textsMs = performance.now() - before;
  expect(textAt(name, records[0])).toBe('上海市第0号楼');
  process.stdout.write(
    `1,000,000 numbers ${numbersMs.toFixed()} ms, texts ${textsMs.toFixed()} ms\n`,
  );
  // Far above what was measured: the machine of the tests is shared.
  expect(numbersMs).toBeLessThan(1000);
  expect(textsMs).toBeLessThan(5000);
});
