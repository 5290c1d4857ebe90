import { BALANCES, LOADS, type Balance, type Load } from '#lib/core/reach/balance.ts';
import type { AccessAnswer } from '#lib/core/reach/insight.ts';
import { DIVISION_LEVELS, type DivisionLevel, type Divisions } from '#lib/core/model.ts';

/** What stands out, the farthest from the mean first, and out of how many whose ratio is known. */
export interface Standing {
  rows: number[];
  of: number;
}

function standing(ratio: Float64Array, all: number[], code: Uint8Array, wanted: number): Standing {
  const known = all.filter((i) => !Number.isNaN(ratio[i]));
  const rows = known.filter((i) => code[i] === wanted);
  // Codes ascend with the ratio: the lowest band begins with the least.
  rows.sort((a, b) => (wanted === 0 ? ratio[a] - ratio[b] : ratio[b] - ratio[a]) || a - b);
  return { rows, of: known.length };
}

/** Divisions of a level that are served so, inside the scope where there is one. */
export function divisionsServed(
  { divisions: { ratio, balance } }: Pick<AccessAnswer, 'divisions'>,
  divisions: Pick<Divisions, 'count' | 'level'>,
  level: DivisionLevel,
  inScope: Uint8Array | null,
  served: Balance,
): Standing {
  const own = DIVISION_LEVELS.indexOf(level);
  const all: number[] = [];
  for (let d = 0; d < divisions.count; d++)
    if (divisions.level[d] === own && (inScope === null || inScope[d] === 1)) all.push(d);
  return standing(ratio, all, balance, BALANCES.indexOf(served));
}

/** Stations that are loaded so, by their position in the answer, inside the scope where there is one. */
export function stationsLoaded(
  { stations: { ratio, load }, records }: Pick<AccessAnswer, 'stations' | 'records'>,
  division: ArrayLike<number>,
  inScope: Uint8Array | null,
  loaded: Load,
): Standing {
  const all = [...records.keys()].filter(
    (s) => inScope === null || inScope[division[records[s]]] === 1,
  );
  return standing(ratio, all, load, LOADS.indexOf(loaded));
}
