import { DIVISION_LEVELS } from '#lib/core/model.ts';
import type { DivisionLevel, Divisions, Ledger } from '#lib/core/model.ts';
import type { RankingRule } from '#lib/core/coverage/pack.ts';
import { normaliseCode } from '#lib/core/division/codes.ts';
import { wilson, zOf } from '#lib/core/report/intervals.ts';
import type { CountColumns } from '#lib/core/report/counts.ts';

/** Who is compared with whom: all of a level, those of like size, of one type of street, or of one parent. */
export const PEERS = ['all', 'size', 'street_type', 'parent'] as const;
export type Peers = (typeof PEERS)[number];

/** 街道 镇 乡 and what is like a township, by the street part of the division code. */
export const STREET_TYPES = ['street', 'town', 'township', 'similar', 'other'] as const;
export type StreetType = (typeof STREET_TYPES)[number];

/** n and N of each division; N leaves nothing out: unknown is in N. */
export interface RateCounts {
  yes: ArrayLike<number>;
  unknown: ArrayLike<number>;
  due: ArrayLike<number>;
}

/** A group of divisions that are compared with one another. */
export interface PeerGroup {
  /** Lower bound and (excluded, null: none) upper bound of N; a type; or the parent division, -1 for roots. */
  of: { size: [number, number | null] } | { type: StreetType } | { parent: number } | null;
  members: number;
}

/** The divisions of one level by rate, a row each: group by group, the highest rate first, those with nothing due last. */
export interface Ranking {
  count: number;
  division: Int32Array;
  groups: PeerGroup[];
  /** Index into `groups`. */
  group: Uint16Array;
  yes: Uint32Array;
  unknown: Uint32Array;
  due: Uint32Array;
  /** yes / due and its Wilson interval; NaN where nothing is due. */
  rate: Float64Array;
  low: Float64Array;
  high: Float64Array;
  /** 1 where N is below the pack's `smallBelow`. */
  small: Uint8Array;
  /** The range of ranks in the group, 1 the highest rate; 0 where nothing is due. */
  rankFrom: Uint32Array;
  rankTo: Uint32Array;
}

/** n and N of a ledger out of counts: work coverage is over what no organisation covers. */
export function rateCounts(counts: CountColumns, ledger: Ledger): RateCounts {
  const prefix = ledger === 'work' ? 'work_alone' : ledger;
  const yes = counts[`${prefix}_yes`];
  const no = counts[`${prefix}_no`];
  const unknown = counts[`${prefix}_unknown`];
  return { yes, unknown, due: Array.from(yes, (n, i) => n + no[i] + unknown[i]) };
}

/**
 * Type of the street that a statistical division code names or lies in: digits 7 to 9 are 001-099
 * 街道, 100-199 镇, 200-399 乡, 400-599 similar; `other` for any other code.
 */
export function streetType(code: string): StreetType {
  const key = normaliseCode(code);
  const part = /^\d{12}/.test(key) ? Number(key.slice(6, 9)) : 0;
  if (part >= 1 && part <= 99) return 'street';
  if (part >= 100 && part <= 199) return 'town';
  if (part >= 200 && part <= 399) return 'township';
  return part >= 400 && part <= 599 ? 'similar' : 'other';
}

/**
 * Ranks the divisions of a level by rate, each within its group of peers.
 *
 * A division stands below another for certain only where its whole interval lies below the other's
 * (they share no point). Its ranks run from 1 + the peers certainly above it to the number of ranked
 * peers minus those certainly below it; where intervals overlap the divisions are not told apart,
 * and so have ranges of ranks that overlap.
 */
export function rankDivisions(
  divisions: Divisions,
  { yes, unknown, due }: RateCounts,
  level: DivisionLevel,
  peers: Peers,
  rule: RankingRule,
): Ranking {
  const wanted = DIVISION_LEVELS.indexOf(level);
  const chosen = [...divisions.level.keys()].filter((d) => divisions.level[d] === wanted);
  const groups = new Map<string | number, { group: PeerGroup; members: number[] }>();
  for (const d of chosen) {
    const { key, of } = peerOf(divisions, d, due[d], peers, rule);
    const known = groups.get(key);
    if (known) known.members.push(d);
    else groups.set(key, { group: { of, members: 0 }, members: [d] });
  }
  const z = zOf(rule.confidence);
  const rate = (d: number): number => (due[d] > 0 ? yes[d] / due[d] : NaN);
  const ordered = [...groups.values()].sort((a, b) => orderOf(a.group) - orderOf(b.group));
  const rows = ordered.flatMap(({ group, members }, g) => {
    group.members = members.length;
    members.sort((a, b) => orderedRate(rate(b)) - orderedRate(rate(a)) || due[b] - due[a] || a - b);
    return members.map((division) => ({ division, g }));
  });
  const count = rows.length;
  const columns = {
    ...{ rankFrom: new Uint32Array(count), rankTo: new Uint32Array(count) },
    ...{ low: new Float64Array(count), high: new Float64Array(count) },
  };
  rows.forEach(({ division: d }, i) => {
    ({ low: columns.low[i], high: columns.high[i] } = wilson(yes[d], due[d], z));
  });
  let from = 0;
  for (const { members } of ordered) {
    rankGroup(columns, from, from + members.length);
    from += members.length;
  }
  return {
    count,
    division: Int32Array.from(rows, ({ division }) => division),
    groups: ordered.map(({ group }) => group),
    group: Uint16Array.from(rows, ({ g }) => g),
    yes: Uint32Array.from(rows, ({ division }) => yes[division]),
    unknown: Uint32Array.from(rows, ({ division }) => unknown[division]),
    due: Uint32Array.from(rows, ({ division }) => due[division]),
    rate: Float64Array.from(rows, ({ division }) => rate(division)),
    small: Uint8Array.from(rows, ({ division }) => (due[division] < rule.smallBelow ? 1 : 0)),
    ...columns,
  };
}

const orderedRate = (rate: number): number => (Number.isNaN(rate) ? -1 : rate);

/** Ranks of rows `from .. to`: by two sorted lists of bounds, so that thousands cost nothing. */
function rankGroup(
  { low, high, rankFrom, rankTo }: Pick<Ranking, 'low' | 'high' | 'rankFrom' | 'rankTo'>,
  from: number,
  to: number,
): void {
  const lows = low
    .slice(from, to)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const highs = high
    .slice(from, to)
    .filter((value) => !Number.isNaN(value))
    .sort();
  for (let i = from; i < to; i++) {
    if (Number.isNaN(low[i])) continue;
    rankFrom[i] = 1 + lows.length - countUpTo(lows, high[i], true);
    rankTo[i] = highs.length - countUpTo(highs, low[i], false);
  }
}

/** How many of the ascending values are below a bound, or equal to it where `equal`. */
function countUpTo(values: Float64Array, bound: number, equal: boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < bound || (equal && values[middle] === bound)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function peerOf(
  { code, parent }: Divisions,
  division: number,
  due: number,
  peers: Peers,
  { peerSizes }: RankingRule,
): { key: string | number; of: PeerGroup['of'] } {
  if (peers === 'parent') return { key: parent[division], of: { parent: parent[division] } };
  if (peers === 'street_type') {
    const type = streetType(code[division]);
    return { key: type, of: { type } };
  }
  if (peers === 'all') return { key: 0, of: null };
  const at = peerSizes.filter((bound) => due >= bound).length;
  const low = at === 0 ? 0 : peerSizes[at - 1];
  return { key: at, of: { size: [low, peerSizes[at] ?? null] } };
}

function orderOf({ of }: PeerGroup): number {
  if (of === null) return 0;
  if ('size' in of) return of.size[0];
  return 'type' in of ? STREET_TYPES.indexOf(of.type) : of.parent;
}
