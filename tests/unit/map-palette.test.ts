import { describe, expect, it } from 'vitest';
import { contrast, cssTokens, luminance, PALETTES, rgba, type Palette } from '#lib/map/palette.ts';

const themes: Palette[] = [PALETTES.light, PALETTES.dark];

describe('palette', () => {
  it('knows the WCAG contrast of black, white and mid grey', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
    expect(contrast('#ffffff', '#767676')).toBeCloseTo(4.54, 2);
    expect(contrast('#123456', '#123456')).toBe(1);
    expect(rgba('#0a141e', 40)).toEqual([10, 20, 30, 40]);
  });

  for (const p of themes) {
    describe(p.theme, () => {
      it('orders the ramp by luminance, blank brightest of all', () => {
        const ramp = [p.look.standalone, p.look.joint, p.look.partial, p.look.blank].map(luminance);
        expect([...ramp].sort((a, b) => a - b)).toEqual(ramp);
        expect(luminance(p.look.blank)).toBeGreaterThan(luminance(p.ground));
        expect(luminance(p.look.blank)).toBeGreaterThan(luminance(p.look.unknown));
      });

      it('parts every symbol from the ground by 3:1, by its fill or by its line', () => {
        const edges: [string, number][] = [
          ['standalone', contrast(p.look.standalone, p.ground)],
          ['joint', contrast(p.look.joint, p.ground)],
          ['partial', Math.max(contrast(p.ring, p.ground), contrast(p.look.partial, p.ground))],
          ['blank', Math.max(contrast(p.outline, p.ground), contrast(p.look.blank, p.ground))],
          ['unknown', contrast(p.hatch, p.ground)],
          ['facility', contrast(p.facility, p.ground)],
          ['reach', contrast(p.reach, p.ground)],
        ];
        for (const [name, ratio] of edges) expect(ratio, name).toBeGreaterThanOrEqual(3);
      });

      it('parts a blank from printed ink by 3:1, as a plane and as a line', () => {
        for (const ink of [p.look.standalone, p.look.joint]) {
          expect(contrast(p.look.blank, ink)).toBeGreaterThanOrEqual(3);
          expect(contrast(p.outline, ink)).toBeGreaterThanOrEqual(3);
        }
        expect(contrast(p.outline, p.look.blank)).toBeGreaterThanOrEqual(3);
      });

      it('parts ring from tint, hatch from its bed, and casing from symbol and ink, by 3:1', () => {
        expect(contrast(p.ring, p.look.partial)).toBeGreaterThanOrEqual(3);
        expect(contrast(p.hatch, p.look.unknown)).toBeGreaterThanOrEqual(3);
        expect(contrast(p.casing, p.facility)).toBeGreaterThanOrEqual(3);
        expect(contrast(p.casing, p.look.standalone)).toBeGreaterThanOrEqual(3);
      });

      it('writes names at 4.5:1 on halo and ground', () => {
        for (const ink of [p.text, p.textMuted]) {
          expect(contrast(ink, p.halo)).toBeGreaterThanOrEqual(4.5);
          expect(contrast(ink, p.ground)).toBeGreaterThanOrEqual(4.5);
        }
      });

      it('hands the same colours to the style sheet', () => {
        const tokens = cssTokens(p.theme);
        expect(tokens['--look-blank']).toBe(p.look.blank);
        expect(tokens['--backdrop-water']).toBe(p.backdrop.water);
        expect(tokens['--facility']).toBe(p.facility);
      });
    });
  }
});
