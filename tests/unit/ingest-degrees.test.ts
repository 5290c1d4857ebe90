import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { angleOf, degreesOf } from '#lib/core/geo/crs/degrees.ts';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { randomStream } from '../bench/random.ts';

const MESSY = '../shared/data/messy/generated';
const hasMessy = existsSync(`${MESSY}/manifest.json`);
if (!hasMessy) console.log(`skipped: ${MESSY} is absent`);
const SEED = 20261126;
const AT = 121 + 29 / 60 + 32.83 / 3600;

describe('degreesOf', () => {
  it.each([
    '121°29′32.83″',
    '121º29´32.83"',
    '121°29\'32.83"',
    "121°29'32.83''",
    '121°29’32.83”',
    '121° 29′ 32.83″',
    '121:29:32.83',
    '121 29 32.83',
    '121-29-32.83',
    '121度29分32.83秒',
    '东经121度29分32.83秒',
    '东经121°29′32.83″',
    'E121°29′32.83″',
    '121°29′32.83″E',
    '121°29′32.83″ e',
    '１２１°２９′３２．８３″',
    '１２１：２９：３２．８３',
    ' 121°29′32.83″ ',
    '\ufeff121°29′32.83″',
    '121°29.54716666666667′',
    '121:29.54716666666667',
    'E121 29.54716666666667',
    '121.49245277777778°',
    '121.49245277777778',
    '东经121.49245277777778',
  ])('reads %s', (text) => {
    expect(degreesOf(text)).toBeCloseTo(AT, 9);
  });

  it.each([
    ['北纬31度14分', 31 + 14 / 60, 'lat'],
    ['31°14′N', 31 + 14 / 60, 'lat'],
    ['南纬31°14′', -31 - 14 / 60, 'lat'],
    ['西经121°30′', -121.5, 'lng'],
    ['-121°30′', -121.5, null],
    ['121°', 121, null],
    ['121°29′60″', 121.5, null],
    ['0°0′0″', 0, null],
  ] as const)('reads %s as %f on the axis %s', (text, degrees, axis) => {
    expect(angleOf(text)?.degrees).toBeCloseTo(degrees, 9);
    expect(angleOf(text)?.axis).toBe(axis);
  });

  it.each([
    '',
    '-',
    '1212932.83',
    '121492453',
    '121°60′00″',
    '121°29′61″',
    '121.5°29′',
    '121°29.5′30″',
    '121.49 31.24',
    '121 31.24',
    '121 31',
    'N121°29′',
    '181°',
    'E121°29′N',
    '-E121°',
    '121.49.03',
    '1e2',
    'abc',
    '度分秒',
  ])('does not guess at %j', (text) => {
    expect(degreesOf(text)).toBeNull();
  });

  it(`reads what was written, whatever the marks (seed ${SEED})`, () => {
    const random = randomStream(SEED);
    const marks = [
      ['°', '′', '″', 'E'],
      ['度', '分', '秒', ''],
      [':', ':', '', ''],
      [' ', ' ', '', ''],
      ['° ', "' ", '"', 'W'],
    ];
    for (let i = 0; i < 500; i++) {
      const [d, m] = [Math.floor(random() * 180), Math.floor(random() * 60)];
      const s = (random() * 59.99).toFixed(2);
      const [a, b, c, side] = marks[i % marks.length];
      const wanted = (d + m / 60 + Number(s) / 3600) * (side === 'W' ? -1 : 1);
      expect(degreesOf(`${d}${a}${m}${b}${s}${c}${side}`)).toBeCloseTo(wanted, 9);
    }
  });

  it.skipIf(!hasMessy)('reads the real buildings to within a metre', () => {
    const rows = (name: string) =>
      readFileSync(`${MESSY}/${name}`, 'utf8')
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((row) => row.split(',').slice(-2));
    const truth = rows('buildings_utf8.csv');
    const given = rows('buildings_dms.csv');
    expect(given).toHaveLength(120);
    given.forEach(([x, y], i) => {
      const [lng, lat] = [degreesOf(x) ?? NaN, degreesOf(y) ?? NaN];
      expect(distanceM(lng, lat, Number(truth[i][0]), Number(truth[i][1]))).toBeLessThan(1);
    });
  });
});
