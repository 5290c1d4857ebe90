import type { Divisions } from '#lib/core/model.ts';
import { rounded } from '#lib/core/norms/amount.ts';
import { NORM_STATES } from '#lib/core/norms/norm.ts';
import type { Norm, NormFindings, NormState } from '#lib/core/norms/norm.ts';

/** `subjects = met + lacking + unknown`. */
export interface NormCounts {
  subjects: number;
  met: number;
  lacking: number;
  unknown: number;
  /** What all the subjects lack together, in the norm's unit; those where it cannot be measured are left out. */
  lackingSum: number;
}

export interface NormSummaryRow extends NormCounts {
  /** Index into `NormFindings.norms`. */
  norm: number;
  /** met / subjects, null where there are none. */
  share: number | null;
  /** Null where no share of the subjects is asked for. */
  targetShare: number | null;
  /** The mean of the values that are known, null where none is. */
  average: number | null;
  /** Whether what is judged of all the subjects together, the share or the average, is reached; null where each is judged alone. */
  target: NormState | null;
}

/** The counts of every norm in every division with everything below it: entry `norm * divisions + division`. */
export interface NormDivisionCounts {
  divisions: number;
  subjects: Uint32Array;
  met: Uint32Array;
  lacking: Uint32Array;
  unknown: Uint32Array;
  lackingSum: Float64Array;
}

/** Whether enough subjects meet a norm; unknown where those that are not known decide it. */
function shareState({ subjects, met, unknown }: NormCounts, targetShare: number): NormState {
  const least = targetShare * subjects - 1e-9;
  return met >= least ? 'met' : met + unknown < least ? 'lacking' : 'unknown';
}

/** Whether the mean value reaches the mean threshold; unknown where one of them is not known. */
function averageState(norm: Norm, value: number, threshold: number): NormState {
  if (Number.isNaN(value - threshold)) return 'unknown';
  return (norm.require === 'at_least' ? value >= threshold : value <= threshold)
    ? 'met'
    : 'lacking';
}

/** Counts the findings of each norm, in the order of the norms; a norm without subjects has a row of zeros. */
export function normSummary(findings: NormFindings): NormSummaryRow[] {
  const rows = findings.norms.map(() => ({
    counts: { subjects: 0, met: 0, lacking: 0, unknown: 0, lackingSum: 0 },
    known: 0,
    knownSum: 0,
    valueSum: 0,
    thresholdSum: 0,
  }));
  for (let i = 0; i < findings.count; i++) {
    const row = rows[findings.norm[i]];
    const { counts } = row;
    counts.subjects++;
    counts[NORM_STATES[findings.state[i]]]++;
    if (findings.lacking[i] > 0) counts.lackingSum += findings.lacking[i];
    row.valueSum += findings.value[i];
    row.thresholdSum += findings.threshold[i];
    if (!Number.isFinite(findings.value[i])) continue;
    row.known++;
    row.knownSum += findings.value[i];
  }
  return rows.map(({ counts, known, knownSum, valueSum, thresholdSum }, n) => {
    const norm = findings.norms[n];
    const { subjects, met, lackingSum } = counts;
    let target: NormState | null = null;
    if (subjects > 0 && norm.targetShare !== undefined)
      target = shareState(counts, norm.targetShare);
    else if (subjects > 0 && norm.average)
      target = averageState(norm, valueSum / subjects, thresholdSum / subjects);
    return {
      norm: n,
      ...counts,
      lackingSum: rounded(lackingSum),
      share: subjects === 0 ? null : met / subjects,
      targetShare: norm.targetShare ?? null,
      average: known === 0 ? null : rounded(knownSum / known),
      target,
    };
  });
}

/** Counts the findings of each norm in each division and everything below it. */
export function normDivisionCounts(
  { count, parent }: Divisions,
  findings: NormFindings,
): NormDivisionCounts {
  const size = findings.norms.length * count;
  const counts = {
    subjects: new Uint32Array(size),
    met: new Uint32Array(size),
    lacking: new Uint32Array(size),
    unknown: new Uint32Array(size),
  };
  const lackingSum = new Float64Array(size);
  for (let i = 0; i < findings.count; i++) {
    if (findings.division[i] < 0) continue;
    const entry = findings.norm[i] * count + findings.division[i];
    counts.subjects[entry]++;
    counts[NORM_STATES[findings.state[i]]][entry]++;
    if (findings.lacking[i] > 0) lackingSum[entry] += findings.lacking[i];
  }
  for (let norm = 0; norm < findings.norms.length; norm++)
    for (let at = count - 1; at >= 0; at--) {
      if (parent[at] < 0) continue;
      const [from, to] = [norm * count + at, norm * count + parent[at]];
      for (const column of Object.values(counts)) column[to] += column[from];
      lackingSum[to] += lackingSum[from];
    }
  return { divisions: count, ...counts, lackingSum };
}

/** The counts of one norm in one division. */
export const normCountsAt = (
  columns: NormDivisionCounts,
  norm: number,
  division: number,
): NormCounts => {
  const i = norm * columns.divisions + division;
  return {
    subjects: columns.subjects[i],
    met: columns.met[i],
    lacking: columns.lacking[i],
    unknown: columns.unknown[i],
    lackingSum: rounded(columns.lackingSum[i]),
  };
};
