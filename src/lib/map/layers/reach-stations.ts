import type { Layer } from '@deck.gl/core';
import { FACILITY_LEVELS } from '#lib/core/model.ts';
import type { Clip } from '#lib/map/layers/clip.ts';
import { DEGREES_PER_PX, pathsOf } from '#lib/map/layers/groups.ts';
import { lineLayer } from '#lib/map/layers/polygon.ts';
import { symbolLayer, symbolsOf, type Symbols } from '#lib/map/layers/units.ts';
import { rgba } from '#lib/map/palette.ts';
import type { Paths } from '#lib/map/polygons.ts';
import { facilityShape, FACILITY_RADIUS_PX, type Mark, type Scale } from '#lib/map/scale.ts';

/** What a scenario has made of a station. */
export const STATION_STATES = ['given', 'added', 'moved', 'removed'] as const;
export type StationState = (typeof STATION_STATES)[number];

/** A station of a scenario, degrees; `from` is where it stood before it was moved, NaN otherwise. */
export interface ReachStation {
  lng: number;
  lat: number;
  state: StationState;
  fromLng: number;
  fromLat: number;
  label: string;
  /** Position in FACILITY_LEVELS; a station without one is drawn as a point of service. */
  level?: number;
}

type Place = readonly [lng: number, lat: number];

const LOWEST = FACILITY_LEVELS.length - 1;
const levelOf = ({ level }: Pick<ReachStation, 'level'>): number =>
  level !== undefined && level in FACILITY_LEVELS ? level : LOWEST;
const radiusOf = (station: Pick<ReachStation, 'level'>): number =>
  FACILITY_RADIUS_PX[FACILITY_LEVELS[levelOf(station)]];

/** Dashes of a ring, the share of it that they cover, and the corners of each. */
const [DASHES, DRAWN, CORNERS] = [7, 0.58, 5];
/** How far the ring keeps from a symbol, CSS pixels. */
const RING_GAP_PX = 6;

/** A ring of dashes round a place, a line each; `radiusPx` in CSS pixels at the zoom. */
export function dashedRing([lng, lat]: Place, radiusPx: number, zoom: number): Place[][] {
  const dx = (radiusPx * DEGREES_PER_PX) / 2 ** zoom;
  const dy = dx * Math.cos((lat * Math.PI) / 180);
  return Array.from({ length: DASHES }, (_, dash) =>
    Array.from({ length: CORNERS }, (__, corner): Place => {
      const turn = ((2 * Math.PI) / DASHES) * (dash + (DRAWN * corner) / (CORNERS - 1));
      return [lng + dx * Math.cos(turn), lat + dy * Math.sin(turn)];
    }),
  );
}

/** Two strokes that cross out a place; half as wide as `radiusPx` says, CSS pixels at the zoom. */
export function cross([lng, lat]: Place, radiusPx: number, zoom: number): Place[][] {
  const dx = (radiusPx * DEGREES_PER_PX) / 2 ** zoom;
  const dy = dx * Math.cos((lat * Math.PI) / 180);
  return [
    [
      [lng - dx, lat - dy],
      [lng + dx, lat + dy],
    ],
    [
      [lng - dx, lat + dy],
      [lng + dx, lat - dy],
    ],
  ];
}

const isPlaced = ({ lng, lat }: { lng: number; lat: number }): boolean => !Number.isNaN(lng + lat);
const wasElsewhere = ({ state, fromLng, fromLat }: ReachStation): boolean =>
  state === 'moved' && !Number.isNaN(fromLng + fromLat);

/**
 * What the symbols of the stations as given depend on, four numbers a station: equal columns, equal
 * symbols, however the list came about.
 */
export function givenColumns(stations: readonly ReachStation[]): Float64Array {
  const out = new Float64Array(4 * stations.length);
  let n = 0;
  stations.forEach((station, i) => {
    if (station.state !== 'given' || !isPlaced(station)) return;
    out[n++] = i;
    out[n++] = station.lng;
    out[n++] = station.lat;
    out[n++] = levelOf(station);
  });
  return out.slice(0, n);
}

/** Symbols of the stations as given; `columns` as from `givenColumns`. */
export function givenSymbols(columns: Float64Array, { palette }: Scale): Symbols {
  const fill = rgba(palette.facility);
  return symbolsOf(columns.length / 4, (k) => {
    const [record, lng, lat, level] = columns.subarray(4 * k, 4 * k + 4);
    const radiusPx = FACILITY_RADIUS_PX[FACILITY_LEVELS[level]];
    const mark: Mark = { fill, line: fill, linePx: 0, radiusPx, hatched: 0 };
    return { record, lng, lat, mark, shape: facilityShape(level) };
  });
}

/** Symbols of what the scenario proposes: hollow, where it stood before the move first. */
export function proposedSymbols(stations: readonly ReachStation[], { palette }: Scale): Symbols {
  const hollow = (radiusPx: number, linePx: number): Mark => ({
    fill: rgba(palette.halo),
    line: rgba(palette.facility),
    linePx,
    radiusPx,
    hatched: 0,
  });
  const full = (radiusPx: number): Mark => ({
    ...hollow(radiusPx, 0),
    fill: rgba(palette.facility),
  });
  const drawn: { record: number; at: Place; mark: Mark; shape: number }[] = [];
  stations.forEach((station, record) => {
    if (!wasElsewhere(station)) return;
    const mark = hollow(0.7 * radiusOf(station), 1.2);
    const at: Place = [station.fromLng, station.fromLat];
    drawn.push({ record, at, mark, shape: facilityShape(levelOf(station)) });
  });
  for (const state of ['removed', 'moved', 'added'] as const) {
    stations.forEach((station, record) => {
      if (station.state !== state || !isPlaced(station)) return;
      const radiusPx = radiusOf(station);
      const mark = state === 'removed' ? hollow(0.8 * radiusPx, 1.2) : full(radiusPx);
      const at: Place = [station.lng, station.lat];
      drawn.push({ record, at, mark, shape: facilityShape(levelOf(station)) });
    });
  }
  return symbolsOf(drawn.length, (k) => {
    const { record, at, mark, shape } = drawn[k];
    return { record, lng: at[0], lat: at[1], mark, shape };
  });
}

/** Lines that say what the scenario does: rings of dashes, crosses, and the ways of what moved. */
export function scenarioLines(
  stations: readonly ReachStation[],
  zoom: number,
  size: number,
): { dashes: Paths; moves: Paths } {
  const strokes: Place[][] = [];
  const moves: Place[][] = [];
  for (const station of stations) {
    const { lng, lat, state } = station;
    if (state === 'given' || !isPlaced(station)) continue;
    const radiusPx = radiusOf(station) * size;
    if (state === 'removed') strokes.push(...cross([lng, lat], radiusPx + 2, zoom));
    else strokes.push(...dashedRing([lng, lat], radiusPx + RING_GAP_PX, zoom));
    if (wasElsewhere(station)) {
      moves.push([
        [station.fromLng, station.fromLat],
        [lng, lat],
      ]);
    }
  }
  const lines = (of: Place[][]) => pathsOf(of as [number, number][][]);
  return { dashes: lines(strokes), moves: lines(moves) };
}

export interface StationStyle {
  suffix: string;
  clip: Clip;
  scale: Scale;
  /** Factor on radii. */
  size: number;
}

export interface StationMarks {
  given: Symbols;
  proposed: Symbols;
  lines: { dashes: Paths; moves: Paths };
}

/** The stations: as given in the second hue, what the scenario changes above them. */
export function stationLayers(marks: StationMarks, style: StationStyle): (Layer | null)[] {
  const { suffix, clip, scale, size } = style;
  const symbols = (name: string, of: Symbols) =>
    symbolLayer({
      id: 'reach-stations',
      suffix: name + suffix,
      symbols: of,
      scale,
      size,
      casingPx: 2,
      pickable: true,
      clip,
    });
  const color = rgba(scale.palette.facility);
  const { dashes, moves } = marks.lines;
  return [
    lineLayer({ id: 'reach-moves', suffix, paths: moves, color, widthPx: 1.2, clip }),
    symbols('given', marks.given),
    symbols('proposed', marks.proposed),
    lineLayer({
      id: 'reach-dashes',
      suffix: `casing${suffix}`,
      paths: dashes,
      color: rgba(scale.palette.halo),
      widthPx: 5,
      clip,
    }),
    lineLayer({ id: 'reach-dashes', suffix, paths: dashes, color, widthPx: 2, clip }),
  ];
}

/** A ring round the station that is chosen. */
export function chosenLayer(
  { lng, lat, level }: Pick<ReachStation, 'lng' | 'lat' | 'level'>,
  scale: Scale,
  size: number,
): Layer | null {
  if (!isPlaced({ lng, lat })) return null;
  const mark: Mark = {
    fill: [0, 0, 0, 0],
    line: rgba(scale.palette.selection),
    linePx: 2.4,
    radiusPx: radiusOf({ level }) + (RING_GAP_PX + 4.5) / size,
    hatched: 0,
  };
  const symbols = symbolsOf(1, () => ({ record: 0, lng, lat, mark, shape: 0 }));
  return symbolLayer({
    id: 'selection-point',
    suffix: 'station',
    symbols,
    scale,
    size,
    casingPx: 0,
    pickable: false,
  });
}
