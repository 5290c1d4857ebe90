import type { Layer } from '@deck.gl/core';
import { SHAPE_POLYGON } from '#lib/core/model.ts';
import { fillLayer, floorLayers, lineLayer } from '#lib/map/layers/polygon.ts';
import { symbolLayer, symbolsOf } from '#lib/map/layers/units.ts';
import { inOrder } from '#lib/map/order.ts';
import type { Rgba } from '#lib/map/palette.ts';
import { ringsOf, type Polygons } from '#lib/map/polygons.ts';
import type { Scale } from '#lib/map/scale.ts';

const CLEAR: Rgba = [0, 0, 0, 0];

/** A triangle of a few millimetres, in the columns of every other polygon. */
const SPECK: Polygons = {
  shapes: {
    type: Uint8Array.of(SHAPE_POLYGON),
    partStart: Uint32Array.of(0, 1),
    ringStart: Uint32Array.of(0, 1),
    vertexStart: Uint32Array.of(0, 4),
    xy: Float64Array.of(0, 0, 1e-8, 0, 0, 1e-8, 0, 0),
  },
  part: Uint32Array.of(0),
  subject: Uint32Array.of(0),
};

/**
 * One transparent mark of every kind. Drawn while the files are still being read, so that the
 * shaders are compiled by the time the city comes (150-250 ms where WebGL is in software).
 */
export function rehearsalLayers(scale: Scale): Layer[] {
  const mark = { fill: CLEAR, line: CLEAR, linePx: 0, radiusPx: 1, hatched: 0 } as const;
  const symbols = symbolsOf(1, () => ({ record: 0, lng: 0, lat: 0, mark, shape: 0 }));
  const fill = { polygons: SPECK, color: () => CLEAR, version: 0, suffix: 'rehearsal' };
  const line = { paths: ringsOf(SPECK), color: CLEAR, widthPx: 1, suffix: 'rehearsal' };
  const layers = [
    ...floorLayers(),
    fillLayer({ ...fill, id: 'choropleth' }),
    fillLayer({ ...fill, id: 'choropleth-hatch', hatched: true }),
    lineLayer({ ...line, id: 'choropleth-seam' }),
    symbolLayer({ id: 'units', symbols, scale, size: 1, casingPx: 0, pickable: false }),
  ];
  return inOrder(layers.filter((layer): layer is Layer => layer !== null));
}
