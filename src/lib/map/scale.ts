import { UNIT_KINDS, FACILITY_LEVELS, type FacilityLevel, type UnitKind } from '#lib/core/model.ts';
import { UNIT_LOOKS, type UnitLook } from '#lib/core/coverage/verdict.ts';
import { PALETTES, rgba, type Palette, type Rgba, type Theme } from '#lib/map/palette.ts';

/** Outlines a symbol can have; the position is the code the symbol shader reads. */
export const SHAPES = [
  'circle',
  'square',
  'diamond',
  'triangle',
  'pentagon',
  'hexagon',
  'plus',
  'star',
] as const;
export type SymbolShape = (typeof SHAPES)[number];

export const KIND_SHAPES: Record<UnitKind, SymbolShape> = {
  grid: 'circle',
  building: 'square',
  park: 'hexagon',
  business_district: 'pentagon',
  market: 'diamond',
  internet: 'triangle',
  resident_unit: 'star',
  property: 'plus',
};

export const FACILITY_SHAPES: Record<FacilityLevel, SymbolShape> = {
  city: 'star',
  district: 'hexagon',
  street: 'diamond',
  community: 'plus',
  point: 'circle',
};

/** Radius in CSS pixels of a facility symbol at a scale of 1, by level. */
export const FACILITY_RADIUS_PX: Record<FacilityLevel, number> = {
  city: 11,
  district: 8.5,
  street: 7.5,
  community: 5.5,
  point: 3.5,
};

/** Size factor of symbols: small over the city, full size over the block. */
export const symbolSize = (zoom: number): number =>
  Math.min(1.7, Math.max(0.45, 0.5 + (zoom - 11) * 0.17));

/** The same for stations where they are what the map is about. */
export const stationSize = (zoom: number): number =>
  Math.min(1.6, Math.max(0.8, 1.2 * symbolSize(zoom)));

/** How a look is drawn as a symbol: radius and line in CSS pixels at a scale of 1. */
export interface Mark {
  fill: Rgba;
  line: Rgba;
  linePx: number;
  radiusPx: number;
  /** 1 = the fill is hatched in the line colour, 2 = the line is dashed. */
  hatched: 0 | 1 | 2;
}

/** Everything that turns a verdict into ink, for one theme. */
export interface Scale {
  palette: Palette;
  /** By position in UNIT_LOOKS. */
  marks: Mark[];
  /** Fill of areas by position in UNIT_LOOKS. */
  fills: Rgba[];
  /** Line of area outlines by position in UNIT_LOOKS. */
  lines: Rgba[];
  /** Width in CSS pixels of area outlines by position in UNIT_LOOKS. */
  linePx: number[];
}

const RADIUS_PX: Record<UnitLook, number> = {
  standalone: 3.4,
  joint: 3.4,
  partial: 3.8,
  blank: 6.2,
  unknown: 4,
  exempt: 2.6,
};

/** The order in which looks are laid down, so that blanks end on top of everything. */
export const PAINT_ORDER: UnitLook[] = [
  'exempt',
  'standalone',
  'joint',
  'partial',
  'unknown',
  'blank',
];

export const lookCode = (look: UnitLook): number => UNIT_LOOKS.indexOf(look);
export const shapeCode = (shape: SymbolShape): number => SHAPES.indexOf(shape);

/** Symbol shape codes by unit kind code; a unit without a kind is a circle. */
export const kindShape = (kind: number): number =>
  kind < UNIT_KINDS.length ? shapeCode(KIND_SHAPES[UNIT_KINDS[kind]]) : 0;

export const facilityShape = (level: number): number =>
  shapeCode(FACILITY_SHAPES[FACILITY_LEVELS[level] ?? 'point']);

const scaleOf = (palette: Palette): Scale => {
  const line = (look: UnitLook): Rgba => {
    if (look === 'blank') return rgba(palette.outline);
    if (look === 'partial') return rgba(palette.ring);
    if (look === 'unknown') return rgba(palette.hatch);
    return rgba(palette.look[look], 0);
  };
  const width: Record<UnitLook, number> = {
    standalone: 0,
    joint: 0,
    partial: 1.4,
    blank: 1.8,
    unknown: 1,
    exempt: 0,
  };
  return {
    palette,
    marks: UNIT_LOOKS.map((look) => ({
      fill: rgba(palette.look[look]),
      line: line(look),
      linePx: width[look],
      radiusPx: RADIUS_PX[look],
      hatched: look === 'unknown' ? 1 : 0,
    })),
    fills: UNIT_LOOKS.map((look) => rgba(palette.look[look], look === 'exempt' ? 110 : 255)),
    lines: UNIT_LOOKS.map(line),
    linePx: UNIT_LOOKS.map((look) => width[look]),
  };
};

export const SCALES: Record<Theme, Scale> = {
  light: scaleOf(PALETTES.light),
  dark: scaleOf(PALETTES.dark),
};

/** Lower bounds of the inked classes of a coverage rate; below the first the paper stays bare. */
export const RATE_BREAKS = [0.5, 0.7, 0.85, 0.95] as const;

/** Class of a rate, 0 (paper) .. 4 (full ink), or -1 where the rate is not known. */
export function rateClass(rate: number): number {
  if (Number.isNaN(rate)) return -1;
  let cls = 0;
  while (cls < RATE_BREAKS.length && rate >= RATE_BREAKS[cls]) cls++;
  return cls;
}

/** A division of which more than this share is unknown carries the hatch, whatever its rate says. */
export const UNKNOWN_SHARE = 1 / 3;

const mix = (a: Rgba, b: Rgba): Rgba => a.map((value, i) => Math.round((value + b[i]) / 2)) as Rgba;

/** The five densities of ink for rates, paper first, from the same ramp as the looks. */
export function rateInks(palette: Palette): Rgba[] {
  const partial = rgba(palette.look.partial);
  const joint = rgba(palette.look.joint);
  return [rgba(palette.paper), partial, mix(partial, joint), joint, rgba(palette.look.standalone)];
}
