import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FormatFault } from '#lib/core/ingest/format/fault.ts';
import { readDescription } from '#lib/core/ingest/format/kml-description.ts';
import { readKml, readKmlBytes, xmlText } from '#lib/core/ingest/format/kml.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';

const OVITAL = '../shared/data/messy/generated/ovital_like.kml';
const present = existsSync(OVITAL);
if (!present) console.log(`skipped: ${OVITAL} is absent`);

const utf8 = (text: string) => new TextEncoder().encode(text);
const kml = (body: string, attributes = ' xmlns="http://www.opengis.net/kml/2.2"') =>
  `<?xml version="1.0" encoding="UTF-8"?><kml${attributes}><Document>${body}</Document></kml>`;
const point = (inside = '', at = '121.5,31.2') =>
  `<Placemark>${inside}<Point><coordinates>${at}</coordinates></Point></Placemark>`;

function read(text: string) {
  const issues = new IssueLog();
  const sheet = readKml('a.kml', text, issues);
  const cell = (header: string, row = 0) => sheet.columns[sheet.headers.indexOf(header)]?.at(row);
  return { sheet, cell, codes: issues.list().map((issue) => issue.code), list: issues.list() };
}
function faultOf(text: string): FormatFault {
  try {
    read(text);
  } catch (error) {
    expect(error).toBeInstanceOf(FormatFault);
    return error as FormatFault;
  }
  throw new Error('was read');
}

describe('what a placemark says', () => {
  it('names nested folders, CDATA names and extended data', () => {
    const { sheet, cell } = read(
      kml(
        `<Folder><name>a</name><Folder><name><![CDATA[b & c]]></name>${point(
          '<name><![CDATA[ <楼> ]]></name><ExtendedData><Data name="编号"><displayName>x</displayName>' +
            '<value>007</value></Data><SchemaData schemaUrl="#s"><SimpleData name="层数">12</SimpleData>' +
            '</SchemaData></ExtendedData>',
        )}</Folder>${point()}</Folder>${point()}`,
      ),
    );
    expect(sheet.count).toBe(3);
    expect([0, 1, 2].map((row) => cell('@folder', row))).toEqual(['a/b & c', 'a', null]);
    expect(cell('name')).toBe('<楼>');
    expect(cell('编号')).toBe('007');
    expect(cell('层数')).toBe('12');
    expect([...sheet.row]).toEqual([1, 2, 3]);
  });

  it('makes columns of a table in the description, behind the extended data', () => {
    const html =
      '<![CDATA[<table border=1><tr><td>类型:</td><td><b>楼宇</b></td></tr>' +
      '<tr><td>编号</td><td>9</td></tr><tr><td>一</td><td>二</td><td>三</td></tr></table>]]>';
    const { cell, sheet } = read(
      kml(
        point(
          `<description>${html}</description><ExtendedData><Data name="编号"><value>7</value></Data></ExtendedData>`,
        ),
      ),
    );
    expect(cell('类型')).toBe('楼宇');
    expect(cell('编号')).toBe('7');
    expect(sheet.headers).not.toContain('一');
    expect(cell('description')).toBe('类型: 楼宇\n编号 9\n一 二 三');
  });

  it('keeps names of object members as headers', () => {
    const data = '<ExtendedData><Data name="__proto__"><value>x</value></Data></ExtendedData>';
    const { cell } = read(kml(point(data)));
    expect(cell('__proto__')).toBe('x');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('gives moments and the id of the placemark', () => {
    const { cell } = read(
      kml(
        '<Placemark id="ID_1"><TimeSpan><begin>2025-01-01</begin><end>2026-01-01</end></TimeSpan>' +
          '</Placemark>',
      ),
    );
    expect([cell('begin'), cell('end'), cell('@id')]).toEqual(['2025-01-01', '2026-01-01', 'ID_1']);
  });
});

describe('HTML becomes text', () => {
  it.each([
    ['a<br/>b &amp; c&nbsp;d &#26975; &#x697c;', 'a\nb & c d 楟 楼'],
    ['<script>alert(1)</script><style>p{}</style>x', 'x'],
    ['1 < 2 & 3 > 2', '1 < 2 & 3 > 2'],
    ['<!-- <b>no</b> -->yes', 'yes'],
    ['<img src=x onerror=alert(1)>', ''],
    ['&lt;b&gt; &unknown; &#0; &#x110000;', '<b> &unknown; &#0; &#x110000;'],
    ['<b', ''],
  ])('%s', (html, text) => {
    expect(readDescription(html).text).toBe(text);
  });

  it('takes the innermost of nested tables', () => {
    const inner =
      '<table><tr><td>面积</td><td>12.5</td></tr><tr><td>层数</td><td></td></tr></table>';
    const html = `<html><body><table><tr><td>标题</td></tr><tr><td>${inner}</td></tr></table></body></html>`;
    expect(readDescription(html).pairs).toEqual([
      ['面积', '12.5'],
      ['层数', ''],
    ]);
  });

  it('reads a long hostile text in a moment', () => {
    const started = performance.now();
    for (const piece of ['<tr>', '<td', '<!--', '&#', '<script>', '<script></script', '\n ', '<'])
      readDescription(piece.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('geometry', () => {
  it('reads every kind, and drops heights with a note', () => {
    const ring = '121,31,5 122,31,5 122,32,5 121,31,5';
    const { sheet, list } = read(
      kml(
        `<Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>${ring}</coordinates>` +
          '</LinearRing></outerBoundaryIs></Polygon></Placemark>' +
          '<Placemark><MultiGeometry><Point><coordinates>121,31,0</coordinates></Point>' +
          '<LineString><coordinates>121,31 122,32</coordinates></LineString></MultiGeometry></Placemark>' +
          '<Placemark><gx:Track><when>2026-01-01</when><gx:coord>121 31 0</gx:coord>' +
          '<gx:coord>122 32 0</gx:coord></gx:Track></Placemark>' +
          '<Placemark><name>none</name></Placemark>',
        ' xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"',
      ),
    );
    expect(sheet.geometry?.map((g) => g?.type ?? null)).toEqual([
      'Polygon',
      'GeometryCollection',
      'LineString',
      null,
    ]);
    expect(sheet.geometry?.[2]).toMatchObject({
      coordinates: [
        [121, 31],
        [122, 32],
      ],
    });
    expect(JSON.stringify(sheet.geometry)).not.toContain(',5]');
    expect(list).toMatchObject([{ code: 'height_dropped', found: '1' }]);
  });

  it('reports coordinates that cannot be read', () => {
    const { list } = read(kml(point('', 'here') + point()));
    expect(list).toMatchObject([{ code: 'geometry_invalid', row: 1 }]);
  });

  it('takes prefixes that nobody declared', () => {
    const track = '<Placemark><gx:Track><gx:coord>121 31 0</gx:coord></gx:Track></Placemark>';
    const { sheet } = read(kml(track, ' xsi:schemaLocation="x"'));
    expect(sheet.geometry?.[0]?.type).toBe('Point');
  });

  it('counts no overlay as a row, and follows no link', () => {
    const { sheet, list } = read(
      kml(
        `<NetworkLink><Link><href>http://127.0.0.1/a.kml</href></Link></NetworkLink>${point()}` +
          '<GroundOverlay><LatLonBox><north>1</north><south>0</south><east>1</east><west>0</west>' +
          '</LatLonBox></GroundOverlay>',
      ),
    );
    expect(sheet.count).toBe(1);
    expect(list).toMatchObject([{ code: 'link_not_followed', found: 'http://127.0.0.1/a.kml' }]);
  });
});

describe('what must not reach a parser', () => {
  it.each([
    ['<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>', '1:1'],
    ['<?xml version="1.0"?>\n<!DOCTYPE kml><kml/>', '2:1'],
    ['<kml><!ENTITY a "b"></kml>', '1:6'],
    ['<!-- a --><!doctype kml><kml/>', '1:11'],
  ])('%s', (text, place) => {
    const fault = faultOf(text);
    expect(fault.code).toBe('xml_doctype');
    expect(String(fault.found).split(' ')[0]).toBe(place);
  });

  it('a billion laughs', () => {
    const entities = Array.from(
      { length: 9 },
      (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`,
    ).join('');
    expect(faultOf(`<!DOCTYPE k [<!ENTITY l0 "lol">${entities}]><kml>&l9;</kml>`).code).toBe(
      'xml_doctype',
    );
  });

  it('but a doctype inside CDATA is text', () => {
    const html = '<![CDATA[<!DOCTYPE html><html>x</html>]]>';
    expect(read(kml(point(`<description>${html}</description>`))).cell('description')).toBe('x');
  });

  it('nesting beyond 64, refused before it is parsed', () => {
    const nested = (n: number) => `<kml>${'<Folder>'.repeat(n)}${'</Folder>'.repeat(n)}</kml>`;
    expect(read(nested(63)).sheet.count).toBe(0);
    expect(faultOf(nested(64)).code).toBe('xml_too_deep');
    expect(faultOf('<a>'.repeat(1_000_000)).code).toBe('xml_too_deep');
  });

  it.each([
    ['<kml><a></b></kml>', '1:'],
    ['<kml>\n<a>\n</kml>', '3:'],
    ['<kml a="<!--"></kml>', '1:1'],
    ['<kml><!-- </kml>', '1:6'],
    ['<kml><![CDATA[</kml>', '1:6'],
    ['<kml a="1', '1:1'],
    ['hello', '1:1'],
    ['', '1:1'],
    ['<kml/><kml/>', '1:'],
  ])('malformed: %s', (text, place) => {
    const fault = faultOf(text);
    expect(fault.code).toBe('xml_invalid');
    expect(String(fault.found)).toMatch(/^\d+:\d+ /);
    if (place !== '3:') expect(String(fault.found).startsWith(place)).toBe(true);
  });

  it('what is XML and no KML', () => {
    expect(faultOf('<gpx/>')).toMatchObject({ code: 'kml_invalid', found: 'gpx', expected: 'kml' });
  });
});

describe('the encoding of XML', () => {
  const gbkName = Uint8Array.from([0xc9, 0xcf, 0xba, 0xa3]);
  const wrap = (declaration: string, name: Uint8Array) =>
    Uint8Array.from([
      ...utf8(`${declaration}<kml><Placemark><name>`),
      ...name,
      ...utf8('</name></Placemark></kml>'),
    ]);
  it.each([
    ['<?xml version="1.0" encoding="GBK"?>', gbkName, 'gb18030'],
    ["<?xml version='1.0' encoding='gb2312'?>", gbkName, 'gb18030'],
    ['<?xml version="1.0" encoding="UTF-8"?>', gbkName, 'gb18030'],
    ['', gbkName, 'gb18030'],
    ['<?xml version="1.0" encoding="UTF-8"?>', utf8('上海'), null],
    ['\ufeff<?xml version="1.0"?>', utf8('上海'), null],
  ])('%s', (declaration, name, encoding) => {
    const issues = new IssueLog();
    const sheet = readKmlBytes('a.kml', wrap(declaration, name), issues);
    expect(sheet.columns[0].at(0)).toBe('上海');
    expect(sheet.encoding).toBe(encoding);
    expect(issues.list().map((issue) => issue.code)).toEqual(
      encoding === null ? [] : ['encoding_not_utf8'],
    );
  });

  it('UTF-16 with its mark, and a declaration that does not fit', () => {
    const text = '<?xml version="1.0" encoding="UTF-16"?><kml/>';
    const wide = new Uint8Array(2 + 2 * text.length);
    wide.set([0xff, 0xfe]);
    [...text].forEach((char, i) => wide.set([char.charCodeAt(0), 0], 2 + 2 * i));
    expect(xmlText(wide).text).toBe(text);
    const odd = wrap('<?xml version="1.0" encoding="GBK"?>', utf8('上海市'));
    expect(xmlText(odd)).toMatchObject({ encoding: null, damaged: false });
  });
});

describe.skipIf(!present)('a file as Ovital writes it', () => {
  it('gives 50 points and 10 polygons, with the tables of its descriptions', () => {
    const issues = new IssueLog();
    const sheet = readKmlBytes('o.kml', new Uint8Array(readFileSync(OVITAL)), issues);
    const kinds = sheet.geometry?.map((g) => {
      if (g?.type !== 'GeometryCollection') return g?.type;
      return new Set(g.geometries.map((member) => member.type)).size === 1
        ? g.geometries[0].type
        : 'mixed';
    });
    expect(kinds?.filter((kind) => kind === 'Point')).toHaveLength(50);
    expect(kinds?.filter((kind) => /Polygon/.test(kind ?? ''))).toHaveLength(10);
    for (const header of ['name', '@folder', '类型', '面积', '编号'])
      expect(sheet.headers).toContain(header);
    const cell = (header: string) => sheet.columns[sheet.headers.indexOf(header)].at(0);
    expect([cell('name'), cell('面积'), cell('编号'), cell('@folder')]).toEqual([
      '上海国际会议中心',
      '73172.0',
      '40778072',
      '党群阵地/楼宇',
    ]);
    expect(JSON.stringify(sheet.columns)).not.toContain('icon.png');
    expect(issues.list()).toEqual([]);
  });
});

it('reads ten thousand placemarks in a moment', () => {
  const started = performance.now();
  expect(read(kml(point('<name>x</name>').repeat(10_000))).sheet.count).toBe(10_000);
  expect(performance.now() - started).toBeLessThan(8000);
});
