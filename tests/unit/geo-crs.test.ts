import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import gcoord from 'gcoord';
import type { FeatureCollection, Polygon } from 'geojson';
import proj4 from 'proj4';
import { describe, expect, it } from 'vitest';
import words from '#data/crs-words.json';
import { bd09ToWgs84, wgs84ToBd09 } from '#lib/core/geo/crs/bd09.ts';
import { inChina } from '#lib/core/geo/crs/china.ts';
import type { Columns } from '#lib/core/geo/crs/columns.ts';
import { fromWgs84, toWgs84 } from '#lib/core/geo/crs/convert.ts';
import type { CrsId } from '#lib/core/geo/crs/crs-id.ts';
import { DEGREE_CRS, METRE_CRS } from '#lib/core/geo/crs/crs-id.ts';
import { crsOfText } from '#lib/core/geo/crs/crs-text.ts';
import { gcj02ToWgs84, wgs84ToGcj02 } from '#lib/core/geo/crs/gcj02.ts';
import { zoneOf } from '#lib/core/geo/crs/zones.ts';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { randomStream } from '../bench/random.ts';

const SEED = 20261125;
const MESSY = '../shared/data/messy/generated';
const hasMessy = existsSync(path.join(MESSY, 'manifest.json'));
if (!hasMessy) console.log(`skipped: ${MESSY} is absent`);

/** Positions all over the mainland, by a box of each great region. */
function chinesePoints(count: number, seed: number): Columns {
  const boxes = [
    [80, 31, 95, 42],
    [99, 24, 112, 40],
    [106, 23, 118, 38],
    [120, 43, 128, 47],
  ];
  const random = randomStream(seed);
  const lng = new Float64Array(count);
  const lat = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const [west, south, east, north] = boxes[i % boxes.length];
    lng[i] = west + random() * (east - west);
    lat[i] = south + random() * (north - south);
  }
  return [lng, lat];
}

function farthestM([lngA, latA]: Columns, [lngB, latB]: Columns): number {
  let most = 0;
  lngA.forEach((lng, i) => {
    most = Math.max(most, distanceM(lng, latA[i], lngB[i], latB[i]));
  });
  return most;
}

const one = (lng: number, lat: number): Columns => [Float64Array.of(lng), Float64Array.of(lat)];

describe('GCJ-02 and BD-09', () => {
  it('agrees with the published vectors', () => {
    const vectors = [
      [121.5272106, 31.1774276, 121.531541859215, 31.17530398364597],
      [113.912316, 22.543847, 113.9171764808363, 22.540796131694766],
      [116.377817, 39.911954, 116.38404722455657, 39.91334545536069],
    ];
    for (const [lng, lat, gcjLng, gcjLat] of vectors) {
      const [x, y] = wgs84ToGcj02(...one(lng, lat));
      expect(Math.abs(x[0] - gcjLng)).toBeLessThan(1e-9);
      expect(Math.abs(y[0] - gcjLat)).toBeLessThan(1e-9);
    }
  });

  it(`is gcoord forward to a micrometre, and comes back to a micrometre (seed ${SEED})`, () => {
    const given = chinesePoints(4_000, SEED);
    for (const [forward, back, name] of [
      [wgs84ToGcj02, gcj02ToWgs84, gcoord.GCJ02],
      [wgs84ToBd09, bd09ToWgs84, gcoord.BD09],
    ] as const) {
      const ours = forward(...given);
      const theirs = Array.from(given[0], (lng, i) =>
        gcoord.transform([lng, given[1][i]], gcoord.WGS84, name),
      );
      const asColumns: Columns = [
        Float64Array.from(theirs, ([lng]) => lng),
        Float64Array.from(theirs, ([, lat]) => lat),
      ];
      expect(farthestM(ours, asColumns)).toBeLessThan(1e-6);
      expect(farthestM(back(...ours), given)).toBeLessThan(1e-6);
    }
  });

  it('leaves the columns given alone, and NaN unknown', () => {
    const lng = Float64Array.of(121.5, NaN);
    const lat = Float64Array.of(31.2, NaN);
    const [outLng, outLat] = bd09ToWgs84(lng, lat);
    expect([...lng, ...lat]).toEqual([121.5, NaN, 31.2, NaN]);
    expect([outLng[1], outLat[1]]).toEqual([NaN, NaN]);
    expect(outLng[0]).not.toBe(121.5);
  });

  it('shifts the cities along the border and the coast', () => {
    const inside: Record<string, [number, number]> = {
      Heihe: [127.5, 50.25],
      Fuyuan: [134.3, 48.37],
      Suifenhe: [131.15, 44.4],
      Hunchun: [130.36, 42.86],
      Dandong: [124.38, 40.12],
      Changbai: [128.2, 41.42],
      Jian: [126.19, 41.12],
      Mohe: [122.54, 52.97],
      Manzhouli: [117.43, 49.6],
      Erenhot: [111.97, 43.65],
      Aershan: [119.94, 47.18],
      Tacheng: [82.98, 46.75],
      Alashankou: [82.57, 45.17],
      Altay: [88.13, 47.85],
      Khorgos: [80.42, 44.2],
      Zhaosu: [81.13, 43.16],
      Kashgar: [75.99, 39.47],
      Tashkurgan: [75.23, 37.77],
      Shiquanhe: [80.1, 32.5],
      Purang: [81.17, 30.29],
      Nyalam: [85.98, 27.99],
      Yadong: [88.91, 27.48],
      Zayu: [97.47, 28.66],
      Ruili: [97.85, 24.01],
      Yingjiang: [97.93, 24.7],
      Mengla: [101.56, 21.48],
      Hekou: [103.96, 22.5],
      Pingxiang: [106.76, 22.1],
      Dongxing: [107.97, 21.54],
      Sanya: [109.51, 18.25],
      Wenchang: [110.8, 19.54],
      HongKong: [114.17, 22.3],
      Macau: [113.55, 22.2],
      Shenzhen: [114.06, 22.54],
      Xiamen: [118.1, 24.46],
      Pingtan: [119.79, 25.5],
      Shengsi: [122.45, 30.73],
      Shanghai: [121.47, 31.23],
      Rongcheng: [122.49, 37.17],
      Dalian: [121.62, 38.91],
    };
    for (const [city, at] of Object.entries(inside))
      expect([city, inChina(...at)]).toEqual([city, true]);
  });

  it('does not shift the neighbours nor Taiwan, and brings them back unshifted', () => {
    const outside: Record<string, [number, number]> = {
      Hanoi: [105.85, 21.03],
      Haiphong: [106.68, 20.86],
      Seoul: [126.98, 37.57],
      Pyongyang: [125.75, 39.02],
      Ulaanbaatar: [106.92, 47.92],
      Choibalsan: [114.53, 48.07],
      Vladivostok: [131.89, 43.12],
      Khabarovsk: [135.07, 48.48],
      Birobidzhan: [132.93, 48.79],
      Chita: [113.5, 52.03],
      Almaty: [76.9, 43.25],
      Bishkek: [74.6, 42.87],
      Kathmandu: [85.32, 27.71],
      Thimphu: [89.64, 27.47],
      Leh: [77.58, 34.16],
      Mandalay: [96.08, 21.98],
      LuangPrabang: [102.13, 19.89],
      Taipei: [121.56, 25.04],
      Kaohsiung: [120.3, 22.62],
      Hualien: [121.6, 23.98],
      Fukuoka: [130.4, 33.6],
      Jeju: [126.53, 33.5],
      Manila: [120.98, 14.6],
      Singapore: [103.8, 1.35],
    };
    for (const [city, at] of Object.entries(outside)) {
      expect([city, inChina(...at)]).toEqual([city, false]);
      expect(wgs84ToGcj02(...one(...at)).map(([v]) => v)).toEqual(at);
      expect(gcj02ToWgs84(...one(...at)).map(([v]) => v)).toEqual(at);
    }
  });

  it('converts a million positions in well under three seconds', () => {
    const given = wgs84ToGcj02(...chinesePoints(1_000_000, SEED + 1));
    const start = performance.now();
    gcj02ToWgs84(...given);
    const ms = performance.now() - start;
    console.log(`1,000,000 positions GCJ-02 to WGS 84: ${ms.toFixed(0)} ms`);
    expect(ms).toBeLessThan(3_000);
  });
});

describe('systems in metres', () => {
  it(`is proj4 to a tenth of a millimetre, both ways (seed ${SEED})`, () => {
    const random = randomStream(SEED + 2);
    for (const crs of METRE_CRS) {
      const zone = zoneOf(crs);
      if (zone === null) continue;
      const ellipsoid = `+a=${zone.semiMajorM} +rf=${1 / zone.flattening}`;
      const definition = `+proj=tmerc +lat_0=0 +lon_0=${zone.meridianDeg} +k=${zone.scale} +x_0=${zone.falseEastingM} +y_0=0 ${ellipsoid} +units=m +no_defs`;
      const projection = proj4(`+proj=longlat ${ellipsoid} +no_defs`, definition);
      const n = 40;
      const lng = Float64Array.from({ length: n }, () => zone.meridianDeg + (random() - 0.5) * 6.4);
      const lat = Float64Array.from({ length: n }, () => 3 + random() * 51);
      const [x, y] = fromWgs84(crs, lng, lat);
      for (let i = 0; i < n; i++) {
        const [e, north] = projection.forward([lng[i], lat[i]]);
        expect(Math.hypot(x[i] - e, y[i] - north)).toBeLessThan(1e-4);
      }
      expect(farthestM(toWgs84(crs, x, y), [lng, lat])).toBeLessThan(1e-6);
    }
  });

  it('knows the zones by their EPSG definitions', () => {
    const [x, y] = fromWgs84('gk3_40', ...one(121.47, 31.23));
    expect(Math.floor(x[0] / 1e6)).toBe(40);
    expect(fromWgs84('gk3m_120', ...one(121.47, 31.23))[0][0]).toBeCloseTo(x[0] - 40e6, 6);
    expect(fromWgs84('gk6_21', ...one(121.47, 31.23))[0][0]).toBeGreaterThan(21e6);
    expect(y[0]).toBeGreaterThan(3.4e6);
    expect(zoneOf('gk6_20')?.meridianDeg).toBe(117);
    expect(zoneOf('utm_50')?.meridianDeg).toBe(117);
  });

  it('is proj4 in Web Mercator', () => {
    const [x, y] = fromWgs84('web_mercator', ...one(121.47, 31.23));
    const [e, n] = proj4('EPSG:4326', 'EPSG:3857', [121.47, 31.23]);
    expect(Math.hypot(x[0] - e, y[0] - n)).toBeLessThan(1e-6);
  });

  it('gives NaN for metres that no zone draws and degrees that no globe has', () => {
    for (const [crs, x, y] of [
      ['gk3m_120', 3_456_789, 640_000],
      ['gk3_40', 41_500_000, 3_456_789],
      ['wgs84', 31.2, 121.5],
      ['gcj02', 121492453, 31241452],
    ] as [CrsId, number, number][])
      expect(toWgs84(crs, ...one(x, y)).map(([v]) => v)).toEqual([NaN, NaN]);
  });
});

describe('every system', () => {
  it(`comes back to where it was (seed ${SEED})`, () => {
    const [lng, lat] = chinesePoints(400, SEED + 3);
    for (const crs of [...DEGREE_CRS, 'web_mercator', 'web_mercator_gcj02'] as CrsId[])
      expect(farthestM(toWgs84(crs, ...fromWgs84(crs, lng, lat)), [lng, lat])).toBeLessThan(1e-5);
  });

  it('tells the double shifts apart by what was done', () => {
    const at = one(121.47, 31.23);
    const gcj = wgs84ToGcj02(...at);
    expect(fromWgs84('gcj02_twice', ...at)).toEqual(wgs84ToGcj02(...gcj));
    expect(fromWgs84('bd09_of_gcj02', ...at)).toEqual(wgs84ToBd09(...gcj));
    expect(fromWgs84('gcj02_undone', ...at)).toEqual(gcj02ToWgs84(...at));
    expect(fromWgs84('bd09_as_gcj02', ...at)).toEqual(gcj02ToWgs84(...wgs84ToBd09(...at)));
  });
});

describe.skipIf(!hasMessy)('the files whose truth is known', () => {
  const text = (name: string, encoding = 'utf-8') =>
    new TextDecoder(encoding).decode(readFileSync(path.join(MESSY, name)));
  const lastColumns = (content: string): Columns => {
    const rows = content.trim().split(/\r?\n/).slice(1);
    const numbers = rows.map((row) => row.split(',').slice(-2).map(Number));
    return [Float64Array.from(numbers, ([x]) => x), Float64Array.from(numbers, ([, y]) => y)];
  };
  const truth = () => lastColumns(text('buildings_utf8.csv'));

  it.each([
    ['buildings_gcj02_gbk.csv', 'gb18030', 'gcj02'],
    ['buildings_bd09.csv', 'utf-8', 'bd09'],
  ] as const)('%s is within half a metre', (name, encoding, crs) => {
    const given = lastColumns(text(name, encoding));
    expect(given[0]).toHaveLength(120);
    const gone = farthestM(toWgs84(crs, ...given), truth());
    console.log(`${name}: ${gone.toFixed(3)} m`);
    expect(gone).toBeLessThan(0.5);
  });

  it('the polygons of Beijing are within half a metre', () => {
    const vertices = (name: string): Columns => {
      const { features } = JSON.parse(text(name)) as FeatureCollection<Polygon>;
      const all = features.flatMap(({ geometry }) => geometry.coordinates.flat());
      return [Float64Array.from(all, ([x]) => x), Float64Array.from(all, ([, y]) => y)];
    };
    const given = vertices('beijing_core32_gcj02.geojson');
    const gone = farthestM(gcj02ToWgs84(...given), vertices('beijing_core32_wgs84.geojson'));
    console.log(`beijing_core32_gcj02.geojson: ${gone.toFixed(6)} m`);
    expect(gone).toBeLessThan(0.5);
  });
});

describe('crsOfText', () => {
  const crs = (text: string) => crsOfText(text, words)?.crs ?? null;
  const fault = (text: string) => crsOfText(text, words)?.fault ?? null;

  it.each([
    ['EPSG:4326', 'wgs84'],
    ['urn:ogc:def:crs:EPSG::4490', 'wgs84'],
    ['urn:ogc:def:crs:EPSG:9.9.1:4549', 'gk3m_120'],
    ['http://www.opengis.net/def/crs/EPSG/0/3857', 'web_mercator'],
    ['urn:ogc:def:crs:OGC:1.3:CRS84', 'wgs84'],
    ['4528', 'gk3_40'],
    ['EPSG:4513', 'gk3_25'],
    ['EPSG:4533', 'gk3_45'],
    ['EPSG:4534', 'gk3m_75'],
    ['EPSG:4554', 'gk3m_135'],
    ['EPSG:4491', 'gk6_13'],
    ['EPSG:4501', 'gk6_23'],
    ['EPSG:4502', 'gk3m_75'],
    ['EPSG:4509', 'gk3m_117'],
    ['EPSG:32650', 'utm_50'],
    ['gk3_40', 'gk3_40'],
    ['BD_LNG', 'bd09'],
    ['经度(GCJ-02)', 'gcj02'],
    ['经度（ＧＣＪ０２）', 'gcj02'],
    ['高德经度', 'gcj02'],
    ['百度经度', 'bd09'],
    ['bd09ll', 'bd09'],
    ['WGS 84', 'wgs84'],
    ['经度_WGS84', 'wgs84'],
    ['2000国家大地坐标系', 'wgs84'],
    ['国家2000 3度带 40带', 'gk3_40'],
    ['CGCS2000 三度带第40带', 'gk3_40'],
    ['国家2000坐标系 高斯投影 中央子午线120度', 'gk3m_120'],
    ['CGCS2000 / 3-degree Gauss-Kruger zone 40', 'gk3_40'],
    ['CGCS2000_3_Degree_GK_Zone_40', 'gk3_40'],
    ['CGCS2000_3_Degree_GK_CM_120E', 'gk3m_120'],
    ['CGCS2000 / Gauss-Kruger zone 20', 'gk6_20'],
    ['CGCS2000_GK_CM_117E', 'gk3m_117'],
    ['WGS 84 / UTM zone 51N', 'utm_51'],
    ['WGS 84 / Pseudo-Mercator', 'web_mercator'],
  ])('%s is %s', (text, expected) => {
    expect(crs(text)).toBe(expected);
  });

  it.each(['经度', 'lng', 'x', '面积（㎡）', '3.5', '12345', '', 'longitude'])(
    '%s names none',
    (text) => {
      expect(crsOfText(text, words)).toBeNull();
    },
  );

  it.each([
    'EPSG:4214',
    'EPSG:4610',
    'EPSG:2385',
    'EPSG:2437',
    'EPSG:21450',
    '北京54坐标系',
    '西安80 3度带40带',
    'Xian_1980_3_Degree_GK_Zone_40',
    '上海城建坐标',
  ])('%s is refused for its datum, or not known', (text) => {
    expect(crs(text)).toBeNull();
    expect(fault(text)).toBe(text === 'EPSG:21450' ? 'crs_not_supported' : 'crs_datum_unknown');
  });

  const CGCS2000 =
    'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
  const projected = (geographic: string, easting: number, meridian: number, scale = 1) =>
    `PROJCS["whatever",${geographic},PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",${easting}.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",${meridian}.0],PARAMETER["Scale_Factor",${scale}],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`;

  it('reads a .prj by its numbers', () => {
    expect(crs(CGCS2000)).toBe('wgs84');
    expect(crs(projected(CGCS2000, 40_500_000, 120))).toBe('gk3_40');
    expect(crs(projected(CGCS2000, 500_000, 120))).toBe('gk3m_120');
    expect(crs(projected(CGCS2000, 20_500_000, 117))).toBe('gk6_20');
    expect(fault(projected(CGCS2000, 500_000, 121))).toBe('crs_not_supported');
    expect(fault(projected(CGCS2000, 40_500_000, 117))).toBe('crs_not_supported');
    expect(fault(projected(CGCS2000, 500_000, 120).replace('"Meter",1.0', '"Foot",0.3048'))).toBe(
      'crs_not_supported',
    );
    const xian =
      'GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
    expect(crsOfText(projected(xian, 40_500_000, 120), words)).toEqual({
      crs: null,
      fault: 'crs_datum_unknown',
      name: 'whatever',
    });
    expect(fault(xian.replace(/Xian_1980/g, 'Beijing_1954'))).toBe('crs_datum_unknown');
    expect(fault(CGCS2000.replace(/China_2000/, 'Pulkovo_1942'))).toBe('crs_not_supported');
  });

  it('reads well-known text 2 and Web Mercator', () => {
    const base =
      'BASEGEOGCRS["WGS 84",ENSEMBLE["World Geodetic System 1984 ensemble",MEMBER["World Geodetic System 1984 (Transit)"],ELLIPSOID["WGS 84",6378137,298.257223563,LENGTHUNIT["metre",1]]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]]]';
    const utm = `PROJCRS["WGS 84 / UTM zone 50N",${base},CONVERSION["UTM zone 50N",METHOD["Transverse Mercator",ID["EPSG",9807]],PARAMETER["Latitude of natural origin",0,ANGLEUNIT["degree",0.0174532925199433]],PARAMETER["Longitude of natural origin",117,ANGLEUNIT["degree",0.0174532925199433]],PARAMETER["Scale factor at natural origin",0.9996,SCALEUNIT["unity",1]],PARAMETER["False easting",500000,LENGTHUNIT["metre",1]],PARAMETER["False northing",0,LENGTHUNIT["metre",1]]],CS[Cartesian,2],AXIS["(E)",east],AXIS["(N)",north],LENGTHUNIT["metre",1]]`;
    expect(crs(utm)).toBe('utm_50');
    expect(
      crs(
        'PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],UNIT["Meter",1.0]]',
      ),
    ).toBe('web_mercator');
  });
});
