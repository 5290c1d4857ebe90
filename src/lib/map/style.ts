import type { FeatureCollection } from 'geojson';
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { DIVISION_LEVELS, type DivisionLevel } from '#lib/core/model.ts';
import { zoomAtSize } from '#lib/map/extent.ts';
import type { Palette } from '#lib/map/palette.ts';

/** The name the labels ask for; fonts.ts declares its files. */
export const LABEL_FONT = 'Noto Sans SC';

const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Sources whose data the map view sets. */
export const SOURCES = {
  backdrop: 'backdrop',
  divisions: 'division-names',
  units: 'unit-names',
  sites: 'site-names',
} as const;

/** The zoom range in which the names of one level are drawn. */
export interface LabelRange {
  level: string;
  min: number;
  max: number;
  textPx: number;
}

/** Sizes on screen, in pixels of a level's median division, between which its names are drawn. */
const NAMED: { level: string; fromPx: number; toPx: number; textPx: number }[] = [
  { level: 'district', fromPx: 30, toPx: 760, textPx: 15 },
  { level: 'street', fromPx: 84, toPx: 1000, textPx: 13 },
  { level: 'community', fromPx: 100, toPx: 1100, textPx: 12 },
  { level: 'grid', fromPx: 130, toPx: 1e9, textPx: 11 },
];

/** Label ranges for a project's divisions; `zooms` as from `levelZooms`, levels without polygons never show. */
export function labelRanges(zooms: Float64Array): LabelRange[] {
  const at = (level: string, px: number) => {
    const zoom = zoomAtSize(zooms, DIVISION_LEVELS.indexOf(level as DivisionLevel), px);
    return Number.isNaN(zoom) ? 24 : Math.min(24, Math.max(0, zoom));
  };
  return NAMED.map(({ level, fromPx, toPx, textPx }) => ({
    level,
    min: at(level, fromPx),
    max: at(level, toPx),
    textPx,
  }));
}

const nameOf = (sizePx: number, palette: Palette, muted: boolean): Partial<LayerSpecification> => ({
  type: 'symbol',
  layout: {
    'text-field': ['get', 'name'],
    'text-font': [LABEL_FONT],
    'text-size': sizePx,
    'text-max-width': 8,
    'text-padding': 6,
    'symbol-sort-key': ['get', 'rank'],
  },
  paint: {
    'text-color': muted ? palette.textMuted : palette.text,
    'text-halo-color': palette.halo,
    'text-halo-width': 1.6,
    'text-halo-blur': 0.4,
  },
});

const isClass = (cls: string) => ['==', ['get', 'class'], cls];

/**
 * The map's style: no address but this origin's, no glyph server, no sprite. Our own layers stand
 * below `water` (ink) and below `label-anchor` (marks).
 */
export function styleOf(
  palette: Palette,
  faces: StyleSpecification['font-faces'],
  labels: LabelRange[],
): StyleSpecification {
  const { backdrop } = palette;
  const line = (id: string, width: unknown[]) => ({
    id,
    type: 'line',
    source: SOURCES.backdrop,
    filter: isClass(id),
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: {
      'line-color': backdrop[id as 'road' | 'rail'],
      'line-width': ['interpolate', ['exponential', 1.5], ['zoom'], ...width],
      'line-opacity': ['interpolate', ['linear'], ['zoom'], 10, 0.45, 13, 0.8, 15, 1],
      ...(id === 'rail' ? { 'line-dasharray': [4, 2] } : {}),
    },
  });
  const fill = (id: 'water' | 'green') => ({
    id,
    type: 'fill',
    source: SOURCES.backdrop,
    filter: ['all', isClass(id), ['==', ['geometry-type'], 'Polygon']],
    paint: { 'fill-color': backdrop[id] },
  });
  const named = labels.map(({ level, min, max, textPx }) => ({
    ...nameOf(textPx, palette, false),
    id: `label-${level}`,
    source: SOURCES.divisions,
    filter: ['==', ['get', 'level'], level],
    minzoom: min,
    maxzoom: max,
  }));
  const layers = [
    { id: 'ground', type: 'background', paint: { 'background-color': palette.ground } },
    fill('green'),
    fill('water'),
    {
      id: 'water-line',
      type: 'line',
      source: SOURCES.backdrop,
      filter: ['all', isClass('water'), ['==', ['geometry-type'], 'LineString']],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': backdrop.water,
        'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 10, 0.8, 16, 10],
      },
    },
    line('rail', [10, 0.5, 16, 2]),
    line('road', [10, 0.4, 13, 1.1, 16, 5, 18, 14]),
    { id: 'label-anchor', type: 'background', layout: { visibility: 'none' } },
    {
      ...nameOf(11, palette, true),
      id: 'label-unit',
      source: SOURCES.units,
      minzoom: 15.6,
      layout: {
        ...(nameOf(11, palette, true).layout as object),
        'text-anchor': 'top',
        'text-offset': [0, 0.9],
      },
    },
    ...[...named].reverse(),
    {
      ...nameOf(13, palette, false),
      id: 'label-site',
      source: SOURCES.sites,
      layout: {
        ...(nameOf(13, palette, false).layout as object),
        'text-anchor': 'top',
        'text-offset': [0, 1.1],
        'text-padding': 2,
      },
      paint: { ...(nameOf(13, palette, false).paint as object), 'text-color': palette.facility },
    },
  ];
  return {
    version: 8,
    'font-faces': faces,
    sources: {
      [SOURCES.backdrop]: { type: 'geojson', data: EMPTY },
      [SOURCES.divisions]: { type: 'geojson', data: EMPTY },
      [SOURCES.units]: { type: 'geojson', data: EMPTY },
      [SOURCES.sites]: { type: 'geojson', data: EMPTY },
    },
    layers: layers as LayerSpecification[],
  };
}
