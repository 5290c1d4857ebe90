import { LISTS, SECTIONS } from '#lib/core/coverage/pack/rule-spec.ts';
import type { RulePlace } from '#lib/core/coverage/compare-packs.ts';
import type { ObjectSpec, Spec } from '#lib/core/coverage/pack/spec.ts';

/** A value of a rule that a form can change: a number, a choice of one or of some, or a switch. */
export interface EditableField {
  /** Names of members and places in lists, joined by `/`. */
  path: string;
  spec:
    | Extract<Spec, { is: 'number' | 'choice' | 'switch' }>
    | { is: 'some'; values: readonly string[] };
  value: unknown;
  /** It may be left empty. */
  optional: boolean;
}

type Fields = Record<string, unknown>;

function fieldsOf(spec: Spec, value: unknown, path: string, optional: boolean): EditableField[] {
  const inside = (inner: ObjectSpec, of: unknown): EditableField[] =>
    Object.entries(inner.members).flatMap(([name, member]) =>
      fieldsOf(
        member,
        (of as Fields | undefined)?.[name],
        path === '' ? name : `${path}/${name}`,
        inner.optional.includes(name),
      ),
    );
  switch (spec.is) {
    case 'number':
    case 'choice':
    case 'switch':
      return [{ path, spec, value, optional }];
    case 'list': {
      if (spec.of.is === 'choice')
        return [{ path, spec: { is: 'some', values: spec.of.values }, value, optional }];
      return (Array.isArray(value) ? value : []).flatMap((entry, i) =>
        fieldsOf(spec.of, entry, `${path}/${i}`, false),
      );
    }
    case 'number-or':
      if (value === undefined) return [];
      return typeof value === 'object' && value !== null
        ? inside(spec.or, value)
        : [{ path, spec: spec.number, value, optional: false }];
    case 'object':
      // Texts are edited as JSON: they are written, not chosen.
      return spec.name === 'words' ? [] : inside(spec, value);
    default:
      return [];
  }
}

/** What a form can change of a rule; the rest of it is edited as JSON. */
export function editableFields(place: RulePlace, rule: object): EditableField[] {
  const spec = place.startsWith('/')
    ? LISTS[place as keyof typeof LISTS]
    : SECTIONS[place as keyof typeof SECTIONS];
  return fieldsOf(spec, rule, '', false);
}
