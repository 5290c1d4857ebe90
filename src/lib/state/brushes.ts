/** The values that pass, by dimension: names, so that they outlive a radius, a reload and a project. */
export type Brushes = ReadonlyMap<string, ReadonlySet<string>>;

/** What a dimension's values are called. */
interface Named {
  id: string;
  keys: readonly string[];
}

export const brushesOf = (entries: Record<string, readonly string[]> = {}): Brushes =>
  new Map(Object.entries(entries).map(([id, keys]) => [id, new Set(keys)]));

/** With only these values of a dimension passing; null lets all pass. */
export function brushed(brushes: Brushes, id: string, keys: Iterable<string> | null): Brushes {
  const next = new Map(brushes);
  if (keys) next.set(id, new Set(keys));
  else next.delete(id);
  return next;
}

/** With a value chosen alone, or given up where it was; `add` keeps the other values chosen. */
export function chosenIn(brushes: Brushes, id: string, key: string, add: boolean): Brushes {
  const old = brushes.get(id);
  const next = new Set(add ? old : []);
  if (old?.has(key) && (add || old.size === 1)) next.delete(key);
  else next.add(key);
  return brushed(brushes, id, next.size > 0 ? next : null);
}

/** With one value left out, or let in again, the others being as they are. */
export function leftOut(brushes: Brushes, { id, keys }: Named, key: string): Brushes {
  const next = new Set(brushes.get(id) ?? keys);
  if (!next.delete(key)) next.add(key);
  return brushed(brushes, id, keys.every((known) => next.has(known)) ? null : next);
}

/** Without the values that a project has not; of dimensions that are awaited nothing is known yet. */
export function knownIn(
  brushes: Brushes,
  dimensions: readonly Named[],
  awaited: readonly string[] = [],
): Brushes {
  const next = new Map<string, ReadonlySet<string>>();
  for (const { id, keys } of dimensions) {
    const old = brushes.get(id);
    const known = old && keys.filter((key) => old.has(key));
    if (known && (known.length > 0 || old.size === 0)) next.set(id, new Set(known));
  }
  for (const id of awaited) {
    const old = brushes.get(id);
    if (old && !dimensions.some((own) => own.id === id)) next.set(id, old);
  }
  return next;
}

/** Codes of the values of a dimension that pass; null = all, also where none that is named is known. */
export function codesOf(brushes: Brushes, { id, keys }: Named): ReadonlySet<number> | null {
  const chosen = brushes.get(id);
  if (!chosen) return null;
  const codes = new Set([...keys.keys()].filter((code) => chosen.has(keys[code])));
  // A brush on nothing that this project has would leave the screen empty for no reason.
  return codes.size > 0 || chosen.size === 0 ? codes : null;
}
