/** What the tags of a way say to a walker, as cells of the walk table. */
export interface WayCells {
  highway: string | null;
  foot: 0 | 1 | null;
  tunnel: 0 | 1 | null;
  bridge: 0 | 1 | null;
  oneway: 0 | 1 | null;
}

type Tags = ReadonlyMap<string, string>;

const ALLOWED = new Set([
  'yes',
  'designated',
  'permissive',
  'official',
  'destination',
  'customers',
]);
const CLOSED = new Set(['no', 'private']);
/** Values of `highway` that are no way, or none yet. */
const NO_WAY = new Set([
  'no',
  'construction',
  'proposed',
  'planned',
  'abandoned',
  'razed',
  'demolished',
  'disused',
  'services',
  'rest_area',
]);
/** Tunnels that are a roof over the way, not a bore: one walks through. */
const OPEN_TUNNELS = new Set(['no', 'building_passage', 'avalanche_protector']);

const flag = (value: string | undefined, no: ReadonlySet<string>): 0 | 1 | null =>
  value === undefined ? null : no.has(value) ? 0 : 1;

const NO: ReadonlySet<string> = new Set(['no', '0', 'false']);

function footOf(tags: Tags): 0 | 1 | null {
  const foot = tags.get('foot');
  if (foot !== undefined && ALLOWED.has(foot)) return 1;
  if (foot !== undefined && CLOSED.has(foot)) return 0;
  if (CLOSED.has(tags.get('access') ?? '') || tags.get('motorroad') === 'yes') return 0;
  return null;
}

/** The class of a way one may have to do with on foot; null for any other way. */
function classOf(tags: Tags): string | null {
  const highway = tags.get('highway');
  if (highway !== undefined) return NO_WAY.has(highway) ? null : highway;
  if (tags.get('man_made') === 'pier') return 'pier';
  const platform =
    tags.get('public_transport') === 'platform' || tags.get('railway') === 'platform';
  return platform ? 'platform' : null;
}

/**
 * The cells of a way that is for walkers or might be: one with a `highway`, piers and platforms,
 * and whatever else `foot` allows, ferries excepted. Null for other ways.
 *
 * OpenStreetMap wiki: Key:highway, Key:foot, Key:access, Key:tunnel.
 */
export function wayCells(tags: Tags): WayCells | null {
  const highway = classOf(tags);
  const foot = footOf(tags);
  if (highway === null) {
    const other = tags.has('highway') || tags.has('route') || tags.has('building');
    if (foot !== 1 || other || tags.has('waterway') || tags.has('railway')) return null;
  }
  return {
    highway,
    foot,
    tunnel: flag(tags.get('tunnel'), OPEN_TUNNELS),
    bridge: flag(tags.get('bridge'), NO),
    oneway: flag(tags.get('oneway'), NO),
  };
}
