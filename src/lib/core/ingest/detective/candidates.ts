import { inChina } from '#lib/core/geo/crs/china.ts';
import type { Rows } from '#lib/core/ingest/detective/evidence.ts';
import type { Box } from '#lib/core/ingest/detective/digits.ts';
import type { Hypothesis } from '#lib/core/ingest/detective/hypothesis.ts';
import { HYPOTHESES, positionsUnder } from '#lib/core/ingest/detective/hypothesis.ts';

/** Rows looked at before a hypothesis is tried in earnest, and the share that must be plausible. */
const FIRST_LOOK = 96;
const PLAUSIBLE_SHARE = 0.3;
/** Rows this close, in degrees (about 100 m), speak once. */
const SAME_SPOT_DEG = 0.001;

/**
 * The hypotheses under which a fair share of the rows lie in the box or, where none do, in China.
 */
export function candidatesFor(rows: Rows, box: Box, boxed: boolean): Hypothesis[] {
  const step = Math.max(1, Math.ceil(rows.x.length / FIRST_LOOK));
  const isSeen = (_: unknown, i: number) => i % step === 0;
  const [x, y] = [rows.x.filter(isSeen), rows.y.filter(isSeen)];
  const plausible = (isPlausible: (lng: number, lat: number) => boolean) =>
    HYPOTHESES.filter((hypothesis) => {
      const [lng, lat] = positionsUnder(hypothesis, x, y, box);
      let fit = 0;
      lng.forEach((at, i) => {
        if (isPlausible(at, lat[i])) fit++;
      });
      return fit > 0 && fit >= PLAUSIBLE_SHARE * x.length;
    });
  const [west, south, east, north] = box;
  const here = boxed
    ? plausible((lng, lat) => lng >= west && lng <= east && lat >= south && lat <= north)
    : [];
  return here.length > 0 ? here : plausible(inChina);
}

/** The rows of which no earlier one stands at the same spot and names the same division. */
export function apart(rows: Rows, hypothesis: Hypothesis, box: Box): Rows {
  const [lng, lat] = positionsUnder(hypothesis, rows.x, rows.y, box);
  const met = new Set<string>();
  const isNew = Array.from(rows.named, (division, i) => {
    if (Number.isNaN(lng[i])) return true;
    const key = `${division} ${Math.round(lng[i] / SAME_SPOT_DEG)} ${Math.round(lat[i] / SAME_SPOT_DEG)}`;
    return !met.has(key) && met.add(key).size > 0;
  });
  const keep = (_: unknown, i: number) => isNew[i];
  return {
    x: rows.x.filter(keep),
    y: rows.y.filter(keep),
    named: rows.named.filter(keep),
  };
}
