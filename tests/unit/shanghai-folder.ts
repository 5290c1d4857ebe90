import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Feature, FeatureCollection, Geometry } from 'geojson';

/** The real buildings between Lujiazui and the Bund; outside the project, so it may be absent. */
const SOURCE = '../shared/data/shanghai/cbd-lujiazui-bund';

export const hasShanghai = existsSync(join(SOURCE, 'oracle.json'));
/** Why tests that need the data are skipped. */
export const NO_SHANGHAI = `skipped: ${SOURCE} is absent`;

export interface ShanghaiOptions {
  /** Keep the one building id that stands twice instead of numbering the second. */
  keepDuplicate?: boolean;
  /** The walking network beside: the graph, that with the tunnels nobody tagged, or the extract. */
  walk?: keyof typeof WALKS;
}

const WALKS = {
  graph: ['walk_graph.json', 'walk_graph.json'],
  naive: ['walk_graph_NAIVE_with_vehicle_tunnels.json', 'walk_graph.json'],
  osm: ['shanghai-cbd.osm.pbf', 'walk.osm.pbf'],
} as const;

interface Building {
  id: string;
  name: string;
  kind: string;
  lng: string;
  lat: string;
  floorAreaM2: string;
}

function source(name: string): string {
  return readFileSync(join(SOURCE, name), 'utf8').replace(/^\ufeff/, '');
}

function records(text: string): string[][] {
  return text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => {
      const cells = line.match(/("(?:[^"]|"")*"|[^,]*)(,|$)/g) ?? [];
      return cells.map((cell) => cell.replace(/,$/, '').replace(/^"|"$/g, '').replace(/""/g, '"'));
    });
}

function buildings(keepDuplicate: boolean): Building[] {
  const floorAreas = records(source('oracle_distances.csv')).map((row) => row[3]);
  const seen = new Map<string, number>();
  return records(source('buildings.csv')).map(([given, name, kind, , , , lng, lat], i) => {
    const times = (seen.get(given) ?? 0) + 1;
    seen.set(given, times);
    const id = times > 1 && !keepDuplicate ? `${given}-${times}` : given;
    return { id, name, kind, lng, lat, floorAreaM2: floorAreas[i] };
  });
}

function csv(rows: (string | number)[][]): string {
  const quote = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell);
  return rows.map((row) => row.map((cell) => quote(String(cell))).join(',')).join('\n') + '\n';
}

function features(name: string): Feature[] {
  return (JSON.parse(source(name)) as FeatureCollection).features;
}

function backdrop(): Feature[] {
  const green = ['park', 'grass', 'garden', 'forest', 'natural_wood', 'recreation_ground'];
  const ways = ['major_road', 'minor_road'];
  const classed = (name: string, classOf: (kind: string) => string | null) =>
    features(name).flatMap(({ geometry, properties }) => {
      const named = classOf(String(properties?.kind));
      return named === null
        ? []
        : [
            {
              type: 'Feature' as const,
              properties: { class: named, name: (properties?.name as string) ?? null },
              geometry,
            },
          ];
    });
  return [
    ...classed('water.geojson', () => 'water'),
    ...classed('landuse.geojson', (kind) => (green.includes(kind) ? 'green' : null)),
    ...classed('roads.geojson', (kind) =>
      ways.includes(kind) ? 'road' : kind === 'rail' ? 'rail' : null,
    ),
  ];
}

function stations(): (string | number)[][] {
  return features('pois.geojson')
    .filter(({ properties }) => properties?.kind === 'subway_entrance')
    .map(({ properties, geometry }) => {
      const [lng, lat] = (geometry as Extract<Geometry, { type: 'Point' }>).coordinates;
      const { id, name } = properties as { id: number; name?: string };
      return [id, name ?? '', 'community', lng, lat];
    });
}

/** One of the walking networks, under the name that a project folder has it by. */
export function shanghaiWalk(walk: keyof typeof WALKS): { name: string; bytes: Uint8Array } {
  const [from, name] = WALKS[walk];
  return { name, bytes: new Uint8Array(readFileSync(join(SOURCE, from))) };
}

/**
 * The project folder made of the real data: 1,322 buildings as units, 16 subway entrances as
 * community stations, floor area as demand, water, green and ways as backdrop.
 */
export function shanghaiFolder(
  options: ShanghaiOptions = {},
): { name: string; bytes: Uint8Array }[] {
  const units = buildings(options.keepDuplicate ?? false);
  const folder: Record<string, string> = {
    'project.json': JSON.stringify({
      name: '陆家嘴与外滩',
      fictional: false,
      attribution: '© OpenStreetMap contributors',
    }),
    'units.csv': csv([
      ['id', 'kind', 'name', 'lng', 'lat', 'building_use'],
      ...units.map((unit) => [unit.id, 'building', unit.name, unit.lng, unit.lat, unit.kind]),
    ]),
    'facilities.csv': csv([['id', 'name', 'level', 'lng', 'lat'], ...stations()]),
    'demand.csv': csv([
      ['id', 'lng', 'lat', 'weight'],
      ...units.map((unit) => [unit.id, unit.lng, unit.lat, unit.floorAreaM2]),
    ]),
    'backdrop.geojson': JSON.stringify({ type: 'FeatureCollection', features: backdrop() }),
  };
  const files: { name: string; bytes: Uint8Array }[] = Object.entries(folder).map(
    ([name, text]) => ({
      name,
      bytes: new TextEncoder().encode(text),
    }),
  );
  if (options.walk) files.push(shanghaiWalk(options.walk));
  return files;
}

/** Writes the folder to disk, for the command line and for browser tests. */
export function writeShanghaiFolder(dir: string, options: ShanghaiOptions = {}): void {
  mkdirSync(dir, { recursive: true });
  for (const { name, bytes } of shanghaiFolder(options)) writeFileSync(join(dir, name), bytes);
}
