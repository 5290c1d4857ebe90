/** A rectangle in degrees: west, south, east, north. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** One side of a rectangle: the axis it bounds, where, and which side of it is kept. */
interface Side {
  axis: 0 | 1;
  at: number;
  keep: 1 | -1;
}

/** What of a closed ring (x, y, x, y ...) is on the kept side of a line. */
function clipSide(xy: readonly number[], { axis, at, keep }: Side): number[] {
  const kept: number[] = [];
  const inside = (k: number): boolean => keep * (xy[k + axis] - at) >= 0;
  for (let k = 0; k + 3 < xy.length; k += 2) {
    const [here, next] = [inside(k), inside(k + 2)];
    if (here) kept.push(xy[k], xy[k + 1]);
    if (here === next) continue;
    const t = (at - xy[k + axis]) / (xy[k + 2 + axis] - xy[k + axis]);
    const other = xy[k + 1 - axis] + t * (xy[k + 3 - axis] - xy[k + 1 - axis]);
    if (axis === 0) kept.push(at, other);
    else kept.push(other, at);
  }
  if (kept.length > 0) kept.push(kept[0], kept[1]);
  return kept;
}

/**
 * What of a closed ring lies in a rectangle, as one closed ring (x, y, x, y ...), empty for nothing.
 * Parts are joined along the rectangle's sides, where it may run over itself: right by the even-odd
 * rule.
 *
 * Sutherland and Hodgman, Reentrant polygon clipping, 1974.
 */
export function clipRing(xy: ArrayLike<number>, [west, south, east, north]: Box): number[] {
  const sides: Side[] = [
    { axis: 0, at: west, keep: 1 },
    { axis: 0, at: east, keep: -1 },
    { axis: 1, at: south, keep: 1 },
    { axis: 1, at: north, keep: -1 },
  ];
  return sides.reduce(clipSide, Array.from(xy));
}
