import type { Layer } from '@deck.gl/core';
import { DIVISION_LEVELS, FACILITY_LEVELS, type Project } from '#lib/core/model.ts';
import { UNIT_LOOKS, type UnitLook } from '#lib/core/coverage/verdict.ts';
import { borderLayers, choroplethLayers, divisionCodes } from '#lib/map/layers/divisions.ts';
import { facilitySymbols } from '#lib/map/layers/facilities.ts';
import { groupLayers, groupOutlines, type ShownGroups } from '#lib/map/layers/groups.ts';
import { inkedLayers, inkedOf, type Inked, type Shown } from '#lib/map/layers/inked.ts';
import { reachLayer, reachRings } from '#lib/map/layers/reach.ts';
import {
  beltLayers,
  regionSurface,
  zoneLayers,
  type ShownRegions,
} from '#lib/map/layers/regions.ts';
import {
  highlightOf,
  hoverLayers,
  selectionLayers,
  type Highlight,
  type Selection,
} from '#lib/map/layers/selection.ts';
import { paintedUnits, symbolLayer, unitSymbols, type Symbols } from '#lib/map/layers/units.ts';
import { Sieve, type Sieved } from '#lib/map/layers/sieve.ts';
import type { MapLayer } from '#lib/map/legend.ts';
import { Memory } from '#lib/map/memory.ts';
import { floorLayers } from '#lib/map/layers/polygon.ts';
import { inOrder } from '#lib/map/order.ts';
import type { Theme } from '#lib/map/palette.ts';
import { planSteps, type Plan, type Surface } from '#lib/map/plan.ts';
import type { Bbox } from '#lib/map/polygons.ts';
import {
  ReachScene,
  type HeldStation,
  type ReachPick,
  type ReachShown,
} from '#lib/map/reach-scene.ts';
import { SCALES, symbolSize } from '#lib/map/scale.ts';
import { atOnce, type Steps } from '#lib/map/steps.ts';
import { DRAWN_AT_MOST, thinned } from '#lib/map/thinning.ts';

/** Everything the picture depends on beside the camera. */
export interface SceneInput {
  project: Project;
  looks: Uint8Array;
  /** 1 for each unit that a filter lets through; null = all. */
  mask: Uint8Array | null;
  hiddenLooks: ReadonlySet<UnitLook>;
  divisionRates: Float64Array | null;
  divisionUnknown: Float64Array | null;
  radiiM: readonly number[];
  /** Proposed groups to outline; null for none. */
  groups: ShownGroups | null;
  /** Weak belts and blank zones; null until they are known. */
  regions: ShownRegions | null;
  /** Reach measured afresh, in place of units, facilities and service rings; null or absent for none. */
  reach?: ReachShown | null;
  selection: Selection | null;
  hover: Selection | null;
  theme: Theme;
  layers: Record<MapLayer, boolean>;
}

export interface SceneCamera {
  zoom: number;
  view: Bbox;
  /** A station that the pointer holds. */
  held?: HeldStation | null;
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** Over a whole city the outlines of groups are but clutter. */
const GROUPS_FROM_ZOOM = 11.5;

/** Turns project, verdicts and camera into layers; rebuilds only what changed. */
export class Scene {
  private readonly memory = new Memory();
  /** Record that each pickable symbol stands for, by layer id. */
  private records = new Map<string, Uint32Array>();
  private plan: Plan | null = null;
  private readonly units = new Sieve();
  private readonly divisions = new Sieve();
  private readonly reaching = new ReachScene();

  planFor(project: Project): Plan {
    return (this.plan = atOnce(this.planned(project)));
  }

  private planned(project: Project): Steps<Plan> {
    return this.memory.steps('plan', [project], () => planSteps(project));
  }

  /** The layers of a picture; with a million units there is much to do, so it comes in steps. */
  *layers(input: SceneInput, camera: SceneCamera): Steps<Layer[]> {
    const { project, looks, hiddenLooks, mask, layers: on } = input;
    const { memory } = this;
    const { zoom, view } = camera;
    const reach = input.reach ?? null;
    const plan = yield* this.planned(project);
    const scale = SCALES[input.theme];
    const shown = memory.of<Shown | null>('shown', [looks, hiddenLooks], () => {
      if (hiddenLooks.size === 0) return null;
      const seenLook = UNIT_LOOKS.map((look) => !hiddenLooks.has(look));
      return (unit) => seenLook[looks[unit]];
    });
    this.units.set(mask);
    const sieved = { sieve: this.units, sieveBits: 1 };
    const inked = (name: string, i = 0): Inked => {
      const surface = name === 'cells' ? plan.cells[i] : plan[name as 'areas' | 'footprints'];
      return memory.of(`${name}${i}`, [surface, looks, shown], () =>
        inkedOf(surface, looks, shown),
      );
    };
    const out: (Layer | null)[] = floorLayers();
    const cellsOn = on.cells && plan.cells.length > 0 && zoom >= plan.cellsFromZoom;
    const cellPx = 2 ** (zoom - plan.zooms[DIVISION_LEVELS.indexOf('grid')]) || 60;
    const density = zoom < 13.5 ? 1 : zoom < 14.5 ? 0.8 : zoom < 15.5 ? 0.55 : 0.35;

    if (!cellsOn && on.choropleth && input.divisionRates) {
      const level = this.choroplethLevel(plan, zoom);
      if (level >= 0) {
        const { divisionRates: rates, divisionUnknown: unknown } = input;
        const codes = memory.of('codes', [rates, unknown], () =>
          divisionCodes(rates, unknown, mask !== null),
        );
        this.divisions.set(codes);
        out.push(
          ...choroplethLayers(plan, {
            level,
            rates: input.divisionRates,
            codes,
            sieve: this.divisions,
            scale,
            density,
            pickable: true,
          }),
        );
      }
    }
    if (cellsOn) {
      plan.cells.forEach((_, i) => {
        out.push(
          ...inkedLayers(inked('cells', i), {
            fill: 'cells',
            hatch: 'cells-hatch',
            outline: 'cells-outline',
            seam: 'cells-seam',
            suffix: String(i),
            scale,
            density,
            seamPx: cellPx < 7 ? 0 : clamp(cellPx / 40, 0.4, 1.2),
            lineScale: clamp(cellPx / 16, 0.45, 1.15),
            pickable: true,
            sieved,
          }),
        );
      });
    }
    if (on.borders) out.push(...borderLayers(plan, zoom, scale));
    if (on.areas && zoom >= 12) {
      out.push(
        ...inkedLayers(inked('areas'), {
          fill: 'areas',
          hatch: 'areas-hatch',
          outline: 'areas-outline',
          seam: 'areas-seam',
          scale,
          density: zoom < 15 ? 0.7 : 0.4,
          seamPx: 1.2,
          lineScale: 1.1,
          pickable: true,
          sieved,
        }),
      );
    }
    const footprintsOn = on.footprints && zoom >= 14.3 && plan.footprints.polygons.part.length > 0;
    if (footprintsOn) {
      out.push(
        ...inkedLayers(inked('footprints'), {
          fill: 'footprints',
          hatch: 'footprints-hatch',
          outline: 'footprints-outline',
          scale,
          density: 1,
          seamPx: 0,
          lineScale: zoom < 15.5 ? 0.8 : 1.2,
          pickable: true,
          sieved,
        }),
      );
    }
    const { regions } = input;
    if (regions && on.zones) {
      const zones = memory.of('zones', [regions.zones], () => regionSurface(regions.zones));
      out.push(...zoneLayers(zones, scale, zoom));
    }
    if (regions && on.belts) {
      const belts = memory.of('belts', [regions.belts], () => regionSurface(regions.belts));
      out.push(...beltLayers(belts, scale, zoom));
    }
    const records = new Map<string, Uint32Array>();
    const size = symbolSize(zoom);
    if (reach) out.push(...(yield* this.reaching.layers(reach, camera, scale)));
    if (on.units && !reach) {
      const blanksOnly = zoom < plan.symbolsFromZoom;
      const withoutFootprints = footprintsOn && zoom >= 15;
      const painted = yield* memory.steps(
        'painted',
        [plan, looks, shown, blanksOnly, withoutFootprints],
        () => paintedUnits(plan, looks, { shown, blanksOnly, withoutFootprints }),
      );
      const many = painted.length > DRAWN_AT_MOST;
      // Of marks that lie on one another the uppermost that passes is drawn.
      const record = many
        ? yield* memory.steps('thinned', [painted, zoom, view.join(), mask], () =>
            thinned(painted, plan.xy, view, zoom, mask),
          )
        : painted;
      if (many) yield;
      const symbols = memory.of('units', [plan, looks, scale, record], () =>
        unitSymbols(plan, looks, scale, record),
      );
      records.set('units', symbols.record);
      out.push(
        this.symbols(
          'units',
          symbols,
          input.theme,
          size,
          zoom < 12 ? 0 : zoom < 14 ? 0.7 : 1,
          sieved,
        ),
      );
    }
    const lowest = zoom < 10.5 ? 1 : zoom < 12 ? 2 : zoom < 13.2 ? 3 : FACILITY_LEVELS.length - 1;
    if (on.facilities && !reach) {
      const symbols = memory.of('facilities', [project, lowest, scale], () =>
        facilitySymbols(project.facilities, lowest, scale),
      );
      records.set('facilities', symbols.record);
      out.push(this.symbols('facilities', symbols, input.theme, clamp(size, 0.7, 1.5), 1.4));
    }
    if (on.reach && !reach) {
      const paths = memory.of('reach', [project, lowest, input.radiiM.join(), view.join()], () =>
        reachRings(project.facilities, input.radiiM, lowest, view),
      );
      out.push(reachLayer(paths, scale, zoom));
    }
    if (input.groups && (on.groups || input.groups.chosen >= 0)) {
      const { groups } = input;
      const lines = memory.of('groups', [groups, plan, zoom, view.join(), on.groups], () => {
        const all = on.groups && zoom >= GROUPS_FROM_ZOOM;
        const from = (only: 'chosen' | 'others') =>
          groupOutlines(groups, plan.xy, { zoom, view, only });
        return {
          others: from(all ? 'others' : 'chosen'),
          chosen: from('chosen'),
        };
      });
      out.push(...groupLayers(lines, scale));
    }
    out.push(...this.highlights(input, plan, size));
    this.records = records;
    this.plan = plan;
    return inOrder(out.filter((layer): layer is Layer => layer !== null));
  }

  private symbols(
    id: 'units' | 'facilities',
    symbols: Symbols,
    theme: Theme,
    size: number,
    casingPx: number,
    sieved?: Sieved,
  ) {
    return symbolLayer({
      id,
      symbols,
      scale: SCALES[theme],
      size,
      casingPx,
      pickable: true,
      sieved,
    });
  }

  private highlights({ selection, hover, theme, regions }: SceneInput, plan: Plan, size: number) {
    const find = (name: string, what: Selection): Highlight =>
      this.memory.of(name, [plan, what.type, what.index, regions], () =>
        highlightOf(plan, what, regions),
      );
    return [
      ...(hover ? hoverLayers(find('hover', hover), SCALES[theme]) : []),
      ...(selection ? selectionLayers(find('selection', selection), SCALES[theme], size) : []),
    ];
  }

  /** The finest level whose median division is large enough to read, -1 if no level has polygons. */
  private choroplethLevel(plan: Plan, zoom: number): number {
    let found = -1;
    for (let level = 1; level < DIVISION_LEVELS.length; level++) {
      if (plan.levels[level].polygons.part.length === 0) continue;
      if (found < 0 || 2 ** (zoom - plan.zooms[level]) >= 14) found = level;
    }
    return found;
  }

  /** The place or station of the reach shown that a picked index stands for; null for other layers. */
  pickedReach(layerId: string, index: number): ReachPick | null {
    return this.reaching.picked(layerId, index);
  }

  /** What a picked index of a layer stands for; null for layers that cannot be chosen. */
  picked(layerId: string, index: number): Selection | null {
    const { plan } = this;
    if (!plan || index < 0 || layerId.startsWith('reach')) return null;
    const [name, suffix] = layerId.split(':');
    if (name === 'facilities')
      return { type: 'facility', index: this.records.get(name)?.[index] ?? 0 };
    if (name === 'units') return { type: 'unit', index: this.records.get(name)?.[index] ?? 0 };
    if (name === 'choropleth') {
      return { type: 'division', index: plan.levels[Number(suffix)].polygons.subject[index] };
    }
    if (name === 'belts' || name === 'zones') {
      const surface = this.memory.peek(name) as Surface | undefined;
      const type = name === 'belts' ? 'belt' : 'zone';
      return surface ? { type, index: surface.polygons.subject[index] } : null;
    }
    const kept = this.memory.peek(`${name}${suffix ?? 0}`) as Inked | undefined;
    return kept ? { type: 'unit', index: kept.shown.polygons.subject[index] } : null;
  }
}
