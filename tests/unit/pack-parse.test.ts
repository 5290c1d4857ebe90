import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { shippedFiles } from '#data/rules/shipped.ts';
import { schemaText } from '#cli/pack-schema.ts';
import { PACK_ISSUE_CODES } from '#lib/core/coverage/pack.ts';
import { readPackText } from '#lib/core/coverage/pack/read-file.ts';
import { parsePack } from '#lib/core/coverage/parse-pack.ts';
import { PROGRAM_RULES, RULE_CODES, ruleIndex, ruleSource } from '#lib/core/coverage/rules.ts';
import { WORDS } from '#lib/i18n/words.ts';
import {
  changed,
  child,
  cited,
  issuesOf,
  national,
  packFiles,
  packJson,
  words,
} from './rule-packs.ts';
import type { Json } from './rule-packs.ts';
import { PACK } from './coverage-project.ts';

const schema = JSON.parse(schemaText()) as Json;
// The validator at hand knows the drafts before; nothing that is used here has changed since.
delete schema.$schema;
const matches = new Ajv({ allErrors: false }).compile(schema);

/** A norm that is sound. */
const NORM = {
  id: 'norm.x',
  name: words('x'),
  subject: { table: 'divisions', levels: ['community'] },
  measure: { of: 'column', column: 'staff' },
  require: 'at_least',
  threshold: 3,
  unit: 'people',
  ...cited,
};
const norm = (changes: Json): Json => child({ norms: [{ ...NORM, ...changes }] });
const bands = (list: Json[], more: Json = {}): Json =>
  norm({ threshold: undefined, by: { of: 'column', column: 'households' }, bands: list, ...more });
const district = (rules: Json, divisions = ['990101']): Json => ({
  divisions,
  name: words('d'),
  rules,
});
const at = (place: string, value: unknown) => changed(national(), place, value);

/** What is wrong, where, by which code, and whether the schema sees it too. */
const BROKEN: [string, Json, string, string, boolean][] = [
  ['format', at('/format', 'other'), '/format', 'pack_wrong_value', true],
  ['version of the format', at('/formatVersion', 2), '/formatVersion', 'pack_wrong_value', true],
  ['no id', at('/id', undefined), '/id', 'pack_missing', true],
  ['id of a wrong type', at('/id', 7), '/id', 'pack_wrong_type', true],
  ['id with a space', at('/id', 'a b'), '/id', 'pack_wrong_value', true],
  ['no version', at('/version', ''), '/version', 'pack_wrong_value', true],
  ['no date', at('/effective', 'tomorrow'), '/effective', 'pack_wrong_value', true],
  ['a day that is none', at('/effective', '2018-02-30'), '/effective', 'pack_wrong_value', false],
  ['name in one language', at('/name/en', undefined), '/name/en', 'pack_missing', true],
  ['a member unknown', at('/rules', []), '/rules', 'pack_unknown_member', true],
  ['a name of every object', at('/constructor', 1), '/constructor', 'pack_unknown_member', true],
  ['due no list', at('/due', {}), '/due', 'pack_wrong_type', true],
  ['no condition', at('/due/0/when', {}), '/due/0/when', 'pack_missing', true],
  ['status unknown', at('/due/0/when/status/0', 'gone'), '/due/0/when/status/0', 'pack_wrong_value', true],
  ['condition unknown', at('/due/0/when/size', 3), '/due/0/when/size', 'pack_unknown_member', true],
  ['duplicate false', at('/due/2/when/duplicate', false), '/due/2/when/duplicate', 'pack_wrong_value', true],
  ['count as text', at('/due/0/when/below', { employees: '10' }), '/due/0/when/below/employees', 'pack_wrong_type', true],
  ['count unknown', at('/due/0/when/below', { stalls: 10 }), '/due/0/when/below/stalls', 'pack_unknown_member', true],
  ['no clause', at('/due/0/clause', undefined), '/due/0/clause', 'pack_missing', true],
  ['no source', at('/staleness/source', undefined), '/staleness/source', 'pack_missing', true],
  ['source no words', at('/staleness/source', 'a regulation'), '/staleness/source', 'pack_wrong_type', true],
  ['id twice in a list', at('/due/1/id', 'due.closed'), '/due/1/id', 'pack_duplicate_id', false],
  ['id of the program', at('/due/1/id', 'work.none'), '/due/1/id', 'pack_duplicate_id', false],
  ['id of another section', at('/norms/0/id', 'joint.branch'), '/norms/0/id', 'pack_duplicate_id', false],
  ['no organisation', at('/organisation', undefined), '/organisation', 'pack_missing', true],
  ['mode unknown', at('/organisation/modes/1', 'friendly'), '/organisation/modes/1', 'pack_wrong_value', true],
  ['mode twice', at('/organisation/modes/1', 'standalone'), '/organisation/modes/1', 'pack_duplicate_id', true],
  ['work field unknown', at('/work/fields/0', 'members'), '/work/fields/0', 'pack_wrong_value', true],
  ['radius negative', at('/service/reach/0/radiusM', -1), '/service/reach/0/radiusM', 'pack_out_of_range', true],
  ['radius as text', at('/service/reach/0/radiusM', '300'), '/service/reach/0/radiusM', 'pack_wrong_type', true],
  ['level unknown', at('/service/reach/1/level', 'village'), '/service/reach/1/level', 'pack_wrong_value', true],
  ['kind unknown', at('/service/reach/1/kinds', ['tower']), '/service/reach/1/kinds/0', 'pack_wrong_value', true],
  ['crossing unknown', at('/service/crossing', 'never'), '/service/crossing', 'pack_wrong_value', true],
  ['days null', at('/staleness/termGraceDays', null), '/staleness/termGraceDays', 'pack_wrong_type', true],
  ['days in part', at('/staleness/termGraceDays', 1.5), '/staleness/termGraceDays', 'pack_wrong_type', true],
  ['members the wrong way', at('/nextSteps/2/membersAtMost', 2), '/nextSteps/2/membersAtMost', 'pack_contradiction', false],
  ['distance of no affiliation', at('/nextSteps/2/withinM', 2), '/nextSteps/2/withinM', 'pack_contradiction', false],
  ['a joint branch of one', at('/joint/maxUnits', 1), '/joint/maxUnits', 'pack_out_of_range', true],
  ['sizes falling', at('/ranking/peerSizes', [0, 30, 20]), '/ranking/peerSizes/2', 'pack_contradiction', false],
  ['confidence of one', at('/ranking/confidence', 1), '/ranking/confidence', 'pack_out_of_range', true],
  ['removal in a whole pack', at('/due/0', { id: 'due.closed', removed: true }), '/due/0/removed', 'pack_unknown_member', true],
  ['parent unknown', child({ extends: 'atlantis' }), '/extends', 'pack_unknown_parent', false],
  ['its own parent', child({ extends: 'child' }), '/extends', 'pack_circular', false],
  ['removes what is not there', child({ due: [{ id: 'due.x', removed: true }] }), '/due/0/id', 'pack_unknown_rule', false],
  ['removed and more', child({ due: [{ id: 'due.shell', removed: true, reason: 'x' }] }), '/due/0/reason', 'pack_unknown_member', true],
  ['before what is not there', norm({ before: 'norm.y' }), '/norms/0/before', 'pack_unknown_rule', false],
  ['before itself', norm({ before: 'norm.x' }), '/norms/0/before', 'pack_unknown_rule', false],
  ['the same change twice', child({ norms: [NORM, NORM] }), '/norms/1/id', 'pack_duplicate_id', false],
  ['id of a section of the parent', norm({ id: 'work.presence' }), '/norms/0/id', 'pack_duplicate_id', false],
  ['change without a source', child({ organisation: { modes: ['joint'] } }), '/organisation/source', 'pack_missing', false],
  ['change of nothing', child({ organisation: {} }), '/organisation', 'pack_missing', true],
  ['no threshold', norm({ threshold: undefined }), '/norms/0/threshold', 'pack_no_threshold', false],
  ['two thresholds', bands([{ threshold: 1 }], { threshold: 2 }), '/norms/0/bands', 'pack_contradiction', false],
  ['bands of nothing', bands([{ threshold: 1 }], { by: undefined }), '/norms/0/by', 'pack_missing', false],
  ['bands overlap', bands([{ to: 9, threshold: 1 }, { from: 8, threshold: 2 }]), '/norms/0/bands/1/from', 'pack_bands_overlap', false],
  ['bands out of order', bands([{ from: 9, threshold: 1 }, { to: 9, threshold: 2 }]), '/norms/0/bands/1/from', 'pack_bands_overlap', false],
  ['an empty band', bands([{ from: 9, to: 9, threshold: 1 }]), '/norms/0/bands/0/to', 'pack_bands_overlap', false],
  ['band without threshold', bands([{ from: 9 }]), '/norms/0/bands/0/threshold', 'pack_missing', true],
  ['measure unknown', norm({ measure: { of: 'weight' } }), '/norms/0/measure/of', 'pack_wrong_value', true],
  ['measure of another subject', norm({ measure: { of: 'links' } }), '/norms/0/measure/of', 'pack_contradiction', false],
  ['sum of nothing', norm({ measure: { of: 'facilities', fold: 'sum' } }), '/norms/0/measure/column', 'pack_missing', false],
  ['count of a column', norm({ measure: { of: 'facilities', fold: 'count', column: 'staff' } }), '/norms/0/measure/column', 'pack_contradiction', false],
  ['level of another table', norm({ subject: { table: 'divisions', levels: ['point'] } }), '/norms/0/subject/levels/0', 'pack_contradiction', false],
  ['kinds of divisions', norm({ subject: { table: 'divisions', kinds: ['park'] } }), '/norms/0/subject/kinds', 'pack_contradiction', false],
  ['unit unknown', norm({ unit: 'mu' }), '/norms/0/unit', 'pack_wrong_value', true],
  ['share above one', norm({ targetShare: 76.4 }), '/norms/0/targetShare', 'pack_out_of_range', true],
  ['share and average', norm({ targetShare: 1, average: true }), '/norms/0/average', 'pack_contradiction', false],
  ['per nothing', norm({ threshold: { base: 1, amount: 2 } }), '/norms/0/threshold/per', 'pack_missing', true],
  ['district of no division', child({ districts: [district({ due: [] }, [])] }), '/districts/0/divisions', 'pack_missing', true],
  ['district without rules', child({ districts: [district({})] }), '/districts/0/rules', 'pack_missing', true],
  ['division in two districts', child({ districts: [district({ norms: [NORM] }), district({ norms: [NORM] })] }), '/districts/1/divisions/0', 'pack_duplicate_id', false],
  ['district removes the unknown', child({ districts: [district({ norms: [{ id: 'norm.x', removed: true }] })] }), '/districts/0/rules/norms/0/id', 'pack_unknown_rule', false],
]; // prettier-ignore

describe('rule packs', () => {
  it('that are shipped are sound, named by their id, and known to the page', () => {
    expect(packFiles.length).toBeGreaterThan(10);
    for (const file of packFiles) {
      const json = packJson(file);
      expect(issuesOf(json), file).toEqual([]);
      expect(matches(json), `${file} ${JSON.stringify(matches.errors)}`).toBe(true);
      expect(`${String(json.id)}.json`).toBe(file);
    }
    expect([...shippedFiles.keys()].map((id) => `${id}.json`).sort()).toEqual(packFiles);
  });

  it('are described by the schema beside them (npx tsx src/cli/pack-schema.ts)', () => {
    expect(readFileSync('data/rules/schema.json', 'utf8')).toBe(schemaText());
  });

  it('decide by rules that have a source and words in both languages', () => {
    for (const id of ruleIndex(PACK).ids.slice(1)) expect(RULE_CODES).toContain(id);
    for (const id of ['due.closed', 'organisation.mode', 'work.presence', 'service.street'])
      expect(ruleSource(PACK, id)?.en).toMatch(/./);
    expect(ruleSource(PACK, PROGRAM_RULES[0])).toBeNull();
    for (const words of Object.values(WORDS)) {
      for (const code of RULE_CODES) expect(Object.keys(words)).toContain(`rule.${code}`);
      for (const code of PACK_ISSUE_CODES)
        expect(Object.keys(words)).toContain(`packFault.${code}`);
    }
  });

  it.each(BROKEN)('with %s are refused with the place', (_, json, place, code, bySchema) => {
    const found = issuesOf(json);
    expect(found.map((issue) => `${issue.place} ${issue.code}`)).toContain(`${place} ${code}`);
    expect(matches(json)).toBe(!bySchema);
  });

  it('are refused by every code but that of texts', () => {
    const codes = new Set(BROKEN.map(([, , , code]) => code));
    expect([...codes, 'pack_not_json', 'pack_not_an_object'].sort()).toEqual(
      [...PACK_ISSUE_CODES].sort(),
    );
  });

  it('name everything that is wrong at once, with what was found and expected', () => {
    const broken = at('/service/reach/0/level', 'village');
    delete broken.version;
    expect(issuesOf(broken)).toEqual([
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
    expect(issuesOf(json)[0].code).toBe('pack_not_an_object');
    expect(matches(json)).toBe(false);
  });

  it('that are empty or no JSON are refused without a crash', () => {
    expect(issuesOf({}).length).toBeGreaterThan(8);
    const read = readPackText('{"format": ');
    expect('issues' in read && read.issues[0]).toMatchObject({ place: '', code: 'pack_not_json' });
    const hostile = JSON.parse('{"__proto__": {"id": "x"}, "extends": "national"}') as unknown;
    expect(issuesOf(hostile).map(({ place }) => place)).toContain('/__proto__');
    expect('issues' in parsePack(hostile)).toBe(true);
  });
});
