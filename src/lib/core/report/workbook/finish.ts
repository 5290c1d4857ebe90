import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Zippable } from 'fflate';

const SHEET = /^xl\/worksheets\/sheet\d+\.xml$/;
const STYLES = 'xl/styles.xml';
/** What the format counts its days from: a time that says nothing. */
const NO_TIME = new Date('1980-01-01T00:00:00');
const FROZEN =
  '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' +
  '<selection pane="bottomLeft"/>';

/** Adds a bold cell format to a style sheet as SheetJS writes it; gives its number. */
function withBold(styles: string): { styles: string; format: number } {
  const fonts = /<fonts count="(\d+)">([^]*?)<\/fonts>/.exec(styles);
  const formats = /<cellXfs count="(\d+)">([^]*?)<\/cellXfs>/.exec(styles);
  if (!fonts || !formats) throw new Error('style sheet: expected fonts and cellXfs');
  const [font, format] = [Number(fonts[1]), Number(formats[1])];
  const bold = fonts[2].match(/<font>[^]*?<\/font>/)![0].replace('<font>', '<font><b/>');
  const look = `<xf numFmtId="0" fontId="${font}" fillId="0" borderId="0" xfId="0" applyFont="1"/>`;
  return {
    format,
    styles: styles
      .replace(fonts[0], `<fonts count="${font + 1}">${fonts[2]}${bold}</fonts>`)
      .replace(formats[0], `<cellXfs count="${format + 1}">${formats[2]}${look}</cellXfs>`),
  };
}

/** The head of a page in bold, and frozen where the page has a filter. */
function headed(sheet: string, format: number): string {
  const [row] = /<row r="1"[^>]*>[^]*?<\/row>/.exec(sheet) ?? [];
  let text = sheet;
  if (row) text = text.replace(row, () => row.replace(/<c r="/g, `<c s="${format}" r="`));
  if (!sheet.includes('<autoFilter')) return text;
  return text.replace(
    /<sheetView ([^>]*?)\/>/,
    (_, attributes: string) => `<sheetView ${attributes}>${FROZEN}</sheetView>`,
  );
}

/**
 * Finishes a workbook as SheetJS writes it: heads are bold and stay in sight, and the same workbook
 * is the same bytes whenever it is written.
 */
export function finished(bytes: Uint8Array): Uint8Array {
  const members = unzipSync(bytes);
  const { styles, format } = withBold(strFromU8(members[STYLES]));
  members[STYLES] = strToU8(styles);
  for (const name of Object.keys(members))
    if (SHEET.test(name)) members[name] = strToU8(headed(strFromU8(members[name]), format));
  const all: Zippable = {};
  for (const [name, content] of Object.entries(members))
    all[name] = [content, { mtime: NO_TIME, level: content.length > 4_000_000 ? 3 : 6 }];
  return zipSync(all);
}
