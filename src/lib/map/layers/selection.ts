import type { Layer } from '@deck.gl/core';
import { symbolLayer, symbolsOf } from '#lib/map/layers/units.ts';
import { lineLayer } from '#lib/map/layers/polygon.ts';
import type { ShownRegions } from '#lib/map/layers/regions.ts';
import { rgba } from '#lib/map/palette.ts';
import { facilityLevel } from '#lib/map/layers/facilities.ts';
import type { Plan, Surface } from '#lib/map/plan.ts';
import { onlyPolygons, polygonsOf, ringsOf, type Paths } from '#lib/map/polygons.ts';
import { FACILITY_RADIUS_PX, type Scale } from '#lib/map/scale.ts';
import { FACILITY_LEVELS } from '#lib/core/model.ts';

/** What is chosen or pointed at: a record of the divisions, units or facilities, a weak belt or a blank zone. */
export interface Selection {
  type: 'division' | 'unit' | 'facility' | 'belt' | 'zone';
  index: number;
}

/** Outline of what is selected, and where it stands if it is drawn as a symbol. */
export interface Highlight {
  rings: Paths[];
  point: [lng: number, lat: number] | null;
  radiusPx: number;
}

const ringsFor = (surface: Surface, index: number): Paths =>
  ringsOf(onlyPolygons(surface.polygons, (subject) => subject === index));

/** Finds what to draw round a selection; belts and zones are found in the regions, where they are known. */
export function highlightOf(
  plan: Plan,
  { type, index }: Selection,
  regions: ShownRegions | null,
): Highlight {
  if (type === 'belt' || type === 'zone') {
    const shapes = type === 'belt' ? regions?.belts : regions?.zones;
    const there = shapes !== undefined && index < shapes.type.length;
    const rings = there ? [ringsOf(polygonsOf(shapes, [index], [index]))] : [];
    return { rings, point: null, radiusPx: 0 };
  }
  const { divisions, facilities } = plan.project;
  if (type === 'division') {
    const surface = plan.levels[divisions.level[index]];
    return { rings: surface ? [ringsFor(surface, index)] : [], point: null, radiusPx: 0 };
  }
  if (type === 'facility') {
    const level = FACILITY_LEVELS[facilityLevel(facilities, index)];
    return {
      rings: [],
      point: [facilities.lng[index], facilities.lat[index]],
      radiusPx: FACILITY_RADIUS_PX[level],
    };
  }
  const rings = [...plan.cells, plan.areas, plan.footprints]
    .map((surface) => ringsFor(surface, index))
    .filter(({ length }) => length > 0);
  const at: [number, number] = [plan.xy[2 * index], plan.xy[2 * index + 1]];
  const isPoint = plan.points.includes(index);
  return { rings, point: isPoint ? at : null, radiusPx: 6 };
}

/** A double line round the selection: dark on light casing, or the reverse on the dark theme. */
export function selectionLayers(
  highlight: Highlight,
  scale: Scale,
  size: number,
): (Layer | null)[] {
  const { palette } = scale;
  const layers: (Layer | null)[] = [];
  highlight.rings.forEach((paths, i) => {
    layers.push(
      lineLayer({
        id: 'selection-casing',
        suffix: String(i),
        paths,
        color: rgba(palette.halo),
        widthPx: 7,
      }),
      lineLayer({
        id: 'selection',
        suffix: String(i),
        paths,
        color: rgba(palette.selection),
        widthPx: 3.2,
      }),
    );
  });
  const { point } = highlight;
  if (point && !Number.isNaN(point[0] + point[1])) {
    const symbols = symbolsOf(1, () => ({
      record: 0,
      lng: point[0],
      lat: point[1],
      mark: {
        fill: [0, 0, 0, 0],
        line: rgba(palette.selection),
        linePx: 2.4,
        radiusPx: highlight.radiusPx + 6 / size,
        hatched: 0,
      },
      shape: 0,
    }));
    layers.push(
      symbolLayer({ id: 'selection-point', symbols, scale, size, casingPx: 0, pickable: false }),
    );
  }
  return layers;
}

/** A single line round what the pointer is on. */
export function hoverLayers(highlight: Highlight, scale: Scale): (Layer | null)[] {
  return highlight.rings.map((paths, i) =>
    lineLayer({
      id: 'hover',
      suffix: String(i),
      paths,
      color: rgba(scale.palette.selection),
      widthPx: 2,
    }),
  );
}
