import { FillStyleExtension } from '@deck.gl/extensions';
import { PathLayer, SolidPolygonLayer } from '@deck.gl/layers';
import type { Layer } from '@deck.gl/core';
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
}

const HATCHING = new FillStyleExtension({ pattern: true, proceduralPattern: true });
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
    pickable: options.pickable ?? false,
    ...(options.hatched
      ? {
          extensions: [HATCHING],
          fillPatternMapping: HATCH,
          fillPatternSizeUnits: 'pixels',
          getFillPattern: () => 'hatch',
          getFillPatternScale: 1,
        }
      : {}),
  });
}

export interface LineOptions {
  id: LayerId;
  suffix?: string;
  paths: Paths;
  /** One colour, or the colour of each subject. */
  color: Rgba | ColorOf;
  widthPx: number | ((subject: number) => number);
  version?: unknown;
  opacity?: number;
}

const PATHS = new WeakMap<Paths, object>();

const pathData = (paths: Paths): object => {
  let data = PATHS.get(paths);
  if (!data) {
    data = {
      length: paths.length,
      startIndices: paths.startIndices,
      attributes: { getPath: { value: paths.xy, size: 2 } },
    };
    PATHS.set(paths, data);
  }
  return data;
};

/** Paths with widths in CSS pixels, from binary columns. */
export function lineLayer({ paths, color, widthPx, ...options }: LineOptions): Layer | null {
  if (paths.length === 0) return null;
  return new PathLayer({
    ...baseProps(options.id, options.suffix),
    data: pathData(paths) as never,
    _pathType: 'open',
    positionFormat: 'XY',
    widthUnits: 'pixels',
    getWidth:
      typeof widthPx === 'number'
        ? widthPx
        : (_: unknown, { index }: { index: number }) => widthPx(paths.subject[index]),
    getColor:
      typeof color === 'function'
        ? (_: unknown, { index }: { index: number }) => color(paths.subject[index])
        : color,
    updateTriggers: { getColor: options.version, getWidth: options.version },
    jointRounded: true,
    capRounded: true,
    opacity: options.opacity ?? 1,
    pickable: false,
  });
}
