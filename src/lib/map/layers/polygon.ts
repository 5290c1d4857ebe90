import { FillStyleExtension } from '@deck.gl/extensions';
import { SolidPolygonLayer } from '@deck.gl/layers';
import type { Layer } from '@deck.gl/core';
import { CLIP, clipProps, type Clip } from '#lib/map/layers/clip.ts';
import { meshData } from '#lib/map/layers/mesh-layer.ts';
import { RibbonLayer, ribbonOf } from '#lib/map/layers/ribbon-layer.ts';
import { SieveExtension, sievedProps, type Sieved } from '#lib/map/layers/sieve.ts';
import { slotOf, type LayerId } from '#lib/map/order.ts';
import type { Rgba } from '#lib/map/palette.ts';
import { positionsOf, type Paths, type Polygons } from '#lib/map/polygons.ts';

/** MapLibre layers that our slots lie beneath. */
export const SLOT_BEFORE = { ink: 'water', marks: 'label-anchor' } as const;

/** No depth: the order of the list is the order on the page. */
export const FLAT = { depthCompare: 'always', depthWriteEnabled: false } as const;

/** Props that every layer shares; throws on a layer that the z-order list does not name. */
export const baseProps = (id: LayerId, suffix = '') => ({
  id: suffix ? `${id}:${suffix}` : id,
  beforeId: SLOT_BEFORE[slotOf(id)],
  parameters: FLAT,
});

/** Writes the colour of one subject into the target. */
export type ColorOf = (subject: number) => Rgba;

const DATA = new WeakMap<object, { length: number }>();

/** The same data object for the same columns, so that deck.gl rebuilds geometry only when it changed. */
export function dataOf(columns: object, length: number): { length: number } {
  let data = DATA.get(columns);
  if (!data) {
    data = { length };
    DATA.set(columns, data);
  }
  return data;
}

export interface FillOptions {
  id: LayerId;
  suffix?: string;
  polygons: Polygons;
  color: ColorOf;
  /** Changes whenever `color` would answer otherwise. */
  version: unknown;
  opacity?: number;
  pickable?: boolean;
  /** Draw the fill as a hatch of this angle instead of a plane. */
  hatched?: boolean;
  sieved?: Sieved;
  /** The side of the swipe it is drawn on; layers without one cannot be given one later. */
  clip?: Clip;
  /** False where the sieve holds everything back: nothing is drawn, and all is kept. */
  visible?: boolean;
}

const HATCHING = new FillStyleExtension({ pattern: true, proceduralPattern: true });
const SIEVE = new SieveExtension();
const HATCH = { hatch: { type: 'hatch', angle: 45, strokeWidth: 1.1, gap: 3.4 } } as const;

/** Filled polygons coloured by subject. */
export function fillLayer(options: FillOptions): Layer | null {
  const { polygons, color } = options;
  if (polygons.part.length === 0) return null;
  return new SolidPolygonLayer({
    ...baseProps(options.id, options.suffix),
    data: dataOf(polygons, polygons.part.length),
    _normalize: false,
    positionFormat: 'XY',
    getPolygon: (_: unknown, { index }: { index: number }) => positionsOf(polygons, index) as never,
    getFillColor: (_: unknown, { index }: { index: number }) => color(polygons.subject[index]),
    updateTriggers: { getFillColor: options.version },
    opacity: options.opacity ?? 1,
    visible: options.visible ?? true,
    pickable: options.pickable ?? false,
    extensions: [...(options.hatched ? [HATCHING] : []), SIEVE, ...(options.clip ? [CLIP] : [])],
    ...clipProps(options.clip),
    getSieveSubject: (_: unknown, { index }: { index: number }) => polygons.subject[index],
    ...sievedProps(options.sieved),
    ...(options.hatched
      ? {
          fillPatternMapping: HATCH,
          fillPatternSizeUnits: 'pixels',
          getFillPattern: () => 'hatch',
          getFillPatternScale: 1,
        }
      : {}),
  });
}

/** An empty layer in each slot, so that a slot keeps its place in the style while nothing is drawn in it. */
export function floorLayers(): Layer[] {
  return (['ink-floor', 'marks-floor'] as const).map(
    (id) => new SolidPolygonLayer({ ...baseProps(id), data: [], pickable: false }),
  );
}

export interface LineOptions {
  id: LayerId;
  suffix?: string;
  paths: Paths;
  color: Rgba;
  widthPx: number;
  sieved?: Sieved;
  /** As of a fill. */
  clip?: Clip;
  /** As of a fill. */
  visible?: boolean;
  /** Draw an edge that several paths share once; not for lines with a sieve. */
  once?: boolean;
}

const RIBBONS = new WeakMap<Paths, object>();
const RIBBONS_ONCE = new WeakMap<Paths, object>();

/** Paths of one colour with a width in CSS pixels. */
export function lineLayer({
  paths,
  color,
  widthPx,
  id,
  suffix,
  sieved,
  clip,
  visible = true,
  once = false,
}: LineOptions): Layer | null {
  if (paths.length === 0) return null;
  const ribbons = once ? RIBBONS_ONCE : RIBBONS;
  let data = ribbons.get(paths);
  if (!data) ribbons.set(paths, (data = meshData(ribbonOf(paths, once))));
  return new RibbonLayer({
    ...baseProps(id, suffix),
    data: data as never,
    positionFormat: 'XY',
    color,
    widthPx,
    visible,
    pickable: false,
    ...sievedProps(sieved),
    extensions: clip ? [CLIP] : [],
    ...clipProps(clip),
  } as never);
}
