import type { FeatureCollection } from 'geojson';
import { describe, expect, it } from 'vitest';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { importFolder } from '#lib/core/ingest/import-folder.ts';
import { mustAsk } from '#lib/core/ingest/questions.ts';
import { SHAPE_NONE, SHAPE_POLYGON } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { listOfTexts, textAt } from '#lib/core/texts.ts';
import { issuesOf, lexicon, read } from './ingest-folder.ts';

import {
  GENERATED,
  areaKm2,
  asDivisions,
  buildings,
  bytesOf,
  chosen,
  expectBuildings,
  expectStreets,
  open,
  plainStreets,
  present,
  reference,
  shapefile,
  streets,
  textOf,
} from './messy-truth.ts';
import type { Entry } from './messy-truth.ts';

const codes = (project: Project) => project.issues.map(({ code }) => code);
const rowsOf = (project: Project, code: string) => issuesOf(project, code).map(({ row }) => row);

const CASES: Record<string, () => Promise<void>> = {
  'buildings_utf8.csv': async () => {
    expectBuildings(await read({ 'units.csv': bytesOf('buildings_utf8.csv') }));
    await buildings('buildings_utf8.csv', 'wgs84');
  },
  'buildings_utf8_bom.csv': async () => {
    const { opened } = await buildings('buildings_utf8_bom.csv', 'wgs84');
    expect(opened.sheets[1].sheet.headers[0]).toBe('编号');
  },
  'buildings_gbk.csv': async () => {
    const { project } = await buildings('buildings_gbk.csv', 'wgs84');
    expect(issuesOf(project, 'encoding_not_utf8')).toMatchObject([{ found: 'gb18030' }]);
  },
  'buildings_gcj02_gbk.csv': async () => {
    const { opened, doubt } = await buildings('buildings_gcj02_gbk.csv', 'gcj02');
    // Nothing in the file tells; what is open names the right reading, and WGS 84 is 474 m off.
    expect(doubt.map(({ expected }) => expected)).toEqual([expect.stringContaining('gcj02')]);
    const plain = await chosen(opened, 'wgs84');
    const truth = reference();
    const off = truth.map(({ lng, lat }, i) =>
      distanceM(lng, lat, plain.units.lng[i], plain.units.lat[i]),
    );
    expect(Math.min(...off)).toBeGreaterThan(470);
  },
  'buildings_bd09.csv': async () => {
    const { project, doubt } = await buildings('buildings_bd09.csv', 'bd09');
    expect(doubt).toEqual([]);
    expect(issuesOf(project, 'crs_converted')).toMatchObject([{ found: 'bd09' }]);
  },
  'buildings_swapped_latlon.csv': async () => {
    const { project, doubt } = await buildings('buildings_swapped_latlon.csv', 'wgs84+swapped');
    const said = [...doubt, ...issuesOf(project, 'crs_found')];
    expect(said.map(({ found }) => found)).toEqual(['wgs84+swapped']);
    expectBuildings(project);
    const named = await read({ 'units.csv': bytesOf('buildings_swapped_latlon.csv') });
    expect(Math.max(...named.units.lat.filter((lat) => !Number.isNaN(lat)))).toBeLessThan(32);
  },
  'buildings_dms.csv': async () => {
    const { project } = await buildings('buildings_dms.csv', 'wgs84');
    expectBuildings(project);
  },
  'buildings_dirty.csv': async () => {
    const project = await read({ 'units.csv': bytesOf('buildings_dirty.csv') });
    expect(project.units.count).toBe(119);
    expect(rowsOf(project, 'position_missing')).toEqual([2, 3]);
    expect(rowsOf(project, 'not_a_number')).toEqual([4]);
    expect(rowsOf(project, 'zero_coordinates')).toEqual([5]);
    expect(rowsOf(project, 'duplicate_row')).toEqual([10]);
    expect(rowsOf(project, 'id_damaged')).toEqual([11]);
    expect(rowsOf(project, 'out_of_range')).toEqual([12]);
    expect(rowsOf(project, 'blank_row_skipped')).toEqual([22]);
    expect(rowsOf(project, 'total_row_skipped')).toEqual([123]);
    const { id, name, lng, lat } = project.units;
    expect(lng[listOfTexts(id).indexOf('164905211')]).toBe(121.49893);
    expect(listOfTexts(name)).toContain('<img src=x onerror=alert(1)>');
    expect(listOfTexts(name)).toContain('多行\n名称');
    expect(listOfTexts(name)).toContain('招商银行上海大厦');
    const north = [...lat.keys()].filter((i) => lat[i] > 35);
    expect(north).toHaveLength(1);
    const placed = await read({
      'divisions.geojson': streets(),
      'units.csv': bytesOf('buildings_dirty.csv'),
    });
    expect(rowsOf(placed, 'unit_outside_divisions')).toContain(project.units.row[north[0]]);
  },
  'empty.csv': async () => {
    const project = await read({ 'empty.csv': bytesOf('empty.csv') });
    expect(codes(project)).toEqual(['file_empty', 'units_missing']);
  },
  'header_only.csv': async () => {
    const project = await read({ 'header_only.csv': bytesOf('header_only.csv') });
    expect(issuesOf(project, 'no_rows')).toHaveLength(1);
    expect(project.units.count).toBe(0);
  },
  'streets_code_scientific.csv': async () => {
    const file = 'streets_code_scientific.csv';
    const opened = await open({ [file]: bytesOf(file) });
    expect(opened.sheets[0].sheet.count).toBe(343);
    const project = await importFolder(opened, lexicon);
    expect(project.divisions.count).toBe(343);
    expect(issuesOf(project, 'codes_destroyed')).toMatchObject([{ found: '100 %' }]);
    expect(project.divisions.code.some((code) => /E\+/i.test(code))).toBe(false);
  },
  'buildings_merged_header.xlsx': async () => {
    const file = 'buildings_merged_header.xlsx';
    const { opened, project } = await buildingsOfBook(file);
    const [{ sheet }] = opened.sheets.filter(({ named }) => !named);
    expect(sheet.headerRows).toEqual([3, 4]);
    expect(sheet.count).toBe(120);
    expect(sheet.headers.some((header) => header.includes('/'))).toBe(true);
    expect(rowsOf(project, 'total_row_skipped')).toEqual([125]);
    expect(rowsOf(project, 'footnote_row_skipped')).toEqual([126]);
    expect(rowsOf(project, 'hidden_row_kept')).toEqual([12]);
    expect(rowsOf(project, 'merged_filled_down')).toEqual([5]);
    const kinds = listOfTexts(project.units.extra[kindHeader(project)]);
    expect(kinds.slice(0, 5)).toEqual(Array(5).fill('未分类'));
  },
  'truncated.xlsx': async () => {
    const project = await read({ 'truncated.xlsx': bytesOf('truncated.xlsx') });
    expect(codes(project)[0]).toMatch(/^(archive|workbook)_damaged$/);
  },
  'really_a_csv.xlsx': async () => {
    const { project } = await buildings('really_a_csv.xlsx', 'wgs84');
    expect(issuesOf(project, 'encoding_not_utf8')).toHaveLength(1);
  },
  'beijing_core32_wgs84.geojson': async () => {
    await plainStreets('beijing_core32_wgs84.geojson');
  },
  'beijing_core32_gcj02.geojson': async () => {
    const file = 'beijing_core32_gcj02.geojson';
    const opened = await open({ [file]: bytesOf(file) });
    const project = await importFolder(opened, lexicon);
    expect(issuesOf(project, 'crs_uncertain')).toMatchObject([
      { expected: expect.stringContaining('gcj02') as string },
    ]);
    expect(mustAsk(opened, lexicon)).toBe(true);
    expectStreets(await chosen(opened, 'gcj02'));
  },
  'winding_reversed.geojson': async () => {
    const straight = await read({ 'a.geojson': bytesOf('beijing_core32_wgs84.geojson') });
    const reversed = await plainStreets('winding_reversed.geojson');
    expect(areaKm2(reversed)).toBeCloseTo(areaKm2(straight), 9);
    const units =
      'id,kind,lng,lat\nU1,park,116.41,39.91\nU2,park,116.36,39.93\nU3,park,116.2,39.9\n';
    const [one, two] = await Promise.all(
      ['beijing_core32_wgs84.geojson', 'winding_reversed.geojson'].map((file) =>
        read({ 'divisions.geojson': bytesOf(file), 'units.csv': units }),
      ),
    );
    expect([...two.units.division]).toEqual([...one.units.division]);
    expect([...one.units.division].filter((division) => division >= 0)).toHaveLength(2);
  },
  'bowtie.geojson': async () => {
    const project = await asDivisions('bowtie.geojson');
    expect(issuesOf(project, 'ring_self_intersects')).toHaveLength(1);
    const { partStart } = project.divisions.shapes;
    expect(partStart[1] - partStart[0]).toBe(2);
    expect(areaKm2(project)).toBeGreaterThan(0.4);
    expect(areaKm2(project)).toBeLessThan(0.5);
  },
  'unclosed_ring.geojson': async () => {
    const project = await asDivisions('unclosed_ring.geojson');
    expect(issuesOf(project, 'ring_not_closed')).toHaveLength(1);
    expect(areaKm2(project)).toBeGreaterThan(0);
  },
  'hole_outside.geojson': async () => {
    const project = await asDivisions('hole_outside.geojson');
    expect(issuesOf(project, 'hole_outside_shell')).toHaveLength(1);
    expect(project.divisions.shapes.ringStart).toHaveLength(2);
  },
  'overlap_and_gap.geojson': async () => {
    const project = await asDivisions('overlap_and_gap.geojson');
    expect(issuesOf(project, 'divisions_overlap')).toHaveLength(1);
    expect(issuesOf(project, 'divisions_gap')).toHaveLength(1);
    // Who lives on the strip that two streets claim is counted in one of them.
    const demand = 'id,lng,lat,weight\nD1,116.40995,39.905,100\nD2,116.405,39.905,50\n';
    const root = JSON.parse(textOf('overlap_and_gap.geojson')) as FeatureCollection;
    root.features.forEach((feature, i) => {
      feature.properties = { ...feature.properties, code: `9901010010${10 + i}` };
    });
    const folder = { 'divisions.geojson': JSON.stringify(root), 'demand.csv': demand };
    const { demand: counted } = await read(folder);
    expect([...counted.division].filter((division) => division >= 0)).toHaveLength(2);
    expect(counted.weight.reduce((sum, weight) => sum + weight, 0)).toBe(150);
  },
  'duplicate_feature.geojson': async () => {
    const project = await read({ 'divisions.geojson': bytesOf('duplicate_feature.geojson') });
    expect(project.divisions.count).toBe(1);
    expect(rowsOf(project, 'duplicate_row')).toEqual([2]);
  },
  'null_geometry.geojson': async () => {
    const root = JSON.parse(textOf('null_geometry.geojson')) as FeatureCollection;
    root.features.forEach((feature, i) => {
      feature.properties = { ...feature.properties, id: `U${i}`, kind: 'park' };
    });
    const project = await read({ 'units.geojson': JSON.stringify(root) });
    expect(project.units.count).toBe(2);
    expect(project.units.lng.filter((lng) => !Number.isNaN(lng))).toHaveLength(1);
    const said = ['geometry_missing', 'position_missing'];
    expect(project.issues.filter(({ code }) => said.includes(code))).toHaveLength(1);
  },
  'empty_fc.geojson': async () => {
    const project = await read({ 'empty_fc.geojson': bytesOf('empty_fc.geojson') });
    expect(issuesOf(project, 'no_rows')).toHaveLength(1);
  },
  'mixed_types.geojson': async () => {
    const project = await asDivisions('mixed_types.geojson');
    expect(issuesOf(project, 'geometry_not_expected').length).toBeGreaterThan(0);
    expect([...project.divisions.shapes.type]).toContain(SHAPE_NONE);
  },
  'bare_geometry.geojson': async () => {
    const { sheets } = await open({ 'bare_geometry.geojson': bytesOf('bare_geometry.geojson') });
    expect(sheets[0].sheet.geometry?.map((geometry) => geometry?.type)).toEqual(['Polygon']);
    const project = await asDivisions('bare_geometry.geojson');
    expect(project.divisions.shapes.type[0]).toBe(SHAPE_POLYGON);
  },
  'feature_no_properties.geojson': async () => {
    const file = 'feature_no_properties.geojson';
    expect(rowsOf(await read({ [file]: bytesOf(file) }), 'feature_no_properties')).toEqual([1]);
    expect((await asDivisions(file)).divisions.shapes.type[0]).toBe(SHAPE_POLYGON);
  },
  'nan_inf.geojson': async () => {
    const project = await read({ 'nan_inf.geojson': bytesOf('nan_inf.geojson') });
    expect(rowsOf(project, 'geometry_invalid')).toEqual([1]);
  },
  'antimeridian.geojson': async () => {
    const project = await asDivisions('antimeridian.geojson');
    expect(project.divisions.shapes.type[0]).toBe(SHAPE_POLYGON);
    expect(areaKm2(project)).toBeLessThan(30_000);
  },
  'lonlat_swapped.geojson': async () => {
    const project = await asDivisions('lonlat_swapped.geojson');
    const said = ['coordinates_swapped', 'geometry_invalid', 'out_of_range', 'crs_found'];
    expect(project.issues.filter(({ code }) => said.includes(code))).toHaveLength(1);
    expect([...project.divisions.shapes.xy].some((value) => Number.isNaN(value))).toBe(false);
  },
  'xss_names.geojson': async () => {
    const project = await read({ 'units.geojson': bytesOf('xss_names.geojson') });
    expect(textAt(project.units.name, 0)).toBe('<script>alert(1)</script>');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  },
  'shp_gbk_cpg.zip': () => shapefile('shp_gbk_cpg.zip'),
  'shp_gbk_nocpg.zip': () => shapefile('shp_gbk_nocpg.zip'),
  'shp_utf8_cpg.zip': () => shapefile('shp_utf8_cpg.zip'),
  'shp_utf8_nocpg.zip': () => shapefile('shp_utf8_nocpg.zip'),
  'ovital_like.kml': async () => {
    const opened = await open({ 'ovital_like.kml': bytesOf('ovital_like.kml') });
    const [{ sheet }] = opened.sheets;
    const types = (sheet.geometry ?? []).map((geometry) => geometry?.type ?? 'none');
    expect(types.filter((type) => type === 'Point')).toHaveLength(50);
    expect(types.filter((type) => /Polygon$/.test(type))).toHaveLength(10);
    const cells = sheet.columns.flatMap((column) =>
      Array.from({ length: sheet.count }, (_, i) => String(column.at(i) ?? '')),
    );
    expect(cells.filter((cell) => /<\/?t[dr]|http:/.test(cell))).toEqual([]);
    const project = await importFolder(opened, lexicon);
    const truth = new Map(reference().map((building) => [building.name, building]));
    expect(project.units.count).toBe(50);
    const places = listOfTexts(project.units.name).map((name) => truth.get(name ?? ''));
    places.forEach((place, i) => {
      if (!place) return;
      const { lng, lat } = project.units;
      expect(distanceM(place.lng, place.lat, lng[i], lat[i])).toBeLessThan(1);
    });
    expect(places.filter(Boolean).length).toBeGreaterThan(40);
    // The streets have no number of their own as a unit must: each is told, none is lost in silence.
    expect(rowsOf(project, 'missing_value')).toHaveLength(10);
  },
  'zip_ratio_100MB.zip': async () => {
    const before = process.memoryUsage().arrayBuffers;
    const project = await read({ 'zip_ratio_100MB.zip': bytesOf('zip_ratio_100MB.zip') });
    expect(codes(project)[0]).toBe('archive_ratio');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  },
};

/** The workbook of the buildings, whose rows have no identifiers. */
async function buildingsOfBook(file: string) {
  const opened = await open({ 'divisions.geojson': streets(), [file]: bytesOf(file) });
  const project = await importFolder(opened, lexicon);
  expectBuildings(await chosen(opened, 'wgs84'), false);
  if (issuesOf(project, 'crs_uncertain').length > 0) expect(mustAsk(opened, lexicon)).toBe(true);
  else expectBuildings(project, false);
  return { opened, project };
}

const kindHeader = ({ units }: Project): string =>
  Object.keys(units.extra).find((header) => header.includes('类型')) ?? '';

describe.skipIf(!present)(
  present ? 'the manifest of messy files' : `skipped: ${GENERATED} is absent`,
  () => {
    const manifest = present ? (JSON.parse(textOf('manifest.json')) as Entry[]) : [];

    it('has a test for every entry, and no test without one', () => {
      expect(Object.keys(CASES).sort()).toEqual(manifest.map(({ file }) => file).sort());
    });

    it.each(manifest.map(({ file, expect: expected }) => [file, expected]))(
      '%s: %s',
      async (file) => {
        await CASES[file]();
      },
    );

    it.each(manifest.map(({ file }) => file))(
      '%s under its own name says what it is',
      async (file) => {
        const project = await read({ [file]: bytesOf(file) });
        expect(project.issues.length).toBeGreaterThan(0);
      },
    );
  },
);
