import type { Layer } from '@deck.gl/core';
import { baseProps } from '#lib/map/layers/polygon.ts';
import type { Shown } from '#lib/map/layers/inked.ts';
import { SymbolLayer } from '#lib/map/layers/symbol-layer.ts';
import { rgba } from '#lib/map/palette.ts';
import type { Plan } from '#lib/map/plan.ts';
import { kindShape, lookCode, PAINT_ORDER, type Mark, type Scale } from '#lib/map/scale.ts';

/** Instances for the symbol layer: instance `i` stands for record `record[i]`. */
export interface Symbols {
  length: number;
  record: Uint32Array;
  data: {
    length: number;
    attributes: Record<string, { value: Float32Array | Float64Array | Uint8Array; size: number }>;
  };
}

/** Fills the attribute columns of `n` symbols. `style(i)` gives record, position, mark and shape code. */
export function symbolsOf(
  n: number,
  style: (i: number) => { record: number; lng: number; lat: number; mark: Mark; shape: number },
): Symbols {
  const record = new Uint32Array(n);
  const position = new Float64Array(2 * n);
  const radius = new Float32Array(n);
  const line = new Float32Array(n);
  const styles = new Float32Array(2 * n);
  const fills = new Uint8Array(4 * n);
  const lines = new Uint8Array(4 * n);
  for (let i = 0; i < n; i++) {
    const { record: r, lng, lat, mark, shape } = style(i);
    record[i] = r;
    position[2 * i] = lng;
    position[2 * i + 1] = lat;
    radius[i] = mark.radiusPx;
    line[i] = mark.linePx;
    styles[2 * i] = shape;
    styles[2 * i + 1] = mark.hatched;
    fills.set(mark.fill, 4 * i);
    lines.set(mark.line, 4 * i);
  }
  return {
    length: n,
    record,
    data: {
      length: n,
      attributes: {
        getPosition: { value: position, size: 2 },
        getRadius: { value: radius, size: 1 },
        getLineWidth: { value: line, size: 1 },
        getStyle: { value: styles, size: 2 },
        getFillColor: { value: fills, size: 4 },
        getLineColor: { value: lines, size: 4 },
      },
    },
  };
}

export interface UnitSymbolOptions {
  shown: Shown | null;
  /** Leave out everything but blanks. */
  blanksOnly: boolean;
  /** Leave out what its footprint shows. */
  withoutFootprints: boolean;
}

/** Symbols of the units, blanks last so that nothing covers them. */
export function unitSymbols(
  plan: Plan,
  looks: Uint8Array,
  scale: Scale,
  { shown, blanksOnly, withoutFootprints }: UnitSymbolOptions,
): Symbols {
  const { kind } = plan.project.units;
  const byLook: number[][] = scale.marks.map(() => []);
  for (const unit of plan.points) {
    if (withoutFootprints && plan.hasFootprint[unit]) continue;
    if (!shown || shown(unit)) byLook[looks[unit]]?.push(unit);
  }
  const order = PAINT_ORDER.filter((look) => !blanksOnly || look === 'blank').map(
    (look) => byLook[lookCode(look)],
  );
  const record = order.reduce<number[]>((all, units) => {
    for (const unit of units) all.push(unit);
    return all;
  }, []);
  return symbolsOf(record.length, (i) => ({
    record: record[i],
    lng: plan.xy[2 * record[i]],
    lat: plan.xy[2 * record[i] + 1],
    mark: scale.marks[looks[record[i]]],
    shape: kindShape(kind[record[i]]),
  }));
}

export interface SymbolLayerOptions {
  id: 'units' | 'facilities' | 'selection-point';
  symbols: Symbols;
  scale: Scale;
  /** Factor on radii. */
  size: number;
  casingPx: number;
  pickable: boolean;
}

export function symbolLayer(options: SymbolLayerOptions): Layer | null {
  if (options.symbols.length === 0) return null;
  return new SymbolLayer({
    ...baseProps(options.id),
    data: options.symbols.data as never,
    positionFormat: 'XY',
    radiusUnits: 'pixels',
    radiusScale: options.size,
    lineWidthUnits: 'pixels',
    casingColor: rgba(options.scale.palette.casing),
    casingPx: options.casingPx,
    pickable: options.pickable,
  });
}
