import type { Severity } from '#lib/core/model.ts';
import { cellName, columnOf } from '#lib/core/report/handback/cell-name.ts';
import { DimensionEdit } from '#lib/core/report/handback/sheet-head.ts';
import { graver } from '#lib/core/report/handback/sheet-plan.ts';
import type { CellPlan, SheetPlan } from '#lib/core/report/handback/sheet-plan.ts';
import type { StyleSheet } from '#lib/core/report/handback/style-sheet.ts';
import { CLOSE, EMPTY, OPEN, TagWalk } from '#lib/core/report/handback/xml-tags.ts';
import { Edits, innerText, stringText } from '#lib/core/report/handback/xml-text.ts';

/** A page after its cells were marked, and what left it. */
export interface EditedSheet {
  text: string;
  /** Values that left, as text. */
  values: string[];
  /** Numbers of the shared strings that left. */
  shared: number[];
  /** Numbers of the shared strings that stay, where they were asked for. */
  kept: Set<number>;
  formulaLeft: boolean;
}

/** Where in a row the walk is. */
interface RowState {
  number: number;
  format: number | null;
  fill: Severity | null;
  /** Planned cells not met yet, in the order of columns. */
  pending: [column: number, plan: CellPlan][];
  blankColumns: number[];
  column: number;
}

class SheetEditor {
  readonly edits = new Edits();
  readonly result: EditedSheet = {
    text: '',
    values: [],
    shared: [],
    kept: new Set(),
    formulaLeft: false,
  };
  readonly #walk: TagWalk;
  readonly #head: DimensionEdit;
  /** Shared formulas whose first cell has lost them. */
  readonly #lostFormulas = new Set<string>();
  readonly #rows: number[];
  #nextRow = 0;

  constructor(
    readonly text: string,
    readonly plan: SheetPlan,
    readonly styles: StyleSheet,
    readonly countShared: boolean,
  ) {
    this.#walk = new TagWalk(text);
    this.#head = new DimensionEdit(this.#walk);
    this.#rows = [...new Set([...plan.cells.keys(), ...plan.rows.keys()])].sort((a, b) => a - b);
  }

  run(): EditedSheet {
    const walk = this.#walk;
    if (this.#head.toSheetData()) {
      const { prefix } = walk;
      if (walk.kind === EMPTY) {
        const rows = this.#rowsBefore(Infinity, prefix);
        if (rows) this.edits.replace(walk.attributesEnd, walk.end, `>${rows}</${prefix}sheetData>`);
      } else {
        let last = 0;
        while (walk.next() && walk.name !== 'sheetData')
          if (walk.name === 'row' && walk.kind !== CLOSE) last = this.#row(last);
        this.edits.insert(walk.start, this.#rowsBefore(Infinity, prefix));
      }
      this.#head.edit(this.edits);
    }
    this.result.text = this.edits.any ? this.edits.apply(this.text) : this.text;
    return this.result;
  }

  /** XML of the planned rows before a row that the page does not have. */
  #rowsBefore(row: number, prefix: string): string {
    let rows = '';
    for (; this.#rows[this.#nextRow] < row; this.#nextRow++) {
      const number = this.#rows[this.#nextRow];
      const cells = [...(this.plan.cells.get(number) ?? [])].sort((a, b) => a[0] - b[0]);
      const made = cells.map(([column, plan]) => this.#newCell(number, column, plan, null, prefix));
      if (made.some(Boolean)) rows += `<${prefix}row r="${number}">${made.join('')}</${prefix}row>`;
    }
    return rows;
  }

  #newCell(row: number, column: number, plan: CellPlan, format: number | null, prefix: string) {
    const severity = graver(plan.severity, this.plan.rows.get(row) ?? null);
    if (severity === null) return '';
    this.#head.cover(row, column);
    const marked = this.styles.marked(format ?? this.#head.formatOf(column), severity);
    return `<${prefix}c r="${cellName(row, column)}" s="${marked}"/>`;
  }

  /** Goes over the row that the walk stands at; its number. */
  #row(last: number): number {
    const walk = this.#walk;
    const { prefix, kind } = walk;
    const number = Number(walk.attribute('r')) || last + 1;
    const before = this.#rowsBefore(number, prefix);
    if (before) this.edits.insert(walk.start, before);
    if (this.#rows[this.#nextRow] === number) this.#nextRow++;
    const row: RowState = {
      number,
      format: walk.attribute('customFormat') === '1' ? Number(walk.attribute('s') ?? 0) : null,
      fill: this.plan.rows.get(number) ?? null,
      pending: [...(this.plan.cells.get(number) ?? [])].sort((a, b) => a[0] - b[0]),
      blankColumns: this.plan.columns.filter((c) => number >= c.fromRow).map((c) => c.column),
      column: -1,
    };
    const spans = row.pending.length > 0 ? this.#spans() : null;
    if (kind === EMPTY) {
      const cells = this.#cellsBefore(row, Infinity, prefix);
      if (cells) this.edits.replace(walk.attributesEnd, walk.end, `>${cells}</${prefix}row>`);
      return number;
    }
    const idle = row.pending.length === 0 && row.fill === null && row.blankColumns.length === 0;
    while (walk.next() && !(walk.name === 'row' && walk.kind === CLOSE)) {
      if (walk.name !== 'c' || walk.kind === CLOSE) continue;
      if (idle && !this.countShared && this.#lostFormulas.size === 0) continue;
      this.#cell(row);
    }
    const cells = this.#cellsBefore(row, Infinity, prefix);
    if (cells) this.edits.insert(walk.start, cells);
    if (spans) this.edits.replace(spans.from, spans.to, spans.widened(row.number));
    return number;
  }

  /** The hint about the columns of the row that the walk stands at. */
  #spans() {
    let found: { from: number; to: number; widened: (row: number) => string } | null = null;
    this.#walk.eachAttribute((name, from, to) => {
      const [first, end] = this.text.slice(from, to).split(':').map(Number);
      if (name !== 'spans' || !(first <= end)) return;
      const widened = (row: number) => {
        const columns = [...this.plan.cells.get(row)!.keys()].map((column) => column + 1);
        return `${Math.min(first, ...columns)}:${Math.max(end, ...columns)}`;
      };
      found = { from, to, widened };
    });
    return found as { from: number; to: number; widened: (row: number) => string } | null;
  }

  #cellsBefore(row: RowState, column: number, prefix: string): string {
    let cells = '';
    while (row.pending.length > 0 && row.pending[0][0] < column) {
      const [at, plan] = row.pending.shift()!;
      cells += this.#newCell(row.number, at, plan, row.format, prefix);
    }
    return cells;
  }

  #cell(row: RowState): void {
    const walk = this.#walk;
    const { start, prefix, kind, attributesEnd, nameEnd } = walk;
    const reference = walk.attribute('r');
    const column = reference ? columnOf(reference) : row.column + 1;
    row.column = column;
    const missing = this.#cellsBefore(row, column, prefix);
    if (missing) this.edits.insert(start, missing);
    const plan = row.pending[0]?.[0] === column ? row.pending.shift()![1] : null;
    const severity = graver(plan?.severity ?? null, row.fill);
    const blank = (plan?.blank ?? false) || row.blankColumns.includes(column);
    const format = Number(walk.attribute('s') ?? 0);
    const wanted = severity ? this.styles.marked(format, severity) : format;
    const type = this.countShared || blank ? walk.attribute('t') : null;
    if (severity && !blank) this.edits.setAttribute(walk, 's', String(wanted));
    if (kind === OPEN) this.#content(type, blank);
    if (!blank) return;
    const keptName = reference ? ` r="${reference}"` : '';
    const style = wanted > 0 ? ` s="${wanted}"` : '';
    if (kind === EMPTY) this.edits.replace(nameEnd, attributesEnd, `${keptName}${style}`);
    else this.edits.replace(start, walk.end, `<${prefix}c${keptName}${style}/>`);
  }

  /** Goes to the end of the cell, noting what its value is and whether that leaves. */
  #content(type: string | null, blank: boolean): void {
    const walk = this.#walk;
    const { result } = this;
    while (walk.next() && !(walk.name === 'c' && walk.kind === CLOSE)) {
      if (walk.kind === CLOSE) continue;
      const { name, kind, end, start } = walk;
      if (name === 'f') {
        const shared = walk.attribute('t') === 'shared' ? walk.attribute('si') : null;
        walk.toClose();
        if (blank) {
          result.formulaLeft = true;
          if (shared !== null && walk.start > end) this.#lostFormulas.add(shared);
        } else if (shared !== null && this.#lostFormulas.has(shared)) {
          // A formula that is defined in a cell that lost it: the value stays, the formula cannot.
          this.edits.replace(start, walk.end, '');
          result.formulaLeft = true;
        }
      } else if (name === 'v' || name === 'is') {
        walk.toClose();
        if (kind === EMPTY) continue;
        if (name === 'is') {
          if (blank) result.values.push(stringText(this.text, end, walk.start));
          continue;
        }
        const value = type === 's' || blank ? innerText(this.text, end, walk.start).trim() : '';
        if (type !== 's') {
          if (blank) result.values.push(value);
        } else if (blank) result.shared.push(Number(value));
        else result.kept.add(Number(value));
      } else walk.toClose();
    }
  }
}

/**
 * Marks the cells of a page in its XML: formats are changed, missing cells and rows added where
 * they belong, and values taken out; all else stays as it is written. With `countShared` the shared
 * strings that stay are told.
 */
export function editSheet(
  text: string,
  plan: SheetPlan,
  styles: StyleSheet,
  countShared: boolean,
): EditedSheet {
  return new SheetEditor(text, plan, styles, countShared).run();
}
