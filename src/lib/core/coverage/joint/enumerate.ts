import type { Piece } from '#lib/core/coverage/joint/piece.ts';
import { spreadOf } from '#lib/core/coverage/joint/piece.ts';

/** Called with each group, ascending for cliques; the array is used again. Returns false to stop. */
export type VisitGroup = (group: readonly number[]) => boolean;

/** Groups in flat arrays: group `g` is `member[start[g] .. start[g + 1]]`. */
export class GroupPool {
  readonly start: number[] = [0];
  readonly member: number[] = [];
  readonly spread: number[] = [];
  readonly #known = new Set<string>();

  constructor(private readonly piece: Piece) {}

  get count(): number {
    return this.spread.length;
  }

  size(g: number): number {
    return this.start[g + 1] - this.start[g];
  }

  group(g: number): number[] {
    return this.member.slice(this.start[g], this.start[g + 1]);
  }

  /** Adds a group that is not there already; the position is kept for a lookup only where asked. */
  add(group: readonly number[]): void {
    for (const unit of group) this.member.push(unit);
    this.start.push(this.member.length);
    this.spread.push(spreadOf(this.piece, group));
  }

  addNew(group: readonly number[]): boolean {
    const key = [...group].sort((a, b) => a - b).join();
    if (this.#known.has(key)) return false;
    this.#known.add(key);
    this.add(group);
    return true;
  }
}

/**
 * Visits every group whose units are all among those given (ascending), each once. False where it
 * was stopped.
 */
export function visitGroups(piece: Piece, units: readonly number[], visit: VisitGroup): boolean {
  return piece.shape === 'clique'
    ? visitCliques(piece, units, visit, units.length)
    : visitConnected(piece, units, visit, units.length);
}

/** Visits every group of the first of the units (in any order) with others of them, each once. */
export function visitGroupsOfFirst(
  piece: Piece,
  units: readonly number[],
  visit: VisitGroup,
): boolean {
  return piece.shape === 'clique'
    ? visitCliques(piece, units, visit, 1)
    : visitConnected(piece, units, visit, 1);
}

/** All groups of a piece of at most `limit`, null where there are more. */
export function allGroups(piece: Piece, limit: number): GroupPool | null {
  const pool = new GroupPool(piece);
  const units = Array.from({ length: piece.n }, (_, i) => i);
  const whole = visitGroups(piece, units, (group) => {
    pool.add(group);
    return pool.count <= limit;
  });
  return whole ? pool : null;
}

function visitCliques(
  piece: Piece,
  units: readonly number[],
  visit: VisitGroup,
  firsts: number,
): boolean {
  const { n, linked, members, leastUnits, mostUnits, minMembers } = piece;
  const richest = units.reduce((most, i) => Math.max(most, members[i]), 0);
  const group: number[] = [];
  const grow = (open: readonly number[], has: number): boolean => {
    if (group.length >= leastUnits && has >= minMembers && !visit(group)) return false;
    const room = mostUnits - group.length;
    if (has + room * richest < minMembers) return true;
    const roots = group.length === 0 ? firsts : open.length;
    for (let at = 0; room > 0 && at < roots; at++) {
      const next = open[at];
      const row = next * n;
      const left = room === 1 ? [] : open.filter((k, i) => i > at && linked[row + k] === 1);
      group.push(next);
      const goOn = grow(left, has + members[next]);
      group.pop();
      if (!goOn) return false;
    }
    return true;
  };
  return grow(units, 0);
}

/**
 * Connected sets, each once: grown from their first candidate by neighbours that no earlier
 * branch has (Wernicke, Efficient detection of network motifs, 2006).
 */
function visitConnected(
  piece: Piece,
  units: readonly number[],
  visit: VisitGroup,
  firsts: number,
): boolean {
  const { n, linked, members, leastUnits, mostUnits, minMembers } = piece;
  const group: number[] = [];
  let later: readonly number[] = [];
  /** How many of the group are the candidate or linked to it. */
  const beside = new Uint8Array(n);
  const mark = (unit: number, by: number): void => {
    beside[unit] += by;
    for (const k of units) if (linked[unit * n + k] === 1) beside[k] += by;
  };
  const grow = (open: readonly number[], has: number): boolean => {
    if (group.length >= leastUnits && has >= minMembers && !visit(group)) return false;
    if (group.length === mostUnits) return true;
    for (let at = 0; at < open.length; at++) {
      const next = open[at];
      const row = next * n;
      const fresh = later.filter((k) => linked[row + k] === 1 && beside[k] === 0);
      group.push(next);
      mark(next, 1);
      const goOn = grow([...open.slice(at + 1), ...fresh], has + members[next]);
      mark(next, -1);
      group.pop();
      if (!goOn) return false;
    }
    return true;
  };
  for (let at = 0; at < firsts; at++) {
    const first = units[at];
    later = units.slice(at + 1);
    group.push(first);
    mark(first, 1);
    const open = later.filter((k) => linked[first * n + k] === 1);
    const goOn = grow(open, members[first]);
    mark(first, -1);
    group.pop();
    if (!goOn) return false;
  }
  return true;
}
