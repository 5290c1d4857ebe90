import { featureCollection, polygon, union } from '@turf/turf';
import { ShapesBuilder } from '#lib/core/geo/shapes.ts';
import { LocalPlane } from '#lib/core/geo/local-plane.ts';
import { serviceRings } from '#lib/core/geo/ring.ts';
import { DivisionCover } from '#lib/core/reach/division-share.ts';
import { discUnion } from '#lib/core/reach/disc-union.ts';
import { discsIn } from '#lib/core/reach/plane-tiles.ts';
import type { ServiceDiscs } from '#lib/core/reach/plane-tiles.ts';
import { alongCurve, circlePath, loadClipper, treeUnion } from './clipper-union.ts';
import { randomPoints, randomStream } from './random.ts';
import { crookedTiling } from './tiling.ts';
import { printTable, timeInTurn } from './timing.ts';

const CITY = [121, 31, 121.315, 31.27] as const;
const SEED = 1;
const RADIUS_M = 500;
const ROUNDS = 15;

/** Stations over the city, or over a part of it (a share of its width and height). */
function stations(count: number, part = 1): ServiceDiscs {
  const box = [
    CITY[0],
    CITY[1],
    CITY[0] + part * (CITY[2] - CITY[0]),
    CITY[1] + part * (CITY[3] - CITY[1]),
  ] as const;
  const { lng, lat } = randomPoints(count, box, randomStream(SEED));
  return { lng, lat, radiusM: new Float64Array(count).fill(RADIUS_M) };
}

/** Union of discs, from degrees to square metres, beside unions of their 64-gons by @turf/union and by Clipper2. */
export async function discs(): Promise<void> {
  const middle = [(CITY[0] + CITY[2]) / 2, (CITY[1] + CITY[3]) / 2] as const;
  const ours = (set: ServiceDiscs): number =>
    discUnion(discsIn(new LocalPlane(...middle, 0.2, 0.2), set)).areaM2;
  const turf = (set: ServiceDiscs): unknown => {
    const xy = serviceRings(set.lng, set.lat, RADIUS_M, 64);
    const rings = Array.from(
      set.lng,
      (_, i) =>
      polygon([Array.from({ length: 65 }, (_, k) => [xy[130 * i + 2 * k], xy[130 * i + 2 * k + 1]])]), // prettier-ignore
    );
    return union(featureCollection(rings));
  };
  const sizes = [250, 500, 1000];
  const peers: number[] = [];
  for (const size of sizes) {
    // As dense as 10,000 in the whole city.
    const set = stations(size, Math.sqrt(size / 10_000));
    const { peer } = await timeInTurn({ peer: () => void turf(set) }, 1);
    peers.push(peer.minMs);
  }
  const exponent = Math.log(peers[2] / peers[0]) / Math.log(sizes[2] / sizes[0]);
  const scaled = peers[2] * 10 ** exponent;
  const clipper = await loadClipper();
  let clipperM2 = 0;
  /** From degrees, as ours: into the plane, 64-gons on a grid of a millimetre in the order of a curve, merged `fan` at a time. */
  const tree = (set: ServiceDiscs, fan: number): void => {
    const sorted = alongCurve(discsIn(new LocalPlane(...middle, 0.2, 0.2), set));
    const paths = sorted.map((disc) => circlePath(clipper, disc, 64, 1000));
    const union = treeUnion(clipper, paths, fan);
    clipperM2 = clipper.AreaPaths64(union) / 1e6;
    union.delete();
  };
  const ten = stations(10_000);
  const side = await timeInTurn(
    {
      lacuna: () => void ours(ten),
      pairs: () => tree(ten, 2),
      fours: () => tree(ten, 4),
      sixteens: () => tree(ten, 16),
    },
    ROUNDS,
  );
  const exactM2 = ours(ten);
  const ratio = (name: keyof typeof side): (string | number)[] => [
    side[name].minMs,
    side[name].medianMs,
    side[name].minMs / side.lacuna.minMs,
    side[name].medianMs / side.lacuna.medianMs,
  ];
  printTable(
    ['10,000 discs of 500 m', 'min ms', 'median ms', 'ratio of minima', 'of medians'],
    [
      ['lacuna, arcs', ...ratio('lacuna')],
      ['clipper2-wasm, sorted tree by pairs', ...ratio('pairs')],
      ['clipper2-wasm, sorted tree by fours', ...ratio('fours')],
      ['clipper2-wasm, sorted tree by sixteens', ...ratio('sixteens')],
      ['@turf/union, scaled', scaled, '', scaled / side.lacuna.minMs, ''],
    ],
  );
  console.log(
    `@turf/union, as dense: ${sizes.map((size, k) => `${size} in ${peers[k].toFixed(0)} ms`).join(', ')}; exponent ${exponent.toFixed(2)}, 10,000 scaled by it`,
  );
  console.log(
    `area by arcs ${exactM2.toFixed(0)} m2, by 64-gons ${(100 * (clipperM2 / exactM2 - 1)).toFixed(3)} % off\n`,
  );
  const rows: (string | number)[][] = [];
  for (const size of [1000, 3000, 10_000, 30_000, 100_000]) {
    const row: (string | number)[] = [size.toLocaleString('en')];
    // In the same city, and in one that grows with them.
    for (const part of [1, Math.sqrt(size / 10_000)]) {
      const set = stations(size, part);
      const plane = new LocalPlane(...middle, 0.2 + 0.35 * part, 0.2 + 0.35 * part);
      const { lacuna } = await timeInTurn(
        { lacuna: () => void discUnion(discsIn(plane, set)) },
        ROUNDS,
      );
      row.push(lacuna.minMs, lacuna.medianMs);
    }
    rows.push(row);
  }
  printTable(['discs', 'one city: min ms', 'median ms', 'as dense: min ms', 'median ms'], rows);
  await shares();
}

/** Shares of 17,000 cells under 1,000 discs, and the same when a radius changes. */
async function shares(): Promise<void> {
  const builder = new ShapesBuilder();
  for (const cell of crookedTiling(CITY, 136, 125, 7, 6, randomStream(SEED))) builder.append(cell);
  const shapes = builder.build();
  const records = Uint32Array.from({ length: shapes.type.length }, (_, i) => i);
  const set = stations(1000);
  let cover = new DivisionCover(shapes, records, RADIUS_M);
  let share = cover.shares(set);
  const { prepare, again } = await timeInTurn(
    {
      prepare: () => void (cover = new DivisionCover(shapes, records, RADIUS_M)),
      again: () => void (share = cover.shares(set)),
    },
    7,
  );
  const partly = share.filter((value) => value > 0 && value < 1).length;
  printTable(
    ['17,000 cells x 1,000 discs', 'min ms', 'median ms'],
    [
      ['into local planes, once', prepare.minMs, prepare.medianMs],
      ['shares', again.minMs, again.medianMs],
    ],
  );
  console.log(`cells partly covered: ${partly} of ${records.length}\n`);
}
