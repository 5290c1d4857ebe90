import { ASK_FAULT_CODES } from '#lib/core/report/siting/fault.ts';
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

/** Faults of a question, and of the walking network behind it, that have words of their own. */
export const SITING_FAULTS = [...ASK_FAULT_CODES, 'no_walk_network', 'no_walkable_line'] as const;

/** Why a question could not be answered, and what to do; a worker hands the code over as the message. */
export function failureWords(detail: string, { t }: Pick<App, 't'>): string {
  const code = SITING_FAULTS.find((known) => known === detail);
  return code ? t(`siting.fault.${code}`) : t('siting.failed', { detail });
}
