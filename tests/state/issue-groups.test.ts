import { expect, test } from 'vitest';
import type { Issue, Severity } from '#lib/core/model.ts';
import { UNIT_KINDS, DIVISION_LEVELS, FACILITY_LEVELS, TABLES } from '#lib/core/model.ts';
import { PERSONAL_KINDS } from '#lib/core/ingest/cell-words.ts';
import { IssueLog, LISTED_PER_KIND } from '#lib/core/ingest/issue-log.ts';
import { WORDS, translator } from '#lib/i18n/words.ts';
import { issueCounts, issueGroups } from '#lib/state/issue-groups.ts';
import { expectedWords, foundWords } from '#lib/state/issue-words.ts';

const ALL = { severity: null, file: null };
const zh = translator('zh-CN');
const en = translator('en');

function issueOf(code: string, parts: Partial<Issue> = {}): Issue {
  const severity: Severity = 'warning';
  const place = { file: 'units.csv', sheet: null, row: 2, column: null };
  return { code, severity, ...place, found: null, expected: null, ...parts };
}

test('one error stands before 120 equal warnings, and they before the notes', () => {
  const log = new IssueLog();
  log.add('blank_row_skipped', 'units.csv', { row: 9 });
  for (let row = 0; row < 120; row++)
    log.add('unknown_division', 'units.csv', { row, column: 'kind' });
  log.add('unknown_division', 'links.csv', { row: 1, column: 'mode' });
  log.add('unit_outside_divisions', 'units.csv', { row: 1 });
  log.add('two_files_for_table', '');
  const groups = issueGroups(log.list(), ALL);
  expect(groups.map(({ code, count }) => [code, count])).toEqual([
    ['two_files_for_table', 1],
    ['unknown_division', 121],
    ['unit_outside_divisions', 1],
    ['blank_row_skipped', 1],
  ]);
  const ofLinks = issueGroups(log.list(), { severity: null, file: 'links.csv' });
  expect(ofLinks.map(({ code, count }) => [code, count])).toEqual([['unknown_division', 1]]);
  const errors = issueGroups(log.list(), { severity: 'error', file: null });
  expect(errors.map(({ code }) => code)).toEqual(['two_files_for_table']);
});

test('what was not listed one by one counts with its own kind', () => {
  const log = new IssueLog();
  for (let row = 0; row < LISTED_PER_KIND + 50; row++)
    log.add('not_a_number', 'units.csv', { row, column: 'employees' });
  const [group, ...others] = issueGroups(log.list(), ALL);
  expect(others).toEqual([]);
  expect([group.code, group.count, group.issues.length]).toEqual([
    'not_a_number',
    LISTED_PER_KIND + 50,
    LISTED_PER_KIND,
  ]);
  const counts = issueCounts(log.list());
  expect(counts[group.severity]).toBe(LISTED_PER_KIND + 50);
  expect(counts.error + counts.warning + counts.note).toBe(LISTED_PER_KIND + 50);
});

test('codes that are expected are said in words, each by the list that has them all', () => {
  const said = (code: string, expected: string) => expectedWords(issueOf(code, { expected }), zh);
  expect(said('unknown_value', 'building | market')).toBe('商务楼宇、市场');
  expect(said('unknown_value', DIVISION_LEVELS.join(' | '))).toBe('市、区县、街道、社区、网格');
  expect(said('unknown_value', FACILITY_LEVELS.join(' | '))).toContain('市级中心');
  expect(said('table_not_recognised', TABLES.join(' | '))).toContain('覆盖对象、党组织');
  expect(said('coordinates_swapped', 'lng, lat')).toBe('经度, 纬度');
  expect(said('missing_column', 'lng, lat | GeoJSON')).toBe('经度, 纬度 | GeoJSON');
  expect(said('duplicate_row', 'row 12')).toBe('第 12 行');
  expect(said('code_implausible', 'street')).toBe('合规的街道段');
  expect(said('crs_found', 'wgs84')).toBe(zh('mapping.crs.wgs84'));
  for (const code of UNIT_KINDS)
    expect(expectedWords(issueOf('unknown_value', { expected: code }), en)).toBe(
      en(`kind.${code}`),
    );
  // A list too long to be quoted is told by its beginning.
  const log = new IssueLog();
  log.add('unknown_value', 'units.csv', { expected: UNIT_KINDS.join(' | ') });
  const [cut] = log.list();
  expect(cut.expected).toContain('…');
  expect(expectedWords(cut, zh)).toBe(UNIT_KINDS.map((kind) => zh(`kind.${kind}`)).join('、'));
  // Quoted from a file, the same letters are no codes.
  expect(said('duplicate_id', 'market')).toBe('market');
  expect(said('not_a_date', 'YYYY-MM-DD')).toBe('YYYY-MM-DD');
});

test('personal data are said by kind and number, tables and systems by name', () => {
  const said = (code: string, found: string) => foundWords(issueOf(code, { found }), zh);
  expect(said('personal_data_cut', 'mobile 37')).toBe('手机号 37 处');
  for (const kind of PERSONAL_KINDS) expect(WORDS['zh-CN']).toHaveProperty([`personal.${kind}`]);
  expect(said('two_files_for_table', 'units')).toBe('覆盖对象');
  expect(said('crs_found', 'gcj02+swapped')).toBe('GCJ-02（高德、腾讯），两列对调');
  expect(said('crs_found', 'gk3_40')).toContain('第 40 带');
  expect(said('unknown_value', 'market')).toBe('market');
});
