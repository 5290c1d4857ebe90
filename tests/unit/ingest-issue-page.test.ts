import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { issuePage } from '#cli/issue-page.ts';
import { ISSUE_CODES } from '#lib/core/ingest/issue-codes.ts';
import { parseMapping } from '#lib/core/ingest/mapping/parse-mapping.ts';
import { openFolder } from '#lib/core/ingest/open-folder.ts';
import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import { contract, fileOf, lexicon } from './ingest-folder.ts';

const page = readFileSync('data/README.md', 'utf8');

it('the contract page lists every issue code, weight and sentence (npx tsx src/cli/issue-page.ts)', () => {
  const listed = page.split('<!-- issues -->')[1].split('<!-- /issues -->')[0];
  const plain = (text: string) => text.replace(/\\/g, '').replace(/\s+/g, ' ').trim();
  expect(plain(listed)).toBe(plain(issuePage()));
  expect(issuePage().match(/^- /gm)).toHaveLength(Object.keys(ISSUE_CODES).length);
});

it('names no issue code that does not exist', () => {
  const head = page.split('## 问题一览')[0];
  const named = head.match(/`(?:crs|personal_data)_[a-z0-9_]+`/g) ?? [];
  expect(named.length).toBeGreaterThan(7);
  for (const code of named) expect(Object.keys(ISSUE_CODES)).toContain(code.slice(1, -1));
});

it('its mapping is one, and a sheet of its headers is read by it', async () => {
  const text = /```json\n(\{\n {2}"format": "lacuna-mapping"[\s\S]*?)```/.exec(page)?.[1] ?? '';
  const mapping = parseMapping(JSON.parse(text), contract) as Mapping;
  expect(Array.isArray(mapping)).toBe(false);
  const csv = `${mapping.headers.join(',')}\n云帆大厦,121.5,31.2,3.5,停业\n`;
  const { sheets } = await openFolder([fileOf('a.csv', csv)], lexicon, {}, [mapping]);
  expect(sheets.map(({ chosen, mapping: { crs } }) => [chosen, crs])).toEqual([
    ['before', 'gcj02'],
  ]);
});
