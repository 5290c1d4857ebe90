import { strToU8, unzipSync, zipSync } from 'fflate';
import type { Zippable } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import type { InputFile } from '#lib/core/ingest/read-folder.ts';
import { readFolder } from '#lib/core/ingest/read-folder.ts';
import type { Project } from '#lib/core/model.ts';
import { listOfTexts } from '#lib/core/texts.ts';
import {
  csvOf,
  geoJsonOf,
  htmlOf,
  kmlOf,
  parquetOf,
  shapefileOf,
  workbookOf,
} from './every-format.ts';
import type { SmallTable } from './every-format.ts';
import { fileOf, issuesOf, lexicon } from './ingest-folder.ts';

const SLOWEST_MS = 5000;
/** Bytes that a hostile file may cost beyond its own. */
const MOST_BYTES = 500_000_000;

/** Reads one file and sees to its time and memory. */
async function read(name: string, content: string | Uint8Array): Promise<Project> {
  const file = fileOf(name, content);
  const before = process.memoryUsage().rss;
  const start = performance.now();
  const project = await readFolder([file], lexicon);
  expect(performance.now() - start, `${name} took too long`).toBeLessThan(SLOWEST_MS);
  expect(process.memoryUsage().rss - before, `${name} took too much memory`).toBeLessThan(
    MOST_BYTES,
  );
  return project;
}

async function codes(name: string, content: string | Uint8Array): Promise<string[]> {
  return (await read(name, content)).issues.map(({ code }) => code);
}

const TABLE: SmallTable = {
  headers: ['编号', '名称', '类型', '经度', '纬度'],
  rows: [['U1', '甲', '楼宇', '121.5', '31.2']],
  points: [[121.5, 31.2]],
};

/** The workbook with some of its parts rewritten. */
function edited(edits: Record<string, (xml: string) => string>): Uint8Array {
  const parts = unzipSync(workbookOf(TABLE, 'xlsx'));
  for (const [name, edit] of Object.entries(edits)) {
    const before = new TextDecoder().decode(parts[name]);
    const after = edit(before);
    expect(after, name).not.toBe(before);
    parts[name] = strToU8(after);
  }
  return zipSync(parts);
}
const PAGE = 'xl/worksheets/sheet1.xml';

const DOCTYPE = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>';
const LAUGHS = `<!DOCTYPE x [<!ENTITY a "ha">${Array.from('bcdefghij', (letter, i) => {
  const last = 'abcdefghi'[i];
  return `<!ENTITY ${letter} "${`&${last};`.repeat(10)}">`;
}).join('')}]>`;
const withDoctype = (xml: string, doctype: string, entity: string) => {
  const body = xml.replace(/^<\?xml[^>]*\?>\s*/, '');
  return `<?xml version="1.0"?>${doctype}${body.replace('甲', `&${entity};`)}`;
};

describe('archives', () => {
  it('refuses a member of zeros before it is inflated', async () => {
    const bomb = zipSync({ 'a.csv': new Uint8Array(120_000_000) });
    expect(await codes('bomb.zip', bomb)).toContain('archive_ratio');
  });

  it('refuses bombs inside an archive, and archives inside archives without end', async () => {
    const bomb = zipSync({ 'a.csv': new Uint8Array(60_000_000) });
    const many: Zippable = {};
    for (let i = 0; i < 30; i++) many[`${i}.zip`] = [bomb, { level: 0 }];
    const inner = await codes('many.zip', zipSync(many));
    expect(inner.filter((code) => /^archive_(ratio|too_large)$/.test(code))).toHaveLength(30);
    let nested = zipSync({ 'a.csv': strToU8(csvOf(TABLE)) });
    for (let depth = 0; depth < 40; depth++) nested = zipSync({ 'inner.zip': nested });
    expect(await codes('deep.zip', nested)).toContain('archive_nested');
  });

  it('counts what many archives inside one hold together', async () => {
    // Each of the members inflates at a ratio that is allowed.
    const lines = Array.from({ length: 20_000 }, (_, i) => `${i * 7919 * 7919}${'a'.repeat(1000)}`);
    const large = zipSync({ 'a.pdf': strToU8(`%PDF${lines.join('').repeat(2)}`) });
    const many: Zippable = {};
    for (let i = 0; i < 20; i++) many[`${i}.zip`] = [large, { level: 0 }];
    const project = await readFolder([fileOf('many.zip', zipSync(many))], lexicon);
    expect(issuesOf(project, 'archive_too_large').length).toBeGreaterThan(0);
  });

  it('refuses 20,000 members', async () => {
    const members: Zippable = {};
    for (let i = 0; i < 20_000; i++) members[`m${i}.csv`] = [strToU8('a'), { level: 0 }];
    expect(await codes('many.zip', zipSync(members))).toContain('archive_too_many');
  });

  it.each(['../../etc/passwd.csv', 'a/../../b.csv', '..\\..\\b.csv', 'C:\\b.csv', 'a\u0000b.csv'])(
    'refuses a member named %j',
    async (name) => {
      const bytes = zipSync({ [name]: strToU8(csvOf(TABLE)) });
      expect(await codes('path.zip', bytes)).toContain('archive_path');
    },
  );

  it('takes the slash off a member that claims to stand at the root', async () => {
    const project = await read('path.zip', zipSync({ '/etc/a.csv': strToU8(csvOf(TABLE)) }));
    expect(project.units.count).toBe(1);
  });
});

describe('markup', () => {
  it.each([
    ['reaches out', DOCTYPE, 'secret'],
    ['grows', LAUGHS, 'j'],
  ])('refuses KML whose document type %s', async (_, doctype, entity) => {
    const text = withDoctype(kmlOf(TABLE), doctype, entity);
    expect(await codes('a.kml', text)).toContain('xml_doctype');
    const kmz = zipSync({ 'doc.kml': strToU8(text) });
    expect(await codes('a.kmz', kmz)).toContain('xml_doctype');
  });

  it.each([
    ['reaches out', DOCTYPE, 'secret'],
    ['grows', LAUGHS, 'j'],
  ])('expands nothing in a workbook whose document type %s', async (_, doctype, entity) => {
    const doctyped = (xml: string) => withDoctype(xml, doctype, entity);
    for (const part of ['xl/sharedStrings.xml', PAGE, 'xl/workbook.xml', 'xl/styles.xml']) {
      const project = await read('a.xlsx', edited({ [part]: doctyped }));
      const text = JSON.stringify([listOfTexts(project.units.name), project.issues]);
      expect(text).not.toMatch(/root:|haha/);
      expect(project.issues.length).toBeGreaterThan(0);
    }
  });

  it('refuses nesting without end', async () => {
    const deep = `${'<Folder>'.repeat(200_000)}${'</Folder>'.repeat(200_000)}`;
    expect(await codes('a.kml', `<kml>${deep}</kml>`)).toContain('xml_too_deep');
    expect(await codes('a.json', `${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}`)).toContain(
      'json_too_deep',
    );
    const objects = `${'{"a":'.repeat(300_000)}1${'}'.repeat(300_000)}`;
    expect(await codes('a.geojson', objects)).toContain('json_too_deep');
    const tables = `<html>${'<table><tr><td>'.repeat(100_000)}</html>`;
    expect((await codes('a.xls', tables)).length).toBeGreaterThan(0);
  });

  it.each([
    ['xl/workbook.xml', '<sheet '],
    ['xl/_rels/workbook.xml.rels', '<Relationship '],
    ['xl/styles.xml', '<numFmt '],
    ['xl/sharedStrings.xml', '<si '],
    ['xl/sharedStrings.xml', '<si><t '],
    [PAGE, '<row '],
    [PAGE, '<c '],
    [PAGE, '<f '],
    [PAGE, '<mergeCell '],
  ])('is not held up by tags in %s that never end: %s', async (part, tag) => {
    const bytes = edited({
      [part]: (xml) => xml + tag.repeat(60_000),
    });
    expect((await codes('a.xlsx', bytes)).length).toBeGreaterThan(0);
  });

  it.each(['<td ', '<!--', '<script>', '<table>', '&#', '<td>&nbsp;'])(
    'is not held up by %s without end in HTML and descriptions',
    async (piece) => {
      const many = piece.repeat(100_000);
      const page = `<html><body><table><tr><td>编号</td></tr>${many}</table></body></html>`;
      expect((await codes('a.xls', page)).length).toBeGreaterThan(0);
      const description = `<description><![CDATA[${many}]]></description>`;
      const kml = kmlOf(TABLE).replace('</name>', `</name>${description}`);
      expect((await codes('a.kml', kml)).length).toBeGreaterThan(0);
    },
  );
});

describe('sizes', () => {
  it('refuses 200 MB of JSON by its size, before a byte is read', async () => {
    let reads = 0;
    const file: InputFile = {
      name: 'units.geojson',
      size: 200_000_000,
      bytes: () => {
        reads += 1;
        return Promise.resolve(new Uint8Array(0));
      },
    };
    const project = await readFolder([file], lexicon);
    expect(issuesOf(project, 'file_too_large')).toHaveLength(1);
    expect(reads).toBe(0);
  });

  it('refuses 200 MB of JSON under the name of another format', async () => {
    const bytes = new Uint8Array(200_000_000).fill(0x20);
    bytes.set(strToU8('{"a":"'));
    bytes.set(strToU8('"}'), bytes.length - 2);
    expect(await codes('units.csv.data', bytes)).toContain('file_too_large');
  });

  it('reads past a line without end', async () => {
    const line = 'x'.repeat(60_000_000);
    const text = `${csvOf(TABLE)}\r\nU2,${line},楼宇,121.5,31.2\r\nU3,丙,楼宇,121.5,31.2\r\n`;
    const project = await read('a.csv', text);
    expect(listOfTexts(project.units.id)).toContain('U1');
    expect(listOfTexts(project.units.id)).toContain('U3');
    const alone = await codes('b.csv', 'x'.repeat(60_000_000));
    expect(alone.length).toBeGreaterThan(0);
    const commas = await codes('c.csv', `编号,名称\n${','.repeat(30_000_000)}\n`);
    expect(commas.length).toBeGreaterThan(0);
    const quoted = await codes('d.csv', `编号,名称\nU1,"${'a\n'.repeat(2_000_000)}`);
    expect(quoted).toContain('quote_not_closed');
  });

  it('believes no dimension, no far cell and no merge over the whole page', async () => {
    const far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>';
    const merges =
      '</sheetData><mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells>';
    const project = await read(
      'a.xlsx',
      edited({
        [PAGE]: (xml) =>
          xml
            .replace(/<dimension ref="[^"]*"/, '<dimension ref="A1:XFD1048576"')
            .replace('</sheetData>', far)
            .replace('</sheetData>', merges),
      }),
    );
    expect(listOfTexts(project.units.id)).toContain('U1');
    expect(issuesOf(project, 'column_too_far')).toHaveLength(1);
    const wide = edited({
      [PAGE]: (xml) => xml.replace(/<dimension ref="[^"]*"/, '<dimension ref="A1:XFD1048576"'),
    });
    expect((await read('b.xlsx', wide)).units.count).toBe(1);
  });

  it('is not held up by long runs of spaces, digits or marks in cells', async () => {
    const runs = [' ', '\u3000', '1', '1 ', '13', '(', '.', '姓名:', 'a@', '°', '一', '-', '万'];
    const rows = runs.map((run, i) => [
      `U${i}`,
      run.repeat(30_000),
      run.repeat(9_000),
      run.repeat(9_000),
      '31.2',
    ]);
    const text = csvOf({ ...TABLE, rows });
    expect((await codes('a.csv', text)).length).toBeGreaterThan(0);
    const headers = runs.map((run) => `甲${run.repeat(3_000)}`);
    expect((await codes('b.csv', `${headers.join(',')}\n1,2,3\n`)).length).toBeGreaterThan(0);
  });
});

describe('names of members of objects', () => {
  const headers = ['编号', '名称', '类型', '经度', '纬度', '__proto__', 'constructor', 'toString'];
  const hostile: SmallTable = {
    headers,
    rows: [['__proto__', 'constructor', '楼宇', '121.5', '31.2', 'polluted', 'polluted', 'x']],
    points: [[121.5, 31.2]],
  };
  const files: Record<string, string | Uint8Array> = {
    'a.csv': csvOf(hostile),
    'b.xlsx': workbookOf(hostile, 'xlsx'),
    'c.xls': workbookOf(hostile, 'biff8'),
    'd.xls': htmlOf(hostile),
    'e.geojson': geoJsonOf(hostile).replace(
      '"properties":{',
      '"properties":{"__proto__":{"polluted":1},',
    ),
    'f.kml': kmlOf(hostile),
    'g.zip': shapefileOf(hostile),
    'h.parquet': parquetOf(hostile),
    '__proto__.csv': csvOf(hostile),
    'constructor.zip': zipSync({ '__proto__.csv': strToU8(csvOf(hostile)) }),
    'project.json': '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
  };
  afterEach(() => {
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each(Object.keys(files))('are nothing but names in %s', async (name) => {
    const project = await read(name, files[name]);
    if (name === 'project.json') return;
    expect(project.units.count).toBe(1);
    expect(listOfTexts(project.units.id)).toEqual(['__proto__']);
    const extra = Object.keys(project.units.extra);
    for (const header of ['__proto__', 'constructor'])
      expect(extra.some((own) => header.startsWith(own.slice(0, 9)))).toBe(true);
  });
});
