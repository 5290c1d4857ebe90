/** What makes a set of candidates a group. */
export interface GroupShape {
  /** `clique`: every two are linked; `connected`: each is reached from each over links inside the group. */
  shape: 'clique' | 'connected';
  leastUnits: number;
  mostUnits: number;
  minMembers: number;
}

/**
 * Candidates that can only be grouped among themselves, numbered 0 .. n - 1 in the order of the
 * project's units. Entry `i * n + j` of the matrices is the pair i, j.
 */
export interface Piece extends GroupShape {
  n: number;
  /** The unit of the project that each candidate is. */
  unit: Uint32Array;
  members: Float64Array;
  linked: Uint8Array;
  /** Distance in whole metres; for a clique only of pairs that are linked. */
  metres: Int32Array;
}

/** The piece of some units: `isLinked` and `wholeMetres` speak of units of the project. */
export function pieceOf(
  shape: GroupShape,
  own: readonly number[],
  members: Float64Array,
  isLinked: (a: number, b: number) => boolean,
  wholeMetres: (a: number, b: number) => number,
): Piece {
  const n = own.length;
  const linked = new Uint8Array(n * n);
  const metres = new Int32Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      if (isLinked(own[i], own[j])) linked[i * n + j] = linked[j * n + i] = 1;
      else if (shape.shape === 'clique') continue;
      metres[i * n + j] = metres[j * n + i] = wholeMetres(own[i], own[j]);
    }
  return {
    ...shape,
    n,
    unit: Uint32Array.from(own),
    members: Float64Array.from(own, (unit) => members[unit]),
    linked,
    metres,
  };
}

/** Disjoint groups of a piece, each ascending, and what they are worth. */
export interface Packing {
  groups: number[][];
  served: number;
  spread: number;
}

/** True where the first packing is better: more units served, else less spread. */
export function isBetter(a: Packing, b: Packing): boolean {
  return a.served > b.served || (a.served === b.served && a.spread < b.spread);
}

/** Distances of all pairs of a group together, whole metres. */
export function spreadOf({ n, metres }: Piece, group: readonly number[]): number {
  let sum = 0;
  for (let a = 0; a < group.length; a++)
    for (let b = a + 1; b < group.length; b++) sum += metres[group[a] * n + group[b]];
  return sum;
}

/** Groups with their worth, ordered by their first candidate. */
export function packingOf(piece: Piece, groups: readonly (readonly number[])[]): Packing {
  const own = groups.map((group) => [...group].sort((a, b) => a - b)).sort((a, b) => a[0] - b[0]);
  return {
    groups: own,
    served: own.reduce((sum, group) => sum + group.length, 0),
    spread: own.reduce((sum, group) => sum + spreadOf(piece, group), 0),
  };
}

/**
 * A number of units that no grouping of these candidates exceeds, whatever their positions: every
 * group needs its members, and where nobody has enough alone, two units that have some.
 */
export function unitsAtMost(shape: GroupShape, members: ArrayLike<number>): number {
  let total = 0;
  let halves = 0;
  for (let i = 0; i < members.length; i++) {
    total += members[i];
    halves += members[i] >= shape.minMembers ? 2 : members[i] > 0 ? 1 : 0;
  }
  const groups =
    shape.minMembers > 0
      ? Math.min(Math.floor(total / shape.minMembers), halves >> 1)
      : members.length;
  const most = Math.min(members.length, groups * shape.mostUnits);
  return most < shape.leastUnits ? 0 : most;
}
