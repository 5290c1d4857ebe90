import type { Layer } from '@deck.gl/core';
import { stamp } from '#lib/map/layers/inked.ts';
import { fillLayer, lineLayer } from '#lib/map/layers/polygon.ts';
import type { Sieve } from '#lib/map/layers/sieve.ts';
import { rgba, type Rgba } from '#lib/map/palette.ts';
import type { Plan } from '#lib/map/plan.ts';
import { rateClass, rateInks, UNKNOWN_SHARE, type Scale } from '#lib/map/scale.ts';

export interface Choropleth {
  /** Position in DIVISION_LEVELS. */
  level: number;
  /** Rate 0..1 by division, NaN where not known. */
  rates: Float64Array;
  /** `divisionCodes`, and the sieve that holds them. */
  codes: Uint8Array;
  sieve: Sieve;
  scale: Scale;
  density: number;
  pickable: boolean;
}

/** Bits of a division's code in the sieve: no rate worth reading, and a rate below the first break. */
export const HATCHED = 1;
export const BARE = 2;

/**
 * Which lines and hatches each division has, for the sieve of the divisions. `filtered`: where nothing
 * is due, nothing passes the filter, which is no lack of knowledge and is not hatched.
 */
export function divisionCodes(
  rates: Float64Array,
  unknown: Float64Array | null,
  filtered: boolean,
): Uint8Array {
  const codes = new Uint8Array(rates.length);
  for (let d = 0; d < codes.length; d++) {
    const hatched = (Number.isNaN(rates[d]) && !filtered) || (unknown?.[d] ?? 0) > UNKNOWN_SHARE;
    codes[d] = (hatched ? HATCHED : 0) | (rateClass(rates[d]) === 0 ? BARE : 0);
  }
  return codes;
}

/** The bits that any of these divisions has. */
export function bitsAmong(codes: Uint8Array, divisions: Uint32Array): number {
  let bits = 0;
  for (const division of divisions) bits |= codes[division];
  return bits;
}

/** Divisions of one level inked by rate: the fuller the denser, below half bare paper with an outline. */
export function choroplethLayers(plan: Plan, options: Choropleth): (Layer | null)[] {
  const { scale, rates, density, level, sieve } = options;
  const surface = plan.levels[level];
  // A layer of which nothing passes would cost as much as one that is seen.
  const bits = bitsAmong(options.codes, surface.polygons.subject);
  const inks = rateInks(scale.palette).map(([r, g, b], cls): Rgba => [
    r,
    g,
    b,
    cls === 0 ? 255 : Math.round(255 * density),
  ]);
  const bed = rgba(scale.palette.look.unknown, Math.round(255 * density));
  const key = `${scale.palette.theme}/${density}/${level}`;
  return [
    fillLayer({
      id: 'choropleth',
      suffix: String(level),
      polygons: surface.polygons,
      color: (division) => inks[rateClass(rates[division])] ?? bed,
      version: stamp(rates, key),
      pickable: options.pickable,
    }),
    fillLayer({
      id: 'choropleth-hatch',
      suffix: String(level),
      polygons: surface.polygons,
      color: () => rgba(scale.palette.hatch),
      version: key,
      hatched: true,
      visible: (bits & HATCHED) !== 0,
      sieved: { sieve, sieveBits: HATCHED },
    }),
    lineLayer({
      id: 'choropleth-seam',
      suffix: String(level),
      paths: surface.rings,
      color: rgba(scale.palette.seam),
      widthPx: 1,
      once: true,
    }),
    lineLayer({
      id: 'choropleth-outline',
      suffix: String(level),
      paths: surface.rings,
      color: rgba(scale.palette.outline),
      widthPx: 1.8,
      visible: (bits & BARE) !== 0,
      sieved: { sieve, sieveBits: BARE },
    }),
  ];
}

/** Outlines of the divisions, heavier the higher the level; a level too small on screen is left out. */
export function borderLayers(plan: Plan, zoom: number, scale: Scale): (Layer | null)[] {
  const widths = [2.2, 1.8, 1, 0.6, 0];
  return plan.levels.map(({ rings }, level) => {
    const sizePx = 2 ** (zoom - plan.zooms[level]);
    if (!widths[level] || !(sizePx > 44)) return null;
    return lineLayer({
      id: 'borders',
      suffix: String(level),
      paths: rings,
      color: rgba(scale.palette.border, level < 2 ? 230 : 170),
      widthPx: widths[level],
    });
  });
}
