import type { Severity } from '#lib/core/model.ts';
import { MAX_COLUMN, MAX_ROW, boxOf } from '#lib/core/report/handback/cell-name.ts';
import type { Box } from '#lib/core/report/handback/cell-name.ts';
import type { ColumnBlank, Mark } from '#lib/core/report/handback/mark.ts';
import { TagWalk } from '#lib/core/report/handback/xml-tags.ts';
import { unescaped } from '#lib/core/report/handback/xml-text.ts';

export interface CellPlan {
  /** The tint; null where the value only leaves. */
  severity: Severity | null;
  blank: boolean;
}

export interface CommentPlan {
  row: number;
  column: number;
  lines: string[];
}

/** What is to be done to one page; rows from 1, columns from 0. */
export interface SheetPlan {
  cells: Map<number, Map<number, CellPlan>>;
  /** Rows whose cells are all filled. */
  rows: Map<number, Severity>;
  columns: Pick<ColumnBlank, 'column' | 'fromRow'>[];
  /** In the order of rows, then columns. */
  comments: CommentPlan[];
  unplaced: number;
}

const WEIGHT: Record<Severity, number> = { error: 3, warning: 2, note: 1 };

/** The graver of two severities. */
export function graver(a: Severity | null, b: Severity | null): Severity | null {
  if (a === null || b === null) return a ?? b;
  return WEIGHT[a] >= WEIGHT[b] ? a : b;
}

/** The merged boxes of a page, which stand behind its cells. */
export function mergesOf(text: string): Box[] {
  const boxes: Box[] = [];
  const walk = new TagWalk(text, Math.max(0, text.lastIndexOf('sheetData>')));
  while (walk.find('mergeCell')) {
    const box = boxOf(unescaped(walk.attribute('ref') ?? ''));
    if (box) boxes.push(box);
  }
  return boxes;
}

/** Finds the box that a cell is merged into, by the rows that boxes touch. */
class Merges {
  readonly #byRow = new Map<number, Box[]>();
  /** Boxes too tall to be listed row by row. */
  readonly #tall: Box[] = [];

  constructor(boxes: readonly Box[]) {
    for (const box of boxes) {
      if (box.bottom - box.top > 5_000) this.#tall.push(box);
      else
        for (let row = box.top; row <= box.bottom; row++) {
          const list = this.#byRow.get(row);
          if (list) list.push(box);
          else this.#byRow.set(row, [box]);
        }
    }
  }

  at(row: number, column: number): Box | null {
    const covers = (box: Box) =>
      row >= box.top && row <= box.bottom && column >= box.left && column <= box.right;
    return this.#byRow.get(row)?.find(covers) ?? this.#tall.find(covers) ?? null;
  }
}

/**
 * Gathers the marks of one page by cell. A mark inside a merged box goes to the cell that shows it,
 * the box's first; a mark of a row to the first cell of the row that is not shown elsewhere.
 */
export function planSheet(
  marks: readonly Mark[],
  columns: readonly ColumnBlank[],
  boxes: readonly Box[],
): SheetPlan {
  const merges = new Merges(boxes);
  const plan: SheetPlan = {
    cells: new Map(),
    rows: new Map(),
    columns: columns.map(({ column, fromRow }) => ({ column, fromRow })),
    comments: [],
    unplaced: 0,
  };
  const comments = new Map<string, CommentPlan>();
  const cell = (row: number, column: number): CellPlan => {
    let ofRow = plan.cells.get(row);
    if (!ofRow) plan.cells.set(row, (ofRow = new Map()));
    let found = ofRow.get(column);
    if (!found) ofRow.set(column, (found = { severity: null, blank: false }));
    return found;
  };
  for (const { row, column, text, severity, blank } of marks) {
    const inside = Number.isInteger(row) && row >= 1 && row <= MAX_ROW;
    if (!inside || (column !== null && !(column >= 0 && column <= MAX_COLUMN))) {
      plan.unplaced++;
      continue;
    }
    let at = { row, column: column ?? 0 };
    if (column === null) {
      for (let box; (box = merges.at(row, at.column)) && box.top < row;) at.column = box.right + 1;
      plan.rows.set(row, graver(severity, plan.rows.get(row) ?? null)!);
    } else {
      if (blank) cell(row, column).blank = true;
      const box = merges.at(row, column);
      if (box) at = { row: box.top, column: box.left };
    }
    const shown = cell(at.row, at.column);
    shown.severity = graver(shown.severity, severity);
    if (blank && column !== null) shown.blank = true;
    const key = `${at.row} ${at.column}`;
    let comment = comments.get(key);
    if (!comment) comments.set(key, (comment = { ...at, lines: [] }));
    if (!comment.lines.includes(text)) comment.lines.push(text);
  }
  plan.comments = [...comments.values()].sort((a, b) => a.row - b.row || a.column - b.column);
  return plan;
}
