import type { Severity } from '#lib/core/model.ts';
import { HandbackFault } from '#lib/core/report/handback/fault.ts';
import { Edits } from '#lib/core/report/handback/xml-text.ts';
import { CLOSE, EMPTY, TagWalk, rootTag } from '#lib/core/report/handback/xml-tags.ts';

/** Tints that black text stays readable on, in colour and in grey. */
const TINT: Record<Severity, string> = {
  error: 'FFF6C1B5',
  warning: 'FFFBE3A2',
  note: 'FFE2E2E2',
};

/** The lists of a style sheet that are added to, in the order the format asks for. */
const LISTS = ['numFmts', 'fonts', 'fills', 'borders', 'cellStyleXfs', 'cellXfs'] as const;
type ListName = (typeof LISTS)[number];

/** A style sheet of nothing but the standard format, for a workbook that has none. */
export const BARE_STYLES = (namespace: string): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="${namespace}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>`;

interface List {
  count: number;
  added: string[];
  /** The tag of the list, and where its children end; null where the list is missing. */
  tag: { start: number; end: number; nameEnd: number; empty: boolean; close: number } | null;
}

/** Formats of cells: what a style sheet has, and the ones that marking adds behind them. */
export class StyleSheet {
  readonly #text: string;
  readonly #prefix: string;
  readonly #lists = new Map<ListName, List>();
  /** Positions of the formats of cells. */
  readonly #formats: { from: number; to: number }[] = [];
  readonly #fill = new Map<Severity, number>();
  readonly #marked = new Map<string, number>();

  constructor(text: string) {
    this.#text = text;
    this.#prefix = rootTag(text).prefix;
    for (const name of LISTS) this.#lists.set(name, { count: 0, added: [], tag: null });
    const walk = new TagWalk(text);
    walk.next();
    while (walk.next()) {
      if (walk.kind === CLOSE) continue;
      const list = this.#lists.get(walk.name as ListName);
      if (list && !list.tag) this.#readList(walk, list);
      else walk.toClose();
    }
  }

  #readList(walk: TagWalk, list: List): void {
    const { name, start, end, nameEnd } = walk;
    const empty = walk.kind === EMPTY;
    if (!empty)
      while (walk.next() && !(walk.kind === CLOSE && walk.name === name)) {
        const from = walk.start;
        walk.toClose();
        list.count++;
        if (name === 'cellXfs') this.#formats.push({ from, to: walk.end });
      }
    list.tag = { start, end, nameEnd, empty, close: empty ? end : walk.start };
  }

  /** Adds an element, its tags without prefix; its number in the list. */
  add(name: ListName, element: string): number {
    const list = this.#lists.get(name)!;
    list.added.push(element.replace(/<(\/?)(?=\w)/g, `<$1${this.#prefix}`));
    return list.count + list.added.length - 1;
  }

  solidFill(colour: string): number {
    return this.add(
      'fills',
      `<fill><patternFill patternType="solid"><fgColor rgb="${colour}"/><bgColor indexed="64"/></patternFill></fill>`,
    );
  }

  /** The format like another one, filled with the tint of a severity. */
  marked(format: number, severity: Severity): number {
    const key = `${format} ${severity}`;
    let marked = this.#marked.get(key);
    if (marked !== undefined) return marked;
    let fill = this.#fill.get(severity);
    if (fill === undefined) this.#fill.set(severity, (fill = this.solidFill(TINT[severity])));
    const range = this.#formats[format] ?? this.#formats[0];
    const list = this.#lists.get('cellXfs')!;
    if (!range)
      marked = this.add(
        'cellXfs',
        `<xf numFmtId="0" fontId="0" fillId="${fill}" borderId="0" xfId="0" applyFill="1"/>`,
      );
    else {
      const xf = this.#text.slice(range.from, range.to);
      const walk = rootTag(xf);
      const edits = new Edits();
      edits.setAttribute(walk, 'fillId', String(fill));
      edits.setAttribute(walk, 'applyFill', '1');
      list.added.push(edits.apply(xf));
      marked = list.count + list.added.length - 1;
    }
    this.#marked.set(key, marked);
    return marked;
  }

  /** The style sheet with what was added. */
  text(): string {
    const edits = new Edits();
    const root = rootTag(this.#text);
    if (root.kind === EMPTY) throw new HandbackFault('workbook_broken', 'styles');
    let before = root.end;
    for (const name of LISTS) {
      const { tag, added, count } = this.#lists.get(name)!;
      if (added.length > 0) {
        const children = added.join('');
        const [open, close] = [`<${this.#prefix}${name}`, `</${this.#prefix}${name}>`];
        const total = `count="${count + added.length}"`;
        if (!tag || tag.empty)
          edits.replace(
            tag?.start ?? before,
            tag?.end ?? before,
            `${open} ${total}>${children}${close}`,
          );
        else {
          const walk = new TagWalk(this.#text, tag.start);
          walk.next();
          edits.setAttribute(walk, 'count', String(count + added.length));
          edits.insert(tag.close, children);
        }
      }
      if (tag) {
        const walk = new TagWalk(this.#text, tag.start);
        walk.next();
        walk.toClose();
        before = walk.end;
      }
    }
    return edits.apply(this.#text);
  }
}
