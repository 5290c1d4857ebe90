import type { Divisions, Ledger } from '#lib/core/model.ts';
import { normaliseCode } from '#lib/core/division/codes.ts';
import { differenceInterval, zOf } from '#lib/core/report/intervals.ts';
import type { RateCounts } from '#lib/core/report/ranking.ts';
import type { LedgerCounts } from '#lib/core/report/result.ts';

/** n and N of each division in an earlier result, by normalised code. */
export type EarlierRates = Record<Ledger, Map<string, { yes: number; due: number }>>;

/** What an earlier period is known by, and its rates. */
export interface Earlier {
  asOf: string | null;
  rules: string;
  rates: EarlierRates;
}

export const CHANGES = ['better', 'worse', 'open', 'new', 'none'] as const;
export type Change = (typeof CHANGES)[number];

/**
 * Change of each division since an earlier result: `new` where its code was not there, `none` where
 * a rate is missing on either side; `better` or `worse` only where the interval of the difference
 * leaves out 0, else `open`.
 */
export interface Improvement {
  change: Uint8Array;
  /** Rate now minus rate then, and its interval; NaN where there is none. */
  difference: Float64Array;
  low: Float64Array;
  high: Float64Array;
  /** Codes of the earlier result that are no longer there. */
  gone: string[];
}

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function ratesOf(counts: unknown): { yes: number; due: number } | null {
  const { yes, no, unknown } = (isFields(counts) ? counts : {}) as Partial<LedgerCounts>;
  const parts = [yes, no, unknown];
  if (!parts.every((n): n is number => Number.isSafeInteger(n) && Number(n) >= 0)) return null;
  return { yes: parts[0], due: parts[0] + parts[1] + parts[2] };
}

/** Reads the text of an earlier `result.json`; null where it is none or a division in it has no counts. */
export function readEarlier(text: string): Earlier | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isFields(value) || value.format !== 'lacuna-result' || !Array.isArray(value.divisions))
    return null;
  const rates: EarlierRates = { organisation: new Map(), work: new Map(), service: new Map() };
  for (const division of value.divisions as unknown[]) {
    if (!isFields(division) || typeof division.code !== 'string') return null;
    const alone = isFields(division.work) ? division.work.without_organisation : null;
    const counts = { organisation: division.organisation, work: alone, service: division.service };
    for (const [ledger, block] of Object.entries(counts)) {
      const known = ratesOf(block);
      if (known === null) return null;
      rates[ledger as Ledger].set(normaliseCode(division.code), known);
    }
  }
  const rules = isFields(value.rules) ? `${String(value.rules.id)} ${String(value.rules.version)}` : ''; // prettier-ignore
  return { asOf: typeof value.as_of === 'string' ? value.as_of : null, rules, rates };
}

/** Compares every division with itself in an earlier result, by Newcombe's interval. */
export function improvement(
  divisions: Divisions,
  { yes, due }: RateCounts,
  earlier: Earlier,
  ledger: Ledger,
  confidence: number,
): Improvement {
  const { count, code } = divisions;
  const z = zOf(confidence);
  const before = earlier.rates[ledger];
  const now = new Set(code.map(normaliseCode));
  const found: Improvement = {
    change: new Uint8Array(count).fill(CHANGES.indexOf('none')),
    difference: new Float64Array(count).fill(NaN),
    low: new Float64Array(count).fill(NaN),
    high: new Float64Array(count).fill(NaN),
    gone: [...before.keys()].filter((key) => !now.has(key)),
  };
  for (let d = 0; d < count; d++) {
    const then = before.get(normaliseCode(code[d]));
    if (then === undefined) found.change[d] = CHANGES.indexOf('new');
    else if (then.due > 0 && due[d] > 0) {
      const { low, high } = differenceInterval(yes[d], due[d], then.yes, then.due, z);
      found.difference[d] = yes[d] / due[d] - then.yes / then.due;
      found.low[d] = low;
      found.high[d] = high;
      found.change[d] = CHANGES.indexOf(low > 0 ? 'better' : high < 0 ? 'worse' : 'open');
    }
  }
  return found;
}
