import type { Layer } from '@deck.gl/core';
import { dashes, pathsOf } from '#lib/map/layers/groups.ts';
import { lineLayer } from '#lib/map/layers/polygon.ts';
import { rgba } from '#lib/map/palette.ts';
import type { Paths } from '#lib/map/polygons.ts';
import type { Scale } from '#lib/map/scale.ts';

/** A way on foot as it is drawn. */
export interface RouteLines {
  /** On the network. */
  walked: Paths;
  /** To the network and from it, in dashes. */
  legs: Paths;
  /** As the crow flies. */
  straight: Paths;
}

/**
 * Splits a line of degrees (two numbers a vertex) into the way on the network and its first and last
 * legs, dashed at the zoom. A line of two vertices is off the network from end to end.
 */
export function routeLines(route: Float64Array, zoom: number): RouteLines {
  const line = Array.from({ length: route.length >> 1 }, (_, v): [number, number] => [
    route[2 * v],
    route[2 * v + 1],
  ]);
  const n = line.length;
  if (n < 2) return { walked: pathsOf([]), legs: pathsOf([]), straight: pathsOf([]) };
  const legs = n === 2 ? [line] : [line.slice(0, 2), line.slice(n - 2).reverse()];
  return {
    walked: pathsOf(n > 3 ? [line.slice(1, n - 1)] : []),
    legs: pathsOf(legs.flatMap((leg) => dashes(leg, zoom))),
    straight: pathsOf([[line[0], line[n - 1]]]),
  };
}

/** The way in the second hue on a casing, and the straight line beside it, thin. */
export function routeLayers(lines: RouteLines, { palette }: Scale): (Layer | null)[] {
  const color = rgba(palette.reach);
  const casing = rgba(palette.halo);
  const line = (
    id: 'reach-route' | 'reach-route-casing',
    suffix: 'walked' | 'legs',
    widthPx: number,
  ) =>
    lineLayer({
      id,
      suffix,
      paths: lines[suffix],
      color: id === 'reach-route' ? color : casing,
      widthPx,
    });
  return [
    line('reach-route-casing', 'walked', 7),
    line('reach-route-casing', 'legs', 6),
    line('reach-route', 'walked', 3.4),
    line('reach-route', 'legs', 2.6),
    lineLayer({
      id: 'reach-straight',
      paths: lines.straight,
      color: rgba(palette.selection, 190),
      widthPx: 1.2,
    }),
  ];
}
