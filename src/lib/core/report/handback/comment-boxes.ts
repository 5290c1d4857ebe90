import { columnOf, rowOf } from '#lib/core/report/handback/cell-name.ts';
import type { CommentPlan } from '#lib/core/report/handback/sheet-plan.ts';
import { commentText } from '#lib/core/report/handback/comment-part.ts';
import { escaped } from '#lib/core/report/handback/xml-text.ts';

/** Shapes that one block of numbers holds. */
const BLOCK = 1024;
/** Width of a box in characters of the standard font, of which a Chinese one takes two. */
const BOX_CHARACTERS = 34;

const BARE = `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout></xml>`;

const TYPE = `<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>`;

const NAMESPACES = `xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"`;

/** Lines that a text takes in a box. */
function linesOf(text: string): number {
  let lines = 0;
  for (const line of text.split('\n')) {
    let width = 0;
    for (const char of line) width += char > '\u2e80' ? 2 : 1;
    lines += Math.max(1, Math.ceil(width / BOX_CHARACTERS));
  }
  return lines;
}

function box(id: number, row: number, column: number, lines: number): string {
  const top = Math.max(0, row - 2);
  const anchor = [column + 1, 15, top, 4, column + 5, 15, top + Math.min(30, lines + 1), 4];
  return `<v:shape id="_x0000_s${id}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;width:190pt;height:60pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>${anchor.join(', ')}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>${row - 1}</x:Row><x:Column>${column}</x:Column></x:ClientData></v:shape>`;
}

/** The blocks of shape numbers that a drawing lays claim to. */
export function blocksOf(drawing: string): number[] {
  const claims = drawing.match(/<\w*:?idmap\b[^>]*?\bdata\s*=\s*["'][\d,\s]*["']/g) ?? [];
  return claims.flatMap((claim) =>
    (/["']([\d,\s]*)["']$/.exec(claim)![1].match(/\d+/g) ?? []).map(Number),
  );
}

/**
 * A drawing of boxes for comments, added to the one the page has. Numbers of shapes are unique in
 * a workbook, so that `claimed` tells the blocks of all its drawings and is added to.
 */
export function withBoxes(
  drawing: string | null,
  fresh: readonly CommentPlan[],
  older: readonly string[],
  claimed: Set<number>,
): string {
  const places = [
    ...older.map((reference) => ({ row: rowOf(reference), column: columnOf(reference), lines: 4 })),
    ...fresh.map(({ row, column, lines }) => ({ row, column, lines: linesOf(commentText(lines)) })),
  ];
  const blocks: number[] = [];
  const shapes: string[] = [];
  places.forEach(({ row, column, lines }, i) => {
    // A block's own number names no shape.
    if (i % (BLOCK - 1) === 0) {
      let block = 1;
      while (claimed.has(block)) block++;
      claimed.add(block);
      blocks.push(block);
    }
    const id = blocks[blocks.length - 1] * BLOCK + 1 + (i % (BLOCK - 1));
    shapes.push(box(id, row, column, lines));
  });
  let text = drawing ?? BARE;
  const declared =
    text.includes('xmlns:x=') && text.includes('xmlns:v=') && text.includes('xmlns:o=');
  const claim = [...blocksOf(text), ...blocks].join(',');
  text = text.replace(
    /(<\w*:?idmap\b[^>]*?\bdata\s*=\s*["'])[\d,\s]*(["'])/,
    (_, before: string, after: string) => `${before}${claim}${after}`,
  );
  const type = /id\s*=\s*["']_x0000_t202["']/.test(text) ? '' : TYPE;
  let added = type + shapes.join('');
  if (!declared) added = added.replace(/<v:(shape|shapetype) /g, `<v:$1 ${NAMESPACES} `);
  const end = text.lastIndexOf('</xml>');
  return end < 0 ? text : text.slice(0, end) + added + text.slice(end);
}

/** The element of a page that leads to its drawing of boxes. */
export const legacyDrawing = (prefix: string, id: string, relationships: string): string =>
  `<${prefix}legacyDrawing xmlns:r="${relationships}" r:id="${escaped(id)}"/>`;
