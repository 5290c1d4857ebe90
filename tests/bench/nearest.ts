import * as geokdbush from 'geokdbush';
import KDBush from 'kdbush';
import { NearestIndex, nearestAll } from '#lib/core/geo/nearest.ts';
import { randomPoints, randomStream } from './random.ts';
import { printTable, timeInTurn } from './timing.ts';

const CITY = [121, 31, 121.315, 31.27] as const;
const SEED = 1;

/** Nearest facility in a city of 30 x 30 km, index build included, against geokdbush over all queries. */
export async function nearest(): Promise<void> {
  const random = randomStream(SEED);
  const facilities = randomPoints(10_000, CITY, random);
  const queries = randomPoints(1_000_000, CITY, random);
  let ours = new Int32Array(0);
  const theirs = new Int32Array(1_000_000);
  const timings = await timeInTurn(
    {
      lacuna: () => {
        const index = new NearestIndex(facilities.lng, facilities.lat);
        ours = nearestAll(index, queries.lng, queries.lat).index as typeof ours;
      },
      geokdbush: () => {
        const index = new KDBush(10_000);
        for (let i = 0; i < 10_000; i++) index.add(facilities.lng[i], facilities.lat[i]);
        index.finish();
        for (let i = 0; i < theirs.length; i++) {
          theirs[i] = geokdbush.around(index, queries.lng[i], queries.lat[i], 1)[0];
        }
      },
    },
    7,
  );
  let differing = 0;
  for (let i = 0; i < ours.length; i++) if (ours[i] !== theirs[i]) differing++;
  const { lacuna, geokdbush: peer } = timings;
  printTable(
    ['nearest, 1,000,000 x 10,000', 'min ms', 'median ms'],
    [
      ['lacuna', lacuna.minMs, lacuna.medianMs],
      ['geokdbush', peer.minMs, peer.medianMs],
      ['ratio', peer.minMs / lacuna.minMs, peer.medianMs / lacuna.medianMs],
    ],
  );
  console.log(`other facility than geokdbush (on a sphere): ${differing} of 1,000,000\n`);
}

/** How the search grows with facilities and with queries. */
export async function nearestGrowth(): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const facilityCount of [100, 1_000, 10_000, 100_000, 1_000_000]) {
    const random = randomStream(SEED);
    const facilities = randomPoints(facilityCount, CITY, random);
    const all = randomPoints(1_000_000, CITY, random);
    const row: (string | number)[] = [facilityCount.toLocaleString('en')];
    let index = new NearestIndex(facilities.lng, facilities.lat);
    const build = await timeInTurn(
      { build: () => void (index = new NearestIndex(facilities.lng, facilities.lat)) },
      3,
    );
    row.push(build.build.minMs);
    for (const queryCount of [10_000, 100_000, 1_000_000]) {
      const lng = all.lng.subarray(0, queryCount);
      const lat = all.lat.subarray(0, queryCount);
      const search = await timeInTurn({ search: () => void nearestAll(index, lng, lat) }, 3);
      row.push(search.search.minMs);
    }
    rows.push(row);
  }
  printTable(
    ['facilities', 'build ms', '10,000 queries ms', '100,000 queries ms', '1,000,000 queries ms'],
    rows,
  );
}
