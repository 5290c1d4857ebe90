import { CommentWriter } from '#lib/core/report/handback/comment-parts.ts';
import { filled } from '#lib/core/report/handback/mark.ts';
import type {
  ColumnBlank,
  HandbackWords,
  Mark,
  MarkedWorkbook,
  Summary,
} from '#lib/core/report/handback/mark.ts';
import { OfficePackage } from '#lib/core/report/handback/package.ts';
import { cleanParts } from '#lib/core/report/handback/clean-parts.ts';
import { redacted } from '#lib/core/report/handback/redact.ts';
import { RemovedValues } from '#lib/core/report/handback/removed-values.ts';
import { SharedStrings } from '#lib/core/report/handback/shared-strings.ts';
import { editSheet } from '#lib/core/report/handback/sheet-edit.ts';
import { mergesOf, planSheet } from '#lib/core/report/handback/sheet-plan.ts';
import type { SheetPlan } from '#lib/core/report/handback/sheet-plan.ts';
import { BARE_STYLES, StyleSheet } from '#lib/core/report/handback/style-sheet.ts';
import { summaryPage } from '#lib/core/report/handback/summary-page.ts';
import {
  addPage,
  pageName,
  partOf,
  readWorkbook,
} from '#lib/core/report/handback/workbook-part.ts';
import type { WorkbookPage, WorkbookPart } from '#lib/core/report/handback/workbook-part.ts';

/** Comments that a page is given at most; every marked cell is filled all the same. */
export const MAX_COMMENTS = 5_000;

const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export interface MarkOptions {
  columnsBlank?: readonly ColumnBlank[];
  /** Comments a page is given at most. */
  maxComments?: number;
}

interface EditedPage {
  page: WorkbookPage;
  plan: SheetPlan;
  text: string;
  changed: boolean;
}

function grouped<T extends { sheet: string }>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.sheet);
    if (group) group.push(item);
    else groups.set(item.sheet, [item]);
  }
  return groups;
}

/** A workbook while it is being marked. */
class WorkbookMarker {
  readonly file: OfficePackage;
  readonly book: WorkbookPart;
  readonly removed = new RemovedValues();
  readonly #styles: StyleSheet;
  readonly #stylesPart: string | null;
  #unclean: string[] = [];

  constructor(bytes: Uint8Array) {
    this.file = new OfficePackage(bytes);
    this.book = readWorkbook(this.file);
    this.#stylesPart = partOf(this.file, this.book, 'styles');
    this.#styles = new StyleSheet(
      this.#stylesPart ? this.file.text(this.#stylesPart) : BARE_STYLES(this.book.edition.main),
    );
  }

  /** Fills cells and takes values out, page by page. */
  edit(marks: readonly Mark[], columnsBlank: readonly ColumnBlank[]): EditedPage[] {
    const byPage = grouped(marks);
    const columns = grouped(columnsBlank);
    const blanks = columnsBlank.length > 0 || marks.some(({ blank }) => blank);
    const left = new Set<number>();
    const kept = new Set<number>();
    let formulaLeft = false;
    const edited: EditedPage[] = [];
    for (const page of this.book.pages) {
      const ofPage = byPage.get(page.name) ?? [];
      const blankColumns = columns.get(page.name) ?? [];
      if (!page.isSheet || (!blanks && ofPage.length === 0)) continue;
      const text = this.file.text(page.part);
      const plan = planSheet(ofPage, blankColumns, ofPage.length > 0 ? mergesOf(text) : []);
      const result = editSheet(text, plan, this.#styles, blanks);
      for (const n of result.shared) left.add(n);
      for (const n of result.kept) kept.add(n);
      for (const value of result.values) this.removed.add(value);
      formulaLeft ||= result.formulaLeft;
      edited.push({ page, plan, text: result.text, changed: result.text !== text });
    }
    if (blanks) this.#clean(edited, left, kept, formulaLeft);
    return edited;
  }

  /** Takes the values that left the cells out of every other part. */
  #clean(
    edited: EditedPage[],
    left: ReadonlySet<number>,
    kept: ReadonlySet<number>,
    formulaLeft: boolean,
  ): void {
    const part = partOf(this.file, this.book, 'sharedStrings');
    if (part) {
      const before = this.file.text(part);
      const strings = new SharedStrings(before);
      for (const n of left) this.removed.add(strings.at(n));
      const after = strings.without(left, kept, this.removed);
      if (after !== before) this.file.set(part, after);
    }
    for (const each of edited) {
      const after = redacted(each.text, this.removed, true);
      each.changed ||= after !== each.text;
      each.text = after;
    }
    const skipped = edited.map(({ page }) => page.part);
    if (part) skipped.push(part);
    this.#unclean = cleanParts(this.file, this.book, this.removed, skipped, formulaLeft);
  }

  plain(text: string): string {
    return this.removed.any ? this.removed.without(text, () => '*') : text;
  }

  #plainCell = (value: string | number) => {
    const text = this.plain(String(value));
    return typeof value === 'number' && text === String(value) ? value : text;
  };

  /** Adds the comments and writes the pages; how many cells of each page have none. */
  comment(edited: readonly EditedPage[], author: string, limit: number): Map<string, number> {
    const writer = new CommentWriter(this.file, this.book.edition, author);
    const uncommented = new Map<string, number>();
    for (const { page, plan, text, changed } of edited) {
      const shown = plan.comments.slice(0, limit).map((each) => ({
        ...each,
        lines: each.lines.map((line) => this.plain(line)),
      }));
      const linked = writer.add(page.part, text, shown);
      if (changed || linked !== text) this.file.set(page.part, linked);
      if (plan.comments.length > limit) uncommented.set(page.name, plan.comments.length - limit);
    }
    return uncommented;
  }

  /** Adds the summary behind the other pages. */
  summarise(summary: Summary, more: readonly string[], words: HandbackWords): void {
    const { file, book } = this;
    const plain = {
      ...summary,
      rows: this.removed.any ? summary.rows.map((row) => row.map(this.#plainCell)) : summary.rows,
    };
    const notes = [...(summary.notes ?? []), ...more].map((note) => this.plain(note));
    const { xml, titleRows } = summaryPage(plain, notes, this.#styles, book.edition.main);
    const part = file.free('xl/worksheets/sheet{n}.xml');
    file.set(part, xml);
    file.override(part, `${SPREADSHEET}.worksheet+xml`);
    const id = file.relate(book.part, `${book.edition.relationships}/worksheet`, part);
    const taken = book.pages.map(({ name }) => name);
    addPage(file, book, pageName(words.summarySheet, taken), id, titleRows);
  }

  finish(): Uint8Array {
    const { file, book } = this;
    const part = this.#stylesPart ?? file.free('xl/styles{n}.xml');
    file.set(part, this.#styles.text());
    if (!this.#stylesPart) {
      file.override(part, `${SPREADSHEET}.styles+xml`);
      file.relate(book.part, `${book.edition.relationships}/styles`, part);
    }
    return file.zip();
  }

  get unclean(): string[] {
    return this.#unclean;
  }
}

/**
 * The user's workbook (XLSX, XLSM) with cells filled and commented and a summary behind its pages.
 * Parts that marking does not concern keep their bytes; nothing that is written is a formula. Values
 * of marks with `blank`, and of `columnsBlank`, are in no part of the file any more, unless a cell
 * that stays holds the same. Throws `HandbackFault` where the file is no workbook that can be read.
 */
export function markWorkbook(
  bytes: Uint8Array,
  marks: readonly Mark[],
  summary: Summary,
  words: HandbackWords,
  { columnsBlank = [], maxComments = MAX_COMMENTS }: MarkOptions = {},
): MarkedWorkbook {
  const marker = new WorkbookMarker(bytes);
  const edited = marker.edit(marks, columnsBlank);
  const uncommented = marker.comment(edited, words.author, maxComments);
  const more = [...uncommented].map(([sheet, count]) =>
    filled(words.moreComments, { sheet, count }),
  );
  marker.summarise(summary, more, words);
  const known = new Set(edited.map(({ page }) => page.name));
  const unplaced = edited.reduce((sum, { plan }) => sum + plan.unplaced, 0);
  return {
    bytes: marker.finish(),
    uncommented: [...uncommented.values()].reduce((sum, count) => sum + count, 0),
    unplaced: unplaced + marks.filter(({ sheet }) => !known.has(sheet)).length,
    unclean: marker.unclean,
  };
}
