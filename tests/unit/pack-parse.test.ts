import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PackIssue } from '#lib/core/coverage/pack.ts';
import { parsePack } from '#lib/core/coverage/parse-pack.ts';
import { PROGRAM_RULES, RULE_CODES, ruleIndex, ruleSource } from '#lib/core/coverage/rules.ts';
import { WORDS } from '#lib/i18n/words.ts';
import { PACK } from './coverage-project.ts';

/** The national pack with one place changed (removed where the value is undefined). */
function changed(place: string, value: unknown): unknown {
  const pack = JSON.parse(JSON.stringify(PACK)) as Record<string, unknown>;
  const steps = place.split('/').slice(1);
  const last = steps.pop() ?? '';
  let at = pack as Record<string, unknown>;
  for (const step of steps) at = at[step] as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return pack;
}

function issues(json: unknown): PackIssue[] {
  const read = parsePack(json);
  return 'issues' in read ? read.issues : [];
}

describe('rule packs', () => {
  it('that are shipped are sound, named by their id, and their rules have words', () => {
    for (const file of readdirSync('data/rules')) {
      const read = parsePack(JSON.parse(readFileSync(`data/rules/${file}`, 'utf8')));
      expect('issues' in read ? read.issues : []).toEqual([]);
      if ('pack' in read) expect(`${read.pack.id}.json`).toBe(file);
    }
    for (const id of ruleIndex(PACK).ids.slice(1)) expect(RULE_CODES).toContain(id);
    for (const id of ['due.closed', 'organisation.mode', 'work.presence', 'service.street'])
      expect(ruleSource(PACK, id)?.en).toMatch(/./);
    expect(ruleSource(PACK, PROGRAM_RULES[0])).toBeNull();
  });

  it('decide by rules that have words in both languages', () => {
    for (const words of Object.values(WORDS))
      for (const code of RULE_CODES) expect(Object.keys(words)).toContain(`rule.${code}`);
  });

  it.each([
    ['/format', 'other', 'pack_wrong_value'],
    ['/formatVersion', 2, 'pack_wrong_value'],
    ['/id', undefined, 'pack_missing'],
    ['/id', 7, 'pack_wrong_type'],
    ['/effective', 'tomorrow', 'pack_wrong_type'],
    ['/name/en', undefined, 'pack_missing'],
    ['/due', {}, 'pack_wrong_type'],
    ['/due/0/when', {}, 'pack_missing'],
    ['/due/0/when/status/0', 'gone', 'pack_wrong_value'],
    ['/due/0/when/size', 3, 'pack_wrong_value'],
    ['/due/0/when/below', { employees: '10' }, 'pack_wrong_type'],
    ['/due/0/when/below', { stalls: 10 }, 'pack_wrong_value'],
    ['/due/1/id', 'due.closed', 'pack_duplicate_id'],
    ['/due/1/id', 'work.none', 'pack_duplicate_id'],
    ['/organisation', undefined, 'pack_missing'],
    ['/organisation/modes/1', 'friendly', 'pack_wrong_value'],
    ['/work/fields/0', 'members', 'pack_wrong_value'],
    ['/service/reach/0/radiusM', -1, 'pack_out_of_range'],
    ['/service/reach/0/radiusM', '300', 'pack_wrong_type'],
    ['/service/reach/1/level', 'village', 'pack_wrong_value'],
    ['/service/reach/1/kinds', ['tower'], 'pack_wrong_value'],
    ['/staleness/termGraceDays', null, 'pack_wrong_type'],
    ['/staleness/source', 'a regulation', 'pack_wrong_type'],
  ] as const)('with %s = %j are refused: %s', (place, value, code) => {
    const found = issues(changed(place, value));
    expect(found.map((issue) => issue.code)).toContain(code);
    expect(found.some((issue) => issue.place.startsWith(place))).toBe(true);
  });

  it('name everything that is wrong at once, with what was found and expected', () => {
    const broken = changed('/service/reach/0/level', 'village') as Record<string, unknown>;
    delete broken.version;
    expect(issues(broken)).toEqual([
      { place: '/version', code: 'pack_missing', found: null, expected: 'text' },
      {
        place: '/service/reach/0/level',
        code: 'pack_wrong_value',
        found: '"village"',
        expected: 'city | district | street | community | point',
      },
    ]);
  });

  it.each([null, 3, 'text', [], [1]])('that are %j are refused without a crash', (json) => {
    expect(issues(json)[0].code).toBe('pack_not_an_object');
  });

  it('that are empty are refused without a crash', () => {
    expect(issues({}).length).toBeGreaterThan(8);
  });
});
