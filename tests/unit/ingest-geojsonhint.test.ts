import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readGeoJsonText } from '#lib/core/ingest/geojson-text.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';

const SUITE = '../shared/data/messy/geojsonhint/test/data';
const present = existsSync(SUITE);
if (!present) console.log(`skipped: ${SUITE} is absent`);

const list = (folder: string) =>
  present ? readdirSync(join(SUITE, folder)).filter((name) => name.endsWith('.geojson')) : [];

function read(folder: string, name: string) {
  const issues = new IssueLog();
  const sheet = readGeoJsonText(name, readFileSync(join(SUITE, folder, name), 'utf8'), issues);
  return { sheet, codes: issues.list().map((issue) => issue.code) };
}

/** What each bad file is found to be; beside it stands what else is found. */
const BAD: Record<string, string[]> = {
  'bad-duplicate-properties': ['duplicate_member', 'member_ignored', 'feature_no_properties'],
  'bad-featurelist': ['geometry_invalid'],
  'bad-json': ['json_invalid'],
  'bad-object-type': ['geojson_invalid'],
  'bad-polygon-interiorring-rhr': ['ring_direction'],
  'bad-polygonloop': ['geometry_invalid'],
  'bad-properties-as-array': ['feature_invalid'],
  badcoord: ['position_extra'],
  badcoordtype: ['geometry_invalid'],
  badfeature: ['feature_invalid'],
  badfeatureid: ['member_ignored'],
  'bbox-4or6elements': ['member_ignored'],
  'bbox-contains-string': ['member_ignored'],
  'bbox-string': ['member_ignored'],
  'different-first-last': ['ring_not_closed'],
  'different-first-size': ['ring_not_closed'],
  excessive_precision_truncated: ['coordinate_noise'],
  expected_object: ['feature_invalid'],
  false: ['collection_unusual', 'geometry_invalid'],
  feature_changed_semantics: ['member_ignored'],
  'featurecollection-obj': ['geojson_invalid'],
  'featurecollection-type-case': ['geojson_invalid'],
  featurecollection: ['geojson_invalid'],
  featurecollection_changed_semantics: ['member_ignored'],
  geometry_changed_semantics: ['member_ignored'],
  geometrycollection_nested: ['collection_unusual'],
  geometrycollection_single: ['collection_unusual'],
  multiple_problems: ['member_ignored', 'geometry_invalid', 'feature_invalid'],
  'multipoint-multidimension': ['geometry_invalid'],
  'multipoint-nondimension': ['geometry_invalid'],
  nofeaturetype: ['feature_invalid'],
  notype: ['geojson_invalid'],
  'point-labeled-as-a-multipolygon': ['geometry_invalid'],
  'point-string': ['geometry_invalid'],
  'point-toofew': ['geometry_invalid'],
  'point-toomany': ['position_extra'],
  point: ['geometry_invalid'],
  polygon_winding_order: ['ring_direction'],
  rootstring: ['geojson_invalid'],
  'short-line': ['geometry_invalid'],
  'short-linearring': ['ring_not_closed'],
  'short-multilinestring': ['geometry_part_invalid'],
  stringcoord: ['geometry_invalid'],
  unknowntype: ['geojson_invalid'],
};

describe.skipIf(!present)('the suite of geojsonhint', () => {
  it('is whole', () => {
    expect(
      list('bad')
        .map((name) => name.replace('.geojson', ''))
        .sort(),
    ).toEqual(Object.keys(BAD).sort());
    expect(list('good')).toHaveLength(18);
  });

  it.each(list('bad'))('bad %s', (name) => {
    const { codes } = read('bad', name);
    for (const code of BAD[name.replace('.geojson', '')]) expect(codes).toContain(code);
  });

  it.each(list('good'))('good %s', (name) => {
    const { sheet, codes } = read('good', name);
    expect(codes).toEqual([]);
    expect(sheet?.count).toBeGreaterThan(0);
  });
});
