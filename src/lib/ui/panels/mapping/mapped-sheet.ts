import type { TableName } from '#lib/core/model.ts';
import type { Contract } from '#lib/core/ingest/contract.ts';
import { withRows } from '#lib/core/ingest/header-choice.ts';
import { missingOf } from '#lib/core/ingest/mapping/edit.ts';
import { fitValues, valuesOf } from '#lib/core/ingest/mapping/enumeration.ts';
import { columnsOf } from '#lib/core/ingest/mapping/mapping.ts';
import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import { proposeMapping } from '#lib/core/ingest/mapping/propose.ts';
import type { MappingProposal } from '#lib/core/ingest/mapping/propose.ts';
import { distinctValues } from '#lib/core/ingest/mapping/survey.ts';
import type { ValueCount } from '#lib/core/ingest/mapping/survey.ts';
import { sheetOf } from '#lib/core/ingest/sheet.ts';

/** What the positions say about the coordinate system; systems by name, `+` before what else is odd. */
export interface CrsFinding {
  /** Null where no system puts the rows anywhere. */
  best: string | null;
  sure: boolean;
  /**
   * For each system the share of rows inside the division they name (or inside any), 0..1, and how
   * many coverage answers would be others than under `best`; null where that is not known.
   */
  scores: { crs: string; share: number; flips: number | null }[];
  /** A code with words of its own, `mapping.note.<code>`. */
  note: string | null;
}

/** A sheet of a file as the mapping screen has it. */
export interface MappedSheet {
  file: string;
  sheet: string | null;
  /** True where the workbook hides it. */
  hidden: boolean;
  headers: string[];
  /** Rows of the header as the file counts them, from 1. */
  headerRows: number[];
  /** Texts of the first rows. */
  sample: string[][];
  rows: number;
  /** Different values of each column; without it those of the sample. */
  distinct?: ValueCount[][];
  proposal: MappingProposal;
  mapping: Mapping;
  crs?: CrsFinding;
  preview?: { lng: number; lat: number }[];
}

export type SheetState = 'settled' | 'open' | 'out';

/** True where the coordinate system is in doubt and nobody has chosen one. */
export function crsOpen({ crs, mapping }: MappedSheet): boolean {
  const located = ['lng', 'position'].some((name) => name in mapping.columns);
  return (
    located && mapping.table !== null && crs !== undefined && !crs.sure && mapping.crs === null
  );
}

/** Whether a sheet needs an answer; `seen` says that someone has looked at it. */
export function stateOf(sheet: MappedSheet, seen: boolean, contract: Contract): SheetState {
  const { mapping, proposal } = sheet;
  if (missingOf(mapping, contract).length > 0 || crsOpen(sheet)) return 'open';
  if (proposal.confidence === 'ask' && !seen) return 'open';
  return mapping.table === null ? 'out' : 'settled';
}

/** The different values of the column at a position. */
export function distinctAt(sheet: MappedSheet, at: number): ValueCount[] {
  const given = sheet.distinct?.[at];
  return given ?? distinctValues(sheet.sample.map((row) => row[at] ?? '').filter((text) => text));
}

export interface UnmatchedColumn {
  column: string;
  header: string;
  allowed: string[];
  unknown: ValueCount[];
}

/** The enumerations of a sheet that hold values the contract does not know. */
export function unmatchedOf(sheet: MappedSheet, contract: Contract): UnmatchedColumn[] {
  const { table } = sheet.mapping;
  if (table === null) return [];
  const found: UnmatchedColumn[] = [];
  for (const [column, at] of columnsOf(sheet.mapping, sheet)) {
    const allowed = valuesOf(table, column, contract);
    if (!allowed) continue;
    const { unknown } = fitValues(distinctAt(sheet, at), table, column, contract);
    if (unknown.length > 0) found.push({ column, header: sheet.headers[at], allowed, unknown });
  }
  return found;
}

/** What the sheet would mean as a table, by its headers and first rows. */
export function proposalAs(
  sheet: MappedSheet,
  table: TableName,
  contract: Contract,
): MappingProposal {
  if (sheet.proposal.mapping.table === table) return sheet.proposal;
  const columns = sheet.headers.map((_, at) => sheet.sample.map((row) => row[at] || null));
  const { file, headers } = sheet;
  const shown = sheetOf({ file, sheet: sheet.sheet, format: 'csv', headers, columns });
  return proposeMapping(shown, contract, { fileName: file, table });
}

/** The mapping of a sheet as another table; null leaves it out. */
export function mappingAs(
  sheet: MappedSheet,
  table: TableName | null,
  contract: Contract,
): Mapping {
  // Which rows are the header is another question, and stays as it was answered.
  const rows = sheet.mapping.header_rows ?? null;
  if (table !== null) return withRows(proposalAs(sheet, table, contract).mapping, rows);
  return { ...sheet.mapping, table, columns: {}, constants: {}, values: {} };
}

const VALUE_WORDS: Record<string, string> = {
  'units.kind': 'kind',
  'units.status': 'status',
  'organisations.type': 'type',
  'links.mode': 'mode',
  'units.mode': 'mode',
  'facilities.level': 'facility',
  'divisions.level': 'level',
  'backdrop.class': 'mapping.class',
};

/** The key of the words for a value of an enumeration; flags are yes and no. */
export function valueKey(table: TableName, column: string, value: string): string {
  const words = VALUE_WORDS[`${table}.${column}`] as string | undefined;
  if (words !== undefined) return `${words}.${value}`;
  return value === '1' ? 'state.yes' : 'state.no';
}

export interface HeaderCell {
  text: string;
  /** Columns and rows that it spans. */
  wide: number;
  high: number;
}

/** The header as the file lays it out: rows of cells, upper levels over the columns they share. */
export function headerLayout(headers: readonly string[], rows: number): HeaderCell[][] {
  const depth = Math.max(1, rows);
  const paths = headers.map((header) => {
    const levels = depth > 1 ? header.split('/') : [header];
    const upper = levels.slice(0, depth - 1);
    return levels.length > depth ? [...upper, levels.slice(depth - 1).join('/')] : levels;
  });
  const layout: HeaderCell[][] = Array.from({ length: depth }, () => []);
  for (let level = 0; level < depth; level++)
    for (let at = 0; at < paths.length;) {
      const path = paths[at];
      if (level >= path.length) {
        at++;
        continue;
      }
      const last = level === path.length - 1;
      let end = at + 1;
      if (!last) while (end < paths.length && sharesLevels(paths[end], path, level)) end++;
      layout[level].push({ text: path[level], wide: end - at, high: last ? depth - level : 1 });
      at = end;
    }
  return layout;
}

function sharesLevels(a: readonly string[], b: readonly string[], level: number): boolean {
  if (a.length <= level + 1) return false;
  for (let i = 0; i <= level; i++) if (a[i] !== b[i]) return false;
  return true;
}
