import { HandbackFault } from '#lib/core/report/handback/fault.ts';
import type { OfficePackage } from '#lib/core/report/handback/package.ts';
import { EMPTY, TagWalk, rootTag } from '#lib/core/report/handback/xml-tags.ts';
import { Edits, escaped, unescaped } from '#lib/core/report/handback/xml-text.ts';

/** Addresses of the two editions of the format. */
export interface Edition {
  main: string;
  relationships: string;
}
const TRANSITIONAL: Edition = {
  main: 'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  relationships: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
};
const STRICT: Edition = {
  main: 'http://purl.oclc.org/ooxml/spreadsheetml/main',
  relationships: 'http://purl.oclc.org/ooxml/officeDocument/relationships',
};

export interface WorkbookPage {
  name: string;
  part: string;
  isSheet: boolean;
}

/** What the workbook part says: its pages in their order. */
export interface WorkbookPart {
  part: string;
  edition: Edition;
  pages: WorkbookPage[];
  nextSheetId: number;
}

/** Reads the workbook part; throws `not_a_workbook` where there is none (or a binary one). */
export function readWorkbook(file: OfficePackage): WorkbookPart {
  const part = file.relationships('').find(({ type }) => type === 'officeDocument')?.target;
  if (!part || !file.has(part) || !/\.xml$/i.test(part)) throw new HandbackFault('not_a_workbook');
  const text = file.text(part);
  const root = rootTag(text);
  if (root.name !== 'workbook') throw new HandbackFault('not_a_workbook');
  const edition = text.slice(root.start, root.end).includes(STRICT.main) ? STRICT : TRANSITIONAL;
  const targets = new Map(file.relationships(part).map((each) => [each.id, each]));
  const pages: WorkbookPage[] = [];
  let nextSheetId = 1;
  const walk = new TagWalk(text);
  while (walk.find('sheet')) {
    const target = targets.get(unescaped(walk.prefixedAttribute('id') ?? ''));
    nextSheetId = Math.max(nextSheetId, Number(walk.attribute('sheetId') ?? 0) + 1);
    pages.push({
      name: unescaped(walk.attribute('name') ?? ''),
      part: target?.target ?? '',
      isSheet: target?.type === 'worksheet' && file.has(target.target),
    });
  }
  if (pages.length === 0) throw new HandbackFault('no_sheets');
  return { part, edition, pages, nextSheetId };
}

/** The part that a workbook has of a kind, such as `styles`; null without. */
export function partOf(file: OfficePackage, book: WorkbookPart, type: string): string | null {
  const found = file.relationships(book.part).find((each) => each.type === type && !each.external);
  return found && file.has(found.target) ? found.target : null;
}

/** A name for a page that Excel takes and no other page has. */
export function pageName(wanted: string, taken: readonly string[]): string {
  const others = new Set(taken.map((name) => name.toLowerCase()));
  const plain =
    wanted
      .replace(/[[\]:*?/\\\0-\x1f]/g, ' ') // eslint-disable-line no-control-regex
      .replace(/^'+|'+$/g, '')
      .trim() || 'Lacuna';
  for (let n = 1; ; n++) {
    const end = n === 1 ? '' : ` ${n}`;
    const name = [...plain].join('').slice(0, 31 - end.length) + end;
    if (!others.has(name.toLowerCase())) return name;
  }
}

/** A page's name in a reference. */
export const quotedName = (name: string): string => `'${name.replace(/'/g, "''")}'`;

/**
 * Adds a page behind the others. `titleRows` (`$1:$4`) are repeated on each sheet of paper;
 * `recalculate` has formulas computed anew when the workbook is opened.
 */
export function addPage(
  file: OfficePackage,
  book: WorkbookPart,
  name: string,
  id: string,
  titleRows: string,
): void {
  const text = file.text(book.part);
  const edits = new Edits();
  const { prefix } = rootTag(text);
  const index = book.pages.length;
  const title = `<${prefix}definedName name="_xlnm.Print_Titles" localSheetId="${index}">${escaped(`${quotedName(name)}!${titleRows}`)}</${prefix}definedName>`;
  const walk = new TagWalk(text);
  walk.next();
  let behind = 0;
  let named = false;
  while (walk.next()) {
    const { name: tag, kind, attributesEnd } = walk;
    if (tag === 'sheets') {
      walk.toClose();
      edits.insert(
        walk.start,
        `<${prefix}sheet xmlns:r="${book.edition.relationships}" name="${escaped(name)}" sheetId="${book.nextSheetId}" r:id="${id}"/>`,
      );
      behind = walk.end;
    } else if (tag === 'functionGroups' || tag === 'externalReferences') {
      walk.toClose();
      behind = walk.end;
    } else if (tag === 'definedNames') {
      named = true;
      walk.toClose();
      if (kind === EMPTY)
        edits.replace(attributesEnd, walk.end, `>${title}</${prefix}definedNames>`);
      else edits.insert(walk.start, title);
    } else walk.toClose();
  }
  if (!named && behind > 0)
    edits.insert(behind, `<${prefix}definedNames>${title}</${prefix}definedNames>`);
  file.set(book.part, edits.apply(text));
}

/** Has a program compute all formulas anew when it opens the workbook. */
export function recalculateOnLoad(file: OfficePackage, book: WorkbookPart): void {
  const text = file.text(book.part);
  const edits = new Edits();
  const walk = new TagWalk(text);
  if (walk.find('calcPr')) edits.setAttribute(walk, 'fullCalcOnLoad', '1');
  else {
    const { prefix } = rootTag(text);
    const after = new TagWalk(text);
    let behind = -1;
    while (after.next())
      if (['sheets', 'externalReferences', 'definedNames'].includes(after.name)) {
        after.toClose();
        behind = after.end;
      }
    if (behind >= 0) edits.insert(behind, `<${prefix}calcPr fullCalcOnLoad="1"/>`);
  }
  if (edits.any) file.set(book.part, edits.apply(text));
}
