import factory from 'clipper2-wasm';
import type { Discs } from '#lib/core/reach/discs.ts';
import type { MainModule, Path64, Paths64 } from 'clipper2-wasm/dist/clipper2z';

/** Clipper2 in WebAssembly, ready. */
export async function loadClipper(): Promise<MainModule> {
  return factory();
}

/** The polygon with `steps` corners on a circle, on a grid of `1 / scale` metres. */
export function circlePath(
  clipper: MainModule,
  [x, y, r]: readonly [number, number, number],
  steps: number,
  scale: number,
): Path64 {
  const corners = new BigInt64Array(3 * steps);
  for (let k = 0; k < steps; k++) {
    const angle = (2 * Math.PI * k) / steps;
    corners[3 * k] = BigInt(Math.round(scale * (x + r * Math.cos(angle))));
    corners[3 * k + 1] = BigInt(Math.round(scale * (y + r * Math.sin(angle))));
  }
  const path = new clipper.Path64();
  path.assign(corners);
  return path;
}

/** Paths together, in Clipper's memory; the paths themselves are given back. */
export function pathsOf(clipper: MainModule, list: Path64[]): Paths64 {
  const paths = new clipper.Paths64();
  for (const path of list) {
    paths.push_back(path);
    path.delete();
  }
  return paths;
}

/** Union of neighbours, `fan` at a time, then of those, and so on; the polygons in an order that keeps neighbours together. */
export function treeUnion(clipper: MainModule, sorted: Path64[], fan: number): Paths64 {
  let level = sorted.map((path) => pathsOf(clipper, [path]));
  while (level.length > 1) {
    const next: Paths64[] = [];
    for (let k = 0; k < level.length; k += fan) {
      const members = new clipper.Paths64();
      for (const paths of level.slice(k, k + fan)) {
        for (let i = 0; i < paths.size(); i++) {
          const path = paths.get(i);
          members.push_back(path);
          path.delete();
        }
        paths.delete();
      }
      next.push(clipper.UnionSelf64(members, clipper.FillRule.NonZero));
      members.delete();
    }
    level = next;
  }
  return level[0];
}

/** Discs in the order of a Hilbert curve over their square. */
export function alongCurve({ x, y, r }: Discs): [number, number, number][] {
  const bounds = (values: Float64Array): [number, number] => [
    values.reduce((least, v) => Math.min(least, v), Infinity),
    values.reduce((most, v) => Math.max(most, v), -Infinity),
  ];
  const [west, east] = bounds(x);
  const [south, north] = bounds(y);
  const side = Math.max(east - west, north - south, 1);
  const cell = (value: number, from: number): number =>
    Math.floor((65_535 * (value - from)) / side);
  return Array.from(x, (_, i): [number, number, number, number] => [
    x[i],
    y[i],
    r[i],
    hilbert(cell(x[i], west), cell(y[i], south)),
  ])
    .sort((a, b) => a[3] - b[3])
    .map(([px, py, radius]) => [px, py, radius]);
}

/** A place in a square of 2^16 as its position on the Hilbert curve. */
function hilbert(x: number, y: number): number {
  let [px, py, d] = [x, y, 0];
  for (let s = 32_768; s > 0; s >>= 1) {
    const rx = (px & s) > 0 ? 1 : 0;
    const ry = (py & s) > 0 ? 1 : 0;
    d += s * s * ((3 * rx) ^ ry);
    if (ry === 0) {
      if (rx === 1) [px, py] = [65_535 - px, 65_535 - py];
      [px, py] = [py, px];
    }
  }
  return d;
}
