import { bareComments, withComments } from '#lib/core/report/handback/comment-part.ts';
import { blocksOf, legacyDrawing, withBoxes } from '#lib/core/report/handback/comment-boxes.ts';
import type { OfficePackage } from '#lib/core/report/handback/package.ts';
import type { CommentPlan } from '#lib/core/report/handback/sheet-plan.ts';
import type { Edition } from '#lib/core/report/handback/workbook-part.ts';
import { OPEN, TagWalk, rootTag } from '#lib/core/report/handback/xml-tags.ts';
import { Edits, unescaped } from '#lib/core/report/handback/xml-text.ts';

const COMMENTS_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml';
const VML_TYPE = 'application/vnd.openxmlformats-officedocument.vmlDrawing';

/** What stands behind the element that leads to the boxes of comments. */
const BEHIND = new Set([
  'legacyDrawingHF',
  'drawingHF',
  'picture',
  'oleObjects',
  'controls',
  'AlternateContent',
  'webPublishItems',
  'tableParts',
  'extLst',
]);

/** A page's XML with the element that leads to the boxes of its comments. */
function linked(text: string, id: string, edition: Edition): string {
  const { prefix } = rootTag(text);
  const edits = new Edits();
  const element = legacyDrawing(prefix, id, edition.relationships);
  const walk = new TagWalk(text, Math.max(0, text.lastIndexOf(`${prefix}sheetData`) - 2));
  while (walk.next()) {
    if (walk.name === 'worksheet' || BEHIND.has(walk.name)) {
      edits.insert(walk.start, element);
      break;
    }
    if (walk.kind === OPEN && walk.name !== 'sheetData') walk.toClose();
  }
  return edits.apply(text);
}

function legacyId(text: string): string | null {
  const walk = new TagWalk(text, Math.max(0, text.lastIndexOf('sheetData')));
  return walk.find('legacyDrawing') ? unescaped(walk.prefixedAttribute('id') ?? '') : null;
}

/** Writes the comments of pages: their parts, the boxes that show them, and what leads to both. */
export class CommentWriter {
  readonly #claimed = new Set<number>();

  constructor(
    readonly file: OfficePackage,
    readonly edition: Edition,
    readonly author: string,
  ) {
    for (const name of file.names())
      if (/\.vml$/i.test(name))
        for (const block of blocksOf(file.text(name))) this.#claimed.add(block);
  }

  /** Adds comments to a page, whose XML it takes and gives back. */
  add(part: string, text: string, comments: readonly CommentPlan[]): string {
    if (comments.length === 0) return text;
    const { file, edition } = this;
    const relationships = file.relationships(part);
    const existing = relationships.find(({ type }) => type === 'comments')?.target;
    const commentsPart =
      existing && file.has(existing) ? existing : file.free('xl/comments{n}.xml');
    const before = file.has(commentsPart) ? file.text(commentsPart) : bareComments(edition.main);
    const written = withComments(before, comments, this.author);
    file.set(commentsPart, written.text);
    if (commentsPart !== existing) {
      file.relate(part, `${edition.relationships}/comments`, commentsPart);
      file.override(commentsPart, COMMENTS_TYPE);
    }
    const id = legacyId(text);
    const drawing = relationships.find((each) => each.id === id)?.target;
    if (drawing && file.has(drawing)) {
      if (written.fresh.length > 0)
        file.set(drawing, withBoxes(file.text(drawing), written.fresh, [], this.#claimed));
      return text;
    }
    const vml = file.free('xl/drawings/vmlDrawing{n}.vml');
    file.set(vml, withBoxes(null, written.fresh, written.older, this.#claimed));
    file.declare('vml', VML_TYPE);
    const newId = file.relate(part, `${edition.relationships}/vmlDrawing`, vml);
    return id === null ? linked(text, newId, edition) : text;
  }
}
