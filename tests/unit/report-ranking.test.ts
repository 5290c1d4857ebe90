import { describe, expect, it } from 'vitest';
import { audit } from '#lib/core/coverage/audit.ts';
import { crossingCounts } from '#lib/core/coverage/crossing-counts.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { destination } from '#lib/core/geo/geodesic.ts';
import { CHANGES, improvement, readEarlier } from '#lib/core/report/improvement.ts';
import { differenceInterval, normalQuantile, wilson, zOf } from '#lib/core/report/intervals.ts';
import { rankDivisions, streetType } from '#lib/core/report/ranking.ts';
import type { Peers } from '#lib/core/report/ranking.ts';
import { PACK, mulberry32, projectOf } from './coverage-project.ts';

const RULE = PACK.ranking;
const Z95 = zOf(0.95);

describe('intervals', () => {
  it('have the quantiles of the tables', () => {
    expect(normalQuantile(0.5)).toBe(0);
    expect(Z95).toBeCloseTo(1.959964, 5);
    expect(zOf(0.9)).toBeCloseTo(1.644854, 5);
    expect(zOf(0.99)).toBeCloseTo(2.575829, 5);
    expect(normalQuantile(1e-9)).toBeCloseTo(-5.997807, 4);
    expect(normalQuantile(0.025) + normalQuantile(0.975)).toBeCloseTo(0, 6);
  });

  it('are Wilson’s as Newcombe (1998) prints them', () => {
    const printed = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ];
    for (const [yes, n, low, high] of printed) {
      const found = wilson(yes, n, Z95);
      expect(found.low, `${yes}/${n}`).toBeCloseTo(low, 4);
      expect(found.high, `${yes}/${n}`).toBeCloseTo(high, 4);
    }
    expect(wilson(20, 20, Z95)).toEqual({ low: expect.closeTo(0.8389, 4), high: 1 });
    expect(wilson(0, 0, Z95)).toEqual({ low: NaN, high: NaN });
  });

  it('of differences are method 10 as Newcombe (1998) prints it', () => {
    const printed = [
      [56, 70, 48, 80, 0.0524, 0.3339],
      [9, 10, 3, 10, 0.1705, 0.809],
      [6, 7, 2, 7, 0.0582, 0.8062],
      [5, 56, 0, 29, -0.0381, 0.1926],
      [0, 10, 0, 20, -0.1611, 0.2775],
      [0, 10, 0, 10, -0.2775, 0.2775],
      [10, 10, 0, 20, 0.6791, 1],
      [10, 10, 0, 10, 0.6075, 1],
    ];
    for (const [a, m, b, n, low, high] of printed) {
      const found = differenceInterval(a, m, b, n, Z95);
      expect(found.low, `${a}/${m} - ${b}/${n}`).toBeCloseTo(low, 4);
      expect(found.high, `${a}/${m} - ${b}/${n}`).toBeCloseTo(high, 4);
    }
  });

  it('turn round with the question', () => {
    const random = mulberry32(2);
    for (let k = 0; k < 500; k++) {
      const n = 1 + Math.floor(random() * 400);
      const yes = Math.floor(random() * (n + 1));
      const { low, high } = wilson(yes, n, Z95);
      const mirror = wilson(n - yes, n, Z95);
      expect(low).toBeCloseTo(1 - mirror.high, 10);
      expect(low).toBeLessThanOrEqual(yes / n);
      expect(high).toBeGreaterThanOrEqual(yes / n);
    }
  });
});

/** Streets of one city with their n and N. */
function streets(list: [yes: number, due: number, code?: string, parent?: number][]) {
  const roots = [0, 1].map((k) => ({ code: `99010${k + 1}000000`, level: 1, parent: -1 }));
  const { divisions } = projectOf({
    units: [],
    divisions: [
      ...roots,
      ...list.map(([, , code, parent], i) => ({
        code: code ?? `9901010${String(i + 1).padStart(2, '0')}000`,
        level: 2,
        parent: parent ?? 0,
      })),
    ],
  });
  const pad = (values: number[]): number[] => [0, 0, ...values];
  const counts = {
    yes: pad(list.map(([yes]) => yes)),
    due: pad(list.map(([, due]) => due)),
    unknown: pad(list.map(() => 0)),
  };
  return { divisions, counts };
}

const rank = (list: Parameters<typeof streets>[0], peers: Peers = 'all') => {
  const { divisions, counts } = streets(list);
  const found = rankDivisions(divisions, counts, 'street', peers, RULE);
  const rows = [...Array(found.count).keys()].map((i) => ({
    street: found.division[i] - 2,
    group: found.group[i],
    ranks: [found.rankFrom[i], found.rankTo[i]],
    small: found.small[i],
  }));
  return { found, rows };
};

describe('ranking', () => {
  it('tells apart only those whose intervals share nothing', () => {
    // 90/100: 0.826-0.945; 80/100: 0.711-0.867; 50/100: 0.404-0.596; 45/100: 0.356-0.548; 0/40: 0-0.088.
    const { rows } = rank([[50, 100], [0, 40], [90, 100], [45, 100], [80, 100]]); // prettier-ignore
    expect(rows.map(({ street, ranks }) => [street, ...ranks])).toEqual([
      [2, 1, 2],
      [4, 1, 2],
      [0, 3, 4],
      [3, 3, 4],
      [1, 5, 5],
    ]);
  });

  it('lets a small denominator tie with nearly all, and marks it', () => {
    const { rows } = rank([[2, 2], [900, 1000], [500, 1000], [29, 29], [30, 30]]); // prettier-ignore
    const small = rows.find(({ street }) => street === 0);
    // 2/2: 0.342-1: overlaps even 500/1000 (0.469-0.531).
    expect(small).toMatchObject({ ranks: [1, 5], small: 1 });
    expect(rows.filter((row) => row.small === 1).map((row) => row.street).sort()).toEqual([0, 3]); // prettier-ignore
  });

  it('gives those with nothing due no rank', () => {
    const { found, rows } = rank([
      [0, 0],
      [1, 10],
    ]);
    expect(rows[1]).toMatchObject({ street: 0, ranks: [0, 0] });
    expect(found.rate[1]).toBeNaN();
    expect(rows[0].ranks).toEqual([1, 1]);
  });

  it('ranks within classes of size, types of street and parents', () => {
    const list: Parameters<typeof streets>[0] = [
      [5, 29, '990101001000'],
      [20, 30, '990101100000', 1],
      [90, 100, '990101200000'],
      [10, 5000, '990101400000', 1],
      [99, 299, '990101099000'],
      [1, 1, 'other-code'],
    ];
    const groupsOf = (peers: Peers) => {
      const { found, rows } = rank(list, peers);
      return found.groups.map(({ of }, g) => [
        of,
        rows.filter((row) => row.group === g).map((row) => row.street),
      ]);
    };
    expect(groupsOf('size')).toEqual([
      [{ size: [0, 30] }, [5, 0]],
      [{ size: [30, 100] }, [1]],
      [{ size: [100, 300] }, [2, 4]],
      [{ size: [1000, null] }, [3]],
    ]);
    expect(groupsOf('street_type')).toEqual([
      [{ type: 'street' }, [4, 0]],
      [{ type: 'town' }, [1]],
      [{ type: 'township' }, [2]],
      [{ type: 'similar' }, [3]],
      [{ type: 'other' }, [5]],
    ]);
    expect(groupsOf('parent')).toEqual([
      [{ parent: 0 }, [5, 2, 4, 0]],
      [{ parent: 1 }, [1, 3]],
    ]);
    expect(streetType('310101013')).toBe('street');
    expect(streetType('3101')).toBe('other');
  });

  it('is what comparing all pairs gives', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const random = mulberry32(seed);
      const list = Array.from({ length: 60 }, (): [number, number] => {
        const due = Math.floor(random() * [5, 60, 900][seed % 3]);
        return [Math.floor(random() * (due + 1)), due];
      });
      const { found } = rank(list);
      for (let i = 0; i < found.count; i++) {
        if (found.due[i] === 0) continue;
        const others = [...Array(found.count).keys()].filter((k) => found.due[k] > 0);
        const above = others.filter((k) => found.low[k] > found.high[i]).length;
        const below = others.filter((k) => found.high[k] < found.low[i]).length;
        const ranks = [found.rankFrom[i], found.rankTo[i]];
        expect(ranks, `seed ${seed}`).toEqual([1 + above, others.length - below]);
      }
    }
  });
});

describe('improvement', () => {
  const block = (yes: number, no: number, unknown = 0) => ({ yes, no, unknown, rate: null });
  const earlier = (divisions: object[]): string =>
    JSON.stringify({
      format: 'lacuna-result',
      as_of: '2025-12-31',
      rules: { id: 'a', version: '1' },
      divisions,
    });
  const was = (code: string, yes: number, no: number) => ({
    code,
    organisation: block(yes, no),
    work: { ...block(0, 0), without_organisation: block(1, 1) },
    service: block(0, 0),
  });

  it('matches by code, says what is new and what is gone, and keeps quiet where nothing is sure', () => {
    const { divisions, counts } = streets([[56, 70], [48, 80], [3, 10], [5, 10], [0, 0]]); // prettier-ignore
    const text = earlier([
      was('990101001000', 48, 32),
      was('990101002', 56, 14),
      was('990101003000', 2, 8),
      was('990101005000', 2, 8),
      was('990101099000', 1, 1),
    ]);
    const read = readEarlier(text);
    expect(read).toMatchObject({ asOf: '2025-12-31', rules: 'a 1' });
    if (read === null) throw new Error('not read');
    const found = improvement(divisions, counts, read, 'organisation', 0.95);
    const says = [...found.change].slice(2).map((c) => CHANGES[c]);
    expect(says).toEqual(['better', 'worse', 'open', 'new', 'none']);
    expect(found.difference[2]).toBeCloseTo(0.2, 12);
    expect(found.low[2]).toBeCloseTo(0.0524, 4);
    expect(found.high[2]).toBeCloseTo(0.3339, 4);
    expect(found.gone).toEqual(['990101099000']);
    expect(read.rates.work.get('990101001000')).toEqual({ yes: 1, due: 2 });
  });

  it('refuses what is no result', () => {
    expect(readEarlier('{')).toBeNull();
    expect(readEarlier('[]')).toBeNull();
    expect(readEarlier('{"format":"lacuna-rules","divisions":[]}')).toBeNull();
    expect(readEarlier(earlier([{ code: 1 }]))).toBeNull();
    expect(readEarlier(earlier([{ ...was('1', 1, 1), organisation: block(-1, 0) }]))).toBeNull();
  });
});

describe('units served from across a boundary', () => {
  it('are those that lose their service when only the own street or district may serve', () => {
    const at = (metres: number) => {
      const [lng, lat] = destination(121, 31, 90, metres);
      return { lng, lat };
    };
    const project = projectOf({
      divisions: [
        { code: '990101000000', level: 1, parent: -1 },
        { code: '990101001000', level: 2, parent: 0 },
        { code: '990101002000', level: 2, parent: 0 },
        { code: '990102000000', level: 1, parent: -1 },
        { code: '990102001000', level: 2, parent: 3 },
      ],
      facilities: [
        { level: 'community', ...at(0) },
        { level: 'community', ...at(2000) },
      ],
      units: [
        { ...at(100), division: 1 },
        { ...at(200), division: 2 },
        { ...at(-300), division: 4 },
        { ...at(1900), division: 2 },
        { ...at(-100), division: 2, status: 'closed' },
        { ...at(1000), division: 4 },
      ],
    });
    project.facilities.division.set([1, 2]);
    const field = reachField(project);
    const verdicts = audit(project, PACK, field, { radiusM: null });
    const counts = crossingCounts(project, verdicts.due, PACK, field, null);
    expect([...counts.street]).toEqual([1, 0, 1, 1, 1]);
    expect([...counts.district]).toEqual([0, 0, 0, 1, 1]);
  });
});
