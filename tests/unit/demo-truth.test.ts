import { expect, test } from 'vitest';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { generateDemo, plantCity, type DemoFile } from '#data/demo/generate.ts';
import { PERIODS } from '#data/demo/periods.ts';
import { RADIUS_M, type Truth } from '#data/demo/truth.ts';
import { writePeriod } from '#data/demo/write.ts';
import {
  textOf,
  withFacilityAt,
  withLink,
  withoutLinks,
  withTermEnd,
  withUnit,
} from './demo-flip.ts';
import { differences, readDemo, verdictsOf } from './demo-verdicts.ts';
import { listOfTexts, wordAt } from '#lib/core/texts.ts';

function truthIn(files: readonly DemoFile[]): Truth[] {
  return JSON.parse(textOf(files, 'truth.json')).units;
}

for (let seed = 1; seed <= 20; seed++) {
  const scale = seed % 4 === 0 ? 0.1 : 0.05;
  test(`the audit equals the planted truth, seed ${seed}, scale ${scale}`, async () => {
    const { files } = generateDemo({ seed, scale, period: 1 + (seed % 4) });
    const truth = truthIn(files);
    expect(truth.length).toBeGreaterThan(500);
    expect(differences(truth, await verdictsOf(files))).toEqual([]);
  });
}

test('the audit equals the planted truth of the whole city in its first and last quarter', async () => {
  const planted = plantCity({ seed: 1, scale: 1 });
  for (const period of [1, 4]) {
    const files = writePeriod(planted, period);
    const truth = truthIn(files);
    expect(truth.length).toBeGreaterThan(11500);
    expect(differences(truth, await verdictsOf(files))).toEqual([]);
  }
}, 60000);

test('every state of every ledger is planted, in every quarter', () => {
  const planted = plantCity({ seed: 5, scale: 0.3 });
  for (let period = 1; period <= PERIODS.length; period++) {
    const truth = truthIn(writePeriod(planted, period));
    for (const ledger of ['organisation', 'work', 'service'] as const) {
      expect([...new Set(truth.map((t) => t[ledger]))].sort()).toEqual(['no', 'unknown', 'yes']);
    }
    expect(new Set(truth.map((t) => t.exempt_reason))).toEqual(new Set([null, 'closed', 'shell']));
    expect(new Set(truth.map((t) => t.mode))).toEqual(new Set([null, 'standalone', 'joint']));
  }
});

test('nobody stands within 2 m of a cutoff', async () => {
  const project = await readDemo(generateDemo({ seed: 7, scale: 0.1 }).files);
  const { units, facilities } = project;
  let nearest = Infinity;
  for (let i = 0; i < units.count; i++) {
    for (let f = 0; f < facilities.count; f++) {
      const d = distanceM(units.lng[i], units.lat[i], facilities.lng[f], facilities.lat[f]);
      const level = (['city', 'district', 'street', 'community', 'point'] as const)[
        facilities.level[f]
      ];
      if (d < 1100) nearest = Math.min(nearest, Math.abs(d - RADIUS_M[level]));
    }
  }
  expect(nearest).toBeGreaterThan(2);
});

const base = generateDemo({ seed: 11, scale: 0.1 }).files;
const truth = truthIn(base);
const links = textOf(base, 'links.csv')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','));
const linksOf = (unit: string): string[][] => links.filter((l) => l[1] === unit);

function find(test: (t: Truth) => boolean): Truth {
  const found = truth.find((t) => t.due && test(t));
  if (!found) throw new Error('no such unit in the demo city');
  return found;
}

async function flipped(files: DemoFile[]): Promise<string[]> {
  return differences(truth, await verdictsOf(files));
}

test('taking the only link away flips the organisation of that unit and nothing else', async () => {
  const unit = find((t) => t.mode === 'standalone' && linksOf(t.id).length === 1);
  expect(await flipped(withoutLinks(base, unit.id))).toEqual([
    `${unit.id}: mode standalone -> null`,
    `${unit.id}: organisation yes -> no`,
  ]);
});

test('a link that counts flips a blank, one that does not count leaves it', async () => {
  const unit = find(
    (t) => t.organisation === 'no' && t.work === 'no' && linksOf(t.id).length === 0,
  );
  const seat = textOf(base, 'organisations.csv').split('\n')[1].split(',')[0];
  expect(await flipped(withLink(base, seat, unit.id, 'joint'))).toEqual([
    `${unit.id}: mode null -> joint`,
    `${unit.id}: organisation no -> yes`,
  ]);
  expect(await flipped(withLink(base, seat, unit.id, 'affiliated'))).toEqual([]);
  expect(await flipped(withLink(base, seat, unit.id, 'dispatched'))).toEqual([
    `${unit.id}: work no -> yes`,
  ]);
});

test('a link to an organisation that does not exist makes a blank unknown', async () => {
  const unit = find((t) => t.organisation === 'no' && linksOf(t.id).length === 0);
  expect(await flipped(withLink(base, 'NOBODY', unit.id, 'standalone'))).toEqual([
    `${unit.id}: organisation no -> unknown`,
  ]);
});

test('a term that ran out long ago makes exactly the units of that organisation unknown', async () => {
  const unit = find((t) => t.mode === 'joint' && linksOf(t.id).length === 1);
  const organisation = linksOf(unit.id)[0][0];
  const covered = links.filter((l) => l[0] === organisation).map((l) => l[1]);
  expect(covered.length).toBeGreaterThan(1);
  const expected = covered.flatMap((id) => [
    `${id}: mode joint -> null`,
    `${id}: organisation yes -> unknown`,
  ]);
  expect(await flipped(withTermEnd(base, organisation, '2024-01-01'))).toEqual(expected.sort());
});

test('closing a unit exempts it, and it keeps its verdicts', async () => {
  const unit = find((t) => t.organisation === 'yes');
  expect(await flipped(withUnit(base, unit.id, { status: 'closed' }))).toEqual([
    `${unit.id}: due true -> false`,
    `${unit.id}: exempt_reason null -> closed`,
  ]);
});

test('an instructor flips work, an empty cell makes it unknown', async () => {
  const unit = find((t) => t.work === 'no');
  expect(await flipped(withUnit(base, unit.id, { instructors: 1 }))).toEqual([
    `${unit.id}: work no -> yes`,
  ]);
  expect(await flipped(withUnit(base, unit.id, { instructors: null }))).toEqual([
    `${unit.id}: work no -> unknown`,
  ]);
});

test('moving a station away flips the service of exactly those whom only it reached', async () => {
  const project = await readDemo(base);
  const { units, facilities } = project;
  const levels = ['city', 'district', 'street', 'community', 'point'] as const;
  const reaches = (f: number, i: number): boolean =>
    distanceM(units.lng[i], units.lat[i], facilities.lng[f], facilities.lat[f]) <=
    RADIUS_M[levels[facilities.level[f]]];
  const all = Array.from({ length: facilities.count }, (_, f) => f);
  let checked = 0;
  for (const f of all.filter((k) => levels[facilities.level[k]] === 'community').slice(0, 3)) {
    const lost = listOfTexts(units.id).filter(
      (_, i) => reaches(f, i) && !all.some((g) => g !== f && reaches(g, i)),
    );
    const moved = withFacilityAt(
      base,
      wordAt(facilities.id, f),
      facilities.lng[f] + 5,
      facilities.lat[f],
    );
    const expected = lost.map((id) => `${id}: service yes -> no`).sort();
    expect(await flipped(moved)).toEqual(expected);
    checked += lost.length;
  }
  expect(checked).toBeGreaterThan(0);
});
