import { DOMParser } from '@xmldom/xmldom';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { HandbackWords, Mark, Summary } from '#lib/core/report/handback/mark.ts';

export const WORDS: HandbackWords = {
  summarySheet: '问题汇总',
  author: '补白',
  issuesColumn: '问题',
  moreComments: '“{sheet}”另有 {count} 处只填色',
  unnamedSheet: '表',
};

export const SUMMARY: Summary = {
  title: '台账问题',
  headers: ['位置', '问题'],
  rows: [["=cmd|'/C calc'!A0", '@SUM(1)']],
  places: [{ sheet: 'A', row: 2, column: 1 }],
};

export const mark = (
  sheet: string,
  row: number,
  column: number | null,
  text = `${row}:${column}`,
  rest: Partial<Mark> = {},
): Mark => ({ sheet, row, column, text, severity: 'error', ...rest });

/** The members of an archive as text, each that is XML checked to be well formed. */
export function members(bytes: Uint8Array): Map<string, string> {
  const files = new Map<string, string>();
  for (const [name, content] of Object.entries(unzipSync(bytes))) {
    const text = strFromU8(content);
    files.set(name, text);
    if (/\.(xml|rels|vml)$/.test(name))
      new DOMParser({
        onError: (level, message) => {
          // A replaced half of a pair is a warning.
          if (level !== 'warning') throw new Error(`${name}: ${level}: ${message}`);
        },
      }).parseFromString(text, 'text/xml');
  }
  return files;
}

/** An archive with some members changed or added. */
export function changed(
  bytes: Uint8Array,
  change: Record<string, string | ((text: string) => string)>,
): Uint8Array {
  const files = unzipSync(bytes);
  for (const [name, to] of Object.entries(change))
    files[name] = strToU8(typeof to === 'string' ? to : to(strFromU8(files[name])));
  return zipSync(files);
}

const TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook of one page, `A`, written by hand. */
export function handWritten(sheet: string, prefix = ''): Uint8Array {
  const p = prefix ? `${prefix}:` : '';
  const space = `xmlns${prefix ? `:${prefix}` : ''}="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`;
  const files: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${TYPES}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<${p}workbook ${space} xmlns:q="${TYPES}"><${p}sheets><${p}sheet name="A" sheetId="1" q:id="rId1"/></${p}sheets></${p}workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${TYPES}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<?xml version="1.0" encoding="UTF-8"?><${p}worksheet ${space}>${sheet}</${p}worksheet>`,
  };
  return zipSync(Object.fromEntries(Object.entries(files).map(([k, v]) => [k, strToU8(v)])));
}

/** Random numbers below 1 from a seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
