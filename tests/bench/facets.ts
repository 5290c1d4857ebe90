import type { Dimension } from '#lib/core/report/facets/dimension.ts';
import { Crossfilter } from '#lib/core/report/facets/crossfilter.ts';
import { openEngine } from '#lib/tables/node.ts';
import { randomStream } from './random.ts';
import { printTable, timeInTurn } from './timing.ts';

const UNITS = 200_000;
const VALUES = [9, 4, 4, 4, 5, 24, 14, 17, 12, 60];
const BRUSHES = 40;
const SEED = 20261125;

interface Step {
  dimension: number;
  values: ReadonlySet<number> | null;
}

/** The same count by looking at every unit and every brush anew. */
function naive(dimensions: Dimension[], brushes: (ReadonlySet<number> | null)[]): Uint32Array[] {
  const counts = dimensions.map(({ keys }) => new Uint32Array(keys.length));
  for (let unit = 0; unit < UNITS; unit++)
    for (let d = 0; d < dimensions.length; d++) {
      const passes = dimensions.every(
        ({ codes }, other) => other === d || (brushes[other]?.has(codes[unit]) ?? true),
      );
      if (passes) counts[d][dimensions[d].codes[unit]]++;
    }
  return counts;
}

/** A brush on one of ten dimensions of 200,000 units, and every dimension counted over what passes all others. */
export async function facets(): Promise<void> {
  const random = randomStream(SEED);
  const dimensions = VALUES.map((values, d): Dimension => {
    // Most units have one of few values, as in a city.
    const code = () => Math.floor(random() ** 2 * values);
    const codes =
      d === 7 || d === 6
        ? Uint16Array.from({ length: UNITS }, code)
        : Uint8Array.from({ length: UNITS }, code);
    return { id: `d${d}`, codes, keys: Array.from({ length: values }, (_, v) => `v${v}`) };
  });
  const set: number[] = [];
  const steps = Array.from({ length: BRUSHES }, (): Step => {
    // As at a desk: at most three at once, the oldest goes first.
    if (set.length === 3) return { dimension: set.shift()!, values: null };
    const dimension = Math.floor(random() * VALUES.length);
    if (!set.includes(dimension)) set.push(dimension);
    const first = Math.floor(random() ** 2 * VALUES[dimension]);
    return { dimension, values: new Set([first, (first + 1) % VALUES[dimension]]) };
  });

  const filter = new Crossfilter(UNITS, dimensions);
  let [mine, theirs, queried] = [0, 0, 0];
  const engine = await openEngine();
  await engine.load('facets', Object.fromEntries(dimensions.map(({ id, codes }) => [id, codes])));
  const timed = await timeInTurn(
    {
      lacuna: () => {
        mine = 0;
        for (const { dimension, values } of steps) {
          filter.brush(`d${dimension}`, values);
          mine += filter.passing[0];
          for (const { id } of dimensions) mine += filter.histogram(id)[0];
        }
        for (const { id } of dimensions) filter.brush(id, null);
      },
      naive: () => {
        theirs = 0;
        const brushes: (ReadonlySet<number> | null)[] = dimensions.map(() => null);
        for (const { dimension, values } of steps) {
          brushes[dimension] = values;
          theirs += dimensions.every(({ codes }, d) => brushes[d]?.has(codes[0]) ?? true) ? 1 : 0;
          for (const counts of naive(dimensions, brushes)) theirs += counts[0];
        }
      },
      duckdb: async () => {
        queried = 0;
        const brushes: (ReadonlySet<number> | null)[] = dimensions.map(() => null);
        for (const { dimension, values } of steps) {
          brushes[dimension] = values;
          const where = (but: number) =>
            brushes
              .map((of, d) => (of && d !== but ? `d${d} IN (${[...of].join()})` : 'true'))
              .join(' AND ');
          queried += dimensions.every(({ codes }, d) => brushes[d]?.has(codes[0]) ?? true) ? 1 : 0;
          for (const [d, { id }] of dimensions.entries()) {
            const sql = `SELECT ${id} AS v, count(*) AS n FROM facets WHERE ${where(d)} GROUP BY v ORDER BY v`;
            const { columns, count } = await engine.query(sql);
            if (count > 0 && columns.v[0] === 0) queried += columns.n[0] as number;
          }
        }
      },
    },
    5,
  );
  await engine.close();
  if (mine !== theirs || mine !== queried)
    throw new Error(`counts differ: ${mine}, ${theirs}, ${queried}`);
  console.log(
    `facets: ${UNITS} units x ${VALUES.length} dimensions, ${BRUSHES} brushes, ms a brush with every count (seed ${SEED})\n`,
  );
  const row = (name: keyof typeof timed): (string | number)[] => [
    name,
    timed[name].minMs / BRUSHES,
    timed[name].medianMs / BRUSHES,
    `${(timed[name].minMs / timed.lacuna.minMs).toFixed(1)}`,
  ];
  printTable(['', 'min ms', 'median ms', 'ratio'], [row('lacuna'), row('naive'), row('duckdb')]);
}
