import type { Layer } from '@deck.gl/core';
import { serviceRings } from '#lib/core/geo/ring.ts';
import { pathsOf } from '#lib/map/layers/groups.ts';
import { lineLayer } from '#lib/map/layers/polygon.ts';
import { cross } from '#lib/map/layers/reach-stations.ts';
import { symbolLayer, symbolsOf, type Symbols } from '#lib/map/layers/units.ts';
import { rgba } from '#lib/map/palette.ts';
import type { Bbox, Paths } from '#lib/map/polygons.ts';
import { shapeCode, type Mark, type Scale } from '#lib/map/scale.ts';
import type { Steps } from '#lib/map/steps.ts';
import { foremost } from '#lib/map/thinning.ts';

/** What a person has said of a place where a station may go, in the order in which they are drawn. */
export const SITE_MARKS = ['free', 'forbidden', 'forced'] as const;
const FORBIDDEN = SITE_MARKS.indexOf('forbidden');
const FORCED = SITE_MARKS.indexOf('forced');

/** Places where stations may go: columns with one entry a place, WGS 84 degrees. */
export interface Sites {
  lng: Float64Array;
  lat: Float64Array;
  /** Position in SITE_MARKS. */
  mark: Uint8Array;
  /** The number that a place goes by when it is pointed at. */
  number: Int32Array;
}

/** At 180 sides the chord stays within 0.016 % of the radius. */
const SIDES = 180;
const RADIUS_PX = 5.2;
/** A ring and the air round it take a spot that is so many zooms coarser than a dot's. */
const COARSER = 2.2;

/** The sites that are drawn: one for each spot of the screen that a ring takes, what is marked first. */
export function* drawnSites(
  { lng, lat, mark }: Sites,
  view: Bbox,
  zoom: number,
): Steps<Uint32Array> {
  return yield* foremost(lng, lat, (i) => mark[i], view, zoom - COARSER);
}

/** Small rings of dashes; a site that has to be opened has a core in them. */
export function siteSymbols(sites: Sites, record: Uint32Array, { palette }: Scale): Symbols {
  const ink = rgba(palette.facility);
  const ring: Mark = {
    fill: rgba(palette.facility, 0),
    line: ink,
    linePx: 1.9,
    radiusPx: RADIUS_PX,
    hatched: 2,
  };
  const core: Mark = { fill: ink, line: ink, linePx: 0, radiusPx: 0.5 * RADIUS_PX, hatched: 0 };
  const drawn = [...record].flatMap((i) => [
    { i, mark: ring },
    ...(sites.mark[i] === FORCED ? [{ i, mark: core }] : []),
  ]);
  return symbolsOf(drawn.length, (k) => {
    const { i, mark } = drawn[k];
    return { record: i, lng: sites.lng[i], lat: sites.lat[i], mark, shape: shapeCode('circle') };
  });
}

/** Crosses over the sites that must not be opened. */
export function forbiddenLines(
  { lng, lat, mark }: Sites,
  record: Uint32Array,
  zoom: number,
  size: number,
): Paths {
  const struck = [...record].filter((i) => mark[i] === FORBIDDEN);
  const strokes = struck.flatMap((i) => cross([lng[i], lat[i]], (RADIUS_PX + 2) * size, zoom));
  return pathsOf(strokes as [number, number][][]);
}

/** Circles of one radius round places. */
export function cutoffRings(lng: Float64Array, lat: Float64Array, radiusM: number): Paths {
  return {
    length: lng.length,
    startIndices: Uint32Array.from({ length: lng.length + 1 }, (_, i) => i * (SIDES + 1)),
    xy: serviceRings(lng, lat, radiusM, SIDES),
    subject: Uint32Array.from(lng, (_, i) => i),
  };
}

/** Lines of four numbers each, from place to place. */
export function segments(ends: Float64Array): Paths {
  const length = ends.length >> 2;
  return {
    length,
    startIndices: Uint32Array.from({ length: length + 1 }, (_, i) => 2 * i),
    xy: ends,
    subject: new Uint32Array(length),
  };
}

export interface SitesDrawn {
  symbols: Symbols | null;
  forbidden: Paths | null;
  rings: Paths | null;
  serves: Paths | null;
}

/** Circles lowest, then whom the chosen site serves, then where stations may go. */
export function siteLayers(
  { symbols, forbidden, rings, serves }: SitesDrawn,
  scale: Scale,
  size: number,
): (Layer | null)[] {
  const color = rgba(scale.palette.facility);
  const line = (id: 'reach-site-rings' | 'reach-serves', paths: Paths | null, alpha: number) =>
    paths && lineLayer({ id, paths, color: rgba(scale.palette.facility, alpha), widthPx: 1.3 });
  return [
    line('reach-site-rings', rings, 200),
    line('reach-serves', serves, 150),
    symbols &&
      symbolLayer({ id: 'reach-sites', symbols, scale, size, casingPx: 0, pickable: true }),
    forbidden && lineLayer({ id: 'reach-sites', suffix: 'struck', paths: forbidden, color, widthPx: 1.6 }), // prettier-ignore
  ];
}
