import type { CellWords } from '#lib/core/ingest/cell-words.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';

/** The key of a name without what offices write or leave out: marks, the party's name before it, long forms of its end. */
export function organisationKey(
  name: string,
  { organisations }: Pick<CellWords, 'organisations'>,
): string {
  let key = headerKey(name).replace(/[^\p{L}\p{N}]/gu, '');
  const prefix = organisations.prefixes.map(headerKey).find((word) => key.startsWith(word));
  if (prefix !== undefined && key.length > prefix.length) key = key.slice(prefix.length);
  const ends = Object.entries(organisations.endings).sort(([a], [b]) => b.length - a.length);
  const end = ends.find(([long]) => key.endsWith(headerKey(long)));
  return end ? key.slice(0, -headerKey(end[0]).length) + headerKey(end[1]) : key;
}

const SEVERAL = -2;

/** Finds organisations by id, else by name, else by a name that is the only one of its key. */
export class OrganisationNames {
  readonly #ids = new Map<string, number>();
  readonly #names = new Map<string, number>();
  readonly #keys = new Map<string, number>();
  readonly #words: Pick<CellWords, 'organisations'>;

  constructor(
    ids: readonly (string | null)[],
    names: readonly (string | null)[],
    words: Pick<CellWords, 'organisations'>,
  ) {
    this.#words = words;
    const add = (map: Map<string, number>, key: string, i: number) =>
      map.set(key, map.has(key) ? SEVERAL : i);
    ids.forEach((id, i) => {
      if (id !== null) this.#ids.set(id, i);
    });
    names.forEach((name, i) => {
      if (name === null) return;
      add(this.#names, name, i);
      add(this.#keys, organisationKey(name, words), i);
    });
  }

  /** The position of the organisation that a text means; `none` or `several` where that is not one. */
  find(text: string): number | 'none' | 'several' {
    const found =
      this.#ids.get(text) ??
      this.#names.get(text) ??
      this.#keys.get(organisationKey(text, this.#words));
    if (found === undefined) return 'none';
    return found === SEVERAL ? 'several' : found;
  }
}
