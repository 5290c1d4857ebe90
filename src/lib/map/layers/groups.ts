import convex from '@turf/convex';
import { featureCollection, point } from '@turf/helpers';
import type { Layer } from '@deck.gl/core';
import { lineLayer } from '#lib/map/layers/polygon.ts';
import { rgba } from '#lib/map/palette.ts';
import type { Bbox, Paths } from '#lib/map/polygons.ts';
import type { Scale } from '#lib/map/scale.ts';

/** Groups to outline: group `g` has the units `member[groupStart[g] .. groupStart[g + 1]]`. */
export interface ShownGroups {
  groups: number;
  groupStart: ArrayLike<number>;
  member: ArrayLike<number>;
  /** The group drawn in a stronger line, -1 for none. */
  chosen: number;
}

/** How far the outline keeps from a unit's place, the length of a dash and of a gap, in CSS pixels. */
const [MARGIN_PX, DASH_PX, GAP_PX] = [13, 7, 5];
const CORNERS = 10;
/** A longer line is drawn without gaps. */
const DASHED_AT_MOST_PX = 12_000;
/** Degrees of longitude at the equator under one CSS pixel at zoom 0. */
export const DEGREES_PER_PX = 360 / 512;

/** An outline round places, rounded at its corners, `marginPx` away; degrees, closed. */
export function envelope(
  places: readonly [lng: number, lat: number][],
  zoom: number,
  marginPx = MARGIN_PX,
): [number, number][] {
  const dx = (marginPx * DEGREES_PER_PX) / 2 ** zoom;
  const round = places.flatMap(([lng, lat]) => {
    const dy = dx * Math.cos((lat * Math.PI) / 180);
    return Array.from({ length: CORNERS }, (_, k) => {
      const angle = (2 * Math.PI * k) / CORNERS;
      return point([lng + dx * Math.cos(angle), lat + dy * Math.sin(angle)]);
    });
  });
  const hull = convex(featureCollection(round));
  return (hull?.geometry.coordinates[0] ?? []) as [number, number][];
}

/** The dashes of a line at a zoom, each a path of its own; what is left of a dash goes round a corner. */
export function dashes(line: readonly [number, number][], zoom: number): [number, number][][] {
  const perPx = DEGREES_PER_PX / 2 ** zoom;
  const around = line.reduce(
    (sum, [x, y], i) => (i === 0 ? 0 : sum + Math.hypot(x - line[i - 1][0], y - line[i - 1][1])),
    0,
  );
  // Units with a wrong position can stand a world apart.
  if (around > DASHED_AT_MOST_PX * perPx) return [[...line]];
  const out: [number, number][][] = [];
  let left = DASH_PX * perPx;
  let drawing = true;
  let own: [number, number][] = [];
  for (let i = 1; i < line.length; i++) {
    let [x, y] = line[i - 1];
    const [tx, ty] = line[i];
    const shrink = Math.cos((y * Math.PI) / 180);
    if (drawing && own.length === 0) own.push([x, y]);
    for (;;) {
      const rest = Math.hypot(tx - x, (ty - y) / shrink);
      if (rest < left) {
        left -= rest;
        if (drawing) own.push([tx, ty]);
        break;
      }
      [x, y] = [x + ((tx - x) * left) / rest, y + ((ty - y) * left) / rest];
      if (drawing) out.push([...own, [x, y]]);
      drawing = !drawing;
      own = drawing ? [[x, y]] : [];
      left = (drawing ? DASH_PX : GAP_PX) * perPx;
    }
  }
  if (drawing && own.length > 1) out.push(own);
  return out;
}

/** Lines of degrees as flat paths; subject 0. */
export function pathsOf(lines: readonly [number, number][][]): Paths {
  const startIndices = new Uint32Array(lines.length + 1);
  lines.forEach((line, i) => (startIndices[i + 1] = startIndices[i] + line.length));
  return {
    length: lines.length,
    startIndices,
    xy: Float64Array.from(lines.flat(2)),
    subject: new Uint32Array(lines.length),
  };
}

/** Dashed outlines of the groups in view; a group of one unit is a circle. */
export function groupOutlines(
  { groups, groupStart, member, chosen }: ShownGroups,
  xy: ArrayLike<number>,
  { zoom, view, only }: { zoom: number; view: Bbox; only: 'chosen' | 'others' },
): Paths {
  const lines: [number, number][][] = [];
  for (let g = 0; g < groups; g++) {
    if ((g === chosen) !== (only === 'chosen')) continue;
    const places: [number, number][] = [];
    for (let m = groupStart[g]; m < groupStart[g + 1]; m++) {
      const [lng, lat] = [xy[2 * member[m]], xy[2 * member[m] + 1]];
      if (!Number.isNaN(lng + lat)) places.push([lng, lat]);
    }
    const seen = places.some(
      ([lng, lat]) => lng >= view[0] && lng <= view[2] && lat >= view[1] && lat <= view[3],
    );
    if (seen) for (const dash of dashes(envelope(places, zoom), zoom)) lines.push(dash);
  }
  return pathsOf(lines);
}

/** Outlines of groups in cinnabar: they are organisation, and only proposed. */
export function groupLayers(
  outlines: { others: Paths; chosen: Paths },
  { palette }: Scale,
): (Layer | null)[] {
  return [
    lineLayer({ id: 'groups', paths: outlines.others, color: rgba(palette.ring), widthPx: 1.6 }),
    lineLayer({
      id: 'groups',
      suffix: 'casing',
      paths: outlines.chosen,
      color: rgba(palette.halo),
      widthPx: 6,
    }),
    lineLayer({
      id: 'groups',
      suffix: 'chosen',
      paths: outlines.chosen,
      color: rgba(palette.ring),
      widthPx: 3,
    }),
  ];
}
