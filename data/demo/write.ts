import type { City, Division } from './divisions.ts';
import type { Planted } from './plant.ts';
import type { Link } from './organisations.ts';
import { PERIODS, SPLIT_PERIOD } from './periods.ts';
import { csv, features, type Geometry, type Position } from './tables.ts';
import { Stations, truthOf, workCounts } from './truth.ts';
import type { Unit } from './units.ts';
import { degrees } from './warp.ts';

/** One file of the folder. */
export interface DemoFile {
  name: string;
  text: string;
}

/** The files of a project folder as they stood in one period, 1 to 4. */
export function writePeriod(planted: Planted, period: number): DemoFile[] {
  const { city } = planted;
  const { label, asOf } = PERIODS[period - 1];
  const code = (d: Division): string => (period < SPLIT_PERIOD ? d.oldCode : d.code);
  const units = planted.units.filter((u) => u.opened <= period);
  const facilities = planted.facilities.filter((f) => f.opened <= period && f.closed > period);
  const links = planted.links.filter((l) => l.since <= period && l.unit.closed > period);
  const alive = new Set(links.map((l) => l.organisation));
  const organisations = planted.organisations.filter((o) => o.lasting || alive.has(o));
  const byUnit = new Map<Unit, Link[]>();
  for (const link of links) {
    const list = byUnit.get(link.unit);
    if (list) list.push(link);
    else byUnit.set(link.unit, [link]);
  }
  const stations = new Stations(facilities);
  const truth = units.map((u) => truthOf(u, byUnit.get(u) ?? [], stations, period));
  const project = {
    name: `${city.city.name} ${label}`,
    as_of: asOf,
    fictional: true,
    attribution: '虚构城市，程序生成 · Fictional city, generated',
  };
  const files: DemoFile[] = [
    { name: 'project.json', text: `${JSON.stringify(project, null, 2)}\n` },
    { name: 'divisions.geojson', text: writeDivisions(city, period, code) },
    { name: 'units.geojson', text: writeUnits(units, period, code) },
    {
      name: 'organisations.csv',
      text: csv(
        ['id', 'name', 'type', 'parent', 'members', 'division', 'lng', 'lat', 'term_end'],
        organisations.map((o) => [
          o.id,
          o.name,
          o.type,
          o.parent,
          o.members,
          code(o.division),
          o.lng,
          o.lat,
          o.termEnd,
        ]),
      ),
    },
    {
      name: 'links.csv',
      text: csv(
        ['organisation', 'unit', 'mode'],
        links.map((l) => [l.organisation.id, l.unit.id, l.mode]),
      ),
    },
    {
      name: 'facilities.csv',
      text: csv(
        ['id', 'name', 'level', 'lng', 'lat', 'area_m2', 'staff', 'division'],
        facilities.map((f) => [
          f.id,
          f.name,
          f.level,
          f.lng,
          f.lat,
          f.areaM2,
          f.staff,
          code(f.division),
        ]),
      ),
    },
    {
      name: 'demand.csv',
      text: csv(
        ['id', 'lng', 'lat', 'weight', 'division'],
        planted.demand.map((d, i) => [
          `D${String(i + 1).padStart(6, '0')}`,
          d.lng,
          d.lat,
          d.grid.residents,
          code(d.grid),
        ]),
      ),
    },
    {
      name: 'candidates.csv',
      text: csv(
        ['id', 'name', 'lng', 'lat', 'cost', 'capacity'],
        planted.candidates.map((c) => [c.id, c.name, c.lng, c.lat, c.cost, c.capacity]),
      ),
    },
    { name: 'walk.geojson', text: writeWalk(planted) },
    { name: 'backdrop.geojson', text: writeBackdrop(planted) },
    {
      name: 'truth.json',
      text: `{"period":"${label}","pack":"national","units":[\n${truth.map((t) => JSON.stringify(t)).join(',\n')}\n]}\n`,
    },
  ];
  if (period >= SPLIT_PERIOD) files.push({ name: 'lineage.csv', text: writeLineage(city) });
  return files;
}

function writeDivisions(city: City, period: number, code: (d: Division) => string): string {
  const { lng, lat } = city.vertices;
  const ring = (part: number[]): Position[] => {
    const out = part.map((v): Position => [lng[v], lat[v]]);
    return [...out, out[0]];
  };
  const shape = (parts: number[][]): Geometry =>
    parts.length === 1
      ? { type: 'Polygon', coordinates: [ring(parts[0])] }
      : { type: 'MultiPolygon', coordinates: parts.map((p) => [ring(p)]) };
  const list = city.levels.flat().map((d) => ({
    properties: {
      code: code(d),
      name: d.name,
      level: d.level,
      parent: d.parent ? code(d.parent) : null,
    },
    geometry: shape(d.parts),
  }));
  const { split } = city;
  if (period >= SPLIT_PERIOD || split === null) return features(list);
  const old = {
    properties: {
      code: split.code,
      name: split.name,
      level: 'street',
      parent: split.streets[0].parent!.code,
    },
    geometry: shape(split.parts),
  };
  const first = list.findIndex((f) => f.properties.code === split.code);
  const kept = list.filter((f) => f.properties.code !== split.code);
  return features([...kept.slice(0, first), old, ...kept.slice(first)]);
}

function writeUnits(units: readonly Unit[], period: number, code: (d: Division) => string): string {
  return features(
    units.map((u) => {
      const [instructors, liaisons, league] = workCounts(u, period);
      return {
        properties: {
          id: u.id,
          kind: u.kind,
          name: u.name,
          lng: u.lng,
          lat: u.lat,
          division: u.coded ? code(u.grid) : null,
          enterprises: u.enterprises,
          employees: u.employees,
          households: u.households,
          members: u.members,
          host: u.host,
          trade: u.trade,
          status: u.closed <= period ? 'closed' : u.shell ? 'shell' : 'open',
          instructors,
          liaisons,
          league,
          height_m: u.heightM,
        },
        geometry: outline(u),
      };
    }),
  );
}

function outline(unit: Unit): Geometry {
  if (unit.shape === null) return null;
  const ring = unit.shape.map((p) => degrees(p.x, p.y));
  return { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
}

function writeWalk({ ways }: Planted): string {
  return features(
    ways.map((w) => ({
      properties: {
        highway: w.kind,
        foot: w.tunnel ? 0 : 1,
        bridge: w.bridge ? 1 : null,
        tunnel: w.tunnel ? 1 : null,
      },
      geometry: { type: 'LineString', coordinates: w.line },
    })),
  );
}

function writeBackdrop({ scenery }: Planted): string {
  return features(
    scenery.map((s) => ({
      properties: {
        class: s.class,
        name: s.name,
        rank: s.rank || null,
        bridge: s.bridge ? 1 : null,
      },
      geometry: s.rings
        ? { type: 'Polygon', coordinates: s.rings }
        : { type: 'LineString', coordinates: s.line! },
    })),
  );
}

function writeLineage(city: City): string {
  const rows: (string | number | null)[][] = [];
  for (const street of city.split?.streets ?? []) {
    const all = [street, ...street.children, ...street.children.flatMap((c) => c.children)];
    for (const d of all) rows.push([d.oldCode, d.code, PERIODS[SPLIT_PERIOD - 1].label]);
  }
  return csv(['old_code', 'new_code', 'period'], rows);
}
