import { DIVISION_LEVELS, UNIT_KINDS, UNIT_STATUSES } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { hasPosition } from '#lib/core/geo/places.ts';
import { pointOnSurface } from '#lib/core/geo/surface.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import type { SiteSource, SitingAsk } from '#lib/core/report/siting/ask.ts';
import type { SitingSites } from '#lib/core/report/siting/plan.ts';
import { nameAt, textAt } from '#lib/core/texts.ts';

/** A place in the making of a list of sites. */
interface Site {
  key: string;
  id: string;
  name: string;
  source: SitingSites['source'][number];
  record: number;
  lng: number;
  lat: number;
}

const GRID_UNIT = UNIT_KINDS.indexOf('grid');
const GRID_DIVISION = DIVISION_LEVELS.indexOf('grid');
const CLOSED = UNIT_STATUSES.indexOf('closed');

const KEY_OF = { facilities: 'facility', candidates: 'candidate', units: 'unit' } as const;

/** A record of a table as a site; one without an id is named by its row. */
function siteOf(project: Project, source: keyof typeof KEY_OF, record: number): Site {
  const table = project[source];
  const id = textAt(table.id, record) ?? `#${table.row[record]}`;
  const name = nameAt(table, record) || id;
  const [lng, lat] = [table.lng[record], table.lat[record]];
  return { key: `${KEY_OF[source]}:${id}`, id, name, source, record, lng, lat };
}

const all = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** The places of one source, in the order of its table; those without a position left out. */
function sitesFrom(project: Project, source: SiteSource, ask: SitingAsk): Site[] {
  const { candidates, units, divisions } = project;
  switch (source) {
    case 'candidates':
      return all(candidates.count).map((i) => siteOf(project, source, i));
    case 'units':
      return all(units.count)
        .filter((i) => units.kind[i] !== GRID_UNIT && units.status[i] !== CLOSED)
        .map((i) => siteOf(project, source, i));
    case 'grids':
      return all(divisions.count)
        .filter((i) => divisions.level[i] === GRID_DIVISION)
        .map((record) => {
          const [lng, lat] = pointOnSurface(divisions.shapes, record) ?? [NaN, NaN];
          const [id, name] = [divisions.code[record], divisions.name[record]];
          return { key: `grid:${id}`, id, name, source, record, lng, lat };
        });
    case 'drawn':
      return ask.drawn.map(({ name, lng, lat }, record) => {
        const key = `drawn:${record + 1}`;
        return { key, id: key, name: name.trim() || key, source, record, lng, lat };
      });
  }
}

/**
 * Where stations stand and where they may go: the facilities of the asked levels first (none where
 * they are ignored), then the sources in the order of SITE_SOURCES that are asked for.
 *
 * Lobbies are those of units that are not closed; a grid's own unit has none. The centre of a grid is
 * its centroid where that lies inside, else a place inside. Places without a position are left out.
 */
export function sitesOf(project: Project, ask: SitingAsk): SitingSites {
  const standing =
    ask.existing === 'ignored' ? [] : [...new Ground(project).stationsOf(ask.levels).records];
  const sites = [
    ...standing.map((record) => siteOf(project, 'facilities', record)),
    ...ask.sources.flatMap((source) => sitesFrom(project, source, ask)),
  ].filter(({ lng, lat }) => hasPosition(lng, lat));
  return {
    count: sites.length,
    key: sites.map(({ key }) => key),
    id: sites.map(({ id }) => id),
    name: sites.map(({ name }) => name),
    source: sites.map(({ source }) => source),
    record: Int32Array.from(sites, ({ record }) => record),
    lng: Float64Array.from(sites, ({ lng }) => lng),
    lat: Float64Array.from(sites, ({ lat }) => lat),
  };
}

/** Whether a site is a station that stands. */
export const stands = (sites: SitingSites, site: number): boolean =>
  sites.source[site] === 'facilities';
