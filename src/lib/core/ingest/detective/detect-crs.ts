import type { CrsId } from '#lib/core/geo/crs/crs-id.ts';
import { NearestIndex } from '#lib/core/geo/nearest.ts';
import { apart, candidatesFor } from '#lib/core/ingest/detective/candidates.ts';
import type { Box } from '#lib/core/ingest/detective/digits.ts';
import { MAINLAND } from '#lib/core/ingest/detective/digits.ts';
import type { Evidence, Rows } from '#lib/core/ingest/detective/evidence.ts';
import { count, gather } from '#lib/core/ingest/detective/evidence.ts';
import { judge } from '#lib/core/ingest/detective/judge.ts';
import { sampleRows } from '#lib/core/ingest/detective/sample.ts';
import type { Territory } from '#lib/core/ingest/detective/territory.ts';
import type { CrsScore, CrsVerdict } from '#lib/core/ingest/detective/verdict.ts';

/** Wider than any shift of a file that took two wrong turns, in degrees. */
const WIDENED_DEG = 0.05;

/** Two columns whose coordinate system is asked for. */
export interface CrsQuestion {
  /** As they stand in the file, NaN unknown. */
  x: Float64Array;
  y: Float64Array;
  /** The division that each row itself names (never one found by position), -1 for none. */
  named: Int32Array | null;
  territory: Territory;
  /** The system that the file or a header declares, null for none. */
  declared: CrsId | null;
  /** Positions of the project that are already sure, WGS 84 degrees. */
  neighbours: { lng: Float64Array; lat: Float64Array } | null;
}

/**
 * Finds out in which coordinate system, in which order and with which digits two columns are.
 *
 * Every hypothesis is tried on a sample (`sampleRows`); rows within 100 m of each other that name
 * the same division speak once. `judge` states which is best and when that is sure. The polygons
 * of the territory are taken to be WGS 84: the answer is relative to them.
 */
export function detectCrs(question: CrsQuestion): CrsVerdict {
  const { territory, neighbours, declared } = question;
  const box = boxFor(territory);
  const sampled = sampledRows(question);
  const candidates = candidatesFor(sampled, box, territory.bbox !== null);
  if (candidates.length === 0) return withoutCandidates(declared);
  const rows = apart(sampled, candidates[0], box);
  const index = neighbours && new NearestIndex(neighbours.lng, neighbours.lat);
  const evidence = candidates.map((one) => gather(one, rows, territory, index, box));
  const named = Uint8Array.from(rows.named, (division) => (division >= 0 ? 1 : 0));
  const ruling = judge(evidence, named, declared);
  const best = ruling.best.hypothesis;
  return {
    best,
    sure: ruling.sure ? 'sure' : 'ask',
    declaredAgrees: ruling.declaredAgrees,
    open: ruling.open.map(({ hypothesis }) => hypothesis),
    mixed: ruling.mixed,
    datumAssumed: best.crs.startsWith('gk') && best.crs !== declared,
    scores: ruling.ranked.map((one) => scoreOf(one, count(named))),
  };
}

/** Where positions may lie: around the territory, or anywhere in the mainland where nothing is drawn. */
export function boxFor({ bbox }: Territory): Box {
  if (bbox === null) return MAINLAND;
  const [west, south, east, north] = bbox;
  return [west - WIDENED_DEG, south - WIDENED_DEG, east + WIDENED_DEG, north + WIDENED_DEG];
}

function sampledRows({ x, y, named, territory }: CrsQuestion): Rows {
  const isNamed = (i: number) => named !== null && named[i] >= 0 && territory.isDrawn(named[i]);
  const rows = sampleRows(x, y, isNamed);
  return {
    x: Float64Array.from(rows, (i) => x[i]),
    y: Float64Array.from(rows, (i) => y[i]),
    named: Int32Array.from(rows, (i) => (named !== null && isNamed(i) ? named[i] : -1)),
  };
}

function scoreOf({ hypothesis, inNamed, inside, near }: Evidence, named: number): CrsScore {
  return {
    hypothesis,
    inNamed: count(inNamed),
    named,
    inside: count(inside),
    near: count(near),
    total: inside.length,
  };
}

function withoutCandidates(declared: CrsId | null): CrsVerdict {
  return {
    best: null,
    sure: 'ask',
    declaredAgrees: declared === null ? null : false,
    open: [],
    mixed: false,
    datumAssumed: false,
    scores: [],
  };
}
