import { COMPLETE_FILE, EXTENDING_FILE } from '#lib/core/coverage/pack/file-spec.ts';
import { id } from '#lib/core/coverage/pack/spec.ts';
import type { ObjectSpec, Spec } from '#lib/core/coverage/pack/spec.ts';
import { ID } from '#lib/core/coverage/pack/check-spec.ts';

type Schema = Record<string, unknown>;

/** Writes descriptions as JSON Schema; those with a name once, in the definitions. */
class SchemaWriter {
  readonly definitions: Record<string, Schema> = {};

  of(spec: Spec): Schema {
    const name = 'name' in spec ? spec.name : undefined;
    if (name === undefined) return this.#plain(spec);
    if (!(name in this.definitions)) {
      // Taken first, so that the definitions stand in the order in which they are met.
      this.definitions[name] = {};
      this.definitions[name] = this.#plain(spec);
    }
    return { $ref: `#/$defs/${name}` };
  }

  #plain(spec: Spec): Schema {
    switch (spec.is) {
      case 'text':
        return { type: 'string', pattern: '\\S' };
      case 'id':
        return { type: 'string', pattern: ID.source };
      case 'date':
        return { type: 'string', format: 'date', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };
      case 'switch':
        return { type: 'boolean' };
      case 'constant':
        return { const: spec.value };
      case 'number':
        return {
          type: spec.integer ? 'integer' : 'number',
          minimum: spec.min,
          maximum: spec.max,
        };
      case 'choice':
        return { enum: spec.values };
      case 'list':
        return {
          type: 'array',
          items: this.of(spec.of),
          ...(spec.least > 0 ? { minItems: spec.least } : {}),
          ...(spec.distinct ? { uniqueItems: true } : {}),
        };
      case 'number-or':
        return { anyOf: [this.of(spec.number), this.of(spec.or)] };
      case 'variants':
        return { oneOf: Object.values(spec.of).map((one) => this.of(one)) };
      case 'change': {
        const { members, optional } = spec.rule;
        const moved = { members: { ...members, before: id }, optional: [...optional, 'before'] };
        const removal: ObjectSpec = {
          is: 'object',
          members: { id, removed: { is: 'constant', value: true } },
          optional: [],
          name: 'removal',
        };
        const name = spec.rule.name === undefined ? undefined : `${spec.rule.name}Change`;
        return { anyOf: [this.of({ ...spec.rule, ...moved, name }), this.of(removal)] };
      }
      default:
        return this.#object(spec);
    }
  }

  #object({ members, optional, least }: ObjectSpec): Schema {
    const names = Object.keys(members);
    return {
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, this.of(members[name])])),
      required: names.filter((name) => !optional.includes(name)),
      additionalProperties: false,
      ...(least === undefined ? {} : { minProperties: least }),
    };
  }
}

/**
 * The JSON Schema of rule packs (draft 2020-12), from the descriptions that the reader goes by. What
 * refers to other rules or to other packs (ids, order of bands, parents) only the reader can tell.
 */
export function packSchema(): Schema {
  const writer = new SchemaWriter();
  const complete = writer.of({ ...COMPLETE_FILE, name: 'complete' });
  const extending = writer.of({ ...EXTENDING_FILE, name: 'extending' });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Lacuna rule pack',
    type: 'object',
    if: { required: ['extends'] },
    then: extending,
    else: complete,
    $defs: writer.definitions,
  };
}
