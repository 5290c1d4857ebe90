import type { Columns } from '#lib/core/geo/crs/columns.ts';
import { isDegrees } from '#lib/core/geo/crs/crs-id.ts';
import { Integers } from '#lib/core/geo/integers.ts';
import { boxFor } from '#lib/core/ingest/detective/detect-crs.ts';
import type { CrsQuestion } from '#lib/core/ingest/detective/detect-crs.ts';
import { isIn } from '#lib/core/ingest/detective/evidence.ts';
import type { Hypothesis } from '#lib/core/ingest/detective/hypothesis.ts';
import {
  HYPOTHESES,
  hypothesisKey,
  isTwiceWrong,
  positionsUnder,
} from '#lib/core/ingest/detective/hypothesis.ts';

/** Rows across a border that show a second system, and their share of all rows that are across one. */
const FEWEST_SHIFTED = 5;
const SHARE_SHIFTED = 0.6;

/** A row that fits another hypothesis than its file. */
export interface OddRow {
  row: number;
  hypothesis: Hypothesis;
}

/**
 * The rows, ascending, that another hypothesis explains and the file's own does not.
 *
 * A row that the file's hypothesis puts outside the box around the territory is odd where the
 * simplest other reading puts it into the division that it names or, where it names none that is
 * drawn, into the territory. A row that it puts beside its division may be a few hundred metres
 * off: such rows are odd only together, where one other hypothesis explains five and three
 * fifths of them all. What takes two mistakes is not tried.
 */
export function oddRows(question: CrsQuestion, hypothesis: Hypothesis): OddRow[] {
  const { x, y, territory } = question;
  const box = boxFor(territory);
  const [west, south, east, north] = box;
  const [lng, lat] = positionsUnder(hypothesis, x, y, box);
  const astray = new Integers();
  const beside = new Integers();
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i] + y[i]) || (x[i] === 0 && y[i] === 0)) continue;
    if (lng[i] >= west && lng[i] <= east && lat[i] >= south && lat[i] <= north) {
      if (namedBy(question, i) >= 0 && !fits(question, i, lng[i], lat[i])) beside.push(i);
    } else astray.push(i);
  }
  const own = hypothesisKey(hypothesis);
  const others = HYPOTHESES.filter((one) => !isTwiceWrong(one) && hypothesisKey(one) !== own);
  // Numbers that could be degrees are tried as such alone, others never.
  const isSmall = (row: number) => Math.max(Math.abs(x[row]), Math.abs(y[row])) <= 180;
  const takesSmall = ({ crs, digits }: Hypothesis) => digits === 'plain' && isDegrees(crs);
  const small = listOf(astray).filter(isSmall);
  const large = listOf(astray).filter((row) => !isSmall(row));
  const found = [
    ...explainedOneByOne(question, small, others.filter(takesSmall)),
    ...explainedOneByOne(
      question,
      large,
      others.filter((one) => !takesSmall(one)),
    ),
    ...explainedTogether(question, listOf(beside), others),
  ];
  return found.sort((a, b) => a.row - b.row);
}

function explainedOneByOne(
  question: CrsQuestion,
  rows: Int32Array,
  others: readonly Hypothesis[],
): OddRow[] {
  const found: OddRow[] = [];
  let open = rows;
  for (const hypothesis of others) {
    if (open.length === 0) break;
    const [lng, lat] = columnsOf(question, open, hypothesis);
    const isExplained = Array.from(open, (row, k) => fits(question, row, lng[k], lat[k]));
    open.forEach((row, k) => {
      if (isExplained[k]) found.push({ row, hypothesis });
    });
    open = open.filter((_, k) => !isExplained[k]);
  }
  return found;
}

function explainedTogether(
  question: CrsQuestion,
  rows: Int32Array,
  others: readonly Hypothesis[],
): OddRow[] {
  let most: OddRow[] = [];
  if (rows.length < FEWEST_SHIFTED) return most;
  for (const hypothesis of others) {
    const [lng, lat] = columnsOf(question, rows, hypothesis);
    const explained = rows.filter((row, k) => fits(question, row, lng[k], lat[k]));
    if (explained.length > most.length)
      most = Array.from(explained, (row) => ({ row, hypothesis }));
  }
  return most.length >= FEWEST_SHIFTED && most.length >= SHARE_SHIFTED * rows.length ? most : [];
}

function columnsOf({ x, y, territory }: CrsQuestion, rows: Int32Array, one: Hypothesis): Columns {
  const [ofX, ofY] = [x, y].map((column) => Float64Array.from(rows, (row) => column[row]));
  return positionsUnder(one, ofX, ofY, boxFor(territory));
}

/** The drawn division that a row names, -1 for none. */
function namedBy({ named, territory }: CrsQuestion, row: number): number {
  const division = named?.[row] ?? -1;
  return division >= 0 && territory.isDrawn(division) ? division : -1;
}

function fits(question: CrsQuestion, row: number, lng: number, lat: number): boolean {
  if (Number.isNaN(lng)) return false;
  const division = namedBy(question, row);
  const { territory } = question;
  return division >= 0 ? territory.holds(division, lng, lat) : isIn(territory, lng, lat);
}

function listOf(integers: Integers): Int32Array {
  return integers.values.slice(0, integers.length);
}
