import { SITE_EXISTING, SITE_FORCED, SITE_MOVABLE } from '#lib/core/siting/problem.ts';
import type { SitingProblem } from '#lib/core/siting/problem.ts';

/** Distances that are short by no more than rounding are as wide as asked. */
const SLACK = 1e-9;

/** Whether two sites may not both be open: too near, or of one place; two that stand already may. */
export function exclude(problem: SitingProblem, a: number, b: number): boolean {
  const { role, spacing, tiers, matrix } = problem;
  const stands = (s: number): boolean => role[s] === SITE_EXISTING || role[s] === SITE_MOVABLE;
  if (stands(a) && stands(b)) return false;
  if (tiers && tiers.place[a] === tiers.place[b]) return true;
  if (!spacing) return false;
  const { between } = spacing.distances;
  return between[a * matrix.sites + b] < spacing.least - SLACK;
}

/** Undecided sites that open ones leave free, which of them exclude each other, and forced sites that clash. */
export function conflictsOf(
  problem: SitingProblem,
  fixed: readonly number[],
  asked: readonly number[],
): {
  free: number[];
  clashing: Uint32Array;
  conflicts: { start: Uint32Array; other: Uint32Array } | null;
} {
  if (!problem.spacing && !problem.tiers) {
    return { free: [...asked], clashing: new Uint32Array(0), conflicts: null };
  }
  const clashing = fixed.filter(
    (a) => problem.role[a] === SITE_FORCED && fixed.some((b) => b !== a && exclude(problem, a, b)),
  );
  const free = asked.filter((a) => !fixed.some((b) => exclude(problem, a, b)));
  const start = new Uint32Array(free.length + 1);
  const other: number[] = [];
  free.forEach((a, c) => {
    free.forEach((b, d) => {
      if (c !== d && exclude(problem, a, b)) other.push(d);
    });
    start[c + 1] = other.length;
  });
  return {
    ...{ free, clashing: Uint32Array.from(clashing) },
    conflicts: other.length > 0 ? { start, other: Uint32Array.from(other) } : null,
  };
}

/** Sets of columns of which at most one may be open, that between them hold every conflict. */
export function cliques({ start, other }: { start: Uint32Array; other: Uint32Array }): number[][] {
  const columns = start.length - 1;
  const near = Array.from(
    { length: columns },
    (_, c) => new Set(other.subarray(start[c], start[c + 1])),
  );
  const held = Array.from({ length: columns }, () => new Set<number>());
  const found: number[][] = [];
  for (let a = 0; a < columns; a++) {
    for (const b of near[a]) {
      if (b < a || held[a].has(b)) continue;
      const clique = [a, b];
      for (const c of near[a]) {
        if (c !== b && clique.every((one) => one === c || near[one].has(c))) clique.push(c);
      }
      for (const one of clique) for (const two of clique) if (one < two) held[one].add(two);
      found.push(clique);
    }
  }
  return found;
}
