import { DIVISION_LEVELS, SHAPE_POLYGON, UNIT_KINDS, UNIT_STATUSES } from '#lib/core/model.ts';
import type { Divisions, Units } from '#lib/core/model.ts';
import type { Placer } from '#lib/core/division/place.ts';
import { pointOnSurface } from '#lib/core/geo/surface.ts';
import { reportDivision } from '#lib/core/ingest/division-report.ts';
import type { LedgerPlaces } from '#lib/core/ingest/ledger-places.ts';
import { readPositions } from '#lib/core/ingest/positions.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';
import type { TableReader } from '#lib/core/ingest/table-reader.ts';

const GRID = UNIT_KINDS.indexOf('grid');
const GRID_LEVEL = DIVISION_LEVELS.indexOf('grid');

/**
 * Reads the units and places each in the division tree. A grid without a position of its own that
 * names its division of that level stands on that division's polygon.
 */
export function readUnits(
  reader: TableReader,
  divisions: Divisions,
  placer: Placer,
  places: LedgerPlaces,
): Units {
  const kind = reader.enums('kind', UNIT_KINDS);
  const { given, said } = places.given(reader);
  const bare = new Set<number>();
  const mayStandOnDivision = (i: number): boolean => {
    if (kind[i] !== GRID || given.at[i] < 0) return false;
    bare.add(i);
    return true;
  };
  const { lng, lat, shapes } = readPositions(
    reader,
    ['point', 'line', 'polygon'],
    placer.bbox,
    mayStandOnDivision,
  );
  const named = said;
  const { division, placed } = placer.place(given, lng, lat, (fault, i) => {
    named.add(i);
    reportDivision(reader, given)(fault, i);
  });
  for (let i = 0; i < reader.count; i++) {
    const at = division[i];
    if (at < 0 && placer.count > 0 && !named.has(i) && (placer.hasPolygons || given.at[i] < 0))
      reader.issue('unit_outside_divisions', i, 'division', placeText(lng[i], lat[i]));
    if (!bare.has(i)) continue;
    const point = isGridPolygon(divisions, at) ? pointOnSurface(divisions.shapes, at) : null;
    if (point) [lng[i], lat[i]] = point;
    else reader.issue('position_missing', i, reader.has('lng') ? 'lng' : null);
  }
  const rows = reader.rows();
  const headers = new Set(reader.lexicon.cells.uscc_headers.map(headerKey));
  return {
    ...rows,
    creditColumn: Object.keys(rows.extra).find((name) => headers.has(headerKey(name))),
    id: reader.ids(),
    kind,
    name: reader.texts('name'),
    lng,
    lat,
    division,
    placed,
    enterprises: reader.counts('enterprises'),
    employees: reader.counts('employees'),
    households: reader.counts('households'),
    members: reader.counts('members'),
    instructors: reader.counts('instructors'),
    liaisons: reader.counts('liaisons'),
    league: reader.flags('league'),
    host: reader.texts('host'),
    trade: reader.texts('trade'),
    exempt: reader.texts('exempt'),
    approver: reader.texts('approver'),
    status: reader.enums('status', UNIT_STATUSES),
    shapes,
  };
}

function isGridPolygon({ level, shapes }: Divisions, at: number): boolean {
  return at >= 0 && level[at] === GRID_LEVEL && shapes.type[at] === SHAPE_POLYGON;
}

function placeText(lng: number, lat: number): string | null {
  return Number.isNaN(lng) ? null : `${lng}, ${lat}`;
}
