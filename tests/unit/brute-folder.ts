/** Random project folders, small and full of oddities, for an auditor that shares no code. */

export interface RandomFolder {
  files: Record<string, string>;
  divisions: { code: string; parent: string; level: string; box: number[] | null }[];
  units: Record<string, unknown>[];
  organisations: { id: string; term: string }[] | null;
  links: { organisation: string; unit: string; mode: string }[] | null;
  facilities: { id: string; level: string; lng: number | null; lat: number | null }[] | null;
  workColumns: string[];
  asOf: string | null;
}

export const KINDS = ['grid', 'building', 'park', 'business_district', 'market', 'internet'];
const KIND_ZH = ['网格', '商务楼宇', '园区', '商圈', '市场', '互联网企业'];
const LEVELS = ['city', 'district', 'street', 'community', 'point'];
const LEVEL_ZH = ['市级', '区级', '街道', '社区', '服务点'];
const DIVISION_LEVELS = ['city', 'district', 'street', 'community', 'grid'];
const MODES = ['standalone', 'joint', 'affiliated', 'dispatched', 'married', ''];
const MODE_ZH = ['单独', '联合', '挂靠', '派驻', '婚姻', '—'];

/** A generator of numbers in [0, 1) that is the same for the same seed (mulberry32). */
export function mulberry32(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Chance = () => number;
type Divisions = RandomFolder['divisions'];

/** Cuts a box into columns: the children of a division, whose borders they share. */
function split([w, s, e, n]: number[], parts: number, upright: boolean): number[][] {
  return Array.from({ length: parts }, (_, i) => {
    const at = (f: number, a: number, b: number) => a + ((b - a) * f) / parts;
    return upright ? [at(i, w, e), s, at(i + 1, w, e), n] : [w, at(i, s, n), e, at(i + 1, s, n)];
  });
}

function tree(random: Chance): Divisions {
  const divisions: Divisions = [];
  const grow = (code: string, level: number, box: number[], parent: string): void => {
    const own = random() < 0.06 && level > 0 ? null : box;
    divisions.push({ code, parent, level: DIVISION_LEVELS[Math.min(level, 4)], box: own });
    if (level > 5 || (level > 1 && random() < 0.25)) return;
    const children = level === 5 ? Math.floor(random() * 2) * 2 : 1 + Math.floor(random() * 2.4);
    split(box, children, level % 2 === 0).forEach((part, i) => {
      const number = String(i + 1);
      const digits = [4, 6, 9, 12, 0, 0][level + 0];
      const child =
        level >= 3
          ? `${code}${number.padStart(level === 3 ? 3 : 2, '0')}`
          : code.slice(0, digits) + number.padStart(level < 1 ? 2 : 3, '0') + '0'.repeat(12);
      grow(level >= 3 ? child : child.slice(0, 12), level + 1, part, code);
    });
  };
  grow('990100000000', 0, [121, 31, 121.04, 31.04], '');
  if (random() < 0.3) grow('990200000000', 0, [121.04, 31, 121.08, 31.04], '');
  // Now and then a division in the middle is not handed in: its children go to the next above.
  const kept = divisions.filter(({ level }) => level === 'city' || random() > 0.07);
  const codes = new Set(kept.map(({ code }) => code));
  for (const division of kept) {
    let parent = division.parent;
    while (parent !== '' && !codes.has(parent))
      parent = divisions.find(({ code }) => code === parent)?.parent ?? '';
    division.parent = parent;
  }
  return kept;
}

function ring([w, s, e, n]: number[]): number[][] {
  return [[w, s], [e, s], [e, n], [w, n], [w, s]]; // prettier-ignore
}

function csv(header: string[], rows: unknown[][]): string {
  const cell = (value: unknown): string => {
    const text = value === null || value === undefined ? '' : `${value as string}`;
    return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  return [header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n');
}

function collection(features: [Record<string, unknown>, unknown][]): string {
  return JSON.stringify({
    type: 'FeatureCollection',
    features: features.map(([properties, geometry]) => ({
      type: 'Feature',
      properties,
      geometry,
    })),
  });
}

/** The folder of a seed, as files and as what they say. */
export function randomFolder(seed: number): RandomFolder {
  const random = mulberry32(seed);
  const among = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const zh = random() < 0.5;
  const word = (en: string, cn: string): string => (zh ? cn : en);
  const files: Record<string, string> = {};
  const withPolygons = random() < 0.8;
  const divisions = random() < 0.1 ? [] : tree(random);
  if (!withPolygons) for (const division of divisions) division.box = null;

  const short = (code: string): string => {
    const trimmed = code.length > 12 ? code : code.replace(/(000){1,2}$/, '');
    return random() < 0.3 && code.length === 12 && code.endsWith('000') ? trimmed : code;
  };
  const written = divisions.map(({ code }) => short(code));
  const order = divisions.map((_, i) => i).sort(() => random() - 0.5);
  const giveParents = random() < 0.5;
  const rows = order.map((i) => {
    const { parent, level } = divisions[i];
    const levelZh = ['市', '区', '街道', '社区', '网格'][DIVISION_LEVELS.indexOf(level)];
    return {
      code: written[i],
      name: `N${i}`,
      level: random() < 0.5 ? '' : word(level, levelZh),
      parent: giveParents && random() < 0.8 ? short(parent) : '',
      i,
    };
  });
  const head = (names: [string, string][]): string[] => names.map(([en, cn]) => word(en, cn));
  const divisionHead = head([['code', '编码'], ['name', '名称'], ['level', '层级'], ['parent', '上级']]); // prettier-ignore
  if (divisions.length > 0 && withPolygons)
    files['divisions.geojson'] = collection(
      rows.map(({ code, name, level, parent, i }) => {
        const { box } = divisions[i];
        const values = [
          random() < 0.5 && code.length <= 15 ? Number(code) : code,
          name,
          level,
          parent,
        ];
        return [
          Object.fromEntries(divisionHead.map((key, c) => [key, values[c]])),
          box && { type: 'Polygon', coordinates: [ring(box)] },
        ];
      }),
    );
  else if (divisions.length > 0)
    files['行政区划.csv'] = `\uFEFF${csv(
      divisionHead,
      rows.map(({ code, name, level, parent }) => [code, name, level, parent]),
    )}`;

  const workColumns = ['instructors', 'liaisons', 'league'].filter(() => random() < 0.7);
  const edges = divisions.flatMap(({ box }) => box ?? []);
  const place = (): [number, number] => {
    const roll = random();
    if (roll < 0.15 && edges.length > 0) {
      const at = Math.floor(random() * (edges.length / 4)) * 4;
      return [edges[at + among([0, 2])], edges[at + 1] + random() * 0.005];
    }
    const wide = roll < 0.2 ? 0.1 : 0.04;
    return [121 + random() * wide, 31 + random() * wide];
  };
  const units: Record<string, unknown>[] = [];
  const count = 5 + Math.floor(random() * 30);
  for (let u = 0; u < count; u++) {
    const [lng, lat] = place();
    const none = random() < 0.08;
    const given = divisions.length > 0 && random() < 0.5;
    const which = given ? Math.floor(random() * divisions.length) : -1;
    const kind = random() < 0.05 ? '' : among(KINDS);
    units.push({
      id: random() < 0.04 && u > 0 ? `U${u - 1}` : `U${u}`,
      kind,
      lng: none ? null : lng,
      lat: none ? null : lat,
      division: given ? (random() < 0.1 ? 'nowhere' : written[which]) : '',
      status: among(['open', '', '正常', 'closed', '注销', 'shell', '空壳', '-']),
      instructors: among([0, 0, 1, 2, '', 'x', -1]),
      liaisons: among([0, 0, 0, 1, '—']),
      league: among([0, '否', 1, '是', '', '?', false]),
    });
  }
  const unitHead: [string, string][] = [['id', '编号'], ['kind', '类型'], ['division', '所属区划'], ['status', '状态']]; // prettier-ignore
  const zhWork: Record<string, string> = { instructors: '指导员数', liaisons: '联络员数', league: '群团' }; // prettier-ignore
  for (const column of workColumns) unitHead.push([column, zhWork[column]]);
  const cellsOf = (unit: Record<string, unknown>): unknown[] =>
    unitHead.map(([en]) => {
      const value = unit[en];
      return en === 'kind' && zh ? (KIND_ZH[KINDS.indexOf(value as string)] ?? '') : value;
    });
  if (random() < 0.5)
    files['units.csv'] = csv(
      head([...unitHead, ['lng', '经度'], ['lat', '纬度']]),
      units.map((unit) => [...cellsOf(unit), unit.lng, unit.lat]),
    );
  else
    files['覆盖对象.geojson'] = collection(
      units.map((unit) => [
        Object.fromEntries(head(unitHead).map((key, c) => [key, cellsOf(unit)[c]])),
        unit.lng === null ? null : { type: 'Point', coordinates: [unit.lng, unit.lat] },
      ]),
    );

  const asOf = random() < 0.5 ? '2026-06-30' : null;
  if (asOf) files['project.json'] = JSON.stringify({ as_of: asOf });
  const organisations =
    random() < 0.1
      ? null
      : Array.from({ length: 8 }, (_, i) => ({
          id: `O${i}`,
          term: among(['', '2020-01-01', '2026-01-01', '2026-01-02', '2030/12/31']),
        }));
  if (organisations)
    files['organisations.csv'] = csv(
      head([['id', '编号'], ['term_end', '届满日期']]), // prettier-ignore
      organisations.map(({ id, term }) => [id, term]),
    );
  const links =
    random() < 0.1
      ? null
      : Array.from({ length: count }, () => ({
          organisation: random() < 0.1 ? 'O99' : `O${Math.floor(random() * 8)}`,
          unit: random() < 0.05 ? 'U99' : `U${Math.floor(random() * count)}`,
          mode: among(MODES),
        }));
  if (links)
    files['links.csv'] = csv(
      head([['organisation', '组织编号'], ['unit', '对象编号'], ['mode', '组建方式']]), // prettier-ignore
      links.map(({ organisation, unit, mode }) => [
        organisation,
        unit,
        zh ? MODE_ZH[MODES.indexOf(mode)] : mode,
      ]),
    );
  const facilities =
    random() < 0.1
      ? null
      : Array.from({ length: Math.floor(random() * 14) }, (_, i) => {
          const [lng, lat] = place();
          const known = random() > 0.1;
          const level = random() < 0.1 ? '' : among(LEVELS);
          return { id: `F${i}`, level, lng: known ? lng : null, lat: known ? lat : null };
        });
  if (facilities)
    files['facilities.csv'] = csv(
      head([['id', '编号'], ['level', '层级'], ['lng', '经度'], ['lat', '纬度']]), // prettier-ignore
      facilities.map(({ id, level, lng, lat }) => [
        id,
        zh ? (LEVEL_ZH[LEVELS.indexOf(level)] ?? '') : level,
        lng,
        lat,
      ]),
    );
  return { files, divisions, units, organisations, links, facilities, workColumns, asOf };
}
