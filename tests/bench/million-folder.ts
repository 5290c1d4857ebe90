import { gb18030Bytes } from '../unit/gb18030.ts';
import { randomStream } from './random.ts';

const SEED = 20_261_125;
const SIDE = 20;
const [WEST, SOUTH, CELL] = [121, 31, 0.02];
const KINDS = ['商务楼宇', '园区', '商圈', '市场', '互联网企业', '驻区单位'];
const TRADES = ['金融', '制造', '零售', '信息技术', '物流', '餐饮', '教育', '卫生'];
const SYLLABLES = [...'云帆南渡柳岸澜江青石桥头望山临湖东泽西屏'];
const HEADER = '编号,类型,名称,经度,纬度,所属区划,企业数,从业人数,户数,正式党员数,行业,状态';

const codeOf = (column: number, row: number): string =>
  `990101${String(row + 1).padStart(3, '0')}${String(column + 1).padStart(3, '0')}`;

function* rows(count: number): Generator<string> {
  const random = randomStream(SEED);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)];
  const below = (n: number) => Math.floor(random() * n);
  yield `${HEADER}\r\n`;
  for (let from = 0; from < count; from += 10_000) {
    let text = '';
    for (let i = from; i < Math.min(count, from + 10_000); i++) {
      const [x, y] = [random() * SIDE, random() * SIDE];
      const place = `${(WEST + x * CELL).toFixed(6)},${(SOUTH + y * CELL).toFixed(6)}`;
      const name = `${pick(SYLLABLES)}${pick(SYLLABLES)}${pick(SYLLABLES)}大厦${i % 977}号`;
      const counts = `${below(90)},${below(3000)},${below(400)},${below(60)}`;
      text += `U${i},${pick(KINDS)},${name},${place},${codeOf(Math.floor(x), Math.floor(y))},`;
      text += `${counts},${pick(TRADES)},正常\r\n`;
    }
    yield text;
  }
}

function joined(parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat(parts);
}

function divisions(): string {
  const features: unknown[] = [];
  const square = (w: number, s: number, e: number, n: number) => ({
    type: 'Polygon',
    coordinates: [
      [
        [w, s],
        [e, s],
        [e, n],
        [w, n],
        [w, s],
      ],
    ],
  });
  const add = (code: string, name: string, level: string, geometry: unknown) =>
    features.push({ type: 'Feature', properties: { code, name, level }, geometry });
  const [east, north] = [WEST + SIDE * CELL, SOUTH + SIDE * CELL];
  add('990100000000', '澜州市', 'city', square(WEST, SOUTH, east, north));
  add('990101000000', '临湖区', 'district', square(WEST, SOUTH, east, north));
  for (let row = 0; row < SIDE; row++) {
    const [s, n] = [SOUTH + row * CELL, SOUTH + (row + 1) * CELL];
    const street = codeOf(0, row).slice(0, 9);
    add(`${street}000`, `第${row + 1}街道`, 'street', square(WEST, s, east, n));
    for (let column = 0; column < SIDE; column++) {
      const w = WEST + column * CELL;
      add(
        codeOf(column, row),
        `第${row + 1}-${column + 1}社区`,
        'community',
        square(w, s, w + CELL, n),
      );
    }
  }
  return JSON.stringify({ type: 'FeatureCollection', features });
}

type Random = () => number;
const somewhere = (random: Random): string =>
  `${(WEST + random() * SIDE * CELL).toFixed(6)},${(SOUTH + random() * SIDE * CELL).toFixed(6)}`;

function facilities(count: number): string {
  const random = randomStream(SEED + 1);
  const lines = ['编号,名称,层级,经度,纬度'];
  for (let i = 0; i < count; i++) lines.push(`F${i},第${i}站,社区,${somewhere(random)}`);
  return lines.join('\n');
}

function demand(count: number): string {
  const random = randomStream(SEED + 2);
  const lines = ['编号,经度,纬度,权重'];
  for (let i = 0; i < count; i++)
    lines.push(`D${i},${somewhere(random)},${1 + Math.floor(random() * 400)}`);
  return lines.join('\n');
}

/** A folder whose ledger of units has `count` rows and 12 columns, in GB18030; the same rows in UTF-8 beside it. */
export function millionFolder(count: number): { files: [string, Buffer][]; utf8: Buffer } {
  const parts = [...rows(count)];
  return {
    files: [
      ['units.csv', joined(parts.map(gb18030Bytes))],
      ['divisions.geojson', Buffer.from(divisions())],
      ['facilities.csv', Buffer.from(facilities(500))],
    ],
    utf8: joined(parts.map((text) => new TextEncoder().encode(text))),
  };
}

/** A folder of the same divisions with many demand points and facilities, and few units. */
export function demandFolder(points: number, stations: number, units: number): [string, Buffer][] {
  return [
    ['units.csv', Buffer.from([...rows(units)].join(''))],
    ['divisions.geojson', Buffer.from(divisions())],
    ['facilities.csv', Buffer.from(facilities(stations))],
    ['demand.csv', Buffer.from(demand(points))],
  ];
}
