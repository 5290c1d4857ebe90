import { describe, expect, it } from 'vitest';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { dashes, envelope, groupOutlines } from '#lib/map/layers/groups.ts';

const PLACES: [number, number][] = [
  [121.5, 31.2],
  [121.503, 31.201],
  [121.501, 31.204],
];
/** Metres under a pixel at 31 degrees of latitude. */
const perPx = (zoom: number) =>
  (40_075_016.7 * Math.cos((31.2 * Math.PI) / 180)) / (512 * 2 ** zoom);

describe('outlines of groups', () => {
  it('keep their distance from every place, in pixels, at any zoom', () => {
    for (const zoom of [12, 14.5, 17]) {
      const ring = envelope(PLACES, zoom);
      expect(ring[0]).toEqual(ring[ring.length - 1]);
      for (const [lng, lat] of PLACES) {
        const nearest = Math.min(...ring.map(([x, y]) => distanceM(lng, lat, x, y)));
        expect(nearest / perPx(zoom)).toBeGreaterThan(11.5);
        expect(nearest / perPx(zoom)).toBeLessThan(13.5);
      }
    }
    expect(envelope([PLACES[0]], 15).length).toBeGreaterThan(8);
  });

  it('are dashes of one length with gaps of another, round corners too', () => {
    const zoom = 15;
    const ring = envelope(PLACES, zoom);
    const all = dashes(ring, zoom);
    const length = (line: [number, number][]) =>
      line.slice(1).reduce((sum, [x, y], i) => sum + distanceM(line[i][0], line[i][1], x, y), 0);
    for (const dash of all.slice(0, -1)) expect(length(dash) / perPx(zoom)).toBeCloseTo(7, 1);
    const drawn = all.reduce((sum, dash) => sum + length(dash), 0);
    expect(drawn / length(ring)).toBeGreaterThan(0.55);
    expect(drawn / length(ring)).toBeLessThan(0.62);
  });

  it('are drawn for groups in view alone, the chosen one by itself', () => {
    const xy = Float64Array.from([...PLACES.flat(), 10, 50, NaN, NaN]);
    const groups = {
      groups: 3,
      groupStart: [0, 2, 4, 5],
      member: [0, 1, 2, 3, 4],
      chosen: 1,
    };
    const view = { zoom: 14, view: [121, 31, 122, 32] as [number, number, number, number] };
    expect(groupOutlines(groups, xy, { ...view, only: 'others' }).length).toBeGreaterThan(3);
    expect(groupOutlines(groups, xy, { ...view, only: 'chosen' }).length).toBe(1);
    const away = { ...view, view: [0, 0, 1, 1] as [number, number, number, number] };
    expect(groupOutlines(groups, xy, { ...away, only: 'others' }).length).toBe(0);
  });
});
