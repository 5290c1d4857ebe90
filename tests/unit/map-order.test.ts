import { expect, it } from 'vitest';
import { inOrder, ORDER, rankOf, slotOf } from '#lib/map/order.ts';
import { PALETTES } from '#lib/map/palette.ts';
import { SLOT_BEFORE } from '#lib/map/layers/polygon.ts';
import { labelRanges, styleOf } from '#lib/map/style.ts';

it('throws on a layer that is not listed', () => {
  expect(() => rankOf('sparkles')).toThrow(/"sparkles" is not in the z-order list/);
  expect(() => inOrder([{ id: 'units' }, { id: 'sparkles' }])).toThrow();
});

it('draws blanks and marks above ink, whatever the order of making', () => {
  const made = ['units', 'selection:0', 'cells:1', 'cells-outline:blank1', 'choropleth:2'];
  const drawn = inOrder(made.map((id) => ({ id }))).map(({ id }) => id);
  expect(drawn).toEqual([
    'choropleth:2',
    'cells:1',
    'cells-outline:blank1',
    'units',
    'selection:0',
  ]);
});

it('fills the lower slot before the upper one', () => {
  const slots = ORDER.map(({ id }) => slotOf(id));
  expect(slots.lastIndexOf('ink')).toBeLessThan(slots.indexOf('marks'));
});

it('has a style without an address, whose slots exist and lie in order', () => {
  const style = styleOf(PALETTES.light, {}, labelRanges(new Float64Array(5).fill(NaN)));
  expect(JSON.stringify(style)).not.toMatch(/https?:/);
  expect(style.glyphs).toBeUndefined();
  expect(style.sprite).toBeUndefined();
  const ids = style.layers.map(({ id }) => id);
  expect(ids.indexOf(SLOT_BEFORE.ink)).toBeGreaterThan(0);
  expect(ids.indexOf(SLOT_BEFORE.marks)).toBeGreaterThan(ids.indexOf(SLOT_BEFORE.ink));
  expect(ids.indexOf('label-district')).toBeGreaterThan(ids.indexOf('label-grid'));
});

it('writes names of a level only while its divisions have a readable size', () => {
  const ranges = labelRanges(Float64Array.from([-10, -8, -6, -4, NaN].map((z) => z + 12)));
  const street = ranges.find(({ level }) => level === 'street');
  expect(street?.min).toBeCloseTo(6 + Math.log2(84), 6);
  expect(ranges.find(({ level }) => level === 'grid')?.min).toBe(24);
});
