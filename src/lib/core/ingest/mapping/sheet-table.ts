import type { TableName } from '#lib/core/model.ts';
import { TABLES } from '#lib/core/model.ts';
import { geometryFits, tableOfName } from '#lib/core/ingest/contract.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import { kindsOf } from '#lib/core/ingest/geometry-check.ts';
import type { PlainKind } from '#lib/core/ingest/geometry-check.ts';
import { OWN_WORD, assignColumns } from '#lib/core/ingest/mapping/column-match.ts';
import type { ColumnGuess, HeaderWords } from '#lib/core/ingest/mapping/column-match.ts';
import { hintOf } from '#lib/core/ingest/mapping/name-hint.ts';
import type { Sheet } from '#lib/core/ingest/sheet.ts';
import { headerKey } from '#lib/core/ingest/spelling.ts';

export interface TableGuess {
  table: TableName | null;
  /** False where the sheet should be shown and asked about. */
  certain: boolean;
  constants: Record<string, string>;
}

interface Evidence {
  table: TableName;
  columns: Map<string, ColumnGuess>;
  /** Columns found; one that only offices spell so counts a little less. */
  weight: number;
  /** Every required column is there. */
  complete: boolean;
  /** Every required column is there, but for one that names the rows or is given by the sheet's name. */
  nearly: boolean;
  required: number;
}

function evidenceFor(
  table: TableName,
  words: HeaderWords,
  contract: Contract,
  constants: Record<string, string>,
): Evidence {
  const columns = assignColumns(words, table, contract, constants.kind);
  const required = Object.entries(contract.tables[table].columns)
    .filter(([, spec]) => spec.required)
    .map(([name]) => name);
  let weight = 0;
  for (const { score } of columns.values()) weight += score >= OWN_WORD ? 1 : 0.9;
  return {
    table,
    columns,
    weight,
    complete: required.every((name) => columns.has(name)),
    nearly: required.every((name) => columns.has(name) || name === 'id' || name in constants),
    required: required.filter((name) => columns.has(name)).length,
  };
}

function geometryOf(sheet: Sheet): ReadonlySet<PlainKind> | null {
  if (sheet.geometry === null) return null;
  const kinds = new Set<PlainKind>();
  for (const geometry of sheet.geometry) kindsOf(geometry, kinds);
  return kinds;
}

/** The heaviest of some evidence, null where two weigh the same and ask for as much. */
function heaviest(among: readonly Evidence[]): { best: Evidence | null; tie: boolean } {
  const sorted = [...among].sort((a, b) => b.weight - a.weight || b.required - a.required);
  const [best, next] = sorted;
  if (!best) return { best: null, tie: false };
  const tie = next !== undefined && next.weight === best.weight;
  return { best: tie && next.required === best.required ? null : best, tie };
}

/**
 * Tells what table a sheet is: by its name where that is the contract's own, else by a word in the
 * name that the columns bear out, else by the columns alone. A sheet of notes is left out.
 */
export function guessTable(
  sheet: Sheet,
  fileName: string,
  words: HeaderWords,
  contract: Contract,
): TableGuess {
  const own =
    (sheet.sheet === null ? null : tableOfName(sheet.sheet, contract)) ??
    tableOfName(fileName, contract);
  const bySheet = sheet.sheet === null ? null : hintOf(sheet.sheet, contract);
  const hint = bySheet ?? hintOf(fileName, contract);
  const constants = hint?.table === 'units' ? hint.constants : {};
  const given = (table: TableName) => (table === hint?.table ? hint.constants : {});
  const geometry = geometryOf(sheet);
  const all = TABLES.filter((table) => geometryFits(contract.tables[table].geometry, geometry)).map(
    (table) => evidenceFor(table, words, contract, given(table)),
  );
  const of = (table: TableName) => all.find((evidence) => evidence.table === table);
  if (own !== null) {
    const matched = of(own)?.columns.size ?? 0;
    if (sheet.sheet === null || matched > 1 || (matched > 0 && geometry !== null))
      return { table: own, certain: true, constants: given(own) };
  }
  const notes = contract.offices.left_out.some((word) =>
    headerKey(sheet.sheet ?? '').includes(headerKey(word)),
  );
  const most = Math.max(0, ...all.map(({ columns }) => columns.size));
  if (sheet.sheet !== null && most < 2 && geometry === null)
    return {
      table: null,
      certain: notes || sheet.count === 0 || words.headers.length < 2,
      constants,
    };
  if (notes) return { table: null, certain: true, constants: {} };
  const complete = heaviest(all.filter((e) => e.complete && e.columns.size > 1));
  const hinted = hint && of(hint.table);
  if (hinted && (hinted.columns.size > 1 || (geometry !== null && hinted.columns.size > 0))) {
    const rival = complete.best !== null && complete.best.weight > hinted.weight + 1;
    if (hinted.nearly || !complete.best)
      return {
        table: hinted.table,
        certain: hinted.nearly && !rival,
        constants: given(hinted.table),
      };
  }
  if (complete.best) {
    const { table } = complete.best;
    return {
      table,
      certain: !complete.tie && !(hint && hint.table !== table),
      constants: given(table),
    };
  }
  const nearly = heaviest(all.filter((e) => e.nearly && e.columns.size > 2));
  const best = nearly.best ?? heaviest(all.filter((e) => e.columns.size > 2)).best;
  return { table: best?.table ?? null, certain: false, constants: best ? given(best.table) : {} };
}
