import type { RulePlace } from '#lib/core/coverage/compare-packs.ts';
import type { PackIssue, RulePack } from '#lib/core/coverage/pack.ts';

/** A pack file while it is edited: JSON that may be wrong anywhere. */
export type Json = Record<string, unknown>;

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const clone = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const steps = (path: string): string[] => path.split('/').filter((step) => step !== '');

/** What stands at a path, undefined where the way there is broken off. */
export function valueAt(json: unknown, path: string): unknown {
  let at = json;
  for (const step of steps(path)) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Json)[step];
  }
  return at;
}

/** Sets a value at a path, or takes it out where it is undefined; what is missing on the way is made. */
function put(json: Json, path: string, value: unknown): void {
  const way = steps(path);
  const last = way.pop() ?? '';
  let at = json;
  for (const step of way) {
    if (typeof at[step] !== 'object' || at[step] === null) at[step] = {};
    at = at[step] as Json;
  }
  if (value === undefined) delete at[last];
  else at[last] = value;
}

const isList = (place: RulePlace): boolean => place.startsWith('/');

/** A rule of a complete pack. */
export function ruleAt(pack: RulePack, place: RulePlace, id: string): Json | null {
  const found = valueAt(pack, place);
  if (!isList(place)) return isJson(found) ? found : null;
  return ((found as Json[] | undefined) ?? []).find((rule) => rule.id === id) ?? null;
}

/** What a file itself says of a rule, null where that is nothing. */
export function entryAt(json: Json, place: RulePlace, id: string): Json | null {
  const found = valueAt(json, place);
  if (!isList(place)) return isJson(found) ? found : null;
  const list = Array.isArray(found) ? found.filter(isJson) : [];
  return list.find((rule) => rule.id === id) ?? null;
}

/**
 * The file with one value of a rule changed. A rule that the file only inherits is taken into it: of
 * a list as a whole, of a section with its source, on which the change then stands.
 */
export function withValue(
  json: Json,
  pack: RulePack,
  at: { place: RulePlace; id: string; path: string },
  value: unknown,
): Json {
  const file = clone(json);
  const { place, id, path } = at;
  const inherited = clone(ruleAt(pack, place, id) ?? { id });
  let entry = entryAt(file, place, id);
  if (isList(place)) {
    if (entry === null) {
      entry = inherited;
      const list = valueAt(file, place);
      put(file, place, [...(Array.isArray(list) ? (list as unknown[]) : []), entry]);
    }
  } else {
    if (entry === null) put(file, place, {});
    entry = entryAt(file, place, id)!;
    entry.source ??= inherited.source;
    entry.clause ??= inherited.clause;
    const [head] = steps(path);
    // A member is inherited or given as a whole.
    if (entry[head] === undefined && steps(path).length > 1) entry[head] = inherited[head];
  }
  put(entry, path, value);
  return file;
}

/** The file without a rule of a list: taken out of what it inherits, or simply not in it. */
export function withoutRule(
  json: Json,
  parent: RulePack | null,
  place: RulePlace,
  id: string,
): Json {
  const file = clone(json);
  const list = valueAt(file, place);
  const rest = (Array.isArray(list) ? list.filter(isJson) : []).filter((rule) => rule.id !== id);
  const inherited = parent !== null && ruleAt(parent, place, id) !== null;
  return tidied(file, place, inherited ? [...rest, { id, removed: true }] : rest);
}

/** The file without what it says of a rule: it is inherited as it is. */
export function withInherited(json: Json, place: RulePlace, id: string): Json {
  const file = clone(json);
  if (!isList(place)) {
    const { reach } = (valueAt(file, place) as Json | undefined) ?? {};
    put(file, place, reach === undefined ? undefined : { reach });
    return file;
  }
  const list = valueAt(file, place);
  const rest = (Array.isArray(list) ? list.filter(isJson) : []).filter((rule) => rule.id !== id);
  return tidied(file, place, rest);
}

/** A list that is empty says nothing in a pack that is built on another. */
function tidied(file: Json, place: RulePlace, list: Json[]): Json {
  const drop = list.length === 0 && file.extends !== undefined;
  put(file, place, drop ? undefined : list);
  const service = file.service;
  if (drop && isJson(service) && Object.keys(service).length === 0) delete file.service;
  return file;
}

const LIST_PLACE = /^(.*\/(?:due|reach|nextSteps|norms))\/(\d+)(.*)$/;

/** The place of an issue with the id of a rule instead of its position, so that a field finds what is wrong with it. */
export function issueKey(json: Json, { place }: PackIssue): string {
  const [, list, at, rest] = LIST_PLACE.exec(place) ?? [];
  if (list === undefined) return place;
  const id = valueAt(json, `${list}/${at}/id`);
  return typeof id === 'string' ? `${list}/${id}${rest}` : place;
}

/** The key of a field's issues. */
export const fieldKey = (place: RulePlace, id: string, path: string): string =>
  isList(place) ? `${place}/${id}/${path}` : `/${place}/${path}`;
