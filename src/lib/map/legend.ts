import { FACILITY_LEVELS, UNIT_KINDS, type Ledger } from '#lib/core/model.ts';
import { UNIT_LOOKS, type UnitLook } from '#lib/core/coverage/verdict.ts';
import { FACILITY_SHAPES, KIND_SHAPES, RATE_BREAKS, type SymbolShape } from '#lib/map/scale.ts';

/** What the legend switches on and off, in the order it shows them. */
export const MAP_LAYERS = [
  'cells',
  'choropleth',
  'areas',
  'footprints',
  'units',
  'facilities',
  'reach',
  'groups',
  'belts',
  'zones',
  'borders',
  'labels',
  'backdrop',
] as const;
export type MapLayer = (typeof MAP_LAYERS)[number];

/** Every layer on but the reach rings, which the service ledger turns on, and the groups, belts and zones, which their lists do. */
export const DEFAULT_LAYERS: Record<MapLayer, boolean> = {
  cells: true,
  choropleth: true,
  areas: true,
  footprints: true,
  units: true,
  facilities: true,
  reach: false,
  groups: false,
  belts: false,
  zones: false,
  borders: true,
  labels: true,
  backdrop: true,
};

/** One line of the legend; `key` is the key of its words. */
export type LegendEntry =
  | { sort: 'look'; look: UnitLook; key: string }
  | { sort: 'kind'; kind: number; shape: SymbolShape; key: string }
  | { sort: 'facility'; level: number; shape: SymbolShape; key: string }
  | { sort: 'rate'; class: number; from: number; to: number; key: string }
  | { sort: 'layer'; layer: MapLayer; key: string };

const SERVICE_LOOKS: Partial<Record<UnitLook, string>> = {
  joint: 'look.service.yes',
  blank: 'look.service.no',
  unknown: 'look.service.unknown',
  exempt: 'look.exempt',
};

/** Key of the words for a look under a ledger: reach has words of its own; null where it cannot occur. */
export function lookKey(look: UnitLook, ledger: Ledger): string | null {
  return ledger === 'service' ? (SERVICE_LOOKS[look] ?? null) : `look.${look}`;
}

/** Looks that can occur under a ledger, blank first: it is what the reader is after. */
export function lookEntries(ledger: Ledger): LegendEntry[] {
  const looks: UnitLook[] = ['blank', ...UNIT_LOOKS.filter((look) => look !== 'blank')];
  return looks.reduce<LegendEntry[]>((entries, look) => {
    const key = lookKey(look, ledger);
    if (key) entries.push({ sort: 'look', look, key });
    return entries;
  }, []);
}

/** Symbols of the unit kinds; the grid is a cell and has none. */
export function kindEntries(): LegendEntry[] {
  return UNIT_KINDS.map((kind, i): LegendEntry => ({
    sort: 'kind',
    kind: i,
    shape: KIND_SHAPES[kind],
    key: `kind.${kind}`,
  }));
}

export function facilityEntries(): LegendEntry[] {
  return FACILITY_LEVELS.map((level, i): LegendEntry => ({
    sort: 'facility',
    level: i,
    shape: FACILITY_SHAPES[level],
    key: `facility.${level}`,
  }));
}

/** Classes of the coverage rate, bare paper first. */
export function rateEntries(): LegendEntry[] {
  const bounds = [0, ...RATE_BREAKS, 1];
  return bounds.slice(0, -1).map((from, i): LegendEntry => ({
    sort: 'rate',
    class: i,
    from,
    to: bounds[i + 1],
    key: 'legend.rate',
  }));
}

export function layerEntries(): LegendEntry[] {
  return MAP_LAYERS.map((layer): LegendEntry => ({ sort: 'layer', layer, key: `layer.${layer}` }));
}
