import type { Layer } from '@deck.gl/core';
import type { Shapes } from '#lib/core/model.ts';
import type { Clip } from '#lib/map/layers/clip.ts';
import { PlaceDistances, type DistanceColumns } from '#lib/map/layers/place-distances.ts';
import { drawnPlaces, placeDots, placesLayer, placesMode } from '#lib/map/layers/reach-places.ts';
import { areaLayers, bandLayers } from '#lib/map/layers/reach-area.ts';
import {
  chosenLayer,
  givenColumns,
  givenSymbols,
  proposedSymbols,
  scenarioLines,
  stationLayers,
  type ReachStation,
} from '#lib/map/layers/reach-stations.ts';
import { routeLayers, routeLines } from '#lib/map/layers/route.ts';
import type { Symbols } from '#lib/map/layers/units.ts';
import { SitingScene, type SitesShown } from '#lib/map/siting-scene.ts';
import { Memory } from '#lib/map/memory.ts';
import type { Bbox } from '#lib/map/polygons.ts';
import { stationSize, type Scale } from '#lib/map/scale.ts';
import type { Steps } from '#lib/map/steps.ts';
import { DRAWN_AT_MOST } from '#lib/map/thinning.ts';

export type { ReachStation };

/**
 * Reach as the map shows it. `A` is what is measured; `B`, where there is one, what it is set beside:
 * another method or another scenario. With a swipe A is drawn left of it and B right of it, without
 * one the places that B gains and loses are.
 */
export interface ReachShown extends DistanceColumns {
  /** Places in degrees: points of demand first, units after them; the same columns as long as the places are. */
  lng: Float64Array;
  lat: Float64Array;
  /** Metres of each place to its nearest station; Infinity where there is none, NaN where it is not known. */
  firstM: Float64Array;
  /** To the second nearest; null where reach by a second station is not shown. */
  secondM: Float64Array | null;
  /** The same under B; null without one. */
  otherFirstM: Float64Array | null;
  otherSecondM?: Float64Array | null;
  /** Changes whenever the distances do in place. */
  version: number;
  cutoffM: number;
  otherCutoffM: number;
  /** The area in reach. */
  area: Shapes | null;
  otherArea?: Shapes | null;
  /** Isochrones from the nearest outwards, each holding the ones before it or beginning where they end. */
  bands: Shapes[] | null;
  otherBands?: Shapes[] | null;
  stations: readonly ReachStation[];
  /** Stations of B by the same numbers, where they are others: drawn right of the swipe. */
  otherStations?: readonly ReachStation[] | null;
  /** The station that is chosen, -1 or absent for none. */
  chosen?: number;
  /** A way on foot as a line of degrees; its first and last legs lead to the network and from it. */
  route: Float64Array | null;
  /** Where the swipe stands, a share of the map's width from the left; null without one. */
  swipe: number | null;
  /** Where stations may go; null or absent where nothing is sited. */
  sites?: SitesShown | null;
}

/** A station that the pointer holds, and where. */
export interface HeldStation {
  station: number;
  lng: number;
  lat: number;
}

/** What of the reach shown is under the pointer. */
export interface ReachPick {
  type: 'place' | 'station' | 'site';
  index: number;
}

export interface ReachCamera {
  zoom: number;
  view: Bbox;
  held?: HeldStation | null;
}

/** Dots are drawn at this size at least, however far the view. */
const SMALLEST = 0.6;
const dotSize = (zoom: number): number =>
  Math.min(1.7, Math.max(SMALLEST, 0.6 + (zoom - 11) * 0.17));

/** What is left of the swipe and right of it; all of the map for both where there is none. */
const sides = (swipe: number | null): [Clip, Clip] =>
  swipe === null
    ? [
        { side: 0, at: 0.5 },
        { side: 0, at: 0.5 },
      ]
    : [
        { side: -1, at: swipe },
        { side: 1, at: swipe },
      ];

const same = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, i) => Object.is(value, b[i]));

/** The stations with the one that the pointer holds where it holds it. */
export function withHeld(
  stations: readonly ReachStation[],
  held: HeldStation | null,
): readonly ReachStation[] {
  const own = held ? stations[held.station] : undefined;
  if (!held || !own) return stations;
  const { lng, lat } = held;
  const moved: ReachStation =
    own.state === 'given'
      ? { ...own, state: 'moved', fromLng: own.lng, fromLat: own.lat, lng, lat }
      : { ...own, lng, lat };
  return stations.map((station) => (station === own ? moved : station));
}

/** Turns the reach shown into layers; rebuilds only what changed. */
export class ReachScene {
  private readonly memory = new Memory();
  private readonly siting = new SitingScene();
  private readonly distances = new PlaceDistances();
  /** Whether a number means the same station left and right of the swipe; null where there is one list. */
  private beside: ((station: number) => boolean) | null = null;
  private drawn: { look: unknown[]; measured: unknown[]; record: Uint32Array } | null = null;

  *layers(reach: ReachShown, camera: ReachCamera, scale: Scale): Steps<(Layer | null)[]> {
    const out = this.areas(reach, camera, scale);
    out.push(yield* this.places(reach, camera, scale));
    const { route } = reach;
    if (route) {
      const lines = this.memory.of('route', [route, camera.zoom], () =>
        routeLines(route, camera.zoom),
      );
      out.push(...routeLayers(lines, scale));
    }
    if (reach.sites) out.push(...(yield* this.siting.layers(reach.sites, camera, scale)));
    out.push(...this.stations(reach, camera, scale));
    return out;
  }

  private areas(reach: ReachShown, { zoom }: ReachCamera, scale: Scale): (Layer | null)[] {
    const { swipe, area, bands, otherArea = null, otherBands = null } = reach;
    const [a, b] = sides(swipe);
    const style = { scale, zoom };
    if (swipe !== null) {
      return [
        ...bandLayers(bands, { ...style, suffix: 'a', clip: a }),
        ...bandLayers(otherBands, { ...style, suffix: 'b', clip: b }),
        ...areaLayers(area, { ...style, suffix: 'a', clip: a }),
        ...areaLayers(otherArea, { ...style, suffix: 'b', clip: b }),
      ];
    }
    return [
      ...bandLayers(otherBands ?? bands, { ...style, suffix: otherBands ? 'b' : 'a', clip: a }),
      ...areaLayers(area, { ...style, suffix: 'a', clip: a, outlineOnly: otherArea !== null }),
      ...areaLayers(otherArea, { ...style, suffix: 'b', clip: b }),
    ];
  }

  private stations(
    { stations, otherStations = null, swipe, chosen = -1 }: ReachShown,
    { zoom, held = null }: ReachCamera,
    scale: Scale,
  ): (Layer | null)[] {
    const [a, b] = sides(otherStations ? swipe : null);
    const size = stationSize(zoom);
    const side = (list: readonly ReachStation[], suffix: 'a' | 'b', clip: Clip) => {
      const columns = this.memory.of(`list-${suffix}`, [list], () =>
        this.lasting(`columns-${suffix}`, givenColumns(list)),
      );
      const marks = {
        given: this.memory.of(`given${suffix}`, [columns, scale], () =>
          givenSymbols(columns, scale),
        ),
        proposed: this.memory.of(`proposed${suffix}`, [list, scale], () =>
          proposedSymbols(list, scale),
        ),
        lines: this.memory.of(`lines${suffix}`, [list, zoom], () =>
          scenarioLines(list, zoom, size),
        ),
      };
      return stationLayers(marks, { suffix, clip, scale, size });
    };
    const beside = swipe !== null && otherStations ? otherStations : null;
    this.beside = beside && ((i) => stations[i]?.label === beside[i]?.label);
    const scenario = withHeld(beside ?? stations, held);
    const layers = beside
      ? [...side(stations, 'a', a), ...side(scenario, 'b', b)]
      : side(scenario, 'a', a);
    const own = scenario[chosen];
    return own ? [...layers, chosenLayer(own, scale, size)] : layers;
  }

  /** The columns kept under a name where they equal these, else these: what is drawn from them stays. */
  private lasting(name: string, columns: Float64Array): Float64Array {
    const kept = this.memory.peek(name) as Float64Array | undefined;
    const lasts = kept?.length === columns.length && kept.every((v, i) => v === columns[i]);
    const own = lasts ? kept : columns;
    return this.memory.of(name, [own], () => own);
  }

  private *places(
    reach: ReachShown,
    { zoom, view, held }: ReachCamera,
    scale: Scale,
  ): Steps<Layer | null> {
    const { lng, lat, firstM, otherFirstM, swipe, version } = reach;
    const mode = placesMode(otherFirstM, swipe);
    const few = lng.length <= DRAWN_AT_MOST;
    // While a station is dragged the same places stand for their spots; only their colours follow.
    const look = few ? [lng, lat] : [lng, lat, mode, zoom, view.join()];
    const measured = few ? [] : [firstM, otherFirstM, version];
    const { drawn } = this;
    if (!drawn || !same(drawn.look, look) || (!held && !same(drawn.measured, measured))) {
      const record = yield* drawnPlaces(reach, mode, view, zoom);
      this.drawn = { look, measured, record };
    }
    const record = this.drawn?.record ?? new Uint32Array(0);
    const dots = this.memory.of('dots', [lng, lat, record], () => placeDots(reach, record));
    this.distances.set(record, reach, version);
    return placesLayer({
      dots,
      distances: this.distances,
      cutoffM: reach.cutoffM,
      otherCutoffM: reach.otherCutoffM,
      mode,
      swipe,
      scale,
      size: dotSize(zoom),
    });
  }

  /** The place or station that a picked index of a layer stands for. */
  picked(layerId: string, index: number): ReachPick | null {
    if (index < 0) return null;
    if (layerId === 'reach-places')
      return { type: 'place', index: this.drawn?.record[index] ?? -1 };
    const [name, suffix] = layerId.split(':');
    if (name === 'reach-sites') return this.siting.picked(index);
    if (name !== 'reach-stations') return null;
    const symbols = this.memory.peek(suffix) as Symbols | undefined;
    const station = symbols?.record[index] ?? -1;
    // Stations go by their numbers in the scenario; where A shows other levels, its own are others.
    const foreign = suffix.endsWith('a') && this.beside !== null && !this.beside(station);
    return station < 0 || foreign ? null : { type: 'station', index: station };
  }
}
