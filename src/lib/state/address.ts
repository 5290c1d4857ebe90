import { DIVISION_LEVELS, LEDGERS, UNIT_KINDS } from '#lib/core/model.ts';
import type { DivisionLevel, Ledger, UnitKind } from '#lib/core/model.ts';
import { UNIT_LOOKS } from '#lib/core/coverage/verdict.ts';
import type { UnitLook } from '#lib/core/coverage/verdict.ts';
import { PEERS } from '#lib/core/report/ranking.ts';
import type { Peers } from '#lib/core/report/ranking.ts';
import type { FigureRows } from '#lib/core/report/figures.ts';
import { FIRST_REACH, readReach, writeReach, type ReachAddress } from '#lib/state/reach-address.ts';
import {
  FIRST_SITING_ADDRESS,
  readSiting,
  writeSiting,
  type SitingAddress,
} from '#lib/state/siting-address.ts';
import { decodeRows, encodeRows } from '#lib/state/rows-address.ts';

/** What can be chosen: records of tables, and groups by their ids. */
export const SELECTION_TYPES = [
  'division',
  'unit',
  'facility',
  'joint_group',
  'grid_group',
  'belt',
  'zone',
] as const;
export type SelectionType = (typeof SELECTION_TYPES)[number];

/** What an address says of the screen; names instead of record numbers, so that it outlives a reload. */
export interface Address {
  selection: { type: SelectionType; id: string } | null;
  /** null = the first ledger that has answers. */
  ledger: Ledger | null;
  side: Side;
  /** The values that pass, by dimension, as `Filtering` names them. */
  brushes: Record<string, string[]>;
  hiddenLooks: UnitLook[];
  /** Metres; null = by the rule pack. */
  radiusM: number | null;
  camera: { lng: number; lat: number; zoom: number } | null;
  /** null = divisions where the project has any, else the blanks. */
  mode: TableMode | null;
  level: DivisionLevel;
  sort: Sort | null;
  /** Among whom divisions are ranked. */
  peers: Peers;
  /** Map layers that are not as they are by default. */
  layers: Record<string, boolean>;
  folded: boolean;
  figure: FigureName | null;
  /** The rows of a list that are open beside the map. */
  rows: FigureRows | null;
  view: DeskView;
  reach: ReachAddress;
  siting: SitingAddress;
  /** Id of the rule pack; null = the national one. */
  rules: string | null;
  locale: string | null;
  theme: string | null;
}

/** A figure that was opened, by names. */
export interface FigureName {
  ledger: Ledger;
  /** null = all kinds. */
  kind: UnitKind | 'none' | null;
  /** Code of the division; null = everything, UNPLACED = in no division. */
  division: string | null;
}
export const UNPLACED = '-';

/** What the list below the map lists: divisions and blanks of the ledger, or a list of the report. */
export const TABLE_MODES = [
  'divisions',
  'blanks',
  'joint_groups',
  'grid_groups',
  'norms',
  'denominators',
  'belts',
  'zones',
  'ranking',
  'practice',
  'findings',
] as const;
export type TableMode = (typeof TABLE_MODES)[number];

/** What fills the screen: the map with the panels of the audit, of reach or of siting, the printable brief, the rules. */
export const DESK_VIEWS = ['map', 'reach', 'siting', 'report', 'rules'] as const;
export type DeskView = (typeof DESK_VIEWS)[number];

export interface Sort {
  column: string;
  descending: boolean;
}

/** What the column left of the map shows. */
export const SIDES = ['divisions', 'filter'] as const;
export type Side = (typeof SIDES)[number];

export const RADIUS_MIN_M = 100;
export const RADIUS_MAX_M = 2000;

/** The screen as it opens. Exempt units are off: they are no part of the picture. */
export const FIRST_ADDRESS: Address = {
  selection: null,
  ledger: null,
  side: 'divisions',
  brushes: {},
  hiddenLooks: ['exempt'],
  radiusM: null,
  camera: null,
  mode: null,
  level: 'street',
  sort: null,
  peers: 'size',
  layers: {},
  folded: false,
  figure: null,
  rows: null,
  view: 'map',
  reach: FIRST_REACH,
  siting: FIRST_SITING_ADDRESS,
  rules: null,
  locale: null,
  theme: null,
};

const PACK_ID = /^[A-Za-z][A-Za-z0-9_.-]*$/;
const LETTERS: Record<SelectionType, string> = {
  division: 'd',
  unit: 'u',
  facility: 'f',
  joint_group: 'j',
  grid_group: 'g',
  belt: 'b',
  zone: 'z',
};
/** A dimension's name in the query comes after this. */
const BRUSH = 'only.';
const NOTHING = '-';
const ALL = '*';
const CAMERA_DIGITS = 5;

const among = <T extends string>(list: readonly T[], text: string | null): T | null =>
  list.find((known) => known === text) ?? null;

function setOf<T extends string>(all: readonly T[], text: string | null, otherwise: T[]): T[] {
  if (text === null) return otherwise;
  const named = text.split('.');
  return all.filter((item) => named.includes(item));
}

function figureOf(text: string | null): FigureName | null {
  const [, named, kind, division] = /^([a-z]+)\.([a-z_]+|\*)\.([^]+)$/.exec(text ?? '') ?? [];
  const ledger = among(LEDGERS, named ?? null);
  const known = among([...UNIT_KINDS, 'none'] as const, kind ?? null);
  if (!ledger || (!known && kind !== ALL)) return null;
  return { ledger, kind: known, division: division === ALL ? null : division };
}

function brushesOf(query: URLSearchParams): Address['brushes'] {
  const brushes: Address['brushes'] = {};
  for (const name of new Set(query.keys()))
    if (/^only\.[a-z_]+$/.test(name))
      brushes[name.slice(BRUSH.length)] = query.getAll(name).filter((key) => key !== '');
  return brushes;
}

/** Writes an address as the query of a link; what is as at the start is left out. */
export function encode(address: Address): string {
  const query = new URLSearchParams();
  const { selection, camera, sort } = address;
  if (selection) query.set('at', `${LETTERS[selection.type]}:${selection.id}`);
  if (address.ledger) query.set('ledger', address.ledger);
  if (address.side !== FIRST_ADDRESS.side) query.set('side', address.side);
  for (const id of Object.keys(address.brushes).sort()) {
    // No value has an empty name: alone it says that none passes.
    for (const key of address.brushes[id].length > 0 ? address.brushes[id] : [''])
      query.append(BRUSH + id, key);
  }
  const looks = address.hiddenLooks.join('.') || NOTHING;
  if (looks !== FIRST_ADDRESS.hiddenLooks.join('.')) query.set('hide', looks);
  if (address.radiusM !== null) query.set('radius', String(address.radiusM));
  if (camera) {
    const place = [camera.lng, camera.lat].map((degrees) => degrees.toFixed(CAMERA_DIGITS));
    query.set('camera', [...place, camera.zoom.toFixed(2)].join('_'));
  }
  if (address.mode) query.set('list', address.mode);
  if (address.level !== FIRST_ADDRESS.level) query.set('level', address.level);
  if (sort) query.set('sort', `${sort.column}.${sort.descending ? 'desc' : 'asc'}`);
  if (address.peers !== FIRST_ADDRESS.peers) query.set('peers', address.peers);
  const layers = Object.keys(address.layers).sort();
  if (layers.length > 0)
    query.set(
      'layers',
      layers.map((name) => `${address.layers[name] ? '' : '!'}${name}`).join('.'),
    );
  if (address.folded) query.set('fold', '1');
  const { figure } = address;
  if (figure)
    query.set('figure', [figure.ledger, figure.kind ?? ALL, figure.division ?? ALL].join('.'));
  if (address.rows) query.set('rows', encodeRows(address.rows));
  if (address.view !== 'map') query.set('view', address.view);
  writeReach(query, address.reach);
  writeSiting(query, address.siting);
  if (address.rules) query.set('rules', address.rules);
  if (address.locale) query.set('lang', address.locale);
  if (address.theme) query.set('theme', address.theme);
  return query.toString();
}

/** Reads the query of a link; whatever it does not understand is as at the start. */
export function decode(search: string): Address {
  const query = new URLSearchParams(search);
  const at = /^([dufjgbz]):([^]+)$/.exec(query.get('at') ?? '');
  const type = at && SELECTION_TYPES.find((t) => LETTERS[t] === at[1]);
  const radius = Number(query.get('radius') ?? NaN);
  const [lng, lat, zoom] = (query.get('camera') ?? '').split('_').map(Number);
  const sort = /^([a-z_]+)\.(asc|desc)$/.exec(query.get('sort') ?? '');
  const layers: Record<string, boolean> = {};
  for (const name of (query.get('layers') ?? '').split('.'))
    if (/^!?[a-z]+$/.test(name)) layers[name.replace('!', '')] = !name.startsWith('!');
  const valid = Math.abs(lng) <= 180 && Math.abs(lat) <= 90 && zoom >= 0 && zoom <= 24;
  return {
    selection: at && type ? { type, id: at[2] } : null,
    ledger: among(LEDGERS, query.get('ledger')),
    side: among(SIDES, query.get('side')) ?? FIRST_ADDRESS.side,
    brushes: brushesOf(query),
    hiddenLooks: setOf(UNIT_LOOKS, query.get('hide'), FIRST_ADDRESS.hiddenLooks),
    radiusM: radius >= RADIUS_MIN_M && radius <= RADIUS_MAX_M ? radius : null,
    camera: valid ? { lng, lat, zoom } : null,
    mode: among(TABLE_MODES, query.get('list')),
    level: among(DIVISION_LEVELS, query.get('level')) ?? FIRST_ADDRESS.level,
    sort: sort ? { column: sort[1], descending: sort[2] === 'desc' } : null,
    peers: among(PEERS, query.get('peers')) ?? FIRST_ADDRESS.peers,
    layers,
    folded: query.get('fold') === '1',
    figure: figureOf(query.get('figure')),
    rows: decodeRows(query.get('rows')),
    view: among(DESK_VIEWS, query.get('view')) ?? 'map',
    reach: readReach(query),
    siting: readSiting(query),
    rules: PACK_ID.test(query.get('rules') ?? '') ? query.get('rules') : null,
    locale: among(['zh-CN', 'en'], query.get('lang')),
    theme: among(['system', 'light', 'dark'], query.get('theme')),
  };
}
