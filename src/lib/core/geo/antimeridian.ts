import type { Position } from 'geojson';

/**
 * Gives one part continuous longitudes, in place, and moves it beside the rest of its record.
 *
 * A step of more than 180 degrees is taken for a crossing of the antimeridian. A ring that runs
 * around a pole cannot be continuous and stays as it is, and so does whatever is not in degrees
 * within [-180, 180]. `referenceLng` is a longitude of the record's first part.
 */
export function unwrapPart(rings: Position[][], referenceLng: number): void {
  const [shell] = rings;
  for (const ring of rings) {
    for (const [lng] of ring) if (lng < -180 || lng > 180) return;
  }
  for (const ring of rings) {
    unwrapRing(ring);
    shift(ring, turns(shell[0][0] - ring[0][0]));
  }
  const middle = (Math.min(...range(shell)) + Math.max(...range(shell))) / 2;
  const whole = turns(referenceLng - middle);
  for (const ring of rings) shift(ring, whole);
}

function unwrapRing(ring: Position[]): void {
  const unwrapped = ring.map(([lng]) => lng);
  for (let i = 1; i < unwrapped.length; i++) {
    unwrapped[i] += turns(unwrapped[i - 1] - unwrapped[i]);
  }
  const closed = ring[0][0] === ring[ring.length - 1][0];
  if (closed && unwrapped[0] !== unwrapped[unwrapped.length - 1]) return;
  unwrapped.forEach((lng, i) => {
    ring[i][0] = lng;
  });
}

/** The multiple of 360 degrees that brings a difference into [-180, 180]. */
function turns(difference: number): number {
  return Math.abs(difference) <= 180 ? 0 : 360 * Math.round(difference / 360);
}

function shift(ring: Position[], degrees: number): void {
  if (degrees !== 0) for (const position of ring) position[0] += degrees;
}

function range(ring: Position[]): [number, number] {
  let west = Infinity;
  let east = -Infinity;
  for (const [lng] of ring) {
    if (lng < west) west = lng;
    if (lng > east) east = lng;
  }
  return [west, east];
}
