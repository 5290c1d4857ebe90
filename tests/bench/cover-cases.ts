import type { CostMatrix } from '#lib/core/siting/matrix.ts';
import { randomStream } from './random.ts';

/** Sites and demand spread evenly over a square of side 1, and every pair within `radius`. */
export function randomCover(
  seed: number,
  demands: number,
  sites: number,
  radius: number,
): { matrix: CostMatrix; weight: Float64Array } {
  const random = randomStream(seed);
  const spread = (count: number): Float64Array[] =>
    [0, 1].map(() => Float64Array.from({ length: count }, random));
  const [x, y] = spread(demands);
  const [siteX, siteY] = spread(sites);
  const weight = Float64Array.from({ length: demands }, () => 1 + Math.floor(random() * 100));
  const start = new Uint32Array(sites + 1);
  const demand: number[] = [];
  const cost: number[] = [];
  for (let s = 0; s < sites; s++) {
    for (let i = 0; i < demands; i++) {
      const distance = Math.hypot(x[i] - siteX[s], y[i] - siteY[s]);
      if (distance > radius) continue;
      demand.push(i);
      cost.push(distance);
    }
    start[s + 1] = demand.length;
  }
  const matrix = {
    ...{ sites, demands, start },
    ...{ demand: Uint32Array.from(demand), cost: Float64Array.from(cost) },
  };
  return { matrix, weight };
}
