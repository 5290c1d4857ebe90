import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Papa from 'papaparse';
import type { FeatureCollection, Polygon } from 'geojson';
import { expect } from 'vitest';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { areaM2 } from '#lib/core/geo/shapes.ts';
import { importFolder } from '#lib/core/ingest/import-folder.ts';
import { openFolder } from '#lib/core/ingest/open-folder.ts';
import type { OpenedFolder } from '#lib/core/ingest/open-folder.ts';
import { mustAsk } from '#lib/core/ingest/questions.ts';
import type { Project } from '#lib/core/model.ts';
import { listOfTexts } from '#lib/core/texts.ts';
import { fileOf, issuesOf, lexicon, read } from './ingest-folder.ts';

export const GENERATED = '../shared/data/messy/generated';
export const STREETS = '../shared/data/shanghai/streets127.geojson';
export const present = existsSync(GENERATED) && existsSync(STREETS);
export const bytesOf = (name: string) => new Uint8Array(readFileSync(path.join(GENERATED, name)));
export const textOf = (name: string) => readFileSync(path.join(GENERATED, name), 'utf8');

export interface Entry {
  file: string;
  expect: string;
}

export const open = (folder: Record<string, string | Uint8Array>) =>
  openFolder(
    Object.entries(folder).map(([name, content]) => fileOf(name, content)),
    lexicon,
  );

/** The folder with one of its sheets read in the coordinate system that somebody chose. */
export function chosen(opened: OpenedFolder, crs: string): Promise<Project> {
  const sheets = opened.sheets.map((own) =>
    own.named ? own : { ...own, chosen: 'now' as const, mapping: { ...own.mapping, crs } },
  );
  return importFolder({ ...opened, sheets }, lexicon);
}

/** The street polygons as divisions with codes, so that they hold the buildings. */
export function streets(): string {
  const { features } = JSON.parse(readFileSync(STREETS, 'utf8')) as FeatureCollection;
  features.forEach((feature, i) => {
    const code = `990101${String(i + 1).padStart(3, '0')}000`;
    feature.properties = { code, name: feature.properties?.name as string, level: 'street' };
  });
  return JSON.stringify({ type: 'FeatureCollection', features });
}

export interface Building {
  id: string;
  name: string;
  kind: string;
  lng: number;
  lat: number;
}
export function reference(): Building[] {
  const { data } = Papa.parse<string[]>(textOf('buildings_utf8.csv').trim());
  return data.slice(1).map(([id, name, kind, , , lng, lat]) => ({
    id,
    name,
    kind,
    lng: Number(lng),
    lat: Number(lat),
  }));
}

/** Asserts that the units are the buildings of the reference, all rows, all names, within a metre. */
export function expectBuildings({ units }: Project, ids = true): void {
  const truth = reference();
  expect(units.count).toBe(120);
  if (ids) expect(listOfTexts(units.id)).toEqual(truth.map(({ id }) => id));
  expect(listOfTexts(units.name)).toEqual(truth.map(({ name }) => name));
  expect(farthestM(units, truth)).toBeLessThan(1);
}

export function farthestM(
  { lng, lat }: Pick<Project['units'], 'lng' | 'lat'>,
  truth: readonly { lng: number; lat: number }[],
): number {
  expect([...lng, ...lat].some(Number.isNaN)).toBe(false);
  return Math.max(...truth.map((at, i) => distanceM(at.lng, at.lat, lng[i], lat[i])));
}

/** A CSV of buildings in a folder with the streets: where it is not sure, it must ask. */
export async function buildings(file: string, crs: string) {
  const folder = { 'divisions.geojson': streets(), [file]: bytesOf(file) };
  const opened = await open(folder);
  const project = await importFolder(opened, lexicon);
  const doubt = issuesOf(project, 'crs_uncertain');
  if (doubt.length > 0) expect(mustAsk(opened, lexicon)).toBe(true);
  else expectBuildings(project);
  expectBuildings(await chosen(opened, crs));
  return { opened, project, doubt };
}

/** Reads one broken GeoJSON as the divisions, named and coded so that nothing else is missing. */
export async function asDivisions(name: string): Promise<Project> {
  const root = JSON.parse(textOf(name)) as {
    features?: { properties?: Record<string, unknown> }[];
  };
  const features: { properties?: Record<string, unknown>; type?: string; geometry?: unknown }[] =
    root.features ?? [{ type: 'Feature', geometry: root }];
  features.forEach((feature, i) => {
    feature.properties = { name: 'x', ...feature.properties, code: `9901010010${10 + i}` };
  });
  return read({ 'divisions.geojson': JSON.stringify({ type: 'FeatureCollection', features }) });
}

export const areaKm2 = ({ divisions }: Project): number =>
  Array.from({ length: divisions.count }, (_, i) => areaM2(divisions.shapes, i)).reduce(
    (sum, area) => sum + area,
    0,
  ) / 1e6;

export interface Streets {
  name: string;
  rings: [number, number][][];
}
export const core32 = (): Streets[] =>
  (JSON.parse(textOf('beijing_core32_wgs84.geojson')) as FeatureCollection<Polygon>).features.map(
    ({ properties, geometry }) => ({
      name: properties?.name as string,
      rings: geometry.coordinates as [number, number][][],
    }),
  );

/** Distance in metres from a point to the nearest of the vertices given. */
export const toNearestM = (
  lng: number,
  lat: number,
  vertices: readonly [number, number][],
): number => {
  const near = vertices.filter(([a, b]) => Math.abs(a - lng) < 1e-4 && Math.abs(b - lat) < 1e-4);
  return Math.min(...near.map(([a, b]) => distanceM(a, b, lng, lat)));
};

/** Asserts the 32 streets by name, and their vertices within a metre of those of the reference. */
export function expectStreets({ divisions }: Project): void {
  const truth = new Map(core32().map(({ name, rings }) => [name, rings.flat()]));
  expect([...divisions.name].sort()).toEqual([...truth.keys()].sort());
  const { xy, partStart, ringStart, vertexStart } = divisions.shapes;
  divisions.name.forEach((name, i) => {
    const [from, to] = [partStart[i], partStart[i + 1]].map((part) => vertexStart[ringStart[part]]);
    const vertices = truth.get(name) ?? [];
    const own = Array.from({ length: to - from }, (_, k): [number, number] => [
      xy[2 * (from + k)],
      xy[2 * (from + k) + 1],
    ]);
    for (const [lng, lat] of own) expect(toNearestM(lng, lat, vertices)).toBeLessThan(1);
    for (const [lng, lat] of vertices) expect(toNearestM(lng, lat, own)).toBeLessThan(1);
  });
}

/** A file that holds the streets as they are, without a question and without conversion. */
export async function plainStreets(file: string): Promise<Project> {
  const project = await read({ [file]: bytesOf(file) });
  expectStreets(project);
  expect(areaKm2(project)).toBeCloseTo(92.29, 0);
  return project;
}

export async function shapefile(file: string): Promise<void> {
  const project = await plainStreets(file);
  expect(issuesOf(project, 'text_damaged')).toEqual([]);
}
