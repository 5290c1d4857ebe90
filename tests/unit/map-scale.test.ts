import { describe, expect, it } from 'vitest';
import { FACILITY_LEVELS, LEDGERS, UNIT_KINDS } from '#lib/core/model.ts';
import { UNIT_LOOKS } from '#lib/core/coverage/verdict.ts';
import {
  DEFAULT_LAYERS,
  facilityEntries,
  kindEntries,
  layerEntries,
  lookEntries,
  rateEntries,
} from '#lib/map/legend.ts';
import { luminance, PALETTES, type Hex } from '#lib/map/palette.ts';
import {
  facilityShape,
  kindShape,
  lookCode,
  PAINT_ORDER,
  rateClass,
  rateInks,
  SCALES,
  SHAPES,
} from '#lib/map/scale.ts';
import { symbolPath } from '#lib/map/symbol-path.ts';

describe('scale', () => {
  it('paints every look once, blanks last and largest', () => {
    expect([...PAINT_ORDER].sort()).toEqual([...UNIT_LOOKS].sort());
    expect(PAINT_ORDER[PAINT_ORDER.length - 1]).toBe('blank');
    const radii = SCALES.light.marks.map(({ radiusPx }) => radiusPx);
    expect(Math.max(...radii)).toBe(radii[lookCode('blank')]);
  });

  it('outlines blanks, partial tints and unknowns and nothing else, and hatches unknowns', () => {
    for (const { marks } of Object.values(SCALES)) {
      const lined = UNIT_LOOKS.filter((_, i) => marks[i].linePx > 0);
      expect([...lined].sort()).toEqual(['blank', 'partial', 'unknown']);
      expect(UNIT_LOOKS.filter((_, i) => marks[i].hatched)).toEqual(['unknown']);
    }
  });

  it('classes rates with closed lower bounds and leaves the unknown out', () => {
    const cases: [number, number][] = [
      [0, 0],
      [0.4999, 0],
      [0.5, 1],
      [0.7, 2],
      [0.85, 3],
      [0.9499, 3],
      [0.95, 4],
      [1, 4],
      [NaN, -1],
    ];
    for (const [rate, cls] of cases) expect(rateClass(rate), String(rate)).toBe(cls);
  });

  it('inks rates denser the higher they are', () => {
    for (const palette of Object.values(PALETTES)) {
      const hex = rateInks(palette).map(
        ([r, g, b]) => `#${[r, g, b].map((v) => v.toString(16).padStart(2, '0')).join('')}` as Hex,
      );
      const light = hex.map(luminance);
      expect([...light].sort((a, b) => b - a)).toEqual(light);
    }
  });

  it('gives every kind a shape of its own', () => {
    const codes = UNIT_KINDS.map((_, i) => kindShape(i));
    expect(new Set(codes).size).toBe(codes.length);
    expect(kindShape(255)).toBe(0);
    expect(new Set(FACILITY_LEVELS.map((_, level) => facilityShape(level))).size).toBe(5);
  });
});

describe('legend', () => {
  it('names looks by ledger, blank first', () => {
    for (const ledger of LEDGERS) expect(lookEntries(ledger)[0]).toMatchObject({ look: 'blank' });
    expect(lookEntries('service').map(({ key }) => key)).toEqual([
      'look.service.no',
      'look.service.yes',
      'look.service.unknown',
      'look.exempt',
    ]);
    expect(lookEntries('organisation')).toHaveLength(UNIT_LOOKS.length);
  });

  it('covers every kind, level, class and layer', () => {
    expect(kindEntries()).toHaveLength(UNIT_KINDS.length);
    expect(facilityEntries()).toHaveLength(FACILITY_LEVELS.length);
    expect(rateEntries().map((e) => 'from' in e && [e.from, e.to])).toEqual([
      [0, 0.5],
      [0.5, 0.7],
      [0.7, 0.85],
      [0.85, 0.95],
      [0.95, 1],
    ]);
    expect(layerEntries().map(({ key }) => key.slice(6))).toEqual(Object.keys(DEFAULT_LAYERS));
  });

  it('draws every symbol shape as a closed path', () => {
    for (const shape of SHAPES) expect(symbolPath(shape, 5)).toMatch(/^M[^N]*Z$/);
  });
});
