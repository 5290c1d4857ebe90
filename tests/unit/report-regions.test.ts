import { expect, test } from 'vitest';
import practiceJson from '#data/practice.json' with { type: 'json' };
import { destination } from '#lib/core/geo/geodesic.ts';
import { ShapesBuilder } from '#lib/core/geo/shapes.ts';
import { auditedZones } from '#lib/core/report/audited-zones.ts';
import { readEarlier } from '#lib/core/report/improvement.ts';
import { LISTS } from '#lib/core/report/lists/all.ts';
import type { ListInput } from '#lib/core/report/lists/list-input.ts';
import type { ListId } from '#lib/core/report/lists/list.ts';
import type { Practice } from '#lib/core/report/practice.ts';
import { resultText } from '#lib/core/report/result.ts';
import { weakBelts } from '#lib/core/coverage/weak-belts.ts';
import { regionSurface } from '#lib/map/layers/regions.ts';
import { projectOf } from './coverage-project.ts';
import { PACK, reportOf } from './report-project.ts';

const at = (x: number, y: number): [number, number] =>
  destination(121.4, 31.2, (Math.atan2(x, y) * 180) / Math.PI, Math.hypot(x, y));

/** A street of one community of a square kilometre, a station in its middle, five blanks in a corner. */
function report() {
  const project = projectOf({
    divisions: [
      { code: '990101000000', level: 1, parent: -1 },
      { code: '990101001000', level: 2, parent: 0 },
      { code: '990101001001', level: 3, parent: 1 },
    ],
    units: Array.from({ length: 6 }, (_, i) => {
      const [lng, lat] = i < 5 ? at(20 + i, 20) : at(500, 500);
      return { lng, lat, division: 2, employees: 10 };
    }),
    organisations: [{}],
    links: [{ organisation: 0, unit: 5, mode: 'standalone' }],
    facilities: [{ level: 'community', lng: at(500, 500)[0], lat: at(500, 500)[1] }],
    demand: [{ lng: at(30, 30)[0], lat: at(30, 30)[1], weight: 120, division: 2 }],
  });
  const builder = new ShapesBuilder();
  const ring = [at(0, 0), at(1000, 0), at(1000, 1000), at(0, 1000), at(0, 0)];
  for (const own of [null, null, ring])
    builder.append(own && { type: 'Polygon', coordinates: [own] });
  project.divisions.shapes = builder.build();
  const { input, result } = reportOf(project);
  const rule = { ...PACK.belts, minUnits: 5 };
  const assessment = {
    ...input.assessment,
    belts: weakBelts(project, input.audit, rule, 'organisation'),
    zones: auditedZones(project, input.audit, PACK, 520),
    crossing: { district: new Uint32Array(3), street: Uint32Array.of(4, 4, 0) },
  };
  return { input: { ...input, assessment, practice: practiceJson as Practice }, result };
}

/** Row of a list by the keys of its columns. */
function rowOf(id: ListId, input: ListInput, row = 0) {
  const list = LISTS[id]!(input);
  const cells = list.cells(row);
  const named = Object.fromEntries(list.columns.map(({ key }, i) => [key, cells[i]]));
  return { list, named };
}

test('a belt and a zone are rows that can be picked on the map', () => {
  const { input } = report();
  const belt = rowOf('belts', input);
  expect(belt.list.count).toBe(1);
  expect(belt.list.record(0)).toEqual({ table: 'belt', record: 0 });
  expect(belt.named).toMatchObject({ belt: 'B0001', units: 5, employees: 50, households: null });
  expect(belt.named.path).toBe('990101000000 / 990101001000 / 990101001001');
  expect(belt.named.unit_ids).toBe('u0; u1; u2; u3; u4');
  const zone = rowOf('zones', input);
  expect(zone.list.count).toBe(4);
  expect(zone.list.record(0)).toEqual({ table: 'zone', record: 0 });
  expect(zone.named).toMatchObject({ zone: 'Z0001', people: 120, points: 1, units: 5 });
  expect(zone.named.basis).toBe('demand');
  const { zones } = input.assessment;
  const { polygons, rings } = regionSurface(zones.shapes);
  expect([...polygons.subject]).toEqual([0, 1, 2, 3]);
  expect(rings.length).toBe(4);
});

test('the ranking has ranges, an interval and who is served from across', () => {
  const { input } = report();
  expect(rowOf('ranking', input).named).toMatchObject({
    name: '990101001000',
    peers: '0–29',
    ranks: '1',
    rate: 1 / 6,
    rate_yes: 1,
    rate_due: 6,
    interval: '3.0–56.4%',
    small: 'small',
    crossing_street: 4,
  });
  const peers = rowOf('ranking', {
    ...input,
    ranking: { level: 'community', ledger: 'service', peers: 'street_type', earlier: null },
  });
  expect(peers.named).toMatchObject({ peers: 'street', rate_due: 6 });
});

test('the ranking compares with the result of the command line', () => {
  const { input, result } = report();
  const earlier = readEarlier(resultText(result));
  expect(earlier).not.toBeNull();
  const ranking = { level: 'street', ledger: 'organisation', peers: 'all', earlier } as const;
  const { named } = rowOf('ranking', { ...input, ranking });
  expect(named).toMatchObject({ change: 'open', change_difference: 0 });
});

test('practice figures stand beside one’s own, n and N', () => {
  const { input } = report();
  const covered = rowOf('practice', input, 1);
  expect(covered.list.count).toBe(45);
  expect(covered.named).toMatchObject({
    place: 'Shanghai',
    theirs: null,
    theirs_share: 1,
    own_n: 1,
    own_of: 6,
    own_share: 1 / 6,
    article: 'art. 4, 7',
  });
});
