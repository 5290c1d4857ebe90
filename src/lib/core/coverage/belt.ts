import type { Shapes } from '#lib/core/model.ts';

/**
 * Weak belts (薄弱带): blank units that lie close to one another. Belt `b` has the units
 * `member[beltStart[b] .. beltStart[b + 1]]`, ascending; belts are ordered by size, the largest first.
 */
export interface WeakBelts {
  count: number;
  beltStart: Uint32Array;
  member: Uint32Array;
  /** The belt of each unit of the project, -1 where it is in none. */
  beltOf: Int32Array;
  /** The street in which most of the belt's units are, and the community within it; -1 where none is known. */
  street: Int32Array;
  community: Int32Array;
  /** Employees and households of its units that are known, together. */
  employees: Float64Array;
  households: Float64Array;
  /** The hull of each belt, one record a belt. */
  hulls: Shapes;
}
