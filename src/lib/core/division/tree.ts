import { DIVISION_LEVELS, NONE } from '#lib/core/model.ts';
import { ancestorsOfCode, levelOfCode, normaliseCode } from '#lib/core/division/codes.ts';

export type TreeFault = 'unknown_parent' | 'parent_cycle' | 'missing_level';

/** Division rows as they stand in the file. */
export interface DivisionRows {
  code: readonly string[];
  name: readonly (string | null)[];
  /** Position in DIVISION_LEVELS, NONE where not given. */
  level: Uint8Array;
  /** The parent as written: a code, or a name that only one division has; null where not given. */
  parent: readonly (string | null)[];
}

/** The order and bonds of the tree; entries are by new position. */
export interface DivisionTree {
  /** Row of each division in tree order: a parent before its children, siblings as in the file. */
  order: Int32Array;
  parent: Int32Array;
  level: Uint8Array;
}

/** Finds rows by code as written, by normalised code, and by a name that is not shared. */
export class DivisionIndex {
  readonly #written = new Map<string, number>();
  readonly #keys = new Map<string, number>();
  readonly #names = new Map<string, number>();

  constructor(codes: readonly string[], names: readonly (string | null)[]) {
    codes.forEach((code, i) => {
      const key = normaliseCode(code);
      if (!this.#written.has(code)) this.#written.set(code, i);
      if (!this.#keys.has(key)) this.#keys.set(key, i);
      const name = names[i];
      if (name !== null) this.#names.set(name, this.#names.has(name) ? -1 : i);
    });
  }

  /** Position of a normalised code, -1 where there is none. */
  ofKey(key: string): number {
    return this.#keys.get(key) ?? -1;
  }

  /** Position of a division written as a code or as its name; -1 unknown, -2 a name that several have. */
  find(text: string): number {
    const written = this.#written.get(text) ?? this.#keys.get(normaliseCode(text));
    if (written !== undefined) return written;
    const named = this.#names.get(text);
    return named === undefined ? -1 : named < 0 ? -2 : named;
  }
}

/** Row of the nearest ancestor by code, -1 where none of them exists. */
function parentByCode(code: string, index: DivisionIndex): number {
  for (const ancestor of ancestorsOfCode(normaliseCode(code))) {
    const at = index.ofKey(ancestor);
    if (at >= 0) return at;
  }
  return -1;
}

/** True where going up from `from` comes to `target`, or never ends. */
function leadsTo(parent: Int32Array, from: number, target: number): boolean {
  let steps = 0;
  for (let at = from; at >= 0; at = parent[at])
    if (at === target || steps++ > parent.length) return true;
  return false;
}

/** Breaks every circle of parents at its first row in the file. */
function breakCycles(
  rows: DivisionRows,
  parent: Int32Array,
  index: DivisionIndex,
  report: (fault: TreeFault, row: number, found: string | null) => void,
): void {
  const OPEN = 1;
  const DONE = 2;
  const state = new Uint8Array(parent.length);
  for (let start = 0; start < parent.length; start++) {
    const path: number[] = [];
    let at = start;
    while (at >= 0 && state[at] === 0) {
      state[at] = OPEN;
      path.push(at);
      at = parent[at];
    }
    if (at >= 0 && state[at] === OPEN) {
      const first = path.slice(path.indexOf(at)).reduce((a, b) => Math.min(a, b));
      report('parent_cycle', first, rows.parent[first]);
      parent[first] = -1;
      const derived = parentByCode(rows.code[first], index);
      if (derived >= 0 && !leadsTo(parent, derived, first)) parent[first] = derived;
    }
    for (const row of path) state[row] = DONE;
  }
}

/** Rows in preorder, so that a parent stands before its children. */
function preorder(parent: Int32Array): Int32Array {
  const n = parent.length;
  const firstChild = new Int32Array(n).fill(-1);
  const nextSibling = new Int32Array(n).fill(-1);
  let firstRoot = -1;
  for (let i = n - 1; i >= 0; i--) {
    const p = parent[i];
    if (p < 0) {
      nextSibling[i] = firstRoot;
      firstRoot = i;
    } else {
      nextSibling[i] = firstChild[p];
      firstChild[p] = i;
    }
  }
  const order = new Int32Array(n);
  let at = firstRoot;
  for (let placed = 0; at >= 0; placed++) {
    order[placed] = at;
    if (firstChild[at] >= 0) at = firstChild[at];
    else {
      while (at >= 0 && nextSibling[at] < 0) at = parent[at];
      if (at >= 0) at = nextSibling[at];
    }
  }
  return order;
}

/**
 * Builds the division tree: parents as given, else derived from the code (the nearest ancestor
 * that exists); levels as given, else from the code, else one below the parent. A parent that does
 * not exist and a circle of parents are reported and the parent derived; several roots are fine.
 */
export function buildTree(
  rows: DivisionRows,
  report: (fault: TreeFault, row: number, found: string | null) => void,
): DivisionTree {
  const n = rows.code.length;
  const index = new DivisionIndex(rows.code, rows.name);
  const parent = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const given = rows.parent[i];
    let found = given === null ? -1 : index.find(given);
    if (given !== null && found < 0) report('unknown_parent', i, given);
    if (found < 0) found = parentByCode(rows.code[i], index);
    parent[i] = found;
  }
  breakCycles(rows, parent, index, report);
  const order = preorder(parent);
  const position = new Int32Array(n);
  order.forEach((row, at) => (position[row] = at));
  const level = new Uint8Array(n);
  const treeParent = new Int32Array(n);
  order.forEach((row, at) => {
    const up = parent[row] < 0 ? -1 : position[parent[row]];
    treeParent[at] = up;
    let known = rows.level[row];
    if (known === NONE) {
      const coded = levelOfCode(normaliseCode(rows.code[row]));
      known = coded >= 0 ? coded : up < 0 ? 0 : Math.min(level[up] + 1, DIVISION_LEVELS.length - 1);
      if (coded < 0) report('missing_level', row, DIVISION_LEVELS[known]);
    }
    level[at] = known;
  });
  return { order, parent: treeParent, level };
}
