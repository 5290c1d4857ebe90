/**
 * Sets that are replaced and never changed, so that whoever holds one sees a choice by identity.
 */
export const chosen = <T>(items: Iterable<T> = []): ReadonlySet<T> => new Set(items);

/** The set with one item put in, or taken out where it was in. */
export function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

/** Each item once, in the order of first sight. */
export const distinct = <T>(items: Iterable<T>): T[] => [...new Set(items)];

/** How often each item occurs, the most frequent first. */
export function tally<T>(items: Iterable<T>): [T, number][] {
  const n = new Map<T, number>();
  for (const item of items) n.set(item, (n.get(item) ?? 0) + 1);
  return [...n].sort((a, b) => b[1] - a[1]);
}

/** Children of each division in the project's order; -1 has the roots. */
export function childrenOf(parent: ArrayLike<number>): ReadonlyMap<number, number[]> {
  const below = new Map<number, number[]>();
  for (let d = 0; d < parent.length; d++) {
    const siblings = below.get(parent[d]);
    if (siblings) siblings.push(d);
    else below.set(parent[d], [d]);
  }
  return below;
}
