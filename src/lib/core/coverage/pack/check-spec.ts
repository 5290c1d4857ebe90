import type { Note } from '#lib/core/coverage/pack/pack-file.ts';
import type { ObjectSpec, Spec } from '#lib/core/coverage/pack/spec.ts';
import { id } from '#lib/core/coverage/pack/spec.ts';

export const ID = /^[A-Za-z][A-Za-z0-9_.-]*$/;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** A member's name in a JSON pointer. */
export const pointer = (name: string): string => name.replace(/~/g, '~0').replace(/\//g, '~1');

/** The value of a member that an object has itself: not what every object inherits. */
const own = (fields: Fields, name: string): unknown =>
  Object.prototype.hasOwnProperty.call(fields, name) ? fields[name] : undefined;

const REMOVAL: ObjectSpec = {
  is: 'object',
  members: { id, removed: { is: 'constant', value: true } },
  optional: [],
};

/** Notes everything in which a value differs from its description. `place` is a JSON pointer. */
export function checkSpec(note: Note, place: string, value: unknown, spec: Spec): void {
  if (value === undefined) return note(place, 'pack_missing', value, expectedOf(spec));
  switch (spec.is) {
    case 'object':
      return checkObject(note, place, value, spec);
    case 'list':
      return checkList(note, place, value, spec);
    case 'number':
      return checkNumber(note, place, value, spec);
    case 'number-or':
      return checkSpec(note, place, value, isFields(value) ? spec.or : spec.number);
    case 'variants': {
      if (!isFields(value)) return note(place, 'pack_wrong_type', value, 'object');
      const names = Object.keys(spec.of);
      const which = own(value, spec.by);
      checkSpec(note, `${place}/${spec.by}`, which, { is: 'choice', values: names });
      const known = names.find((name) => name === which);
      if (known !== undefined) checkObject(note, place, value, spec.of[known]);
      return;
    }
    case 'change': {
      if (isFields(value) && own(value, 'removed') !== undefined)
        return checkObject(note, place, value, REMOVAL);
      const { members, optional } = spec.rule;
      const moved = { members: { ...members, before: id }, optional: [...optional, 'before'] };
      return checkObject(note, place, value, { ...spec.rule, ...moved });
    }
    case 'constant':
      if (value !== spec.value) note(place, 'pack_wrong_value', value, JSON.stringify(spec.value));
      return;
    case 'switch':
      if (typeof value !== 'boolean') note(place, 'pack_wrong_type', value, 'true | false');
      return;
    default:
      if (typeof value !== 'string') return note(place, 'pack_wrong_type', value, expectedOf(spec));
      if (!isTextOf(spec, value)) note(place, 'pack_wrong_value', value, expectedOf(spec));
  }
}

function isTextOf(spec: Spec, value: string): boolean {
  if (spec.is === 'choice') return spec.values.includes(value);
  if (spec.is === 'id') return ID.test(value);
  if (spec.is === 'date') return ISO_DATE.test(value) && isDay(value);
  return value.trim() !== '';
}

function expectedOf(spec: Spec): string {
  switch (spec.is) {
    case 'list':
      return 'array';
    case 'number':
      return spec.integer ? 'integer' : 'number';
    case 'number-or':
      return 'number | object';
    case 'choice':
      return spec.values.join(' | ');
    case 'constant':
      return JSON.stringify(spec.value);
    case 'switch':
      return 'true | false';
    case 'date':
      return 'YYYY-MM-DD';
    case 'id':
    case 'text':
      return spec.is;
    default:
      return 'object';
  }
}

function checkObject(note: Note, place: string, value: unknown, spec: ObjectSpec): void {
  if (!isFields(value)) return note(place, 'pack_wrong_type', value, 'object');
  const names = Object.keys(spec.members);
  const given = Object.keys(value).filter((name) => own(value, name) !== undefined);
  for (const name of given)
    if (!names.includes(name))
      note(`${place}/${pointer(name)}`, 'pack_unknown_member', value[name], names.join(' | '));
  for (const name of names) {
    const member = own(value, name);
    if (member === undefined && spec.optional.includes(name)) continue;
    checkSpec(note, `${place}/${name}`, member, spec.members[name]);
  }
  if (given.length < (spec.least ?? 0)) note(place, 'pack_missing', undefined, names.join(' | '));
}

function checkList(
  note: Note,
  place: string,
  value: unknown,
  spec: Extract<Spec, { is: 'list' }>,
): void {
  if (!Array.isArray(value)) return note(place, 'pack_wrong_type', value, 'array');
  if (value.length < spec.least) note(place, 'pack_missing', undefined, `>= ${spec.least}`);
  value.forEach((entry: unknown, i) => {
    checkSpec(note, `${place}/${i}`, entry, spec.of);
    if (spec.distinct && value.indexOf(entry) < i)
      note(`${place}/${i}`, 'pack_duplicate_id', entry, null);
  });
}

function checkNumber(
  note: Note,
  place: string,
  value: unknown,
  { min, max, integer }: Extract<Spec, { is: 'number' }>,
): void {
  const kind = integer ? 'integer' : 'number';
  if (typeof value !== 'number' || !Number.isFinite(value))
    note(place, 'pack_wrong_type', value, kind);
  else if (value < min || value > max) note(place, 'pack_out_of_range', value, `${min} .. ${max}`);
  else if (integer && !Number.isInteger(value)) note(place, 'pack_wrong_type', value, kind);
}
