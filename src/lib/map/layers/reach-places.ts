import type { Layer } from '@deck.gl/core';
import { meshData } from '#lib/map/layers/mesh-layer.ts';
import type { DistanceColumns, PlaceDistances } from '#lib/map/layers/place-distances.ts';
import { PlacesLayer, type PlaceInks, type PlacesMode } from '#lib/map/layers/places-layer.ts';
import { baseProps } from '#lib/map/layers/polygon.ts';
import { rgba, type Palette, type Rgba } from '#lib/map/palette.ts';
import type { Bbox } from '#lib/map/polygons.ts';
import type { Scale } from '#lib/map/scale.ts';
import { isRest, type Steps } from '#lib/map/steps.ts';
import { DRAWN_AT_MOST, foremost } from '#lib/map/thinning.ts';

/** Places with their distances. */
export interface MeasuredPlaces extends DistanceColumns {
  lng: Float64Array;
  lat: Float64Array;
}

/** What is made of the places for a view: dot `k` stands for place `record[k]`. */
export interface PlaceDots {
  record: Uint32Array;
  data: object;
}

/** How one side and the other are shown together. */
export const placesMode = (otherFirstM: Float64Array | null, swipe: number | null): PlacesMode =>
  otherFirstM === null ? 'one' : swipe === null ? 'difference' : 'swipe';

/**
 * What makes a place stand for its spot of the screen. It is the one farthest from a station, so
 * that a blank is seen whatever the cutoff; where two scenarios are set off against each other, the
 * one whose distance changes most, which a distance alone never outdoes.
 */
export function standing(places: DistanceColumns, mode: PlacesMode): (place: number) => number {
  const { firstM, otherFirstM } = places;
  const known = (metres: number) => (Number.isNaN(metres) ? -1 : Math.min(metres, 1e12));
  if (!otherFirstM || mode === 'one') return (i) => known(firstM[i]);
  if (mode === 'swipe') return (i) => Math.max(known(firstM[i]), known(otherFirstM[i]));
  return (i) => {
    const change = Math.abs(known(firstM[i]) - known(otherFirstM[i]));
    return change > 0 ? 1e13 + change : known(firstM[i]);
  };
}

/** The places that are drawn: all with a position, or one for each spot of the screen where they are many. */
export function* drawnPlaces(
  places: MeasuredPlaces,
  mode: PlacesMode,
  view: Bbox,
  zoom: number,
): Steps<Uint32Array> {
  const { lng, lat } = places;
  if (lng.length > DRAWN_AT_MOST) {
    return yield* foremost(lng, lat, standing(places, mode), view, zoom);
  }
  const all = new Uint32Array(lng.length);
  let n = 0;
  for (let i = 0; i < lng.length; i++) {
    if (isRest(i)) yield;
    if (!Number.isNaN(lng[i] + lat[i])) all[n++] = i;
  }
  return all.subarray(0, n);
}

/** Vertex columns of the places drawn: four vertices a place, which the shader pushes apart. */
export function placeDots({ lng, lat }: MeasuredPlaces, record: Uint32Array): PlaceDots {
  const n = record.length;
  const positions = new Float64Array(8 * n);
  const indices = new Uint32Array(6 * n);
  for (let k = 0; k < n; k++) {
    for (let v = 8 * k; v < 8 * k + 8; v += 2) {
      positions[v] = lng[record[k]];
      positions[v + 1] = lat[record[k]];
    }
    const [at, v] = [6 * k, 4 * k];
    indices[at] = v;
    indices[at + 1] = v + 1;
    indices[at + 2] = v + 2;
    indices[at + 3] = v + 2;
    indices[at + 4] = v + 1;
    indices[at + 5] = v + 3;
  }
  const attributes = { vertexPositions: { value: positions, size: 2 } };
  return { record, data: meshData({ length: n, indices, attributes }) };
}

const between = (a: Rgba, b: Rgba, share: number): Rgba =>
  a.map((value, i) => Math.round(value + (b[i] - value) * share)) as Rgba;

/** How far the tint of what is reached goes from the second hue towards the ground. */
const TINT = { light: 0.26, dark: 0.3 } as const;

/** Colours of the dots: reached in the tint of the second hue, reached twice in full. */
export function placeInks(palette: Palette): PlaceInks {
  return {
    reached: between(rgba(palette.reach), rgba(palette.ground), TINT[palette.theme]),
    twice: rgba(palette.reach),
    paper: rgba(palette.paper),
    outline: rgba(palette.outline),
    unknown: rgba(palette.hatch),
  };
}

const INKS = new WeakMap<Palette, PlaceInks>();
const inksOf = (palette: Palette): PlaceInks => {
  let inks = INKS.get(palette);
  if (!inks) INKS.set(palette, (inks = placeInks(palette)));
  return inks;
};

export interface PlacesLayerOptions {
  dots: PlaceDots;
  distances: PlaceDistances;
  cutoffM: number;
  otherCutoffM: number;
  mode: PlacesMode;
  /** Share of the map's width at which the swipe stands; read in the mode `swipe` alone. */
  swipe: number | null;
  scale: Scale;
  /** Factor on radii. */
  size: number;
}

/** The dots of the places; null where there are none. */
export function placesLayer(options: PlacesLayerOptions): Layer | null {
  const { dots, distances, scale, size, swipe, cutoffM, otherCutoffM, mode } = options;
  if (dots.record.length === 0) return null;
  return new PlacesLayer({
    ...baseProps('reach-places'),
    data: dots.data as never,
    positionFormat: 'XY',
    pickable: true,
    distances,
    distancesVersion: distances.version,
    inks: inksOf(scale.palette),
    scale: size,
    swipe: swipe ?? 0.5,
    cutoffM,
    otherCutoffM,
    mode,
  } as never);
}
