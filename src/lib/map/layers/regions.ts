import type { Layer } from '@deck.gl/core';
import type { Shapes } from '#lib/core/model.ts';
import { stamp } from '#lib/map/layers/inked.ts';
import { fillLayer, lineLayer } from '#lib/map/layers/polygon.ts';
import { rgba } from '#lib/map/palette.ts';
import type { Surface } from '#lib/map/plan.ts';
import { polygonsOf, ringsOf } from '#lib/map/polygons.ts';
import type { Scale } from '#lib/map/scale.ts';

/** What the audit found to be areas and not records: weak belts and blank zones, a record each. */
export interface ShownRegions {
  belts: Shapes;
  zones: Shapes;
}

/** Where a fill lets the page beneath be read: blank paper nearly covers it, the tint hardly. */
const PAPER_ALPHA = 205;
const TINT_ALPHA = 70;
const HATCH_ALPHA = 215;

/** All polygons of the regions of one kind; subject = belt or zone. */
export function regionSurface(shapes: Shapes): Surface {
  const all = Uint32Array.from({ length: shapes.type.length }, (_, i) => i);
  const polygons = polygonsOf(shapes, all, all);
  return { polygons, rings: ringsOf(polygons) };
}

/** Blank zones: paper with a crisp dark outline, as blanks are. */
export function zoneLayers(
  { polygons, rings }: Surface,
  scale: Scale,
  zoom: number,
): (Layer | null)[] {
  const { palette } = scale;
  const paper = rgba(palette.paper, PAPER_ALPHA);
  return [
    fillLayer({
      id: 'zones',
      polygons,
      color: () => paper,
      version: stamp(polygons, palette.theme),
      pickable: true,
    }),
    lineLayer({
      id: 'zones-casing',
      paths: rings,
      color: rgba(palette.paper),
      widthPx: zoom < 12 ? 2.2 : 4,
    }),
    lineLayer({
      id: 'zones-outline',
      paths: rings,
      color: rgba(palette.outline),
      widthPx: zoom < 12 ? 1.1 : 1.8,
    }),
  ];
}

/** Weak belts: a light tint and hatch of the ink, which shows on full ink and on paper, and the hull as a line. */
export function beltLayers(
  { polygons, rings }: Surface,
  scale: Scale,
  zoom: number,
): (Layer | null)[] {
  const { palette } = scale;
  const tint = rgba(palette.look.partial, TINT_ALPHA);
  const hatch = rgba(palette.look.partial, HATCH_ALPHA);
  const version = stamp(polygons, palette.theme);
  return [
    fillLayer({ id: 'belts', polygons, color: () => tint, version, pickable: true }),
    fillLayer({ id: 'belts-hatch', polygons, color: () => hatch, version, hatched: true }),
    lineLayer({
      id: 'belts-casing',
      paths: rings,
      color: rgba(palette.halo),
      widthPx: zoom < 12 ? 3.2 : 5,
    }),
    lineLayer({
      id: 'belts-outline',
      paths: rings,
      color: rgba(palette.ring),
      widthPx: zoom < 12 ? 1.4 : 2.2,
    }),
  ];
}
