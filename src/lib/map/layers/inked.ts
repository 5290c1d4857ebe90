import type { Layer } from '@deck.gl/core';
import { UNIT_LOOKS } from '#lib/core/coverage/verdict.ts';
import { fillLayer, lineLayer } from '#lib/map/layers/polygon.ts';
import type { Sieved } from '#lib/map/layers/sieve.ts';
import type { LayerId } from '#lib/map/order.ts';
import { rgba, type Rgba } from '#lib/map/palette.ts';
import type { Surface } from '#lib/map/plan.ts';
import { onlyPolygons, ringsOf } from '#lib/map/polygons.ts';
import { lookCode, type Scale } from '#lib/map/scale.ts';

/** A surface whose subjects are units, split by what each look needs beside its fill. */
export interface Inked {
  /** Everything that is shown. */
  shown: Surface;
  unknown: Surface;
  /** Looks that carry a line of their own: partial, blank, unknown. Blank rings come last. */
  outlined: Surface[];
  looks: Uint8Array;
}

/** The units that filters let through. */
export type Shown = (unit: number) => boolean;

const only = (surface: Surface, keep: (unit: number) => boolean): Surface => {
  const polygons = onlyPolygons(surface.polygons, keep);
  return { polygons, rings: ringsOf(polygons) };
};

/** Splits a surface by look; `shown` may be null where no filter is set. */
export function inkedOf(surface: Surface, looks: Uint8Array, shown: Shown | null): Inked {
  const of = (look: number) =>
    only(surface, (unit) => looks[unit] === look && (!shown || shown(unit)));
  const unknown = of(lookCode('unknown'));
  return {
    shown: shown ? only(surface, shown) : surface,
    unknown,
    outlined: [unknown, of(lookCode('partial')), of(lookCode('blank'))],
    looks,
  };
}

export interface InkedStyle {
  fill: LayerId;
  hatch: LayerId;
  outline: LayerId;
  seam?: LayerId;
  suffix?: string;
  scale: Scale;
  /** Density of the inked looks, 0..1; blank paper keeps its own. */
  density: number;
  /** Width of the line between neighbours; 0 draws none. */
  seamPx: number;
  /** Factor on the outline widths of the scale. */
  lineScale: number;
  pickable: boolean;
  sieved: Sieved;
}

const STAMPS = new WeakMap<object, number>();
let stamps = 0;

/** A value that is equal for the same columns and key, and differs otherwise. */
export function stamp(columns: object, key: string): string {
  let number = STAMPS.get(columns);
  if (number === undefined) STAMPS.set(columns, (number = stamps++));
  return `${number}/${key}`;
}

/** Fill, hatch, seams and outlines of a surface whose subjects are units. */
export function inkedLayers(inked: Inked, style: InkedStyle): (Layer | null)[] {
  const { scale, density, suffix, sieved } = style;
  const { looks } = inked;
  const blank = lookCode('blank');
  const fills = scale.fills.map(([r, g, b, a], look): Rgba => [
    r,
    g,
    b,
    look === blank ? 255 : Math.round(a * density),
  ]);
  const key = `${scale.palette.theme}/${density}`;
  const layers: (Layer | null)[] = [
    fillLayer({
      id: style.fill,
      suffix,
      polygons: inked.shown.polygons,
      color: (unit) => fills[looks[unit]] ?? fills[blank],
      version: stamp(looks, key),
      pickable: style.pickable,
      sieved,
    }),
    fillLayer({
      id: style.hatch,
      suffix,
      polygons: inked.unknown.polygons,
      color: () => scale.lines[lookCode('unknown')],
      version: key,
      hatched: true,
      sieved,
    }),
  ];
  if (style.seam && style.seamPx > 0) {
    layers.push(
      lineLayer({
        id: style.seam,
        suffix,
        paths: inked.shown.rings,
        color: rgba(scale.palette.seam),
        widthPx: style.seamPx,
        sieved,
      }),
    );
  }
  inked.outlined.forEach((surface, i) => {
    const look = [lookCode('unknown'), lookCode('partial'), blank][i];
    const widthPx = scale.linePx[look] * style.lineScale;
    if (widthPx < 0.3) return;
    layers.push(
      lineLayer({
        id: style.outline,
        suffix: `${UNIT_LOOKS[look]}${suffix ?? ''}`,
        paths: surface.rings,
        color: scale.lines[look],
        widthPx,
        sieved,
      }),
    );
  });
  return layers;
}
