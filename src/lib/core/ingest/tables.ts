import {
  BACKDROP_CLASSES,
  FACILITY_LEVELS,
  LINK_MODES,
  ORGANISATION_TYPES,
} from '#lib/core/model.ts';
import type {
  Backdrop,
  Candidates,
  Demand,
  Facilities,
  Links,
  Organisations,
  Units,
  Walk,
} from '#lib/core/model.ts';
import { givenTexts } from '#lib/core/division/place.ts';
import type { Placer } from '#lib/core/division/place.ts';
import { reportDivision } from '#lib/core/ingest/division-report.ts';
import type { IssueCode } from '#lib/core/ingest/issue-codes.ts';
import type { LedgerPlaces } from '#lib/core/ingest/ledger-places.ts';
import { readPositions, readShapes } from '#lib/core/ingest/positions.ts';
import type { TableReader } from '#lib/core/ingest/table-reader.ts';
import { listOfTexts, packTexts, type Texts } from '#lib/core/texts.ts';

const ANY_KIND = ['point', 'line', 'polygon'] as const;

function placeIn(
  reader: TableReader,
  placer: Placer,
  places: LedgerPlaces | null,
  lng: Float64Array,
  lat: Float64Array,
) {
  const given = places ? places.given(reader).given : givenTexts(reader.codes('division'));
  return placer.place(given, lng, lat, reportDivision(reader, given)).division;
}

/** Reads the organisations; a position is welcome and not asked for. */
export function readOrganisations(
  reader: TableReader,
  placer: Placer,
  places: LedgerPlaces,
): Organisations {
  const located = reader.has('lng') || reader.hasGeometry;
  const unknown = () => new Float64Array(reader.count).fill(NaN);
  const { lng, lat } = located
    ? readPositions(reader, ANY_KIND, placer.bbox, () => true)
    : { lng: unknown(), lat: unknown() };
  return {
    ...reader.rows(),
    id: reader.ids(),
    name: reader.texts('name'),
    type: reader.enums('type', ORGANISATION_TYPES),
    parent: packTexts(reader.identifiers('parent')),
    members: reader.counts('members'),
    fullTime: reader.counts('full_time'),
    partTime: reader.counts('part_time'),
    division: placeIn(reader, placer, places, lng, lat),
    lng,
    lat,
    termEnd: reader.days('term_end'),
  };
}

/** Reads the links; an end that names nothing is an issue and -1. */
export function readLinks(reader: TableReader, organisations: Organisations, units: Units): Links {
  const ends = (name: string, among: Texts, dangling: IssueCode) => {
    const index = new Map<string | null, number>();
    if (reader.count > 0) listOfTexts(among).forEach((id, i) => index.set(id, i));
    return Int32Array.from(reader.identifiers(name), (id, i) => {
      if (id === null) {
        if (reader.has(name)) reader.issue('missing_value', i, name);
        return -1;
      }
      const found = index.get(id) ?? -1;
      if (found < 0) reader.issue(dangling, i, name, id);
      return found;
    });
  };
  return {
    ...reader.rows(),
    organisation: ends('organisation', organisations.id, 'dangling_link_organisation'),
    unit: ends('unit', units.id, 'dangling_link_unit'),
    mode: reader.enums('mode', LINK_MODES),
  };
}

/** Reads the service facilities; without `places` a division is sought as it is written. */
export function readFacilities(
  reader: TableReader,
  placer: Placer,
  places: LedgerPlaces | null = null,
): Facilities {
  const { lng, lat } = readPositions(reader, ANY_KIND, placer.bbox);
  const level = reader.enums('level', FACILITY_LEVELS, 'missing_level');
  if (!reader.has('level'))
    for (let i = 0; i < reader.count; i++) reader.issue('missing_level', i, 'level');
  return {
    ...reader.rows(),
    id: reader.ids(),
    name: reader.texts('name'),
    level,
    lng,
    lat,
    areaM2: reader.counts('area_m2'),
    staff: reader.counts('staff'),
    division: placeIn(reader, placer, places, lng, lat),
  };
}

/** Reads the demand points. */
export function readDemand(reader: TableReader, placer: Placer, places: LedgerPlaces): Demand {
  const { lng, lat } = readPositions(reader, ANY_KIND, placer.bbox);
  return {
    ...reader.rows(),
    id: reader.ids(),
    lng,
    lat,
    weight: reader.counts('weight'),
    division: placeIn(reader, placer, places, lng, lat),
  };
}

/** Reads the candidate sites. */
export function readCandidates(reader: TableReader, placer: Placer): Candidates {
  const { lng, lat } = readPositions(reader, ANY_KIND, placer.bbox);
  return {
    ...reader.rows(),
    id: reader.ids(),
    name: reader.texts('name'),
    lng,
    lat,
    cost: reader.counts('cost'),
    capacity: reader.counts('capacity'),
  };
}

/** Reads the walking network. */
export function readWalk(reader: TableReader): Walk {
  const shapes = readShapes(reader, ['line'], null);
  reportMissingGeometry(reader);
  return {
    ...reader.rows(),
    shapes,
    foot: reader.flags('foot'),
    oneway: reader.flags('oneway'),
    tunnel: reader.flags('tunnel'),
    bridge: reader.flags('bridge'),
    highway: reader.texts('highway'),
    lengthM: reader.counts('length_m'),
  };
}

/** Reads what the city is drawn on. */
export function readBackdrop(reader: TableReader): Backdrop {
  const shapes = readShapes(reader, ANY_KIND, null);
  reportMissingGeometry(reader);
  const name = reader.texts('name');
  return { ...reader.rows(), shapes, class: reader.enums('class', BACKDROP_CLASSES), name };
}

function reportMissingGeometry(reader: TableReader): void {
  for (let i = 0; i < reader.count; i++)
    if (!reader.geometry(i)) reader.issue('geometry_missing', i, null);
}
