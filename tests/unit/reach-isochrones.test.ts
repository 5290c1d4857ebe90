import { describe, expect, it } from 'vitest';
import { PolygonIndex } from '#lib/core/geo/locate.ts';
import { ShapesBuilder, areaM2 } from '#lib/core/geo/shapes.ts';
import type { Project } from '#lib/core/model.ts';
import { isochrones } from '#lib/core/reach/isochrones.ts';
import { walkArea } from '#lib/core/reach/walk-area.ts';
import { ASIDE_M, CELL_M } from '#lib/core/reach/walk/walk-raster.ts';
import { mulberry32, projectOf } from './coverage-project.ts';
import { distancesFrom, networkOf, placeAt } from './walk-network.ts';

const SEED = 20261125;

/** Streets of a crooked grid, some of them missing, in metres. */
function town(seed: number, blocks: number, blockM: number): [number, number][][] {
  const random = mulberry32(seed);
  const corner = Array.from({ length: (blocks + 1) ** 2 }, (_, i): [number, number] => [
    ((i % (blocks + 1)) - blocks / 2 + 0.5 * (random() - 0.5)) * blockM,
    (Math.floor(i / (blocks + 1)) - blocks / 2 + 0.5 * (random() - 0.5)) * blockM,
  ]);
  const streets: [number, number][][] = [];
  for (let i = 0; i < corner.length; i++) {
    const bend = (j: number): [number, number] => [(corner[i][0] + corner[j][0]) / 2 + 20 * random(), (corner[i][1] + corner[j][1]) / 2]; // prettier-ignore
    for (const j of [i % (blocks + 1) < blocks ? i + 1 : -1, i + blocks + 1])
      if (j >= 0 && j < corner.length && random() < 0.75)
        streets.push([corner[i], bend(j), corner[j]]);
  }
  return streets;
}

/** What the definition says of a place: over its nearest street, in the plane of metres. */
function bruteM(
  streets: [number, number][][],
  distances: ReturnType<typeof distancesFrom>,
  network: ReturnType<typeof networkOf>,
  x: number,
  y: number,
) {
  let [offset, total] = [Infinity, Infinity];
  streets.forEach((street, e) => {
    const drawn = street
      .slice(1)
      .map(([bx, by], k) => Math.hypot(bx - street[k][0], by - street[k][1]));
    const whole = drawn.reduce((a, b) => a + b);
    let before = 0;
    drawn.forEach((length, k) => {
      const [[ax, ay], [bx, by]] = [street[k], street[k + 1]];
      const t = Math.max(
        0,
        Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length ** 2),
      );
      const away = Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
      const along = ((before + t * length) / whole) * network.lengthM[e];
      before += length;
      if (away > offset + 1e-6) return;
      const { nodeM, starts } = distances;
      let walked = Math.min(
        nodeM[network.from[e]] + along,
        nodeM[network.to[e]] + network.lengthM[e] - along,
      );
      starts.edge.forEach(
        (own, i) =>
          own === e &&
          (walked = Math.min(walked, starts.offsetM[i] + Math.abs(starts.alongM[i] - along))),
      );
      total = away < offset - 1e-6 ? away + walked : Math.min(total, away + walked);
      offset = Math.min(offset, away);
    });
  });
  return { offset, total };
}

describe('isochrones', () => {
  it('end on a straight street where they must', () => {
    const network = networkOf([[[-2000, 0], [2000, 0]]]); // prettier-ignore
    const distances = distancesFrom(network, [[0, 2000, 10]]);
    const cutoffs = [200, 500, 1000];
    const { areaM2: area, shapes, toleranceM } = isochrones(network, distances, cutoffs);
    expect(toleranceM).toBeCloseTo(Math.SQRT2 * CELL_M, 9);
    cutoffs.forEach((cutoff, k) => {
      const end = cutoff - 10;
      const exact = 4 * (ASIDE_M * end - ASIDE_M ** 2 / 2);
      expect(Math.abs(area[k] / exact - 1), `area ${cutoff}`).toBeLessThan(0.01);
      expect(areaM2(shapes, k) / area[k]).toBeCloseTo(1, 5);
      const index = new PolygonIndex(shapes, [k]);
      for (const [x, y] of [
        [end - 8, 0],
        [8 - end, 0],
        [0, 59],
        [end - 55, 42],
      ] as const)
        // prettier-ignore
        expect(index.locate(...placeAt(x, y)), `in ${x} ${y}`).toBe(k);
      for (const [x, y] of [
        [end + 3, 0],
        [-end - 3, 0],
        [0, 61],
        [end - 30, 42],
      ] as const)
        // prettier-ignore
        expect(index.locate(...placeAt(x, y)), `out ${x} ${y}`).toBe(-1);
    });
  });

  it('are empty where nothing is in reach', () => {
    const network = networkOf([[[-200, 0], [200, 0]]]); // prettier-ignore
    const none = distancesFrom(network, []);
    const off = distancesFrom(network, [[0, 100, 80]]);
    for (const [distances, cutoff] of [
      [none, 500],
      [off, 50],
      [off, 0],
      [off, NaN],
      [off, -1],
    ] as const) {
      // prettier-ignore
      const { areaM2: area, shapes } = isochrones(network, distances, [cutoff]);
      expect([...area]).toEqual([0]);
      expect([...shapes.type]).toEqual([0]);
    }
    expect([...isochrones(networkOf([]), distancesFrom(networkOf([]), []), [500]).areaM2]).toEqual([0]); // prettier-ignore
    expect(isochrones(network, off, []).cutoffsM).toEqual([]);
  });

  it('do not leap to a street that is near but not to be come to', () => {
    const network = networkOf([[[-500, 0], [500, 0]], [[-500, 50], [500, 50]]]); // prettier-ignore
    const { shapes } = isochrones(network, distancesFrom(network, [[0, 500, 0]]), [400]);
    const index = new PolygonIndex(shapes, [0]);
    expect(index.locate(...placeAt(0, 10))).toBe(0);
    expect(index.locate(...placeAt(0, 55))).toBe(-1);
    expect(index.locate(...placeAt(0, -50))).toBe(0);
  });

  it('are the definition’s to their tolerance, nested and growing, for random towns', () => {
    let [worst, judged, mean] = [0, 0, 0];
    for (let seed = SEED; seed < SEED + 3; seed++) {
      const streets = town(seed, 7, 180);
      const network = networkOf(streets);
      const random = mulberry32(seed);
      const distances = distancesFrom(network, Array.from({ length: 3 }, () => [Math.floor(random() * network.edges), 80 * random(), 30 * random()])); // prettier-ignore
      const cutoffs = [72, 150, 300, 600, 900];
      const { areaM2: area, perimeterM, shapes, toleranceM } = isochrones(network, distances, cutoffs); // prettier-ignore
      const indexes = cutoffs.map((_, k) => new PolygonIndex(shapes, [k]));
      const [step, half] = [8, 800];
      const counted = cutoffs.map(() => 0);
      const columns = Math.round((2 * half) / step);
      const truth = cutoffs.map(() => new Uint8Array(columns * columns));
      for (let i = 0; i < columns * columns; i++) {
        const [x, y] = [((i % columns) + 0.5) * step - half, (Math.floor(i / columns) + 0.5) * step - half]; // prettier-ignore
        const { offset, total } = bruteM(streets, distances, network, x, y);
        cutoffs.forEach((cutoff, k) => {
          truth[k][i] = offset <= ASIDE_M && total <= cutoff ? 1 : 0;
          counted[k] += truth[k][i] * step * step;
        });
      }
      cutoffs.forEach((_, k) => {
        const off = Math.abs(area[k] - counted[k]) / (perimeterM[k] * CELL_M);
        worst = Math.max(worst, off);
        mean += off / (3 * cutoffs.length);
        if (k > 0) expect(area[k]).toBeGreaterThanOrEqual(area[k - 1]);
      });
      // A place whose whole neighbourhood is of one mind is on the right side; and nested.
      const reach = Math.ceil(toleranceM / step);
      for (let n = 0; n < 1500; n++) {
        const [col, row] = [reach + Math.floor(random() * (columns - 2 * reach)), reach + Math.floor(random() * (columns - 2 * reach))]; // prettier-ignore
        const place = placeAt((col + 0.5) * step - half, (row + 0.5) * step - half);
        let before = false;
        cutoffs.forEach((_, k) => {
          const inside = indexes[k].locate(...place) >= 0;
          expect(!before || inside, `nested, seed ${seed}`).toBe(true);
          before = inside;
          let sum = 0;
          let all = 0;
          for (let dy = -reach; dy <= reach; dy++)
            for (let dx = -reach; dx <= reach; dx++, all++)
              sum += truth[k][(row + dy) * columns + col + dx];
          if (sum > 0 && sum < all) return;
          judged++;
          expect(inside, `seed ${seed} at ${col} ${row} cutoff ${k}`).toBe(sum === all);
        });
      }
    }
    console.log(`seed ${SEED}: areas off by ${worst.toFixed(3)} of a cell along the border at most, ${mean.toFixed(3)} in the mean; ${judged} places judged`); // prettier-ignore
    expect(worst).toBeLessThan(0.15);
    expect(judged).toBeGreaterThan(5000);
  });
});

/** Divisions, a community each, about HOME in metres. */
function cityOf(rings: [number, number][][]): Project {
  const builder = new ShapesBuilder();
  builder.append(null);
  for (const ring of rings)
    builder.append({ type: 'Polygon', coordinates: [[...ring, ring[0]].map(([x, y]) => placeAt(x, y))] }); // prettier-ignore
  const divisions = [{ code: '99', level: 0, parent: -1 }, ...rings.map((_, i) => ({ code: `99${i}`, level: 3, parent: 0 }))]; // prettier-ignore
  const project = projectOf({ divisions, units: [] });
  return { ...project, divisions: { ...project.divisions, shapes: builder.build() } };
}
const box = (x: number, y: number, side: number): [number, number][] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
];

describe('area on foot', () => {
  const streets = town(SEED, 7, 180);
  const network = networkOf(streets);
  const distances = distancesFrom(network, [[20, 50, 10], [60, 10, 0]]); // prettier-ignore

  it('is the isochrone’s, and divisions that tile it have shares that add up to it', () => {
    const tiles: [number, number][][] = [];
    for (let x = -1500; x < 1500; x += 100)
      for (let y = -1500; y < 1500; y += 100) tiles.push(box(x, y, 100));
    const project = cityOf(tiles);
    const { shapes } = project.divisions;
    for (const cutoff of [300, 700]) {
      const area = walkArea(project, network, distances, cutoff);
      const alone = isochrones(network, distances, [cutoff]);
      expect(area.unionM2 / alone.areaM2[0]).toBeCloseTo(1, 2);
      const sum = tiles.reduce((total, _, i) => total + area.share[i + 1] * areaM2(shapes, i + 1), 0); // prettier-ignore
      expect(Math.abs(sum / area.unionM2 - 1)).toBeLessThan(1e-3);
      expect(area.share[0]).toBeNaN();
      expect(area.zones).toBeNull();
      expect(area.notes).toEqual([]);
      expect(area.share.subarray(1).every((share) => share >= 0 && share <= 1)).toBe(true);
      expect(area.share.subarray(1).some((share) => share === 1)).toBe(true);
      expect(area.share.subarray(1).some((share) => share === 0)).toBe(true);
    }
  });

  it('covers crooked divisions by the share of their points that lie in it', () => {
    const random = mulberry32(SEED);
    const stars = Array.from({ length: 12 }, () => {
      const [x, y, size] = [1000 * (random() - 0.5), 1000 * (random() - 0.5), 80 + 500 * random()];
      return Array.from({ length: 9 }, (_, k): [number, number] => {
        const r = size * (0.4 + 0.6 * random());
        return [x + r * Math.cos((k * Math.PI) / 4.5), y + r * Math.sin((k * Math.PI) / 4.5)];
      });
    });
    const far = box(50_000, 50_000, 100);
    const project = cityOf([...stars, far]);
    const { share, shapes } = walkArea(project, network, distances, 500);
    const area = new PolygonIndex(shapes, [0]);
    let worst = 0;
    stars.forEach((star, i) => {
      const own = new PolygonIndex(project.divisions.shapes, [i + 1]);
      const low = Math.min(...star.map(([, y]) => y));
      const high = Math.max(...star.map(([, y]) => y));
      const left = Math.min(...star.map(([x]) => x));
      const right = Math.max(...star.map(([x]) => x));
      let [inside, all] = [0, 0];
      for (let n = 0; n < 40_000; n++) {
        const place = placeAt(left + random() * (right - left), low + random() * (high - low));
        if (own.locate(...place) < 0) continue;
        all++;
        if (area.locate(...place) === 0) inside++;
      }
      worst = Math.max(worst, Math.abs(share[i + 1] - inside / all));
    });
    console.log(`seed ${SEED}: shares off by ${worst.toFixed(4)}`);
    expect(worst).toBeLessThan(0.015);
    expect(share[stars.length + 1]).toBe(0);
  });

  it('says what is odd, and is empty then', () => {
    const project = cityOf([box(0, 0, 100)]);
    const none = walkArea(project, network, distancesFrom(network, []), 500);
    expect(none.notes).toEqual([{ code: 'no_station', stations: 0 }]);
    expect([none.unionM2, none.error, none.share[1], none.shapes.type[0]]).toEqual([0, 0, 0, 0]);
    const starts = distancesFrom(network, [[0, 5, 0], [-1, NaN, NaN], [-1, NaN, Infinity]]); // prettier-ignore
    const { notes } = walkArea(project, network, starts, 0);
    expect(notes.map(({ code, stations }) => [code, stations])).toEqual([
      ['no_radius', 1],
      ['no_position', 1],
      ['off_network', 1],
    ]);
  });
});
