import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { limitOf, sniff } from '#lib/core/ingest/sniff.ts';
import type { Content } from '#lib/core/ingest/sniff.ts';
import { randomStream } from '../bench/random.ts';
import { gb18030Bytes } from './gb18030.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const signed = (...signature: (string | number)[]) =>
  new Uint8Array([
    ...signature.flatMap((part) => (typeof part === 'string' ? [...utf8(part)] : [part])),
    ...new Array<number>(64).fill(0),
  ]);
const wide = (text: string) =>
  new Uint8Array([...text].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]));
const kindOf = (bytes: Uint8Array | string, name: string) => {
  const content: Content = sniff(typeof bytes === 'string' ? utf8(bytes) : bytes, name);
  if (content.kind === 'other') return `other ${content.format}`;
  return content.kind === 'xml' ? `xml ${content.root}` : content.kind;
};

const COLLECTION = '{"type":"FeatureCollection","features":[]}';
const PROLOG = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- 台账 -->\n';

describe('what a file is, whatever its name says', () => {
  it.each([
    ['zip', signed('PK', 3, 4)],
    ['zip', signed('PK', 5, 6)],
    ['cfb', signed(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)],
    ['parquet', signed('PAR1')],
    ['gzip', signed(0x1f, 0x8b, 8)],
    ['other pdf', signed('%PDF-1.7')],
    ['other png', signed(0x89, 'PNG')],
    ['other jpeg', signed(0xff, 0xd8, 0xff, 0xe0)],
    ['other rar', signed('Rar!')],
    ['other 7z', signed('7z', 0xbc, 0xaf)],
    ['other shapefile', signed(0, 0, 0x27, 0x0a)],
    ['other gpkg, sqlite', signed('SQLite format 3')],
    ['other rtf', utf8('{\\rtf1\\ansi 台账}')],
    ['other mhtml', utf8('MIME-Version: 1.0\r\nContent-Type: multipart/related')],
    ['other binary', signed(1, 2, 3, 4, 5)],
    ['empty', utf8('')],
    ['empty', utf8('\ufeff \r\n\t')],
    ['empty', wide('\ufeff\r\n')],
    ['json', utf8(COLLECTION)],
    ['json', utf8(`\ufeff\n ${COLLECTION}`)],
    ['json', wide(`\ufeff${COLLECTION}`)],
    ['kml', utf8(`${PROLOG}<kml xmlns="http://www.opengis.net/kml/2.2"></kml>`)],
    ['kml', utf8('<ns0:kml xmlns:ns0="http://earth.google.com/kml/2.1"/>')],
    ['html', utf8('<html xmlns:o="urn:schemas-microsoft-com:office:office"><table>')],
    ['html', utf8('\r\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN">\n<HTML>')],
    ['html', utf8('<meta charset="gbk"><table><tr><td>编号</td></tr></table>')],
    ['html', wide('\ufeff<table><tr><td>1</td></tr></table>')],
    ['html', gb18030Bytes('<TABLE><tr><td>编号</td></tr></TABLE>')],
    ['xml workbook', utf8(`${PROLOG}<?mso-application progid="Excel.Sheet"?><Workbook/>`)],
    ['xml gpx', utf8(`${PROLOG}<!DOCTYPE gpx [<!ENTITY a "b">]><gpx/>`)],
    ['delimited', utf8('编号,名称\n1,甲\n')],
    ['delimited', gb18030Bytes('编号,名称\n1,甲\n')],
    ['delimited', wide('编号\t名称\n1\t甲\n')],
    ['delimited', wide('\ufeff编号\t名称\n1\t甲\n')],
    ['delimited', utf8('id;name\n1;Ann\n')],
    ['delimited', utf8('< 5 人,名称\n1,甲\n')],
  ])('%s', (kind, bytes) => {
    for (const name of ['a.xlsx', 'a.zip', 'folder/a.KML', 'a', 'a.dat'])
      expect(kindOf(bytes, name), name).toBe(kind);
  });

  it.each([
    ['delimited', 'id,name\n1,Ann\n', 'a.json'],
    ['delimited', gb18030Bytes('编号,名称\n1,甲\n'), 'a.geojson'],
    ['json', '"one"', 'a.json'],
    ['json', 'oops, no JSON', 'a.json'],
    ['json', COLLECTION, 'a.csv'],
    ['delimited', '[id],[name]\n1,2\n', 'a.csv'],
    ['json', '[1, 2', 'a.json'],
    ['delimited', '<id>,<name>\n1,2\n', 'a.csv'],
    ['html', '<table><tr><td>1</td></tr></table>', 'a.csv'],
    ['kml', '<kml/>', 'a.csv'],
    ['other dbf', signed(3, 126, 8, 1, 1, 0), 'a.dbf'],
  ])('%s: where the content leaves it open, the extension tells', (kind, content, name) => {
    expect(kindOf(content, name)).toBe(kind);
  });

  it('bounds JSON more tightly than tables', () => {
    expect([limitOf('a.GeoJSON'), limitOf('a.csv')]).toEqual([160_000_000, 320_000_000]);
  });

  it('says something of any bytes (seed 21)', () => {
    const random = randomStream(21);
    for (let round = 0; round < 3000; round++) {
      const bytes = Uint8Array.from({ length: Math.floor(random() * 60) }, () =>
        random() < 0.5 ? Math.floor(random() * 256) : 0x3c + Math.floor(random() * 64),
      );
      expect(sniff(bytes, 'a.csv').kind).toMatch(/^[a-z]+$/);
    }
  });

  it('takes time in proportion to its head for markup that never ends', () => {
    for (const open of ['<!--', '<?', '<!doctype [', '<!doctype a [<!-- '])
      expect(kindOf(open.repeat(60_000), 'a.xml')).toMatch(/^(xml|delimited)/);
  });
});

const MESSY = '../shared/data/messy/generated';
const present = existsSync(MESSY);
const KINDS: [RegExp, string][] = [
  [/^empty\.csv$/, 'empty'],
  [/^really_a_csv\.xlsx$/, 'delimited'],
  [/\.csv$/, 'delimited'],
  [/\.(geo)?json$/, 'json'],
  [/\.(xlsx|zip)$/, 'zip'],
  [/\.kml$/, 'kml'],
];

describe.skipIf(!present)(present ? 'messy files' : `skipped: ${MESSY} is absent`, () => {
  it.each(present ? readdirSync(MESSY) : [])('%s', (name) => {
    const bytes = new Uint8Array(readFileSync(join(MESSY, name)));
    const expected = KINDS.find(([pattern]) => pattern.test(name))?.[1];
    expect(kindOf(bytes, name)).toBe(expected);
    if (expected !== 'json') expect(kindOf(bytes, 'a')).toBe(expected);
  });
});
