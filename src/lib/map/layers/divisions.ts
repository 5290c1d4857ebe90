import type { Layer } from '@deck.gl/core';
import { stamp } from '#lib/map/layers/inked.ts';
import { fillLayer, lineLayer } from '#lib/map/layers/polygon.ts';
import { rgba, type Rgba } from '#lib/map/palette.ts';
import type { Plan } from '#lib/map/plan.ts';
import { onlyPolygons, ringsOf, type Paths, type Polygons } from '#lib/map/polygons.ts';
import { rateClass, rateInks, UNKNOWN_SHARE, type Scale } from '#lib/map/scale.ts';

export interface Choropleth {
  /** Position in DIVISION_LEVELS. */
  level: number;
  /** Rate 0..1 by division, NaN where not known. */
  rates: Float64Array;
  /** Share of unknown 0..1 by division; null counts none. */
  unknown: Float64Array | null;
  scale: Scale;
  density: number;
  pickable: boolean;
}

const SUBSETS = new WeakMap<object, { level: number; plan: Plan; value: [Polygons, Paths] }>();

const subsets = (plan: Plan, { level, rates, unknown }: Choropleth): [Polygons, Paths] => {
  const cached = SUBSETS.get(rates);
  if (cached && cached.level === level && cached.plan === plan) return cached.value;
  const { polygons } = plan.levels[level];
  const value: [Polygons, Paths] = [
    onlyPolygons(polygons, (d) => Number.isNaN(rates[d]) || (unknown?.[d] ?? 0) > UNKNOWN_SHARE),
    ringsOf(onlyPolygons(polygons, (d) => rateClass(rates[d]) === 0)),
  ];
  SUBSETS.set(rates, { level, plan, value });
  return value;
};

/** Divisions of one level inked by rate: the fuller the denser, below half bare paper with an outline. */
export function choroplethLayers(plan: Plan, options: Choropleth): (Layer | null)[] {
  const { scale, rates, density, level } = options;
  const surface = plan.levels[level];
  const inks = rateInks(scale.palette).map(([r, g, b], cls): Rgba => [
    r,
    g,
    b,
    cls === 0 ? 255 : Math.round(255 * density),
  ]);
  const bed = rgba(scale.palette.look.unknown, Math.round(255 * density));
  const key = `${scale.palette.theme}/${density}/${level}`;
  const [hatched, bare] = subsets(plan, options);
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
      polygons: hatched,
      color: () => rgba(scale.palette.hatch),
      version: key,
      hatched: true,
    }),
    lineLayer({
      id: 'choropleth-seam',
      suffix: String(level),
      paths: surface.rings,
      color: rgba(scale.palette.seam),
      widthPx: 0.8,
    }),
    lineLayer({
      id: 'choropleth-outline',
      suffix: String(level),
      paths: bare,
      color: rgba(scale.palette.outline),
      widthPx: 1.8,
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
