import { readFileSync } from 'node:fs';
import type { CostMatrix } from '#lib/core/siting/matrix.ts';

const FOLDER = '../shared/data/benchmarks/orlib';

/** An instance of the OR-Library (Beasley 1990): every vertex is demand of weight 1 and a site. */
export interface OrlibInstance {
  id: string;
  p: number;
  matrix: CostMatrix;
}

export interface OrlibOptimum {
  id: string;
  n: number;
  p: number;
  pmedian_opt: number;
  pcenter_opt: number;
}

export const orlibOptima = (): OrlibOptimum[] =>
  JSON.parse(readFileSync(`${FOLDER}/optima.json`, 'utf8')) as OrlibOptimum[];

/** Reads `n m p` and edges, of repeated ones the last, and takes all shortest paths (Floyd 1962). */
export function orlib(id: string): OrlibInstance {
  const numbers = readFileSync(`${FOLDER}/${id}.txt`, 'utf8').trim().split(/\s+/).map(Number);
  const [n, edges, p] = numbers as [number, number, number];
  const between = new Float64Array(n * n).fill(Infinity);
  for (let v = 0; v < n; v++) between[v * n + v] = 0;
  for (let k = 0; k < edges; k++) {
    const [a, b, length] = numbers.slice(3 + 3 * k, 6 + 3 * k) as [number, number, number];
    between[(a - 1) * n + b - 1] = length;
    between[(b - 1) * n + a - 1] = length;
  }
  for (let via = 0; via < n; via++) {
    for (let a = 0; a < n; a++) {
      const first = between[a * n + via]!;
      for (let b = 0; b < n; b++) {
        const length = first + between[via * n + b]!;
        if (length < between[a * n + b]!) between[a * n + b] = length;
      }
    }
  }
  const start = Uint32Array.from({ length: n + 1 }, (_, k) => k * n);
  const demand = Uint32Array.from({ length: n * n }, (_, k) => k % n);
  return { id, p, matrix: { sites: n, demands: n, start, demand, cost: between } };
}
