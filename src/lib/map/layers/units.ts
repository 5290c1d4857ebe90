import type { Layer } from '@deck.gl/core';
import { CLIP, clipProps, type Clip } from '#lib/map/layers/clip.ts';
import { meshData, type Mesh } from '#lib/map/layers/mesh-layer.ts';
import { baseProps } from '#lib/map/layers/polygon.ts';
import type { Shown } from '#lib/map/layers/inked.ts';
import { sievedProps, type Sieved } from '#lib/map/layers/sieve.ts';
import { SymbolLayer } from '#lib/map/layers/symbol-layer.ts';
import { rgba } from '#lib/map/palette.ts';
import { isRest, type Steps } from '#lib/map/steps.ts';
import type { Plan } from '#lib/map/plan.ts';
import { kindShape, lookCode, PAINT_ORDER, type Mark, type Scale } from '#lib/map/scale.ts';

/** Symbols ready to be drawn: symbol `i` stands for record `record[i]`. */
export interface Symbols {
  length: number;
  record: Uint32Array;
  mesh: Mesh;
  data: object;
}

const CORNERS = [-1, -1, 1, -1, -1, 1, 1, 1];

/** Fills the vertex columns of `n` symbols, drawn in the order given. */
export function symbolsOf(
  n: number,
  style: (i: number) => { record: number; lng: number; lat: number; mark: Mark; shape: number },
): Symbols {
  const record = new Uint32Array(n);
  const positions = new Float64Array(8 * n);
  const corners = new Float32Array(16 * n);
  const sizes = new Float32Array(8 * n);
  const fills = new Uint8Array(16 * n);
  const lines = new Uint8Array(16 * n);
  const records = new Float32Array(4 * n);
  const subjects = new Float32Array(4 * n);
  const indices = new Uint32Array(6 * n);
  for (let i = 0; i < n; i++) {
    const { record: r, lng, lat, mark, shape } = style(i);
    record[i] = r;
    for (let k = 0; k < 4; k++) {
      const v = 4 * i + k;
      positions[2 * v] = lng;
      positions[2 * v + 1] = lat;
      corners[4 * v] = CORNERS[2 * k];
      corners[4 * v + 1] = CORNERS[2 * k + 1];
      corners[4 * v + 2] = shape;
      corners[4 * v + 3] = mark.hatched;
      sizes[2 * v] = mark.radiusPx;
      sizes[2 * v + 1] = mark.linePx;
      for (let c = 0; c < 4; c++) {
        fills[4 * v + c] = mark.fill[c];
        lines[4 * v + c] = mark.line[c];
      }
      records[v] = i;
      subjects[v] = r;
    }
    for (let c = 0; c < 6; c++) indices[6 * i + c] = 4 * i + [0, 1, 2, 2, 1, 3][c];
  }
  const mesh: Mesh = {
    length: n,
    indices,
    attributes: {
      vertexPositions: { value: positions, size: 2 },
      corners: { value: corners, size: 4 },
      sizes: { value: sizes, size: 2 },
      fillColors: { value: fills, size: 4, normalized: true },
      lineColors: { value: lines, size: 4, normalized: true },
      records: { value: records, size: 1 },
      sieveSubjects: { value: subjects, size: 1 },
    },
  };
  return { length: n, record, mesh, data: meshData(mesh) };
}

export interface UnitSymbolOptions {
  shown: Shown | null;
  /** Leave out everything but blanks. */
  blanksOnly: boolean;
  /** Leave out what its footprint shows. */
  withoutFootprints: boolean;
}

/** The units that are drawn as symbols, in the order in which they are painted: blanks last. */
export function* paintedUnits(
  plan: Plan,
  looks: Uint8Array,
  { shown, blanksOnly, withoutFootprints }: UnitSymbolOptions,
): Steps<Uint32Array> {
  const { points, hasFootprint } = plan;
  const painted = PAINT_ORDER.filter((look) => !blanksOnly || look === 'blank').map(lookCode);
  const drawn = (unit: number): boolean =>
    !(withoutFootprints && hasFootprint[unit]) && (!shown || shown(unit));
  const counts = new Uint32Array(256);
  for (let p = 0; p < points.length; p++) {
    if (isRest(p)) yield;
    if (drawn(points[p])) counts[looks[points[p]]]++;
  }
  const next = new Int32Array(256).fill(-1);
  let total = 0;
  for (const look of painted) {
    next[look] = total;
    total += counts[look];
  }
  const order = new Uint32Array(total);
  for (let p = 0; p < points.length; p++) {
    if (isRest(p)) yield;
    const unit = points[p];
    if (next[looks[unit]] >= 0 && drawn(unit)) order[next[looks[unit]]++] = unit;
  }
  return order;
}

/** Symbols of units in the order in which they are painted. */
export function unitSymbols(
  plan: Plan,
  looks: Uint8Array,
  scale: Scale,
  record: Uint32Array,
): Symbols {
  const { kind } = plan.project.units;
  return symbolsOf(record.length, (i) => ({
    record: record[i],
    lng: plan.xy[2 * record[i]],
    lat: plan.xy[2 * record[i] + 1],
    mark: scale.marks[looks[record[i]]],
    shape: kindShape(kind[record[i]]),
  }));
}

export interface SymbolLayerOptions {
  id: 'units' | 'facilities' | 'reach-sites' | 'reach-stations' | 'selection-point';
  suffix?: string;
  symbols: Symbols;
  scale: Scale;
  /** Factor on radii. */
  size: number;
  casingPx: number;
  pickable: boolean;
  sieved?: Sieved;
  /** The side of the swipe it is drawn on; layers without one cannot be given one later. */
  clip?: Clip;
}

export function symbolLayer(options: SymbolLayerOptions): Layer | null {
  if (options.symbols.length === 0) return null;
  return new SymbolLayer({
    ...baseProps(options.id, options.suffix),
    data: options.symbols.data as never,
    positionFormat: 'XY',
    scale: options.size,
    casingColor: rgba(options.scale.palette.casing),
    casingPx: options.casingPx,
    pickable: options.pickable,
    ...sievedProps(options.sieved),
    extensions: options.clip ? [CLIP] : [],
    ...clipProps(options.clip),
  } as never);
}
