import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SHAPE_NONE, SHAPE_POLYGON } from '#lib/core/model.ts';
import { readCsv } from '#lib/core/ingest/csv.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import { areaM2 } from '#lib/core/geo/shapes.ts';
import { issuesOf, read } from './ingest-folder.ts';

const MESSY = '../shared/data/messy';
const present = existsSync(MESSY);
const generated = (name: string) => new Uint8Array(readFileSync(join(MESSY, 'generated', name)));
const list = (folder: string, extension: string) =>
  present ? readdirSync(join(MESSY, folder)).filter((name) => name.endsWith(extension)) : [];

/** Reads one broken GeoJSON as the divisions, named and coded so that nothing else is missing. */
async function asDivisions(name: string) {
  const root = JSON.parse(new TextDecoder().decode(generated(name))) as {
    type: string;
    features?: { properties?: Record<string, unknown> }[];
  };
  const features: { properties?: Record<string, unknown>; type?: string; geometry?: unknown }[] =
    root.features ?? [{ type: 'Feature', geometry: root }];
  features.forEach((feature, i) => {
    feature.properties = { name: 'x', ...feature.properties, code: `9901010010${10 + i}` };
  });
  return read({ 'divisions.geojson': JSON.stringify({ type: 'FeatureCollection', features }) });
}

describe.skipIf(!present)(present ? 'messy files' : `skipped: ${MESSY} is absent`, () => {
  it.each([
    'buildings_utf8.csv',
    'buildings_utf8_bom.csv',
    'buildings_gbk.csv',
    'really_a_csv.xlsx',
  ])('%s gives the 120 rows of the reference', async (name) => {
    const reference = await read({ 'units.csv': generated('buildings_utf8.csv') });
    const project = await read({ [name]: generated(name) });
    expect(project.units.count).toBe(120);
    expect(project.units.name).toEqual(reference.units.name);
    expect(project.units.lng).toEqual(reference.units.lng);
    expect(Object.keys(project.units.extra)).toEqual(['层高(米)', '建筑面积（㎡）']);
    const decoded = issuesOf(project, 'encoding_not_utf8').length;
    expect(decoded).toBe(/gbk|really/.test(name) ? 1 : 0);
  });

  it('swapped columns: every row is reported, none is placed', async () => {
    const project = await read({ 'units.csv': generated('buildings_swapped_latlon.csv') });
    expect(issuesOf(project, 'coordinates_swapped')).toHaveLength(120);
    expect(project.units.lng.every(Number.isNaN)).toBe(true);
  });

  it('degrees, minutes, seconds: every row is reported', async () => {
    const project = await read({ 'units.csv': generated('buildings_dms.csv') });
    const rows = new Set(issuesOf(project, 'not_a_number').map((issue) => issue.row));
    expect(rows.size).toBe(120);
  });

  it('the planted defects are each named', async () => {
    const project = await read({ 'units.csv': generated('buildings_dirty.csv') });
    const at = (code: string) => issuesOf(project, code).map((issue) => issue.row);
    expect(project.units.count).toBe(119);
    expect(at('position_missing')).toEqual([2, 3]);
    expect(at('not_a_number')).toEqual([4]);
    expect(at('zero_coordinates')).toEqual([5]);
    expect(at('duplicate_id')).toEqual([10]);
    expect(at('id_damaged')).toEqual([11]);
    expect(at('out_of_range')).toEqual([12]);
    expect(at('blank_row_skipped')).toEqual([22]);
    expect(at('total_row_skipped')).toEqual([123]);
    expect(project.units.lng[project.units.id.indexOf('164905211')]).toBe(121.49893);
    expect(project.units.name).toContain('<img src=x onerror=alert(1)>');
    expect(project.units.name).toContain('多行\n名称');
    expect(project.units.name).toContain('招商银行上海大厦');
  });

  it('codes that a spreadsheet has rounded are not used', async () => {
    const text = new TextDecoder('gb18030').decode(generated('streets_code_scientific.csv'));
    const project = await read({ 'divisions.csv': text.replace('街道(乡镇)', '名称') });
    expect(project.divisions.count).toBe(0);
    expect(issuesOf(project, 'code_damaged').length).toBe(200);
    expect(issuesOf(project, 'more_of_same')[0].found).toBe('143');
  });

  it.each([
    ['bowtie.geojson', 'ring_self_intersects'],
    ['unclosed_ring.geojson', 'ring_not_closed'],
    ['hole_outside.geojson', 'hole_outside_shell'],
    ['null_geometry.geojson', 'geometry_missing'],
    ['lonlat_swapped.geojson', 'coordinates_swapped'],
  ])('%s: %s', async (name, code) => {
    expect(issuesOf(await asDivisions(name), code)).toHaveLength(1);
  });

  it('rings in either direction and across the antimeridian keep their area', async () => {
    const reference = await asDivisions('beijing_core32_wgs84.geojson');
    const reversed = await asDivisions('winding_reversed.geojson');
    const total = (project: typeof reference) =>
      Array.from({ length: project.divisions.count }, (_, i) =>
        areaM2(project.divisions.shapes, i),
      ).reduce((sum, area) => sum + area, 0);
    expect(total(reversed)).toBeCloseTo(total(reference), 3);
    expect(total(reference) / 1e6).toBeCloseTo(92.29, 0);
    const across = await asDivisions('antimeridian.geojson');
    expect(total(across) / 1e6).toBeLessThan(30_000);
    expect(across.divisions.shapes.type[0]).toBe(SHAPE_POLYGON);
    const hole = await asDivisions('hole_outside.geojson');
    expect(hole.divisions.shapes.ringStart).toHaveLength(2);
  });

  it('mixed geometries, missing properties, bare geometry and script names are read', async () => {
    const mixed = await asDivisions('mixed_types.geojson');
    expect(issuesOf(mixed, 'geometry_not_expected').length).toBeGreaterThan(0);
    expect([...mixed.divisions.shapes.type]).toContain(SHAPE_NONE);
    for (const name of ['bare_geometry.geojson', 'feature_no_properties.geojson'])
      expect((await asDivisions(name)).divisions.shapes.type[0]).toBe(SHAPE_POLYGON);
    const scripts = await read({ 'units.geojson': generated('xss_names.geojson') });
    expect(scripts.units.name[0]).toBe('<script>alert(1)</script>');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each(list('generated', ''))('%s never throws', async (name) => {
    const project = await read({ [name]: generated(name) });
    expect(project.issues.length).toBeGreaterThan(0);
  });

  it.each(list('geojsonhint/test/data/good', '.geojson'))('good %s is read', async (name) => {
    const bytes = readFileSync(join(MESSY, 'geojsonhint/test/data/good', name));
    const project = await read({ 'backdrop.geojson': new Uint8Array(bytes) });
    const faults = project.issues.map((issue) => issue.code);
    expect(project.backdrop.count).toBeGreaterThan(0);
    expect(faults).not.toContain('geojson_invalid');
    expect(faults).not.toContain('geometry_invalid');
  });

  it.each(list('geojsonhint/test/data/bad', '.geojson'))('bad %s never throws', async (name) => {
    const bytes = readFileSync(join(MESSY, 'geojsonhint/test/data/bad', name));
    const project = await read({ 'units.geojson': new Uint8Array(bytes) });
    expect(project.issues.length).toBeGreaterThan(0);
  });

  it.each(list('csv-spectrum/csvs', '.csv'))('csv-spectrum %s', async (name) => {
    const text = readFileSync(join(MESSY, 'csv-spectrum/csvs', name), 'utf8');
    const json = readFileSync(
      join(MESSY, 'csv-spectrum/json', name.replace('.csv', '.json')),
      'utf8',
    );
    const sheet = await readCsv(name, text, new IssueLog(), {});
    const records = Array.from({ length: sheet.count }, (_, r) =>
      Object.fromEntries(sheet.headers.map((header, i) => [header, sheet.columns[i][r] ?? ''])),
    );
    const expected = JSON.parse(json) as unknown;
    // One expectation of the suite is no list and differs from its own file; there, the shape counts.
    if (Array.isArray(expected)) expect(records).toEqual(expected);
    else expect(Object.keys(records[0])).toEqual(Object.keys(expected as object));
  });
});
