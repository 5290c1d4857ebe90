import { describe, expect, it } from 'vitest';
import { demandReach } from '#lib/core/coverage/demand-reach.ts';
import { readFolder } from '#lib/core/ingest/read-folder.ts';
import { FACILITY_LEVELS } from '#lib/core/model.ts';
import { ReachFault } from '#lib/core/reach/fault.ts';
import { Reach } from '#lib/core/reach/reach.ts';
import { generateDemo } from '#data/demo/generate.ts';
import { lexicon } from '#data/lexicon.ts';
import { randomStream } from '../bench/random.ts';
import { PACK, projectOf } from './coverage-project.ts';
import { readDemo } from './demo-verdicts.ts';
import { NO_SHANGHAI, hasShanghai, shanghaiFolder } from './shanghai-folder.ts';

const SEED = 7;
const SHANGHAI = [
  [200, 98, 0.0625],
  [300, 223, 0.1317],
  [500, 481, 0.3063],
  [800, 823, 0.7643],
  [1000, 901, 0.8283],
] as const;
const BY_RADIUS = { method: 'radius', levels: FACILITY_LEVELS, snap: 'edge' } as const;

if (!hasShanghai) console.log(NO_SHANGHAI);

describe('who is reached', () => {
  it(`is what the audit counts of demand for the same radius (demo seed ${SEED})`, async () => {
    const project = await readDemo(generateDemo({ seed: SEED, scale: 0.1 }).files);
    const levels = FACILITY_LEVELS.filter((level) =>
      PACK.service.reach.some((rule) => rule.level === level && rule.kinds === undefined),
    );
    const reach = new Reach(project, { ...BY_RADIUS, levels });
    // No boundary keeps a facility to its own.
    const pack = { ...PACK, service: { ...PACK.service, crossing: 'anywhere' as const } };
    for (const radiusM of [100, 300, 500, 800, 1500]) {
      const { total, divisions } = demandReach(project, pack, radiusM);
      const counts = reach.counts(radiusM);
      [...divisions, total].forEach((wanted, entry) => {
        expect(counts.points[entry]).toBe(wanted.points);
        expect(counts.reachedPoints[entry]).toBe(wanted.reached_points);
        expect(counts.weight[entry]).toBeCloseTo(wanted.weight, 6);
        expect(counts.reachedWeight[entry]).toBeCloseTo(wanted.reached_weight, 6);
      });
    }
  });

  it.skipIf(!hasShanghai)('is the oracle between Lujiazui and the Bund', async () => {
    const inputs = shanghaiFolder().map(({ name, bytes }) => ({
      name,
      size: bytes.length,
      bytes: () => Promise.resolve(bytes),
    }));
    const project = await readFolder(inputs, lexicon);
    const reach = new Reach(project, { ...BY_RADIUS, levels: ['community'] });
    const all = project.divisions.count;
    for (const [cutoffM, units, share] of SHANGHAI) {
      const counts = reach.counts(cutoffM);
      expect([counts.units[all], counts.reachedUnits[all]]).toEqual([1322, units]);
      expect(counts.reachedPoints[all]).toBe(units);
      expect(Number((counts.reachedWeight[all] / counts.weight[all]).toFixed(4))).toBe(share);
    }
  });
});

describe(`a reach that is edited (seed ${SEED})`, () => {
  const random = randomStream(SEED);
  const place = (): { lng: number; lat: number; division: number } => ({
    lng: random() < 0.05 ? NaN : 121 + random() * 0.05,
    lat: 31 + random() * 0.05,
    division: Math.floor(random() * 7) - 1,
  });
  const parents = [-1, 0, 0, 1, 1, 2];
  const facilities = Array.from({ length: 9 }, (_, i) => ({
    lng: i === 4 ? NaN : 121 + random() * 0.05,
    lat: 31 + random() * 0.05,
    level: [null, 'point', 'community'][i % 3],
  }));
  const project = projectOf({
    divisions: parents.map((parent, i) => ({ code: `9${i}`, level: Math.min(i, 4), parent })),
    units: Array.from({ length: 120 }, () => ({
      ...place(),
      employees: Math.floor(random() * 90),
    })),
    demand: Array.from({ length: 300 }, () => ({ ...place(), weight: random() * 100 })),
    facilities,
  });

  it('counts as one made anew with the facilities where they are now', () => {
    const stations = facilities.map(({ lng, lat }) => [lng, lat]);
    const reach = new Reach(project, BY_RADIUS);
    expect(reach.stationCount).toBe(8);
    const records = [0, 1, 2, 3, 5, 6, 7, 8];
    expect(records.map((_, s) => reach.stationRecord(s))).toEqual(records);
    for (let edit = 0; edit < 40; edit++) {
      const station = Math.floor(random() * (reach.stationCount + 1));
      const [lng, lat] =
        random() < 0.2 ? [NaN, NaN] : [121 + random() * 0.05, 31 + random() * 0.05];
      reach.setStation(station, lng, lat);
      if (station < records.length) stations[records[station]] = [lng, lat];
      else stations[9 + station - records.length] = [lng, lat];
      const anew = projectOf({
        units: [],
        facilities: stations.map(([x, y]) => ({ lng: x, lat: y, level: null })),
      });
      const other = new Reach({ ...project, facilities: anew.facilities }, BY_RADIUS);
      for (const cutoffM of [200, 600, 2000])
        expect(reach.counts(cutoffM)).toEqual(other.counts(cutoffM));
      expect(reach.distances()).toEqual(other.distances());
      expect(reach.stationRecord(8)).toBe(-1);
    }
  });

  it('reaches nobody twice who is not reached, and knows nothing of units without a position', () => {
    const reach = new Reach(project, BY_RADIUS);
    let before = reach.counts(0);
    for (let cutoffM = 0; cutoffM <= 8000; cutoffM += 250) {
      const counts = reach.counts(cutoffM);
      for (let d = 0; d <= parents.length; d++) {
        expect(counts.reachedWeight[d]).toBeGreaterThanOrEqual(before.reachedWeight[d]);
        expect(counts.twiceWeight[d]).toBeLessThanOrEqual(counts.reachedWeight[d]);
        expect(counts.reachedWeight[d]).toBeLessThanOrEqual(counts.weight[d]);
        expect(counts.reachedUnits[d] + counts.unknownUnits[d]).toBeLessThanOrEqual(
          counts.units[d],
        );
        expect(counts.reachedEmployees[d]).toBeLessThanOrEqual(counts.employees[d]);
      }
      before = counts;
    }
    const { units } = project;
    const unknown = units.lng.filter((lng) => Number.isNaN(lng)).length;
    expect(before.unknownUnits[parents.length]).toBe(unknown);
    expect(before.reachedUnits[parents.length]).toBe(units.count - unknown);
  });

  it('reaches nobody without facilities of the levels', () => {
    const reach = new Reach(project, { ...BY_RADIUS, levels: ['city'] });
    expect(reach.stationCount).toBe(0);
    expect(reach.counts(50_000).reachedPoints[parents.length]).toBe(0);
    reach.setStation(0, 121.02, 31.02);
    expect(reach.counts(50_000).twicePoints[parents.length]).toBe(0);
    expect(reach.counts(50_000).reachedPoints[parents.length]).toBeGreaterThan(0);
  });

  it('cannot walk where no network was handed in', () => {
    expect(() => new Reach(project, { ...BY_RADIUS, method: 'walk' })).toThrow(ReachFault);
  });
});
