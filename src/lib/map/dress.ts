import type { GeoJSONSource, LngLatBounds, Map as MapLibre } from 'maplibre-gl';
import type { Project } from '#lib/core/model.ts';
import { backdropFeatures, divisionLabels, siteLabels, unitLabels } from '#lib/map/features.ts';
import type { MapLayer } from '#lib/map/legend.ts';
import { PALETTES, type Theme } from '#lib/map/palette.ts';
import type { Plan } from '#lib/map/plan.ts';
import type { Bbox } from '#lib/map/polygons.ts';
import type { SceneInput } from '#lib/map/scene.ts';
import type { SitesShown } from '#lib/map/siting-scene.ts';
import { labelRanges, SOURCES, styleOf } from '#lib/map/style.ts';

/** From this zoom on units carry their names. */
const NAMES_FROM_ZOOM = 15.6;
const NAMES_AT_MOST = 1500;

/** A view's bounds as a box of degrees. */
export const boxOf = (bounds: LngLatBounds): Bbox => [
  bounds.getWest(),
  bounds.getSouth(),
  bounds.getEast(),
  bounds.getNorth(),
];

/** Gives a source of the style its data. */
function fill(map: MapLibre, id: string, data: Parameters<GeoJSONSource['setData']>[0]): void {
  void map.getSource<GeoJSONSource>(id)?.setData(data);
}

/** Gives ground, backdrop and names the colours of a theme, and shows those that are switched on. */
function dressStyle(
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
function unitsWithin(plan: Plan, [w, s, e, n]: Bbox, atMost: number): number[] {
  const members: number[] = [];
  for (const unit of plan.points) {
    if (members.length === atMost) break;
    const [lng, lat] = [plan.xy[2 * unit], plan.xy[2 * unit + 1]];
    if (lng >= w && lng <= e && lat >= s && lat <= n) members.push(unit);
  }
  return members;
}

/** Ground, backdrop and names of one map: sources once a project, colours and visibility as they change. */
export class Dress {
  /** The project whose ground is laid; null before the first. */
  project: Project | null = null;
  private worn: unknown[] = [];
  private sites: SitesShown['names'] | null = null;
  private readonly map: MapLibre;

  constructor(map: MapLibre) {
    this.map = map;
  }

  wear(input: SceneInput, plan: Plan): void {
    const { map } = this;
    const sites = input.reach?.sites?.names ?? null;
    if (sites !== this.sites) fill(map, SOURCES.sites, siteLabels((this.sites = sites) ?? []));
    if (this.project !== input.project) {
      this.project = input.project;
      fill(map, SOURCES.backdrop, backdropFeatures(input.project.backdrop));
      fill(map, SOURCES.divisions, divisionLabels(input.project.divisions));
      this.nameUnits(plan);
    }
    const worn = [input.project, input.theme, input.layers];
    if (worn.every((value, i) => value === this.worn[i])) return;
    this.worn = worn;
    dressStyle(map, input.theme, input.layers, plan.zooms);
  }

  /** Names of the units in view, close up only. */
  nameUnits(plan: Plan): void {
    const { map } = this;
    if (map.getZoom() < NAMES_FROM_ZOOM - 0.5) return;
    const members = unitsWithin(plan, boxOf(map.getBounds()), NAMES_AT_MOST);
    fill(map, SOURCES.units, unitLabels(plan.project.units, plan.xy, members));
  }
}
