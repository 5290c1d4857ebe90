import { describe, expect, it } from 'vitest';
import { FACILITY_LEVELS } from '#lib/core/model.ts';
import { walkedM } from '#lib/core/reach/answer.ts';
import { firmDistances } from '#lib/core/reach/firm-distances.ts';
import { FIRMNESSES, MARGINAL_REASONS, firmCounts, firmness } from '#lib/core/reach/firmness.ts';
import type { FirmCutoffs, FirmDistances, MarginalReason } from '#lib/core/reach/firmness.ts';
import { Ground } from '#lib/core/reach/ground.ts';
import { Reach } from '#lib/core/reach/reach.ts';
import { generateDemo } from '#data/demo/generate.ts';
import { randomStream } from '../bench/random.ts';
import { projectOf } from './coverage-project.ts';
import { readDemo } from './demo-verdicts.ts';

const SEED = 20261125;

/** A setting as a planner would name it. Pace and snap of a straight line change nothing. */
interface Setting {
  method: 'radius' | 'metres' | 'minutes';
  pace: 'adult' | 'elderly';
  snap: 'edge' | 'node';
  open: 'straight' | 'none';
  shiftM: number;
}

/** The verdict by definition: every setting is tried, and every pair that differs in one thing alone. */
function enumerate(at: number, distances: FirmDistances, cutoffs: FirmCutoffs) {
  const { straightM, edgeM, nodeM } = distances;
  const { radiusM, walkM, minutes, positionM } = cutoffs;
  const straight = straightM[at];
  const methods = [
    ...(radiusM === null ? [] : (['radius'] as const)),
    ...(walkM === null || (!edgeM && !nodeM) ? [] : (['metres'] as const)),
    ...(minutes === null || (!edgeM && !nodeM) ? [] : (['minutes'] as const)),
  ];
  if (Number.isNaN(straight) || methods.length === 0) return { verdict: 'unknown', reasons: [] };
  const snaps = (['edge', 'node'] as const).filter((s) => (s === 'edge' ? edgeM : nodeM) !== null);
  if (snaps.length === 0) snaps.push('edge');
  const wayOf = ({ method, snap, open }: Setting): number => {
    if (method === 'radius') return straight;
    const walked = (snap === 'edge' ? edgeM : nodeM)![at];
    if (!Number.isNaN(walked)) return walked;
    return open === 'straight' ? straight : Infinity;
  };
  const limitOf = ({ method, pace }: Setting): number =>
    method === 'radius' ? radiusM! : method === 'metres' ? walkM! : walkedM(minutes!, pace);
  // Where a shift tips a verdict, that shift and one just beyond are tried too.
  const shifts = new Set([-positionM, 0, positionM]);
  const settings: Setting[] = [];
  const all = (shiftM: number): Setting[] =>
    methods.flatMap((method) =>
      (['adult', 'elderly'] as const).flatMap((pace) =>
        snaps.flatMap((snap) =>
          (['straight', 'none'] as const).map((open) => ({ method, pace, snap, open, shiftM })),
        ),
      ),
    );
  for (const setting of all(0))
    for (const step of [0, 0.5, -0.5])
      shifts.add(
        Math.max(-positionM, Math.min(positionM, limitOf(setting) - wayOf(setting) + step)),
      );
  for (const shift of shifts) settings.push(...all(shift));
  const yes = settings.map((setting) => wayOf(setting) + setting.shiftM <= limitOf(setting));
  const reasons = new Set<MarginalReason>();
  settings.forEach((a, i) =>
    settings.forEach((b, j) => {
      if (yes[i] === yes[j]) return;
      const keys = ['method', 'pace', 'snap', 'open', 'shiftM'] as const;
      const differ = keys.filter((key) => a[key] !== b[key]);
      if (differ.length !== 1) return;
      const [key] = differ;
      if (key === 'shiftM') reasons.add('position');
      else if (key === 'open') reasons.add('network');
      else if (key === 'method')
        reasons.add([a, b].some(({ method }) => method === 'radius') ? 'method' : 'cutoff');
      else reasons.add(key);
    }),
  );
  const verdict = yes.every((y) => y)
    ? 'firmly_reached'
    : yes.some((y) => y)
      ? 'marginal'
      : 'firmly_blank';
  return { verdict, reasons: MARGINAL_REASONS.filter((reason) => reasons.has(reason)) };
}

const words = (bits: number): MarginalReason[] =>
  MARGINAL_REASONS.filter((_, k) => (bits & (1 << k)) !== 0);

const judge = (
  [straight, edge, node]: [number, number | null, number | null],
  cutoffs: Partial<FirmCutoffs>,
) => {
  const { verdict, reasons } = firmness(
    {
      straightM: Float64Array.of(straight),
      edgeM: edge === null ? null : Float64Array.of(edge),
      nodeM: node === null ? null : Float64Array.of(node),
    },
    { radiusM: null, walkM: null, minutes: null, positionM: 0, ...cutoffs },
  );
  return [FIRMNESSES[verdict[0]], ...words(reasons[0])];
};

describe('firm and marginal', () => {
  it('says what the verdict hangs on, one thing at a time', () => {
    const both = { radiusM: 500, walkM: 500 };
    expect(judge([300, 400, 450], both)).toEqual(['firmly_reached']);
    expect(judge([300, 700, 700], both)).toEqual(['marginal', 'method']);
    expect(judge([600, 700, 700], both)).toEqual(['firmly_blank']);
    // Five minutes are 360 m for an adult and 282 m for the elderly.
    expect(judge([200, 300, 310], { minutes: 5 })).toEqual(['marginal', 'pace']);
    expect(judge([200, 282, 282], { minutes: 5 })).toEqual(['firmly_reached']);
    expect(judge([200, 361, 361], { minutes: 5 })).toEqual(['firmly_blank']);
    expect(judge([200, 480, 520], { walkM: 500 })).toEqual(['marginal', 'snap']);
    expect(judge([200, 420, 420], { walkM: 500, minutes: 5 })).toEqual(['marginal', 'cutoff']);
    expect(judge([480, null, null], { radiusM: 500, positionM: 25 })).toEqual([
      'marginal',
      'position',
    ]);
    expect(judge([475, null, null], { radiusM: 500, positionM: 25 })).toEqual(['firmly_reached']);
    expect(judge([525.1, null, null], { radiusM: 500, positionM: 25 })).toEqual(['firmly_blank']);
    // At the slow pace 25 m are left, just as many as the position may be off: the pace decides nothing.
    const left = { radiusM: 270, minutes: 5, positionM: 25 };
    expect(judge([250, 257, 257], left)).toEqual(['marginal', 'method', 'position']);
    // Not on the network: the walk may be as short as the straight line, or not be there.
    expect(judge([480, NaN, NaN], { walkM: 500 })).toEqual(['marginal', 'network']);
    expect(judge([510, NaN, NaN], { walkM: 500 })).toEqual(['firmly_blank']);
    expect(judge([480, Infinity, Infinity], both)).toEqual(['marginal', 'method']);
    expect(judge([NaN, 100, 100], both)).toEqual(['unknown']);
    expect(judge([100, null, null], { walkM: 500 })).toEqual(['unknown']);
  });

  it('says whether walking took part', () => {
    const straightM = Float64Array.of(100);
    const cutoffs = { radiusM: 500, walkM: 500, minutes: 5, positionM: 25 };
    expect(firmness({ straightM, edgeM: null, nodeM: null }, cutoffs).walked).toBe(false);
    expect(firmness({ straightM, edgeM: straightM, nodeM: null }, cutoffs).walked).toBe(true);
  });

  it(`equals the enumeration of all settings, and adds up (seeds from ${SEED})`, () => {
    const seen = new Set<string>();
    for (let seed = SEED; seed < SEED + 150; seed++) {
      const random = randomStream(seed);
      // Whole metres, so that cutoffs are met exactly.
      const metres = (): number => Math.floor(random() * 700);
      const sometimes = (p: number): number | null => (random() < p ? metres() : null);
      const cutoffs: FirmCutoffs = {
        radiusM: sometimes(0.8),
        walkM: sometimes(0.7),
        minutes: random() < 0.6 ? Math.floor(random() * 10) : null,
        positionM: random() < 0.3 ? 0 : Math.floor(random() * 60),
      };
      const count = 12;
      const straightM = Float64Array.from({ length: count }, () =>
        random() < 0.08 ? NaN : random() < 0.05 ? Infinity : metres(),
      );
      const walk = (): Float64Array | null =>
        random() < 0.15
          ? null
          : straightM.map((d) =>
              random() < 0.1 ? NaN : random() < 0.1 ? Infinity : d + Math.floor(random() * 300),
            );
      const distances: FirmDistances = { straightM, edgeM: walk(), nodeM: walk() };
      const { verdict, reasons } = firmness(distances, cutoffs);
      for (let i = 0; i < count; i++) {
        const expected = enumerate(i, distances, cutoffs);
        const isMarginal = expected.verdict === 'marginal';
        expect(FIRMNESSES[verdict[i]], `seed ${seed}, place ${i}`).toBe(expected.verdict);
        expect(words(reasons[i]), `seed ${seed}, place ${i}`).toEqual(
          isMarginal ? expected.reasons : [],
        );
        // Settings form one connected set: what is marginal has a reason.
        expect(reasons[i] !== 0).toBe(isMarginal);
        seen.add(expected.verdict);
        for (const reason of expected.reasons) seen.add(reason);
      }
      const parent = Int32Array.of(-1, 0, 0, 1);
      const division = Int32Array.from({ length: count }, () => Math.floor(random() * 5) - 1);
      const weight = Float64Array.from({ length: count }, () => Math.floor(random() * 9));
      const counted = Uint8Array.from({ length: count }, () => (random() < 0.8 ? 1 : 0));
      const counts = firmCounts({ verdict, reasons }, weight, division, parent, counted);
      for (let d = 0; d <= 4; d++) {
        const inside = [...division.keys()].filter((i) => {
          if (counted[i] === 0) return false;
          if (d === 4) return true;
          for (let up = division[i]; up >= 0; up = parent[up]) if (up === d) return true;
          return false;
        });
        const sum = (columns: Float64Array[]): number =>
          columns.reduce((total, column) => total + column[d], 0);
        expect(sum(counts.places), `seed ${seed}, division ${d}`).toBe(inside.length);
        expect(sum(counts.weight)).toBe(inside.reduce((total, i) => total + weight[i], 0));
        FIRMNESSES.forEach((_, code) =>
          expect(counts.places[code][d]).toBe(inside.filter((i) => verdict[i] === code).length),
        );
        MARGINAL_REASONS.forEach((_, k) =>
          expect(counts.reasons[k][d]).toBe(
            inside.filter((i) => (reasons[i] & (1 << k)) !== 0).length,
          ),
        );
      }
    }
    expect([...seen].sort()).toEqual([...FIRMNESSES, ...MARGINAL_REASONS].sort());
  });
});

describe('firm verdicts of a project', () => {
  it(`go between what the single settings count (demo seed ${SEED})`, async () => {
    const project = await readDemo(generateDemo({ seed: SEED, scale: 0.03 }).files);
    const { demand, units, divisions } = project;
    const ground = new Ground(project);
    const distances = firmDistances(ground, ground.stationsOf(FACILITY_LEVELS));
    const options = { levels: FACILITY_LEVELS, snap: 'edge' } as const;
    const reaches = [
      new Reach(project, { ...options, method: 'radius' }, ground),
      new Reach(project, { ...options, method: 'walk' }, ground),
      new Reach(project, { ...options, method: 'walk', snap: 'node' }, ground),
    ];
    const columns = [distances.straightM, distances.edgeM!, distances.nodeM!];
    reaches.forEach(({ nearest: { firstM } }, k) => {
      columns[k].forEach((m, i) => {
        if (!Number.isNaN(m)) expect(m).toBe(firstM[i]);
        else expect(k === 0 ? Number.isNaN(firstM[i]) : !(firstM[i] < Infinity)).toBe(true);
      });
    });
    const cutoffs = { radiusM: 500, walkM: 500, minutes: null, positionM: 0 };
    const verdicts = firmness(distances, cutoffs);
    expect(verdicts.walked).toBe(true);
    const part = (from: number, to: number) => ({
      verdict: verdicts.verdict.subarray(from, to),
      reasons: verdicts.reasons.subarray(from, to),
    });
    const { weight, division } = demand;
    const points = firmCounts(part(0, demand.count), weight, division, divisions.parent);
    const ofUnits = part(demand.count, demand.count + units.count);
    const ones = new Float64Array(units.count).fill(1);
    const counted = firmCounts(ofUnits, ones, units.division, divisions.parent);
    for (const reach of reaches) {
      const counts = reach.counts(500);
      for (let d = 0; d <= divisions.count; d++) {
        const [firm, marginal, blank, unknown] = points.places.map((column) => column[d]);
        expect(firm + marginal + blank + unknown).toBe(counts.points[d]);
        expect(firm).toBeLessThanOrEqual(counts.reachedPoints[d]);
        expect(firm + marginal).toBeGreaterThanOrEqual(counts.reachedPoints[d]);
        expect(counted.places[3][d]).toBe(counts.unknownUnits[d]);
        expect(counted.places[0][d]).toBeLessThanOrEqual(counts.reachedUnits[d]);
      }
    }
    const all = divisions.count;
    for (const code of [0, 1, 2]) expect(points.places[code][all]).toBeGreaterThan(0);
  });

  it('have no walk where there is no network', () => {
    const place = { lng: 121, lat: 31 };
    const project = projectOf({
      units: [place],
      facilities: [{ ...place, level: 'point' }],
    });
    const ground = new Ground(project);
    expect(firmDistances(ground, ground.stationsOf(FACILITY_LEVELS))).toEqual({
      straightM: Float64Array.of(0),
      edgeM: null,
      nodeM: null,
    });
  });
});
