import { SHAPE_NONE, SHAPE_POLYGON, UNIT_KINDS, UNIT_STATUSES } from '#lib/core/model.ts';
import type { Divisions, Units } from '#lib/core/model.ts';
import type { Placer } from '#lib/core/division/place.ts';
import { pointOnSurface } from '#lib/core/geo/surface.ts';
import { reportDivision } from '#lib/core/ingest/division-report.ts';
import { readPositions } from '#lib/core/ingest/positions.ts';
import type { TableReader } from '#lib/core/ingest/table-reader.ts';

const GRID = UNIT_KINDS.indexOf('grid');

/** Reads the units and places each in the division tree. */
export function readUnits(reader: TableReader, divisions: Divisions, placer: Placer): Units {
  const kind = reader.enums('kind', UNIT_KINDS);
  const given = reader.codes('division');
  const mayStandOnDivision = (i: number) => kind[i] === GRID && given[i] !== null;
  const { lng, lat, shapes } = readPositions(
    reader,
    ['point', 'line', 'polygon'],
    placer.bbox,
    mayStandOnDivision,
  );
  const named = new Set<number>();
  const { division, placed } = placer.place(given, lng, lat, (fault, i) => {
    named.add(i);
    reportDivision(reader, given)(fault, i);
  });
  for (let i = 0; i < reader.count; i++) {
    const at = division[i];
    if (at < 0) {
      if (placer.count > 0 && !named.has(i) && (placer.hasPolygons || given[i] === null))
        reader.issue('unit_outside_divisions', i, 'division', placeText(lng[i], lat[i]));
      continue;
    }
    const bare = kind[i] === GRID && Number.isNaN(lng[i]) && shapes.type[i] === SHAPE_NONE;
    if (!bare || divisions.shapes.type[at] !== SHAPE_POLYGON) continue;
    const point = pointOnSurface(divisions.shapes, at);
    if (point) [lng[i], lat[i]] = point;
  }
  return {
    ...reader.rows(),
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
    status: reader.enums('status', UNIT_STATUSES),
    shapes,
  };
}

function placeText(lng: number, lat: number): string | null {
  return Number.isNaN(lng) ? null : `${lng}, ${lat}`;
}
