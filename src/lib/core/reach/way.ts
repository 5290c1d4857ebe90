import { ReachFault } from '#lib/core/reach/fault.ts';
import type { ReachFaultCode } from '#lib/core/reach/fault.ts';
import type { Snap } from '#lib/core/reach/field.ts';
import type { Ground } from '#lib/core/reach/ground.ts';
import { shortestM } from '#lib/core/reach/walk/lengths.ts';
import { obstacles } from '#lib/core/reach/walk/obstacles.ts';
import type { Obstacle } from '#lib/core/reach/walk/obstacles.ts';
import { walkRoute } from '#lib/core/reach/walk/route.ts';
import type { WalkEnd, WalkRoute } from '#lib/core/reach/walk/route.ts';

/**
 * Why there is no way on foot: no network, an end too far from it, or two parts of it that do not
 * meet.
 */
export type NoWay = ReachFaultCode | 'start_off_network' | 'end_off_network' | 'parts_apart';

/** How one comes from one place to another. */
export interface Way {
  straightM: number;
  /** What of the backdrop the straight line crosses, from the start on. */
  crossed: Obstacle[];
  /** The way on foot; null where there is none. */
  route: WalkRoute | null;
  noWay: NoWay | null;
}

/** The straight and the walked way between two places (WGS 84 degrees), and what lies between. */
export function wayBetween(
  ground: Ground,
  from: readonly [lng: number, lat: number],
  to: readonly [lng: number, lat: number],
  snap: Snap,
): Way {
  const straight = {
    straightM: shortestM(...from, ...to),
    crossed: obstacles(ground.project.backdrop, from, to),
  };
  const without = (noWay: NoWay): Way => ({ ...straight, route: null, noWay });
  try {
    const [start, end] = endsOf(ground, [from, to], snap);
    if (start.edge < 0) return without('start_off_network');
    if (end.edge < 0) return without('end_off_network');
    const route = walkRoute(ground.network, start, end);
    return route === null ? without('parts_apart') : { ...straight, route, noWay: null };
  } catch (error) {
    if (error instanceof ReachFault) return without(error.code);
    throw error;
  }
}

function endsOf(ground: Ground, at: (readonly [number, number])[], snap: Snap): WalkEnd[] {
  const lng = Float64Array.from(at, ([x]) => x);
  const lat = Float64Array.from(at, ([, y]) => y);
  const { edge, alongM, offsetM } = ground.snap({ count: at.length, lng, lat }, snap);
  return at.map((_, i) => ({ lng: lng[i], lat: lat[i], edge: edge[i], alongM: alongM[i], offsetM: offsetM[i] })); // prettier-ignore
}
