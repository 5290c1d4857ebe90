import { strFromU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { markWorkbook } from '#lib/core/report/handback/mark-workbook.ts';
import type { Mark } from '#lib/core/report/handback/mark.ts';
import { SUMMARY, WORDS, changed, handWritten, mark, members } from './handback-book.ts';

describe('XML that other programs write', () => {
  it('prefixes, cells and rows without references', () => {
    const sheet =
      '<x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row><x:row r="4" spans="1:1"><x:c r="A4"><x:v>4</x:v></x:c></x:row><x:row r="6"/></x:sheetData>';
    const marks = [
      [1, 1],
      [2, 0],
      [4, 2],
      [6, 1],
      [9, 0],
    ].map(([r, c]) => mark('A', r, c));
    const { bytes } = markWorkbook(handWritten(sheet, 'x'), marks, SUMMARY, WORDS);
    const xml = members(bytes).get('xl/worksheets/sheet1.xml')!;
    expect(xml).toContain(
      '<x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c s="1" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row><x:row r="2"><x:c r="A2" s="1"/></x:row><x:row r="4" spans="1:3"><x:c r="A4"><x:v>4</x:v></x:c><x:c r="C4" s="1"/></x:row><x:row r="6"><x:c r="B6" s="1"/></x:row><x:row r="9"><x:c r="A9" s="1"/></x:row></x:sheetData><x:legacyDrawing ',
    );
    expect(members(bytes).get('xl/workbook.xml')).toContain('<x:sheet xmlns:r=');
  });

  it('tags in comments and CDATA are no tags', () => {
    const sheet =
      '<!-- <sheetData/> --><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[</row><c r="B1"/>]]></t></is></c></row></sheetData><pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/><extLst><ext uri="a"/></extLst>';
    const { bytes } = markWorkbook(handWritten(sheet), [mark('A', 1, 1)], SUMMARY, WORDS);
    const xml = members(bytes).get('xl/worksheets/sheet1.xml')!;
    expect(xml).toContain(']]></t></is></c><c r="B1" s="1"/></row>');
    expect(xml).toMatch(/<legacyDrawing [^>]*\/><extLst>/);
  });

  it('an empty page', () => {
    const { bytes } = markWorkbook(handWritten('<sheetData/>'), [mark('A', 2, 1)], SUMMARY, WORDS);
    expect(members(bytes).get('xl/worksheets/sheet1.xml')).toContain(
      '<sheetData><row r="2"><c r="B2" s="1"/></row></sheetData><legacyDrawing ',
    );
  });

  it('an added cell looks like its row or column', () => {
    const before = changed(
      handWritten(
        '<cols><col min="2" max="3" style="1"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2" s="2" customFormat="1"/></sheetData>',
      ),
      {
        'xl/styles.xml':
          '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"><alignment wrapText="1"/></xf></cellXfs></styleSheet>',
        'xl/_rels/workbook.xml.rels': (text) =>
          text.replace(
            '</Relationships>',
            '<Relationship Id="rId7" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
          ),
      },
    );
    const marks = [mark('A', 1, 1), mark('A', 2, 1)];
    const files = members(markWorkbook(before, marks, SUMMARY, WORDS).bytes);
    expect(files.get('xl/worksheets/sheet1.xml')).toMatch(/<c r="B1" s="3"\/>.*<c r="B2" s="4"\/>/);
    const styles = files.get('xl/styles.xml')!;
    expect(styles).toMatch(
      /<xf applyFill="1" fillId="0" numFmtId="14"\/>|<xf fillId="0" applyFill="1" numFmtId="14"\/>/,
    );
    expect(styles).toContain('<alignment wrapText="1"/></xf>');
    expect(styles.indexOf('<fonts')).toBeLessThan(styles.indexOf('<fills'));
    expect(styles.indexOf('<borders')).toBeLessThan(styles.indexOf('<cellXfs'));
  });
});

describe('merged cells and whole rows', () => {
  const sheet =
    '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"/><c r="B2"><v>3</v></c><c r="D2"><v>4</v></c></row></sheetData><mergeCells count="2"><mergeCell ref="A1:A3"/><mergeCell ref="B2:C2"/></mergeCells>';
  const commented = (marks: Mark[]) => {
    const files = members(markWorkbook(handWritten(sheet), marks, SUMMARY, WORDS).bytes);
    return {
      xml: files.get('xl/worksheets/sheet1.xml')!,
      cells: [...files.get('xl/comments1.xml')!.matchAll(/<comment ref="(\w+)"/g)].map((m) => m[1]),
    };
  };

  it('a mark inside a merged box goes to the cell that shows it', () => {
    const { xml, cells } = commented([mark('A', 3, 0), mark('A', 2, 2)]);
    expect(cells).toEqual(['A1', 'B2']);
    expect(xml).toContain('<c s="1" r="A1"><v>1</v></c>');
    expect(xml).not.toContain('r="C2"');
  });

  it('a row is filled to its last cell, and commented where the row itself shows', () => {
    const { xml, cells } = commented([mark('A', 2, null)]);
    expect(cells).toEqual(['B2']);
    expect(xml).toContain(
      '<row r="2"><c s="1" r="A2"/><c s="1" r="B2"><v>3</v></c><c s="1" r="D2"><v>4</v></c></row>',
    );
    expect(xml).toContain('<c r="A1"><v>1</v></c>');
  });

  it('a graver mark of the cell outweighs the one of its row', () => {
    const marks = [mark('A', 2, null, 'x', { severity: 'note' }), mark('A', 2, 3)];
    const { xml } = commented(marks);
    const format = (cell: string) => new RegExp(`<c s="(\\d+)" r="${cell}"`).exec(xml)![1];
    expect(format('A2')).toBe(format('B2'));
    expect(format('D2')).not.toBe(format('A2'));
  });

  it('the value of a merged box leaves with a mark anywhere in it', () => {
    const { xml } = commented([mark('A', 2, 0, 'x', { blank: true })]);
    expect(xml).toContain('<row r="1"><c r="A1" s="1"/>');
    expect(xml).toContain('<c r="B1"><v>2</v></c>');
  });
});

it('a page in UTF-16 is read, and written as UTF-8', () => {
  const files = unzipSync(
    handWritten('<sheetData><row r="1"><c r="A1" t="str"><v>甲</v></c></row></sheetData>'),
  );
  const text = strFromU8(files['xl/worksheets/sheet1.xml']).replace('UTF-8', 'UTF-16');
  files['xl/worksheets/sheet1.xml'] = new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
  const { bytes } = markWorkbook(zipSync(files), [mark('A', 1, 0)], SUMMARY, WORDS);
  const xml = members(bytes).get('xl/worksheets/sheet1.xml')!;
  expect(xml).toContain('encoding="UTF-8"');
  expect(xml).toContain('<v>甲</v>');
});

it('parts are found whatever the case and the slashes of their names', () => {
  const files = unzipSync(handWritten('<sheetData/>'));
  files['xl\\worksheets\\Sheet1.xml'] = files['xl/worksheets/sheet1.xml'];
  delete files['xl/worksheets/sheet1.xml'];
  const { bytes, unplaced } = markWorkbook(zipSync(files), [mark('A', 1, 0)], SUMMARY, WORDS);
  expect(unplaced).toBe(0);
  expect(members(bytes).get('xl\\worksheets\\Sheet1.xml')).toContain('<c r="A1" s="1"/>');
});

it('a drawing of controls keeps them; new boxes have numbers that no other shape has', () => {
  const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const before = changed(
    handWritten('<sheetData/><legacyDrawing xmlns:r="' + types + '" r:id="rId5"/>'),
    {
      'xl/drawings/vmlDrawing1.vml':
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout><v:shape id="_x0000_s1025" type="#_x0000_t201"/></xml>',
      'xl/drawings/vmlDrawing2.vml':
        '<xml xmlns:v="urn:v" xmlns:o="urn:o"><o:idmap v:ext="edit" data="2"/></xml>',
      'xl/worksheets/_rels/sheet1.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId5" Type="${types}/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/></Relationships>`,
    },
  );
  const files = members(markWorkbook(before, [mark('A', 1, 0)], SUMMARY, WORDS).bytes);
  const drawing = files.get('xl/drawings/vmlDrawing1.vml')!;
  expect(drawing).toContain('<v:shape id="_x0000_s1025" type="#_x0000_t201"/>');
  expect(drawing).toContain('data="1,3"');
  expect(drawing).toContain('id="_x0000_s3073"');
  expect(files.get('xl/worksheets/sheet1.xml')!.match(/<legacyDrawing/g)).toHaveLength(1);
});
