import type { GeoJSONSource, LngLatBounds, Map as MapLibre } from 'maplibre-gl';
import type { MapLayer } from '#lib/map/legend.ts';
import { PALETTES, type Theme } from '#lib/map/palette.ts';
import type { Plan } from '#lib/map/plan.ts';
import type { Bbox } from '#lib/map/polygons.ts';
import { labelRanges, styleOf } from '#lib/map/style.ts';

/** A view's bounds as a box of degrees. */
export const boxOf = (bounds: LngLatBounds): Bbox => [
  bounds.getWest(),
  bounds.getSouth(),
  bounds.getEast(),
  bounds.getNorth(),
];

/** Gives a source of the style its data. */
export function fill(
  map: MapLibre,
  id: string,
  data: Parameters<GeoJSONSource['setData']>[0],
): void {
  void map.getSource<GeoJSONSource>(id)?.setData(data);
}

/** Gives ground, backdrop and names the colours of a theme, and shows those that are switched on. */
export function dressStyle(
  map: MapLibre,
  theme: Theme,
  layers: Record<MapLayer, boolean>,
  zooms: Float64Array,
): void {
  for (const layer of styleOf(PALETTES[theme], {}, labelRanges(zooms)).layers) {
    if (layer.id === 'label-anchor') continue;
    for (const [name, value] of Object.entries(layer.paint ?? {})) {
      map.setPaintProperty(layer.id, name as never, value as never);
    }
    if (layer.type === 'symbol') {
      map.setLayerZoomRange(layer.id, layer.minzoom ?? 0, layer.maxzoom ?? 24);
    }
    const on = layer.id.startsWith('label-') ? layers.labels : layers.backdrop;
    if (layer.id !== 'ground')
      map.setLayoutProperty(layer.id, 'visibility', on ? 'visible' : 'none');
  }
}

/** The first units of a plan that stand in a box, `atMost` of them. */
export function unitsWithin(plan: Plan, [w, s, e, n]: Bbox, atMost: number): number[] {
  const members: number[] = [];
  for (const unit of plan.points) {
    if (members.length === atMost) break;
    const [lng, lat] = [plan.xy[2 * unit], plan.xy[2 * unit + 1]];
    if (lng >= w && lng <= e && lat >= s && lat <= n) members.push(unit);
  }
  return members;
}
