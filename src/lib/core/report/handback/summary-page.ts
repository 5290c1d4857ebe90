import { cellName } from '#lib/core/report/handback/cell-name.ts';
import type { Place, Summary } from '#lib/core/report/handback/mark.ts';
import type { StyleSheet } from '#lib/core/report/handback/style-sheet.ts';
import { quotedName } from '#lib/core/report/handback/workbook-part.ts';
import { cellEscaped, escaped } from '#lib/core/report/handback/xml-text.ts';

/** Links that a page of a workbook may have. */
const MAX_LINKS = 65_000;
const MAX_TEXT = 32_000;
const MAX_ROWS = 1_000_000;
const INK = 'FF1F1F1F';
const LINK = 'FF0B57A4';

/** Width of a text in characters, a Chinese one counting two. */
function widthOf(value: string | number): number {
  let width = 0;
  for (const char of String(value).slice(0, 2_000)) width += char > '\u2e80' ? 2 : 1;
  return width;
}

/** Height of a row whose texts are wrapped: not every program finds it by itself. */
function heightOf(cells: readonly (string | number)[], widths: readonly number[]): string {
  let lines = 1;
  cells.forEach((value, c) => {
    let ofCell = 0;
    for (const line of String(value).split('\n'))
      ofCell += Math.max(1, Math.ceil((widthOf(line) * 1.1) / (widths[c] ?? 10)));
    lines = Math.max(lines, ofCell);
  });
  return lines > 1 ? ` ht="${Math.min(400, lines * 15)}" customHeight="1"` : '';
}

function columnWidths(summary: Summary): number[] {
  return summary.headers.map((header, c) => {
    if (summary.widths?.[c]) return summary.widths[c];
    const sample = summary.rows.slice(0, 500).map((row) => widthOf(row[c] ?? ''));
    return Math.min(60, Math.max(8, widthOf(header), ...sample) + 2);
  });
}

function formatsOf(styles: StyleSheet) {
  const font = (inner: string) => styles.add('fonts', `<font>${inner}<name val="Calibri"/></font>`);
  const title = font(`<b/><sz val="14"/><color rgb="${INK}"/>`);
  const bold = font(`<b/><sz val="11"/><color rgb="${INK}"/>`);
  const plain = font(`<sz val="11"/><color rgb="${INK}"/>`);
  const link = font(`<u/><sz val="11"/><color rgb="${LINK}"/>`);
  const head = styles.solidFill('FFEDE7DC');
  const line = styles.add(
    'borders',
    `<border><left/><right/><top/><bottom style="thin"><color rgb="FFBBB4A6"/></bottom><diagonal/></border>`,
  );
  const xf = (fontId: number, fillId: number, borderId: number, wrap: boolean) =>
    styles.add(
      'cellXfs',
      `<xf numFmtId="0" fontId="${fontId}" fillId="${fillId}" borderId="${borderId}" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="left" vertical="top"${wrap ? ' wrapText="1"' : ''}/></xf>`,
    );
  return {
    title: xf(title, 0, 0, false),
    note: xf(plain, 0, 0, false),
    head: xf(bold, head, line, true),
    cell: xf(plain, 0, 0, true),
    link: xf(link, 0, 0, true),
  };
}

function cell(row: number, column: number, format: number, value: string | number): string {
  const at = `<c r="${cellName(row, column)}" s="${format}"`;
  if (typeof value === 'number' && Number.isFinite(value)) return `${at}><v>${value}</v></c>`;
  const text = String(value).slice(0, MAX_TEXT);
  return `${at} t="inlineStr"><is><t xml:space="preserve">${cellEscaped(text)}</t></is></c>`;
}

const address = ({ sheet, row, column }: Place) =>
  `${quotedName(sheet)}!${cellName(row, column ?? 0)}`;

/**
 * The page that lists the marks: texts are texts (never formulas), the header stays in view and on
 * each sheet of paper, and the first cell of a row leads to the cell it tells of. `titleRows` are
 * the rows to repeat in print.
 */
export function summaryPage(
  summary: Summary,
  notes: readonly string[],
  styles: StyleSheet,
  namespace: string,
): { xml: string; titleRows: string } {
  const formats = formatsOf(styles);
  const parts: string[] = [];
  const links: string[] = [];
  let row = 0;
  const put = (cells: string, height = '') => parts.push(`<row r="${row}"${height}>${cells}</row>`);
  row++;
  put(cell(row, 0, formats.title, summary.title), ' ht="22" customHeight="1"');
  for (const note of notes) {
    row++;
    put(cell(row, 0, formats.note, note));
  }
  const headRow = ++row;
  const widths = columnWidths(summary);
  put(
    summary.headers.map((text, c) => cell(row, c, formats.head, text)).join(''),
    heightOf(summary.headers, widths),
  );
  for (let i = 0; i < Math.min(summary.rows.length, MAX_ROWS); i++) {
    row++;
    const place = links.length < MAX_LINKS ? (summary.places?.[i] ?? null) : null;
    put(
      summary.rows[i]
        .map((value, c) => cell(row, c, place && c === 0 ? formats.link : formats.cell, value))
        .join(''),
      heightOf(summary.rows[i], widths),
    );
    if (place)
      links.push(
        `<hyperlink ref="${cellName(row, 0)}" location="${escaped(address(place))}" display="${escaped(address(place))}"/>`,
      );
  }
  const cols = widths
    .map((width, c) => `<col min="${c + 1}" max="${c + 1}" width="${width}" customWidth="1"/>`)
    .join('');
  const last = cellName(row, Math.max(0, summary.headers.length - 1));
  const xml = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="${namespace}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:${last}"/><sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="${headRow}" topLeftCell="A${headRow + 1}" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>${cols ? `<cols>${cols}</cols>` : ''}<sheetData>${parts.join('')}</sheetData>${links.length > 0 ? `<hyperlinks>${links.join('')}</hyperlinks>` : ''}<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>`;
  return { xml, titleRows: `$${headRow}:$${headRow}` };
}
