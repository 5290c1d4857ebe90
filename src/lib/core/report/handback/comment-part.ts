import { cellName } from '#lib/core/report/handback/cell-name.ts';
import type { CommentPlan } from '#lib/core/report/handback/sheet-plan.ts';
import { CLOSE, EMPTY, OPEN, TagWalk, rootTag } from '#lib/core/report/handback/xml-tags.ts';
import {
  Edits,
  cellEscaped,
  escaped,
  innerText,
  unescaped,
} from '#lib/core/report/handback/xml-text.ts';

/** Characters that a comment of a workbook may have. */
const MAX_COMMENT = 32_000;

/** The text of a comment: its lines, cut where a workbook would not take more. */
export function commentText(lines: readonly string[]): string {
  const text = lines.join('\n');
  return text.length > MAX_COMMENT ? `${text.slice(0, MAX_COMMENT)}…` : text;
}

/** A comments part without comments. */
export const bareComments = (namespace: string): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<comments xmlns="${namespace}"><authors/><commentList/></comments>`;

const run = (prefix: string, text: string) =>
  `<${prefix}r><${prefix}t xml:space="preserve">${cellEscaped(text)}</${prefix}t></${prefix}r>`;

/** Makes a comment's text a list of runs, where it is one plain `t`, and adds a run to it. */
function addRun(text: string, walk: TagWalk, edits: Edits, added: string): void {
  const { prefix, kind } = walk;
  if (kind === EMPTY) {
    edits.replace(walk.attributesEnd, walk.end, `>${run(prefix, added)}</${prefix}text>`);
    return;
  }
  let bare = false;
  let runs = false;
  const close = new TagWalk(text, walk.start);
  close.next();
  close.toClose();
  const inner = new TagWalk(text, walk.end, close.start);
  let from = 0;
  let to = 0;
  while (inner.next()) {
    if (inner.kind === CLOSE) continue;
    runs ||= inner.name === 'r';
    const plain = inner.name === 't';
    if (plain) from = inner.start;
    inner.toClose();
    if (!plain) continue;
    bare = true;
    to = inner.end;
  }
  if (bare) {
    edits.insert(from, `<${prefix}r>`);
    edits.insert(to, `</${prefix}r>`);
  }
  edits.insert(close.start, run(prefix, bare || runs ? `\n${added}` : added));
}

/**
 * A comments part with comments added: a cell that has one gets more lines in it, any other a
 * comment of its own by `author`. The cells that had none come back as `fresh`, the names
 * of those that had one as `older`.
 */
export function withComments(
  text: string,
  comments: readonly CommentPlan[],
  author: string,
): { text: string; fresh: CommentPlan[]; older: string[] } {
  const edits = new Edits();
  const pending = new Map(comments.map((each) => [cellName(each.row, each.column), each]));
  const older: string[] = [];
  const { prefix } = rootTag(text);
  const walk = new TagWalk(text);
  let authors = 0;
  let authorId = -1;
  let authorsAt: { at: number; to: number; empty: boolean } | null = null;
  let listAt: { at: number; to: number; empty: boolean } | null = null;
  let current: CommentPlan | null = null;
  while (walk.next()) {
    const { name, kind, end } = walk;
    if (name === 'author' && kind !== CLOSE) {
      if (kind === OPEN) walk.toClose();
      if (innerText(text, end, kind === OPEN ? walk.start : end) === author) authorId = authors;
      authors++;
    } else if (name === 'authors' && kind !== OPEN)
      authorsAt = { at: walk.start, to: end, empty: kind === EMPTY };
    else if (name === 'commentList' && kind !== OPEN)
      listAt = { at: walk.start, to: end, empty: kind === EMPTY };
    else if (name === 'comment' && kind !== CLOSE) {
      const reference = unescaped(walk.attribute('ref') ?? '').replace(/\$/g, '');
      older.push(reference);
      current = pending.get(reference) ?? null;
      pending.delete(reference);
    } else if (name === 'text' && kind !== CLOSE && current) {
      addRun(text, walk, edits, commentText(current.lines));
      current = null;
    }
  }
  const fresh = [...pending.values()];
  if (authorId < 0) {
    authorId = authors;
    const element = `<${prefix}author>${escaped(author)}</${prefix}author>`;
    if (authorsAt && !authorsAt.empty) edits.insert(authorsAt.at, element);
    else {
      const list = `<${prefix}authors>${element}</${prefix}authors>`;
      const at = authorsAt ?? { at: rootTag(text).end, to: rootTag(text).end };
      edits.replace(at.at, at.to, list);
    }
  }
  const added = fresh
    .map(
      (each) =>
        `<${prefix}comment ref="${cellName(each.row, each.column)}" authorId="${authorId}"><${prefix}text>${run(prefix, commentText(each.lines))}</${prefix}text></${prefix}comment>`,
    )
    .join('');
  if (listAt?.empty)
    edits.replace(listAt.at, listAt.to, `<${prefix}commentList>${added}</${prefix}commentList>`);
  else if (listAt) edits.insert(listAt.at, added);
  return { text: edits.apply(text), fresh, older };
}
