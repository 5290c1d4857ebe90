import { featureCollection, polygon, union } from '@turf/turf';
import { ShapesBuilder } from '#lib/core/geo/shapes.ts';
import { LocalPlane } from '#lib/core/geo/local-plane.ts';
import { serviceRings } from '#lib/core/geo/ring.ts';
import { DivisionCover } from '#lib/core/reach/division-share.ts';
import { discUnion } from '#lib/core/reach/disc-union.ts';
import { discsIn } from '#lib/core/reach/plane-tiles.ts';
import type { ServiceDiscs } from '#lib/core/reach/plane-tiles.ts';
import { randomPoints, randomStream } from './random.ts';
import { crookedTiling } from './tiling.ts';
import { printTable, timeInTurn } from './timing.ts';

const CITY = [121, 31, 121.315, 31.27] as const;
const SEED = 1;
const RADIUS_M = 500;

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

/** Union of discs, from degrees to square metres, beside @turf/union of their 64-gons. */
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
  const rows: (string | number)[][] = [];
  for (const size of [1000, 10_000, 100_000, 1_000_000]) {
    const set = stations(size);
    const { lacuna } = await timeInTurn({ lacuna: () => void ours(set) }, 5);
    const peer = size === 10_000 ? [scaled, scaled / lacuna.minMs] : ['', ''];
    rows.push([size.toLocaleString('en'), lacuna.minMs, lacuna.medianMs, ...peer]);
  }
  printTable(['discs of 500 m', 'min ms', 'median ms', '@turf/union ms', 'ratio'], rows);
  console.log(
    `@turf/union, as dense: ${sizes.map((size, k) => `${size} in ${peers[k].toFixed(0)} ms`).join(', ')}; exponent ${exponent.toFixed(2)}, 10,000 scaled by it\n`,
  );
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
