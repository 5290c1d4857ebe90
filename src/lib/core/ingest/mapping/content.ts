import type { TableName } from '#lib/core/model.ts';
import { numberOf } from '#lib/core/ingest/cell.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import { fitValues } from '#lib/core/ingest/mapping/enumeration.ts';
import { pairOf } from '#lib/core/ingest/position-cell.ts';
import { distinctValues, filledCells } from '#lib/core/ingest/mapping/survey.ts';
import type { Cell, Sheet } from '#lib/core/ingest/sheet.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';

/** Share of the filled cells that must look alike. */
const NEARLY_ALL = 0.9;
/** The span of China's longitudes and latitudes, degrees. */
const LNG: [number, number] = [73, 135];
const LAT: [number, number] = [18, 54];
const DIVISION_CODE = /^\d{12}$/;
const DECIMALS = /\.\d{3,}/;

function share(cells: readonly Cell[], test: (cell: string | number | boolean) => boolean): number {
  let n = 0;
  for (const cell of cells) if (cell !== null && test(cell)) n++;
  return cells.length > 0 ? n / cells.length : 0;
}

const within = (span: [number, number]) => (cell: string | number | boolean) => {
  const value = numberOf(cell);
  return value >= span[0] && value <= span[1] && DECIMALS.test(String(cell));
};

/** Two degrees in one cell, in either order. */
function isPair(cell: string | number | boolean): boolean {
  const [a, b] = pairOf(cell) ?? [NaN, NaN];
  const inSpan = (value: number, [low, high]: [number, number]) => value >= low && value <= high;
  return (inSpan(a, LNG) && inSpan(b, LAT)) || (inSpan(b, LNG) && inSpan(a, LAT));
}

function isSilent(header: string, words: readonly string[]): boolean {
  const key = headerKey(header).replace(/[\d#:.]+/g, '');
  return key.length <= 1 || words.map(headerKey).includes(key);
}

/**
 * What columns without a meaning hold, by their cells: degrees with three decimals in the span of
 * China and, where the header says nothing at all, codes of 12 digits and values of an enumeration. `free` are the positions
 * looked at, `open` the columns of the table that have none yet. Positions come in pairs or not at all.
 */
export function columnsByContent(
  sheet: Sheet,
  free: readonly number[],
  open: ReadonlySet<string>,
  table: TableName,
  contract: Contract,
): Map<string, number> {
  const found = new Map<string, number>();
  const silent = free.filter((at) => isSilent(sheet.headers[at], contract.offices.silent));
  const cells = new Map(free.map((at) => [at, filledCells(sheet.columns[at], sheet.count)]));
  const taken = () => new Set(found.values());
  const take = (column: string, among: readonly number[], test: (cells: Cell[]) => boolean) => {
    if (!open.has(column)) return;
    const used = taken();
    const at = among.find((i) => !used.has(i) && cells.get(i)!.length > 0 && test(cells.get(i)!));
    if (at !== undefined) found.set(column, at);
  };
  take('lng', free, (list) => share(list, within(LNG)) >= NEARLY_ALL);
  take('lat', free, (list) => share(list, within(LAT)) >= NEARLY_ALL);
  const paired = (found.has('lng') || !open.has('lng')) && (found.has('lat') || !open.has('lat'));
  if (!paired) for (const column of ['lng', 'lat']) found.delete(column);
  if (found.has('lng') || !open.has('lng')) found.delete('position');
  else take('position', free, (list) => share(list, isPair) >= NEARLY_ALL);
  const isCode = (cell: string | number | boolean) => DIVISION_CODE.test(String(cell).trim());
  for (const column of ['code', 'division'])
    take(column, silent, (list) => share(list, isCode) >= NEARLY_ALL);
  for (const [column, { type }] of Object.entries(contract.tables[table].columns))
    if (type === 'enum')
      take(column, silent, (list) => {
        const fit = fitValues(distinctValues(list), table, column, contract);
        return fit.known >= NEARLY_ALL;
      });
  return found;
}
