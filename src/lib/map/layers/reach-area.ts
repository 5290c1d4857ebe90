import type { Layer } from '@deck.gl/core';
import type { Shapes } from '#lib/core/model.ts';
import type { Clip } from '#lib/map/layers/clip.ts';
import { stamp } from '#lib/map/layers/inked.ts';
import { fillLayer, lineLayer } from '#lib/map/layers/polygon.ts';
import { regionSurface } from '#lib/map/layers/regions.ts';
import { rgba } from '#lib/map/palette.ts';
import type { Surface } from '#lib/map/plan.ts';
import type { Scale } from '#lib/map/scale.ts';

/** How much the area in reach covers of the page, and its bands from the nearest outwards. */
const AREA_ALPHA = 34;
const BAND_ALPHAS = [96, 62, 34];

const SURFACES = new WeakMap<Shapes, Surface>();

/** The polygons of shapes and their rings; the same ones for the same shapes. */
function surfaceOf(shapes: Shapes): Surface {
  let surface = SURFACES.get(shapes);
  if (!surface) SURFACES.set(shapes, (surface = regionSurface(shapes)));
  return surface;
}

export interface AreaStyle {
  /** Tells the areas of two sides apart. */
  suffix: string;
  clip: Clip;
  scale: Scale;
  zoom: number;
  /** Without the fill: what another area has to be set off against. */
  outlineOnly?: boolean;
}

/** An area in reach: a light fill of the second hue, which leaves the page readable, and its edge. */
export function areaLayers(
  area: Shapes | null,
  { suffix, clip, scale, zoom, outlineOnly = false }: AreaStyle,
): (Layer | null)[] {
  if (!area) return [];
  const { polygons, rings } = surfaceOf(area);
  const { palette } = scale;
  const fill = rgba(palette.reach, AREA_ALPHA);
  const thin = outlineOnly ? 0.6 : 1;
  return [
    outlineOnly
      ? null
      : fillLayer({
          id: 'reach-area',
          suffix,
          polygons,
          color: () => fill,
          version: stamp(polygons, palette.theme),
          clip,
        }),
    lineLayer({
      id: 'reach-area-outline',
      suffix,
      paths: rings,
      color: rgba(palette.reach, outlineOnly ? 170 : 230),
      widthPx: (zoom < 12 ? 1.2 : 2) * thin,
      clip,
    }),
  ];
}

/**
 * Isochrones from the nearest outwards, the nearer the fuller; more than three share the faintest
 * step. The widest is laid down first, so that bands that hold one another grow fuller inwards too.
 */
export function bandLayers(
  bands: readonly Shapes[] | null,
  { suffix, clip, scale, zoom }: AreaStyle,
): (Layer | null)[] {
  const { palette } = scale;
  const layers = (bands ?? []).map((band, i): (Layer | null)[] => {
    const { polygons, rings } = surfaceOf(band);
    const fill = rgba(palette.reach, BAND_ALPHAS[Math.min(i, BAND_ALPHAS.length - 1)]);
    return [
      fillLayer({
        id: 'reach-bands',
        suffix: `${suffix}${i}`,
        polygons,
        color: () => fill,
        version: stamp(polygons, `${palette.theme}/${i}`),
        clip,
      }),
      lineLayer({
        id: 'reach-area-outline',
        suffix: `${suffix}band${i}`,
        paths: rings,
        color: rgba(palette.reach, 200),
        widthPx: zoom < 12 ? 0.8 : 1.2,
        clip,
      }),
    ];
  });
  return layers.reverse().flat();
}
