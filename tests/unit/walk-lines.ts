import type { LineString, MultiLineString, Position } from 'geojson';
import { ShapesBuilder } from '#lib/core/geo/shapes.ts';
import type { Walk } from '#lib/core/model.ts';
import { packTexts } from '#lib/core/texts.ts';

export interface Line {
  /** A line, or several that are one record. */
  at: Position[] | Position[][];
  foot?: 0 | 1;
  oneway?: 0 | 1;
  tunnel?: 0 | 1;
  bridge?: 0 | 1;
  highway?: string;
  lengthM?: number;
}

/** A walk table of lines, as if read from a file. */
export function walkOf(lines: readonly Line[]): Walk {
  const shapes = new ShapesBuilder();
  for (const { at } of lines) {
    const several = Array.isArray(at[0]?.[0]);
    shapes.append(
      several
        ? ({ type: 'MultiLineString', coordinates: at } as MultiLineString)
        : ({ type: 'LineString', coordinates: at } as LineString),
    );
  }
  const column = (name: 'foot' | 'oneway' | 'tunnel' | 'bridge' | 'lengthM') =>
    Float64Array.from(lines, (line) => line[name] ?? NaN);
  return {
    count: lines.length,
    file: new Uint16Array(lines.length),
    row: Uint32Array.from(lines, (_, i) => i + 1),
    extra: {},
    shapes: shapes.build(),
    foot: column('foot'),
    oneway: column('oneway'),
    tunnel: column('tunnel'),
    bridge: column('bridge'),
    highway: packTexts(lines.map((line) => line.highway ?? null)),
    lengthM: column('lengthM'),
  };
}

/** Metres east and north of a place in Shanghai, as degrees; rounded as files are. */
export const metres = (east: number, north: number): [number, number] => [
  Number((121.48 + east / 95_300).toFixed(7)),
  Number((31.23 + north / 110_870).toFixed(7)),
];
