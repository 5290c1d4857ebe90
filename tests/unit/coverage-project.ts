import national from '#data/rules/national.json';
import { LINK_MODES, NONE, FACILITY_LEVELS, UNIT_KINDS, UNIT_STATUSES } from '#lib/core/model.ts';
import type { Project, Rows, Shapes, TableName } from '#lib/core/model.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { packTexts } from '#lib/core/texts.ts';

export const PACK = national as unknown as RulePack;

export interface UnitRow {
  id?: string;
  kind?: string | null;
  lng?: number;
  lat?: number;
  division?: number;
  status?: string;
  employees?: number;
  instructors?: number;
  liaisons?: number;
  league?: number;
  exempt?: string;
  approver?: string;
}

type DivisionCount = 'households' | 'residents' | 'staff' | 'funds' | 'premisesM2' | 'members';

export interface Parts {
  divisions?: ({
    code: string;
    level: number;
    parent: number;
    name?: string;
  } & Partial<Record<DivisionCount, number>>)[];
  units: UnitRow[];
  organisations?: {
    termEnd?: string | null;
    members?: number;
    fullTime?: number;
    partTime?: number;
  }[];
  links?: { organisation: number; unit: number; mode: string | null }[];
  facilities?: { level: string | null; lng: number; lat: number }[];
  demand?: { lng: number; lat: number; weight: number; division?: number }[];
  columns?: string[];
  absent?: TableName[];
  asOf?: string;
}

const rows = (count: number, file: number): Rows => ({
  count,
  file: new Uint16Array(count).fill(file),
  row: Uint32Array.from({ length: count }, (_, i) => i + 2),
  extra: {},
});
const shapes = (count: number): Shapes => ({
  type: new Uint8Array(count),
  partStart: new Uint32Array(count + 1),
  ringStart: new Uint32Array(1),
  vertexStart: new Uint32Array(1),
  xy: new Float64Array(0),
});
const numbers = <T>(list: T[], value: (row: T) => number | undefined): Float64Array =>
  Float64Array.from(list, (row) => value(row) ?? NaN);
const codes = (list: readonly string[], values: (string | null | undefined)[]): Uint8Array =>
  Uint8Array.from(values, (v) => (v === null || v === undefined ? NONE : list.indexOf(v)));

/** The counts of divisions of which none is known. */
export function noCounts(count: number): Record<DivisionCount, Float64Array> {
  const unknown = () => new Float64Array(count).fill(NaN);
  return {
    households: unknown(),
    residents: unknown(),
    staff: unknown(),
    funds: unknown(),
    premisesM2: unknown(),
    members: unknown(),
  };
}

/** A project made by hand: every table present but those named absent. */
export function projectOf(parts: Parts): Project {
  const { units, divisions = [], organisations = [], links = [] } = parts;
  const { facilities = [], demand = [] } = parts;
  const files = ['divisions', 'units', 'organisations', 'links', 'facilities', 'demand'] as const;
  return {
    info: { name: null, asOf: parts.asOf ?? null, fictional: false, attribution: null },
    files: files.map((table) => ({ name: `${table}.csv`, bytes: 1, table, rows: 1 })),
    present: files.filter((table) => !(parts.absent ?? []).includes(table)),
    columns: {
      units: parts.columns ?? ['id', 'kind', 'lng', 'lat', 'instructors', 'liaisons', 'league'],
    },
    divisions: {
      ...rows(divisions.length, 0),
      code: divisions.map((d) => d.code),
      name: divisions.map((d) => d.name ?? d.code),
      level: Uint8Array.from(divisions, (d) => d.level),
      parent: Int32Array.from(divisions, (d) => d.parent),
      households: numbers(divisions, (d) => d.households),
      residents: numbers(divisions, (d) => d.residents),
      staff: numbers(divisions, (d) => d.staff),
      funds: numbers(divisions, (d) => d.funds),
      premisesM2: numbers(divisions, (d) => d.premisesM2),
      members: numbers(divisions, (d) => d.members),
      shapes: shapes(divisions.length),
    },
    units: {
      ...rows(units.length, 1),
      id: packTexts(units.map((u, i) => u.id ?? `u${i}`)),
      kind: codes(
        UNIT_KINDS,
        units.map((u) => (u.kind === undefined ? 'building' : u.kind)),
      ),
      name: packTexts(units.map((u, i) => u.id ?? `unit ${i}`)),
      lng: numbers(units, (u) => u.lng),
      lat: numbers(units, (u) => u.lat),
      division: Int32Array.from(units, (u) => u.division ?? -1),
      placed: new Uint8Array(units.length),
      enterprises: numbers(units, () => undefined),
      employees: numbers(units, (u) => u.employees),
      households: numbers(units, () => undefined),
      members: numbers(units, () => undefined),
      instructors: numbers(units, (u) => u.instructors),
      liaisons: numbers(units, (u) => u.liaisons),
      league: numbers(units, (u) => u.league),
      host: packTexts(units.map(() => null)),
      trade: packTexts(units.map(() => null)),
      exempt: packTexts(units.map((u) => u.exempt ?? null)),
      approver: packTexts(units.map((u) => u.approver ?? null)),
      status: codes(
        UNIT_STATUSES,
        units.map((u) => u.status),
      ),
      shapes: shapes(units.length),
    },
    organisations: {
      ...rows(organisations.length, 2),
      id: packTexts(organisations.map((_, i) => `o${i}`)),
      name: packTexts(organisations.map((_, i) => `organisation ${i}`)),
      type: new Uint8Array(organisations.length).fill(NONE),
      parent: packTexts(organisations.map(() => null)),
      members: numbers(organisations, (o) => o.members),
      fullTime: numbers(organisations, (o) => o.fullTime),
      partTime: numbers(organisations, (o) => o.partTime),
      division: new Int32Array(organisations.length).fill(-1),
      lng: numbers(organisations, () => undefined),
      lat: numbers(organisations, () => undefined),
      termEnd: packTexts(organisations.map((o) => o.termEnd ?? null)),
    },
    links: {
      ...rows(links.length, 3),
      organisation: Int32Array.from(links, (l) => l.organisation),
      unit: Int32Array.from(links, (l) => l.unit),
      mode: codes(
        LINK_MODES,
        links.map((l) => l.mode),
      ),
    },
    facilities: {
      ...rows(facilities.length, 4),
      id: packTexts(facilities.map((_, i) => `f${i}`)),
      name: packTexts(facilities.map(() => null)),
      level: codes(
        FACILITY_LEVELS,
        facilities.map((f) => f.level),
      ),
      lng: numbers(facilities, (f) => f.lng),
      lat: numbers(facilities, (f) => f.lat),
      areaM2: numbers(facilities, () => undefined),
      staff: numbers(facilities, () => undefined),
      division: new Int32Array(facilities.length).fill(-1),
    },
    demand: {
      ...rows(demand.length, 5),
      id: packTexts(demand.map((_, i) => `d${i}`)),
      lng: numbers(demand, (d) => d.lng),
      lat: numbers(demand, (d) => d.lat),
      weight: numbers(demand, (d) => d.weight),
      division: Int32Array.from(demand, (d) => d.division ?? -1),
    },
    candidates: {
      ...rows(0, 0),
      id: packTexts([]),
      name: packTexts([]),
      lng: new Float64Array(0),
      lat: new Float64Array(0),
      cost: new Float64Array(0),
      capacity: new Float64Array(0),
    },
    walk: {
      ...rows(0, 0),
      shapes: shapes(0),
      foot: new Float64Array(0),
      oneway: new Float64Array(0),
      tunnel: new Float64Array(0),
      bridge: new Float64Array(0),
      highway: packTexts([]),
      lengthM: new Float64Array(0),
    },
    backdrop: { ...rows(0, 0), shapes: shapes(0), class: new Uint8Array(0), name: packTexts([]) },
    issues: [],
  };
}

/** A seeded generator of numbers in [0, 1). */
export function mulberry32(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A project with every oddity at random: five levels of divisions, doubtful links, empty cells. */
export function randomProject(seed: number, unitCount: number): Project {
  const random = mulberry32(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const divisions: NonNullable<Parts['divisions']> = [{ code: '99', level: 0, parent: -1 }];
  for (let level = 1; level < 5; level++) {
    const parents = divisions.map((d, i) => ({ d, i })).filter(({ d }) => d.level === level - 1);
    for (const { i } of parents)
      for (let k = 0; k < 3; k++)
        divisions.push({ code: `${divisions[i].code}${k + 1}`, level, parent: i });
  }
  const cell = (): number => pick([NaN, 0, 0, 0, 1, 2]);
  const units = Array.from({ length: unitCount }, (_, i) => ({
    id: `u${i}`,
    kind: pick([...UNIT_KINDS, null]),
    lng: random() < 0.05 ? NaN : 121 + random() * 0.05,
    lat: 31 + random() * 0.05,
    division: Math.floor(random() * (divisions.length + 1)) - 1,
    status: pick(['open', 'open', 'open', 'closed', 'shell', undefined]) as string,
    instructors: cell(),
    liaisons: cell(),
    league: cell(),
  }));
  const organisations = Array.from({ length: 40 }, () => ({
    termEnd: pick([null, '2020-01-01', '2026-01-01', '2030-01-01']),
  }));
  const links = Array.from({ length: unitCount }, () => ({
    organisation: Math.floor(random() * 44) - 1 - (random() < 0.05 ? 100 : 0),
    unit: Math.floor(random() * (unitCount + 1)) - 1,
    mode: pick([...LINK_MODES, null]),
  })).map((link) => ({
    ...link,
    organisation: link.organisation < 0 || link.organisation >= 40 ? -1 : link.organisation,
  }));
  const facilities = Array.from({ length: 30 }, () => ({
    level: pick([...FACILITY_LEVELS, null]),
    lng: 121 + random() * 0.05,
    lat: 31 + random() * 0.05,
  }));
  return projectOf({ divisions, units, organisations, links, facilities, asOf: '2026-06-30' });
}
