import type { Ledger } from '#lib/core/model.ts';
import { countsAt } from '#lib/core/report/counts.ts';
import type {
  CountColumns,
  Counts,
  DivisionCounts,
  DivisionKindCounts,
  KindCounts,
} from '#lib/core/report/counts.ts';
import { rowsOf } from '#lib/tables/engine.ts';
import type { Engine, ResultTable } from '#lib/tables/engine.ts';

/** A ledger as it is counted: `work_alone` is the work ledger over due units that no organisation covers. */
export type CountedLedger = Ledger | 'work_alone';

/** The part of a figure a unit is in: yes, no and unknown are N; the others are what N leaves out. */
export type FigurePart = 'yes' | 'no' | 'unknown' | 'exempt' | 'organised';

/** A figure to open. `division` null = the whole project, -1 = in no division; `kind` null = all that the filter lets through. */
export interface Figure {
  division: number | null;
  kind: number | null;
  ledger: CountedLedger;
}

export interface RankingRow {
  division: number;
  level: number;
  parent: number;
  yes: number;
  no: number;
  unknown: number;
  due: number;
  rate: number | null;
  rank: number;
}

export interface ExclusionRow {
  rule_id: string;
  reason: string;
  units: number;
}

export interface LookCount {
  ledger: Ledger;
  look: number;
  units: number;
}

export interface RuleCount {
  ledger: CountedLedger;
  part: FigurePart;
  rule_id: string;
  units: number;
}

/** Rows behind a figure, by columns; `unit`, `facility` and `rule` index the project and `Audit.rules`. */
export interface FigureRows {
  count: number;
  unit: ArrayLike<number>;
  part: ArrayLike<string>;
  rule: ArrayLike<number>;
  facility: ArrayLike<number>;
  distance_m: ArrayLike<number>;
}

/** Counts of every division in the project's order. */
export async function divisionCounts(engine: Engine): Promise<DivisionCounts> {
  const { columns } = await engine.query('SELECT * FROM counts_by_division');
  return columns as unknown as DivisionCounts;
}

/** Counts of every pair of a division and a kind that has units. */
export async function divisionKindCounts(engine: Engine): Promise<DivisionKindCounts> {
  const table = await engine.query('SELECT * FROM counts_by_division_kind ORDER BY division, kind');
  return { count: table.count, ...table.columns } as unknown as DivisionKindCounts;
}

/** Counts of the whole project. */
export async function totals(engine: Engine): Promise<Counts> {
  return onlyRow(await engine.query('SELECT * FROM totals'));
}

/** Counts of the whole project by kind. */
export async function totalsByKind(engine: Engine): Promise<KindCounts[]> {
  return rowsOf<KindCounts>(await engine.query('SELECT * FROM totals_by_kind'));
}

/** Counts of the units that stand in no division. */
export async function unplaced(engine: Engine): Promise<Counts> {
  return onlyRow(await engine.query('SELECT * FROM unplaced'));
}

/** How many units of each kind there are, whatever the filter. */
export async function kindCounts(
  engine: Engine,
): Promise<{ kind: number; units: number; due: number }[]> {
  return rowsOf(await engine.query('SELECT * FROM kind_counts'));
}

/** How many units have each look in each ledger's view. */
export async function lookCounts(engine: Engine): Promise<LookCount[]> {
  return rowsOf(await engine.query('SELECT * FROM look_counts ORDER BY ledger, look'));
}

/** How many units each rule decided. */
export async function ruleCounts(engine: Engine): Promise<RuleCount[]> {
  return rowsOf(await engine.query('SELECT * FROM rule_counts'));
}

/**
 * Divisions of one level (an index into DIVISION_LEVELS), the lowest rate first.
 *
 * @param within only those under this division; null = all
 */
export async function ranking(
  engine: Engine,
  level: number,
  ledger: CountedLedger,
  within: number | null = null,
): Promise<RankingRow[]> {
  const inside = within === null ? '' : `AND ${below('division', within)}`;
  return rowsOf(
    await engine.query(
      `SELECT * EXCLUDE (ledger) FROM ranking
       WHERE ledger = '${ledger}' AND level = ${whole(level)} ${inside}
       ORDER BY rate NULLS LAST, no DESC, division`,
    ),
  );
}

/** Rows behind a figure, in the project's order: those of one part, or of every part. */
export async function figureRows(
  engine: Engine,
  figure: Figure,
  part: FigurePart | null = null,
): Promise<FigureRows> {
  const only = part === null ? '' : `AND part = '${part}'`;
  const table = await engine.query(
    `SELECT unit, part, rule, facility, distance_m FROM figure_rows
     WHERE ${matching(figure)} ${only} ORDER BY unit`,
  );
  return { count: table.count, ...table.columns } as unknown as FigureRows;
}

/** What a figure's N leaves out, by reason, the most first. */
export async function exclusions(engine: Engine, figure: Figure): Promise<ExclusionRow[]> {
  return rowsOf(
    await engine.query(
      `SELECT rule_id, reason, sum(units) AS units FROM exclusions
       WHERE ${matching(figure)} GROUP BY rule_id, reason ORDER BY units DESC, reason`,
    ),
  );
}

/** Due units with a blank in some ledger, by columns of 0 and 1 beside the unit's index. */
export async function blanks(engine: Engine): Promise<BlankColumns> {
  const table = await engine.query('SELECT * FROM blanks');
  return { count: table.count, ...table.columns } as unknown as BlankColumns;
}

export interface BlankColumns {
  count: number;
  unit: ArrayLike<number>;
  organisation_blank: ArrayLike<number>;
  work_blank: ArrayLike<number>;
  service_blank: ArrayLike<number>;
}

/** Divisions whose counts do not add up: none, ever. */
export async function treeFaults(engine: Engine): Promise<number> {
  return (await engine.query('SELECT * FROM tree_check')).count;
}

function onlyRow(table: ResultTable): Counts {
  return countsAt(table.columns as unknown as CountColumns, 0);
}

/** A number that may stand in SQL. */
function whole(value: number): number {
  if (!Number.isInteger(value)) throw new Error(`index: expected a whole number, found ${value}`);
  return value;
}

function below(column: string, division: number): string {
  if (division < 0) return `${column} < 0`;
  const inside = `SELECT descendant FROM division_closure WHERE ancestor = ${whole(division)}`;
  return `${column} IN (${inside})`;
}

function matching(figure: Figure): string {
  const conditions = [`ledger = '${figure.ledger}'`];
  if (figure.division !== null) conditions.push(below('division', figure.division));
  if (figure.kind !== null) conditions.push(`kind = ${whole(figure.kind)}`);
  return conditions.join(' AND ');
}
