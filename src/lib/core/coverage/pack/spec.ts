/** What an object has: its members, those of them that may be absent, and how many there must be. */
export interface ObjectSpec {
  is: 'object';
  members: Readonly<Record<string, Spec>>;
  optional: readonly string[];
  /** Fewest members. */
  least?: number;
  /** Under this name it stands once in the JSON Schema. */
  name?: string;
}

/**
 * What a value of a rule pack may be. One description serves the reader, the JSON Schema and the
 * form that edits it. `variants`: the member `by` says which object it is. `change`: a whole rule,
 * perhaps with the rule that it is put before, or only its id and that it is removed.
 */
export type Spec =
  | { is: 'text' | 'id' | 'date' }
  | { is: 'switch' }
  | { is: 'constant'; value: string | number | true }
  | { is: 'number'; min: number; max: number; integer: boolean }
  | { is: 'choice'; values: readonly string[] }
  | { is: 'list'; of: Spec; least: number; distinct: boolean }
  | ObjectSpec
  | { is: 'variants'; by: string; of: Readonly<Record<string, ObjectSpec>>; name?: string }
  | { is: 'number-or'; number: Extract<Spec, { is: 'number' }>; or: ObjectSpec; name?: string }
  | { is: 'change'; rule: ObjectSpec };

export const text: Spec = { is: 'text' };
export const id: Spec = { is: 'id' };
export const date: Spec = { is: 'date' };
export const toggle: Spec = { is: 'switch' };
export const yes: Spec = { is: 'constant', value: true };

export const constant = (value: string | number): Spec => ({ is: 'constant', value });
export const among = (values: readonly string[]): Spec => ({ is: 'choice', values });

/** A number between two bounds, both included. */
export const number = (min: number, max: number): Extract<Spec, { is: 'number' }> => ({
  is: 'number',
  min,
  max,
  integer: false,
});
export const whole = (min: number, max: number): Spec => ({ ...number(min, max), integer: true });

/** A list of different values of an enumeration. */
export const someOf = (values: readonly string[], least = 0): Spec => ({
  is: 'list',
  of: among(values),
  least,
  distinct: true,
});
export const listOf = (of: Spec, least = 0, distinct = false): Spec => ({
  is: 'list',
  of,
  least,
  distinct,
});

/** An object; a member whose name ends with `?` may be absent. */
export function object(members: Record<string, Spec>, also: Partial<ObjectSpec> = {}): ObjectSpec {
  const named = Object.entries(members).map(([key, spec]) => [key.replace(/\?$/, ''), spec]);
  const optional = Object.keys(members).filter((key) => key.endsWith('?'));
  return {
    is: 'object',
    members: Object.fromEntries(named) as Record<string, Spec>,
    optional: optional.map((key) => key.slice(0, -1)),
    ...also,
  };
}

/** The same object, of which every member may be absent. */
export const partly = (spec: ObjectSpec, least = 1): ObjectSpec => ({
  ...spec,
  name: undefined,
  optional: Object.keys(spec.members),
  least,
});
