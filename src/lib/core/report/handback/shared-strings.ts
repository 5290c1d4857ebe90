import type { RemovedValues } from '#lib/core/report/handback/removed-values.ts';
import { OPEN, TagWalk } from '#lib/core/report/handback/xml-tags.ts';
import { Edits, stringText } from '#lib/core/report/handback/xml-text.ts';

/**
 * The shared strings of a workbook. Those that leave become empty, with their rich text and phonetic
 * runs, so that the others keep their numbers.
 */
export class SharedStrings {
  readonly #text: string;
  readonly #strings: { start: number; open: number; close: number; end: number }[] = [];
  readonly #prefix: string[] = [];

  constructor(text: string) {
    this.#text = text;
    const walk = new TagWalk(text);
    while (walk.find('si')) {
      const { start, end: open, prefix, kind } = walk;
      walk.toClose();
      const close = kind === OPEN ? walk.start : open;
      this.#strings.push({ start, open, close, end: walk.end });
      this.#prefix.push(prefix);
    }
  }

  get count(): number {
    return this.#strings.length;
  }

  /** The text of a string; empty for a number that there is none of. */
  at(n: number): string {
    const string = this.#strings[n];
    return string ? stringText(this.#text, string.open, string.close) : '';
  }

  /** The part without the strings that no cell uses any more and that hold a value that left. */
  without(left: ReadonlySet<number>, kept: ReadonlySet<number>, removed: RemovedValues): string {
    const edits = new Edits();
    for (let n = 0; n < this.#strings.length; n++) {
      if (kept.has(n)) continue;
      const text = left.has(n) ? null : this.at(n);
      if (text !== null && removed.without(text, () => '*') === text) continue;
      const { start, end } = this.#strings[n];
      edits.replace(
        start,
        end,
        `<${this.#prefix[n]}si><${this.#prefix[n]}t/></${this.#prefix[n]}si>`,
      );
    }
    return edits.any ? edits.apply(this.#text) : this.#text;
  }
}
