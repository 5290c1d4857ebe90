import { describe, expect, it } from 'vitest';
import type { Layer } from '@deck.gl/core';
import { SHAPE_POLYGON, type Shapes } from '#lib/core/model.ts';
import {
  PlaceDistances,
  TEXELS_A_ROW,
  writeDistances,
  type DistanceColumns,
} from '#lib/map/layers/place-distances.ts';
import {
  drawnPlaces,
  placeDots,
  placeInks,
  placesMode,
  standing,
} from '#lib/map/layers/reach-places.ts';
import { inOrder } from '#lib/map/order.ts';
import { contrast, luminance, PALETTES, type Hex } from '#lib/map/palette.ts';
import type { Bbox } from '#lib/map/polygons.ts';
import { ReachScene, type ReachShown, type ReachStation } from '#lib/map/reach-scene.ts';
import { SCALES } from '#lib/map/scale.ts';
import { atOnce } from '#lib/map/steps.ts';
import { DRAWN_AT_MOST, foremost } from '#lib/map/thinning.ts';
import { mulberry32 } from './coverage-project.ts';

const VIEW: Bbox = [121, 31, 121.2, 31.2];
const columnsOf = (firstM: number[], more: Partial<DistanceColumns> = {}): DistanceColumns => ({
  firstM: Float64Array.from(firstM),
  secondM: null,
  otherFirstM: null,
  ...more,
});

describe('distances on the graphics card', () => {
  it('tells unknown, never and metres apart, and names what changed', () => {
    const texels = new Float32Array(16);
    const record = Uint32Array.of(2, 0, 1);
    const columns = columnsOf([100, Infinity, NaN], {
      secondM: Float64Array.of(300, Infinity, NaN),
      otherFirstM: Float64Array.of(50, 60, 70),
    });
    expect(writeDistances(texels, record, columns)).toEqual([0, 3]);
    const never = Math.fround(1e30);
    expect([...texels.subarray(0, 4)]).toEqual([-1, never, 70, never]);
    expect([...texels.subarray(4, 8)]).toEqual([100, 300, 50, never]);
    expect([...texels.subarray(8, 12)]).toEqual([never, never, 60, never]);
    expect(writeDistances(texels, record, columns)).toBeNull();
    columns.firstM[0] = 99;
    expect(writeDistances(texels, record, columns)).toEqual([1, 2]);
  });

  it('uploads the rows that a dragged station changes, and none for another cutoff', () => {
    const n = 20 * TEXELS_A_ROW;
    const record = Uint32Array.from({ length: n }, (_, i) => i);
    const columns = columnsOf(Array.from({ length: n }, (_, i) => i));
    const written: [y: number, height: number][] = [];
    const device = {
      createTexture: ({ height }: { height: number }) => ({
        height,
        destroy: () => undefined,
        writeData: (_: Float32Array, at: { y: number; height: number }) =>
          written.push([at.y, at.height]),
      }),
    } as never;
    const distances = new PlaceDistances();
    distances.set(record, columns, 0);
    distances.textureOn(device);
    expect(written).toEqual([[0, 20]]);
    const drawn = distances.version;
    distances.set(record, columns, 0);
    distances.textureOn(device);
    expect([distances.version, written.length]).toEqual([drawn, 1]);
    columns.firstM.fill(7, 3 * TEXELS_A_ROW + 5, 5 * TEXELS_A_ROW + 1);
    distances.set(record, columns, 1);
    // Two changes before a frame are uploaded together.
    columns.firstM[9 * TEXELS_A_ROW] = 7;
    distances.set(record, columns, 2);
    expect(distances.staleRows).toBe(7);
    distances.textureOn(device);
    expect(written.slice(1)).toEqual([[3, 7]]);
    expect(distances.version).toBe(drawn + 2);
  });
});

describe('places drawn', () => {
  it('lets the farthest stand for its spot of the screen, against brute force (seed 11)', () => {
    const random = mulberry32(11);
    const n = 30_000;
    const lng = Float64Array.from({ length: n }, () => 121 + random() * 0.22);
    const lat = Float64Array.from({ length: n }, () => 31 + random() * 0.22);
    const firstM = Float64Array.from({ length: n }, () => random() * 3000);
    const zoom = 10;
    const kept = atOnce(foremost(lng, lat, (i) => firstM[i], VIEW, zoom));
    expect(kept.length).toBeGreaterThan(100);
    expect(kept.length).toBeLessThan(n / 5);
    expect([...kept]).toEqual([...kept].sort((a, b) => a - b));
    const px = (i: number): [number, number] => [
      (lng[i] / 360) * 512 * 2 ** zoom,
      -(Math.log(Math.tan(Math.PI / 4 + (lat[i] * Math.PI) / 360)) / (2 * Math.PI)) *
        512 *
        2 ** zoom,
    ];
    const drawn = [...kept].map((i) => [...px(i), firstM[i]]);
    for (let i = 0; i < n; i += 41) {
      if (lng[i] > VIEW[2] || lat[i] > VIEW[3]) {
        expect(kept).not.toContain(i);
        continue;
      }
      const [x, y] = px(i);
      const stood = drawn.some(
        ([a, b, metres]) =>
          Math.abs(a - x) <= 5.01 && Math.abs(b - y) <= 5.01 && metres >= firstM[i],
      );
      expect(stood, `place ${i}`).toBe(true);
    }
  });

  it('draws all of a few with a position, wherever the camera looks', () => {
    const places = {
      ...columnsOf([1, 2, 3]),
      lng: Float64Array.of(121.1, NaN, 99),
      lat: Float64Array.of(31.1, 31, 20),
    };
    expect([...atOnce(drawnPlaces(places, 'one', VIEW, 12))]).toEqual([0, 2]);
    const many = new Float64Array(DRAWN_AT_MOST + 1).fill(121.1);
    const crowd = { ...columnsOf([...many]), lng: many, lat: many.map(() => 31.1) };
    expect(atOnce(drawnPlaces(crowd, 'one', VIEW, 12))).toHaveLength(1);
  });

  it('ranks by distance, beside another scenario by the change first', () => {
    const columns = columnsOf([100, 900, NaN, Infinity], {
      otherFirstM: Float64Array.of(200, 900, NaN, Infinity),
    });
    const ranks = (mode: 'one' | 'difference' | 'swipe') =>
      [0, 1, 2, 3].sort((a, b) => standing(columns, mode)(b) - standing(columns, mode)(a));
    expect(ranks('one')).toEqual([3, 1, 0, 2]);
    expect(ranks('difference')).toEqual([0, 3, 1, 2]);
    expect(standing(columns, 'swipe')(0)).toBe(200);
    expect(placesMode(null, 0.5)).toBe('one');
    expect(placesMode(columns.firstM, null)).toBe('difference');
    expect(placesMode(columns.firstM, 0)).toBe('swipe');
  });

  it('has four vertices and two triangles a place', () => {
    const places = {
      ...columnsOf([0, 0]),
      lng: Float64Array.of(1, 2),
      lat: Float64Array.of(3, 4),
    };
    const { data } = placeDots(places, Uint32Array.of(1, 0)) as {
      data: object & { length?: number };
    };
    const { attributes, length } = data as {
      length: number;
      attributes: Record<string, { value: ArrayLike<number> }>;
    };
    expect(length).toBe(2);
    expect(Array.from(attributes.vertexPositions.value)).toEqual([
      ...[2, 4, 2, 4, 2, 4, 2, 4],
      ...[1, 3, 1, 3, 1, 3, 1, 3],
    ]);
    expect(Array.from(attributes.indices.value)).toEqual([0, 1, 2, 2, 1, 3, 4, 5, 6, 6, 5, 7]);
  });

  it('lets the blank win by luminance and shows every ink against the page, in both themes', () => {
    const hex = (ink: number[]): Hex =>
      `#${ink
        .slice(0, 3)
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join('')}`;
    for (const palette of Object.values(PALETTES)) {
      const { reached, twice, paper, outline, unknown } = placeInks(palette);
      for (const ink of [reached, twice, unknown]) {
        expect(contrast(hex(ink), palette.ground)).toBeGreaterThan(3);
        expect(luminance(hex(paper))).toBeGreaterThan(luminance(hex(ink)) * 2);
      }
      expect(contrast(hex(paper), hex(outline))).toBeGreaterThan(10);
      const depth = (ink: number[]) => contrast(hex(ink), palette.ground);
      expect(depth(twice)).toBeGreaterThan(depth(reached) * 1.4);
    }
  });
});

const station = (lng: number, more: Partial<ReachStation> = {}): ReachStation => ({
  lng,
  lat: 31.1,
  state: 'given',
  fromLng: NaN,
  fromLat: NaN,
  label: '',
  ...more,
});
const square = (x: number): Shapes => ({
  type: Uint8Array.of(SHAPE_POLYGON),
  partStart: Uint32Array.of(0, 1),
  ringStart: Uint32Array.of(0, 1),
  vertexStart: Uint32Array.of(0, 5),
  xy: Float64Array.of(x, 31, x + 0.01, 31, x + 0.01, 31.01, x, 31.01, x, 31),
});
const shown = (more: Partial<ReachShown> = {}): ReachShown => ({
  ...columnsOf([100, 600]),
  lng: Float64Array.of(121.1, 121.11),
  lat: Float64Array.of(31.1, 31.1),
  version: 0,
  cutoffM: 500,
  otherCutoffM: 500,
  area: null,
  bands: null,
  stations: [station(121.1), station(121.12)],
  route: null,
  swipe: null,
  ...more,
});

describe('the scene of reach', () => {
  const camera = { zoom: 14, view: VIEW };
  const layersOf = (scene: ReachScene, reach: ReachShown, at: object = camera): Layer[] =>
    inOrder(
      atOnce(scene.layers(reach, at as typeof camera, SCALES.light)).filter(
        (layer): layer is Layer => layer !== null,
      ),
    );
  const named = (layers: Layer[], id: string) => layers.find((layer) => layer.id === id);
  const propsOf = (layers: Layer[], id: string) =>
    named(layers, id)?.props as unknown as Record<string, unknown> | undefined;

  it('changes nothing but a uniform for another cutoff', () => {
    const scene = new ReachScene();
    const reach = shown();
    const before = propsOf(layersOf(scene, reach), 'reach-places')!;
    const after = propsOf(layersOf(scene, { ...reach, cutoffM: 800 }), 'reach-places')!;
    expect(after.cutoffM).toBe(800);
    const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
    expect(changed).toEqual(['cutoffM']);
  });

  it('does not look through the stations again for another cutoff', () => {
    let looked = 0;
    const watched = new Proxy(station(121.1), {
      get: (own, key) => {
        looked++;
        return Reflect.get(own, key) as unknown;
      },
    });
    const scene = new ReachScene();
    const reach = shown({ stations: [watched] });
    layersOf(scene, reach);
    expect(looked).toBeGreaterThan(0);
    looked = 0;
    layersOf(scene, { ...reach, cutoffM: 800 });
    expect(looked).toBe(0);
  });

  it('keeps symbols of what is given while a station is dragged, and shows it where it is held', () => {
    const scene = new ReachScene();
    const reach = shown({ stations: [station(121.1), station(121.12), station(121.13)] });
    layersOf(scene, reach);
    const drag = (lng: number) =>
      layersOf(scene, reach, { ...camera, held: { station: 1, lng, lat: 31.12 } });
    const first = drag(121.15);
    const second = drag(121.16);
    const data = (layers: Layer[], id: string) =>
      propsOf(layers, id)?.data as { attributes: Record<string, { value: Float64Array }> };
    expect(data(second, 'reach-stations:givena')).toBe(data(first, 'reach-stations:givena'));
    const places = data(second, 'reach-stations:proposeda').attributes.vertexPositions.value;
    // A hollow one where it was, then the one that is held.
    expect([places[0], places[8], places[9]]).toEqual([121.12, 121.16, 31.12]);
    expect(named(second, 'reach-moves:a')).toBeDefined();
    expect(scene.picked('reach-stations:proposeda', 1)).toEqual({ type: 'station', index: 1 });
    expect(scene.picked('reach-stations:givena', 1)).toEqual({ type: 'station', index: 2 });
    expect(scene.picked('reach-places', 1)).toEqual({ type: 'place', index: 1 });
    expect(scene.picked('units', 0)).toBeNull();
  });

  it('keeps the places that stand for their spots while a station is dragged', () => {
    const scene = new ReachScene();
    const n = DRAWN_AT_MOST + 2;
    const firstM = new Float64Array(n).fill(10);
    firstM[3] = 20;
    const reach = shown({
      lng: new Float64Array(n).fill(121.1),
      lat: new Float64Array(n).fill(31.1),
      firstM,
    });
    const stands = () => scene.picked('reach-places', 0)?.index;
    layersOf(scene, reach);
    expect(stands()).toBe(3);
    firstM[5] = 30;
    const held = { station: 0, lng: 121.1, lat: 31.1 };
    layersOf(scene, { ...reach, version: 1 }, { ...camera, held });
    expect(stands()).toBe(3);
    layersOf(scene, { ...reach, version: 1 });
    expect(stands()).toBe(5);
  });

  it('draws A left of the swipe and B right of it, and one against the other without', () => {
    const scene = new ReachScene();
    const both = shown({
      otherFirstM: Float64Array.of(600, 100),
      area: square(121.1),
      otherArea: square(121.11),
      bands: [square(121.1), square(121.1)],
      swipe: 0.25,
    });
    const swiped = layersOf(scene, both);
    const clip = (id: string) => [propsOf(swiped, id)?.clipSide, propsOf(swiped, id)?.clipAt];
    expect(propsOf(swiped, 'reach-places')).toMatchObject({ mode: 'swipe', swipe: 0.25 });
    expect(clip('reach-area:a')).toEqual([-1, 0.25]);
    expect(clip('reach-area:b')).toEqual([1, 0.25]);
    expect(clip('reach-area-outline:b')).toEqual([1, 0.25]);
    expect(clip('reach-bands:a1')).toEqual([-1, 0.25]);
    expect(clip('reach-stations:givena')).toEqual([0, 0.5]);
    const sides = layersOf(scene, { ...both, otherStations: [station(121.1)] });
    expect(propsOf(sides, 'reach-stations:givenb')?.clipSide).toBe(1);
    expect(scene.picked('reach-stations:givena', 0)).toEqual({ type: 'station', index: 0 });
    layersOf(scene, { ...both, otherStations: [station(121.1, { label: 'another' })] });
    expect(scene.picked('reach-stations:givena', 0)).toBeNull();
    expect(scene.picked('reach-stations:givenb', 0)).toEqual({ type: 'station', index: 0 });
    const apart = layersOf(scene, { ...both, swipe: null });
    expect(propsOf(apart, 'reach-places')?.mode).toBe('difference');
    expect(named(apart, 'reach-area:a')).toBeUndefined();
    expect(propsOf(apart, 'reach-area:b')?.clipSide).toBe(0);
  });

  it('lays the widest band lowest, and areas below places below stations', () => {
    const bands = [square(121.1), square(121.11), square(121.12)];
    const ids = layersOf(
      new ReachScene(),
      shown({ bands, area: square(121.1), route: Float64Array.of(121.1, 31.1, 121.2, 31.2) }),
    ).map(({ id }) => id);
    const bottomUp = ['reach-bands:a2', 'reach-bands:a1', 'reach-bands:a0', 'reach-area:a'];
    expect(ids.slice(0, 4)).toEqual(bottomUp);
    const ranks = ['reach-area:a', 'reach-places', 'reach-route:legs', 'reach-stations:givena'].map(
      (id) => ids.indexOf(id),
    );
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    expect(ranks[0]).toBeGreaterThan(0);
  });
});
