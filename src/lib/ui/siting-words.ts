import type { SitingKind } from '#lib/core/siting/problem.ts';
import type { App } from '#lib/ui/app.svelte.ts';

/** The value of a plan in the terms of its problem; a dash where it is not known. */
export function objectiveWords(
  problem: SitingKind,
  value: number,
  { t, numbers }: Pick<App, 't' | 'numbers'>,
): string {
  if (!Number.isFinite(value)) return numbers.count(NaN);
  if (problem === 'p-center' || problem === 'p-dispersion') return numbers.metres(value);
  return t(`siting.value.${problem}`, { n: numbers.count(value) });
}
