import { describe, expect, it } from 'vitest';
import { resolvePack } from '#lib/core/coverage/pack/resolve.ts';
import { readPackFile } from '#lib/core/coverage/pack/read-file.ts';
import { shippedFiles } from '#data/rules/shipped.ts';
import { child, cited, packOf, words } from './rule-packs.ts';

const ids = (list: { id: string }[]): string[] => list.map(({ id }) => id);
const due = (id: string, more: object = {}) => ({
  id,
  reason: 'closed',
  when: { status: ['closed'] },
  ...cited,
  ...more,
});
const reach = (id: string, radiusM: number, more: object = {}) => ({
  ...{ id, level: 'street', radiusM },
  ...more,
});

describe('a pack that is built on another', () => {
  it('has the rules of its parent where it changes nothing, each with its pack and its day', () => {
    const [own, parent] = [packOf(child()), packOf(child(), [])];
    expect(own).toEqual(parent);
    expect(own.lineage).toEqual(['national']);
    expect(own.id).toBe('child');
    expect(new Set(Object.values(own.origin))).toEqual(new Set(['national']));
    expect(own.due[0].effective).toBe('2018-10-28');
    expect(Object.keys(own.origin)).toContain('service.street');
  });

  it('replaces by id in place, puts new rules last or before another, takes out', () => {
    const pack = packOf(
      child({
        due: [
          due('due.new'),
          due('due.first', { before: 'due.closed' }),
          { id: 'due.duplicate', removed: true },
          due('due.shell', { reason: 'empty' }),
          due('due.between', { before: 'due.new' }),
        ],
      }),
    );
    expect(ids(pack.due)).toEqual([
      'due.first',
      'due.closed',
      'due.shell',
      'due.declared',
      'due.between',
      'due.new',
    ]);
    expect(pack.due[2].reason).toBe('empty');
    expect(pack.due[0]).not.toHaveProperty('before');
    expect(pack.origin['due.shell']).toBe('child');
    expect(pack.origin['due.closed']).toBe('national');
    expect(pack.origin).not.toHaveProperty('due.duplicate');
    expect(pack.due[2].effective).toBe('2020-01-01');
  });

  it('changes sections field by field, and the reach list apart from its section', () => {
    const pack = packOf(
      child({
        service: { reach: [reach('service.street', 800)] },
        joint: { maxUnits: 4, ...cited, effective: '2021-05-06' },
      }),
    );
    expect(pack.service.reach.map(({ radiusM }) => radiusM)).toEqual([300, 500, 800, 1000, 1000]);
    expect(pack.service.crossing).toBe('anywhere');
    expect(pack.origin).toMatchObject({
      'service.street': 'child',
      'service.reach': 'national',
      'joint.branch': 'child',
    });
    expect(pack.joint).toMatchObject({ maxUnits: 4, minMembers: 3, effective: '2021-05-06' });
  });

  it('goes up a line of parents', () => {
    const middle = child({ id: 'middle', due: [due('due.middle')] });
    const pack = packOf(child({ extends: 'middle', due: [due('due.own')] }), [middle]);
    expect(pack.lineage).toEqual(['middle', 'national']);
    expect(ids(pack.due).slice(-2)).toEqual(['due.middle', 'due.own']);
    expect(pack.origin['due.middle']).toBe('middle');
  });

  it('is refused where parents go in a circle or one of them does not fit', () => {
    const read = (json: object) => {
      const one = readPackFile(json);
      if ('issues' in one) throw new Error(JSON.stringify(one.issues));
      return one.file;
    };
    const a = read(child({ id: 'a', extends: 'b' }));
    const b = read(child({ id: 'b', extends: 'a' }));
    const circle = resolvePack(a, new Map([['b', b], ['a', a]])); // prettier-ignore
    expect(circle).toMatchObject({ issues: [{ code: 'pack_circular', found: '"a > b > a"' }] });
    const wrong = read(child({ id: 'wrong', due: [{ id: 'due.gone', removed: true }] }));
    const parents = new Map([...shippedFiles, ['wrong', wrong] as const]);
    expect(resolvePack(read(child({ extends: 'wrong' })), parents)).toMatchObject({
      issues: [{ place: '/extends', code: 'pack_unknown_rule', expected: 'wrong/due/0/id' }],
    });
  });

  it('has complete rules for its districts, of which a child may change the same', () => {
    const districts = [
      {
        divisions: ['990101'],
        name: words('north'),
        rules: { service: { reach: [reach('service.street', 700)] } },
      },
    ];
    const city = child({ id: 'city', districts });
    const [own] = packOf(city).districts;
    expect(own.rules.service.reach.find(({ id }) => id === 'service.street')?.radiusM).toBe(700);
    expect(own.rules.organisation.modes).toEqual(['standalone', 'joint']);
    const further = child({
      extends: 'city',
      organisation: { modes: ['standalone'], ...cited },
      districts: [
        { ...districts[0], divisions: ['990101000000'], rules: { due: [due('due.north')] } },
      ],
    });
    const pack = packOf(further, [city]);
    expect(pack.districts).toHaveLength(1);
    const [both] = pack.districts;
    expect(both.rules.organisation.modes).toEqual(['standalone']);
    expect(ids(both.rules.due)).toContain('due.north');
    expect(both.rules.service.reach.find(({ id }) => id === 'service.street')?.radiusM).toBe(700);
    expect(ids(pack.due)).not.toContain('due.north');
  });
});
