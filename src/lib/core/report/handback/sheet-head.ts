import { boxOf, cellName } from '#lib/core/report/handback/cell-name.ts';
import type { Box } from '#lib/core/report/handback/cell-name.ts';
import type { TagWalk } from '#lib/core/report/handback/xml-tags.ts';
import type { Edits } from '#lib/core/report/handback/xml-text.ts';

/** What stands before the cells of a page: the box they fill, and the formats of its columns. */
export class DimensionEdit {
  readonly #walk: TagWalk;
  readonly #columns: { first: number; last: number; format: number }[] = [];
  #dimension: { from: number; to: number; box: Box } | null = null;
  #grown = false;

  constructor(walk: TagWalk) {
    this.#walk = walk;
  }

  /** Goes to the cells; false where the page has none (a page of one chart). */
  toSheetData(): boolean {
    const walk = this.#walk;
    while (walk.next()) {
      if (walk.name === 'sheetData') return true;
      if (walk.name === 'col') {
        const format = Number(walk.attribute('style') ?? 0);
        const [first, last] = [
          Number(walk.attribute('min')) - 1,
          Number(walk.attribute('max')) - 1,
        ];
        if (format > 0) this.#columns.push({ first, last, format });
      } else if (walk.name === 'dimension')
        walk.eachAttribute((name, from, to) => {
          const box = name === 'ref' ? boxOf(walk.text.slice(from, to)) : null;
          if (box) this.#dimension = { from, to, box };
        });
    }
    return false;
  }

  /** The format that a cell has where it is not written. */
  formatOf(column: number): number {
    return this.#columns.find((c) => column >= c.first && column <= c.last)?.format ?? 0;
  }

  /** Takes a new cell into the box. */
  cover(row: number, column: number): void {
    const box = this.#dimension?.box;
    if (!box) return;
    const { top, left, bottom, right } = box;
    this.#grown ||= row < top || row > bottom || column < left || column > right;
    box.top = Math.min(top, row);
    box.bottom = Math.max(bottom, row);
    box.left = Math.min(left, column);
    box.right = Math.max(right, column);
  }

  edit(edits: Edits): void {
    if (!this.#dimension || !this.#grown) return;
    const { from, to, box } = this.#dimension;
    const range = `${cellName(box.top, box.left)}:${cellName(box.bottom, box.right)}`;
    edits.replace(from, to, range);
  }
}
