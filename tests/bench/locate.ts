import Flatbush from 'flatbush';
import pointInPolygon from 'point-in-polygon-hao';
import { PolygonIndex } from '#lib/core/geo/locate.ts';
import { ShapesBuilder, bboxOf } from '#lib/core/geo/shapes.ts';
import { randomPoints, randomStream } from './random.ts';
import { crookedTiling } from './tiling.ts';
import { printTable, timeInTurn } from './timing.ts';

const CITY = [121, 31, 121.315, 31.27] as const;
const SEED = 2;
const COUNT = 1_000_000;

/** 1,000,000 points into 17,000 tiles of 30 vertices, against point-in-polygon-hao over flatbush. */
export async function locate(): Promise<void> {
  const random = randomStream(SEED);
  const tiles = crookedTiling(CITY, 136, 125, 6, 7, random);
  const builder = new ShapesBuilder();
  for (const tile of tiles) builder.append(tile);
  const shapes = builder.build();
  const records = Uint32Array.from(tiles.keys());
  const boxes = tiles.map((_, i) => bboxOf(shapes, i) ?? [0, 0, 0, 0]);
  const points = randomPoints(COUNT, CITY, random);

  let ours = new Int32Array(0);
  const theirs = new Int32Array(COUNT);
  let index = new PolygonIndex(shapes, records);
  let tree = new Flatbush(tiles.length);
  const timings = await timeInTurn(
    {
      build: () => void (index = new PolygonIndex(shapes, records)),
      query: () => void (ours = index.locateAll(points.lng, points.lat) as typeof ours),
      peerBuild: () => {
        tree = new Flatbush(tiles.length);
        for (const [west, south, east, north] of boxes) tree.add(west, south, east, north);
        tree.finish();
      },
      peerQuery: () => {
        const point = [0, 0];
        for (let i = 0; i < COUNT; i++) {
          const x = (point[0] = points.lng[i]);
          const y = (point[1] = points.lat[i]);
          theirs[i] = -1;
          for (const tile of tree.search(x, y, x, y)) {
            if (pointInPolygon(point, tiles[tile].coordinates) === false) continue;
            theirs[i] = tile;
            break;
          }
        }
      },
    },
    5,
  );
  let differing = 0;
  for (let i = 0; i < COUNT; i++) if (ours[i] !== theirs[i]) differing++;
  const { build, query, peerBuild, peerQuery } = timings;
  const row = (name: string, part: 'minMs' | 'medianMs'): (string | number)[] => {
    const own = build[part] + query[part];
    const peer = peerBuild[part] + peerQuery[part];
    return [
      name,
      build[part],
      query[part],
      peerBuild[part],
      peerQuery[part],
      peerQuery[part] / query[part],
      peer / own,
    ];
  };
  printTable(
    [
      'locate, 1,000,000 in 17,000',
      'build ms',
      'query ms',
      'flatbush build ms',
      'flatbush + hao query ms',
      'ratio of queries',
      'ratio with build',
    ],
    [row('min', 'minMs'), row('median', 'medianMs')],
  );
  console.log(`disagreements: ${differing} of 1,000,000\n`);
}
