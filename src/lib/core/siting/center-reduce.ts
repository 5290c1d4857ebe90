import { dominatedColumns, dominatedRows } from '#lib/core/siting/cover/dominance.ts';
import { turned } from '#lib/core/siting/cover/incidence.ts';
import type { Field } from '#lib/core/siting/median-field.ts';

/**
 * A cover field without demand that is served whenever another one is, and without the pairs of
 * candidates whom another one betters in every way: both in turn, until nothing goes.
 */
export function reducedCover(field: Field): Field {
  let { start, site, demandOf } = field;
  const { sites, tier, price, foeStart } = field;
  const foes = (c: number): number => foeStart[c + 1] - foeStart[c];
  const asGood = (better: number, worse: number): boolean =>
    tier[better] === tier[worse] &&
    foes(better) + foes(worse) === 0 &&
    (price === null || price[better] <= price[worse]);
  const gone = new Uint8Array(sites);
  for (let pairs = Infinity; site.length < pairs;) {
    pairs = site.length;
    const rows = dominatedRows(incidence(start, site, sites));
    ({ start, site, demandOf } = without(start, site, demandOf, (i) => rows[i] === 1, gone));
    const columns = dominatedColumns(incidence(start, site, sites), asGood);
    for (let c = 0; c < sites; c++) if (columns[c] === 1) gone[c] = 1;
    ({ start, site, demandOf } = without(start, site, demandOf, () => false, gone));
  }
  const demands = demandOf.length;
  const base = new Float64Array(demands).fill(Infinity);
  return { ...field, demands, demandOf, start, site, base, cost: new Float64Array(site.length) };
}

function incidence(start: Uint32Array, site: Uint32Array, sites: number) {
  const back = turned(start, site, sites);
  const [columns, rows] = [sites, start.length - 1];
  return { columns, rows, start: back.start, row: back.of, rowStart: start, column: site };
}

function without(
  start: Uint32Array,
  site: Uint32Array,
  demandOf: Uint32Array,
  drops: (demand: number) => boolean,
  gone: Uint8Array,
): { start: Uint32Array; site: Uint32Array; demandOf: Uint32Array } {
  const kept = site.filter((c) => gone[c] === 0).length;
  const sites = new Uint32Array(kept);
  const starts = [0];
  const demands: number[] = [];
  let next = 0;
  for (let i = 0; i < demandOf.length; i++) {
    if (drops(i)) continue;
    for (let e = start[i]; e < start[i + 1]; e++) if (gone[site[e]] === 0) sites[next++] = site[e];
    starts.push(next);
    demands.push(demandOf[i]);
  }
  return {
    start: Uint32Array.from(starts),
    site: sites.slice(0, next),
    demandOf: Uint32Array.from(demands),
  };
}
