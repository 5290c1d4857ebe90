import { expect, test } from 'vitest';
import { Gathering, packed, pieces, unpacked } from '#lib/core/packing.ts';

test('columns are taken out and put back, whatever they lie in', () => {
  const shared = Uint32Array.of(1, 2, 3);
  const whole = new Float64Array([0.5, NaN, Infinity, 7]);
  const extra = Object.create(null) as Record<string, unknown>;
  extra['__proto__'] = { offsets: Int32Array.of(0, 2), bytes: Uint8Array.of(65, 66), nulls: null };
  const value = {
    units: { count: 3, lng: whole.subarray(1), id: shared, again: shared, extra },
    issues: [{ code: 'x', row: null }],
    names: ['a', null],
    rules: [],
    empty: new Uint16Array(0),
  };
  const { packed: head, buffers } = packed(value);
  expect(buffers.map((bytes) => bytes.length)).toEqual([24, 12, 8, 2, 0]);
  const back = unpacked(structuredClone(head), buffers) as typeof value;
  expect([...back.units.lng]).toEqual([NaN, Infinity, 7]);
  expect(back.units.lng).toBeInstanceOf(Float64Array);
  expect(back.units.again).toBe(back.units.id);
  expect(Object.keys(back.units.extra)).toEqual(['__proto__']);
  const texts = back.units.extra['__proto__'] as { bytes: Uint8Array; nulls: null };
  expect([[...texts.bytes], texts.nulls]).toEqual([[65, 66], null]);
  expect(back.issues).toEqual([{ code: 'x', row: null }]);
  expect(back.names).toEqual(['a', null]);
  expect(back.rules).toEqual([]);
  expect(back.empty).toBeInstanceOf(Uint16Array);
});

test('a column of a kind that nothing holds is refused', () => {
  expect(() => packed({ a: new Float32Array(1) })).toThrow(TypeError);
});

test('a value that comes in pieces is the value, and no piece is larger than was asked for', () => {
  const value = {
    a: Float64Array.from({ length: 50 }, (_, i) => i / 3),
    none: new Uint8Array(0),
    b: Uint16Array.of(7, 8, 9),
    words: ['x', null],
  };
  for (const atOnce of [1, 7, 64, 1000]) {
    const { packed: head, buffers } = packed(value);
    const gathering = new Gathering(
      head,
      buffers.map(({ length }) => length),
    );
    for (const batch of pieces(buffers, atOnce)) {
      expect(batch.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThanOrEqual(atOnce);
      gathering.take(structuredClone(batch));
    }
    expect(gathering.value()).toEqual(value);
  }
});
