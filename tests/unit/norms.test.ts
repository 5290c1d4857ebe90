import { describe, expect, it } from 'vitest';
import { normFindings } from '#lib/core/norms/findings.ts';
import type { NormTools } from '#lib/core/norms/measure.ts';
import { NORM_STATES } from '#lib/core/norms/norm.ts';
import type { Norm, NormFindings } from '#lib/core/norms/norm.ts';
import { cellDay, cellNumber } from '#lib/core/norms/cell-number.ts';
import { normCountsAt, normDivisionCounts, normSummary } from '#lib/core/norms/summary.ts';
import {
  DIVISION_LEVELS,
  FACILITY_LEVELS,
  LINK_MODES,
  NONE,
  ORGANISATION_TYPES,
} from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { packTexts, textAt } from '#lib/core/texts.ts';
import { mulberry32, projectOf, randomProject } from './coverage-project.ts';

const SEEDS = 40;
const CITED = {
  source: { 'zh-CN': '示例', en: 'example' },
  clause: { 'zh-CN': '示例', en: 'example' },
};

/** Norms as a city would write them: JSON and nothing else. */
const norms = (json: string): Norm[] =>
  (JSON.parse(json) as Norm[]).map((norm) => ({ ...norm, ...CITED, name: CITED.source }));

const EVERY_MEASURE = norms(`[
  {"id":"n.staff","subject":{"table":"divisions","levels":["community"]},"require":"at_least","unit":"people",
   "measure":{"of":"column","column":"staff"},
   "by":{"of":"column","column":"households"},
   "bands":[{"to":6000,"threshold":16},{"from":6000,"threshold":18}]},
  {"id":"n.funds","subject":{"table":"divisions","levels":["community"]},"require":"at_least","unit":"yuan",
   "measure":{"of":"column","column":"funds"},
   "threshold":{"base":100000,"amount":500,"per":{"of":"column","column":"members"}}},
  {"id":"n.reports","subject":{"table":"divisions","levels":["community"]},"require":"at_least","unit":"count",
   "measure":{"of":"column","column":"年度 报告数"},"threshold":12},
  {"id":"n.premises","subject":{"table":"divisions","levels":["street"]},"require":"at_least","unit":"m2",
   "measure":{"of":"facilities","levels":["community"],"column":"area_m2","fold":"max"},"threshold":300,"targetShare":0.5},
  {"id":"n.stations","subject":{"table":"divisions","levels":["street"]},"require":"at_least","unit":"count",
   "measure":{"of":"facilities","levels":["community","point"],"fold":"count"},"threshold":2},
  {"id":"n.area","subject":{"table":"divisions"},"require":"at_least","unit":"m2",
   "measure":{"of":"facilities","column":"area_m2","fold":"sum"},"threshold":500},
  {"id":"n.part-time","subject":{"table":"divisions","levels":["street"]},"require":"at_least","unit":"people",
   "measure":{"of":"organisations","types":["committee"],"column":"part_time","fold":"sum"},"threshold":3},
  {"id":"n.committee","subject":{"table":"divisions","levels":["street","community"]},"require":"at_least","unit":"count",
   "measure":{"of":"organisations","types":["committee"],"fold":"count"},"threshold":1},
  {"id":"n.near","subject":{"table":"units","kinds":["building"]},"require":"at_most","unit":"m",
   "measure":{"of":"distance","levels":["community","street"]},"threshold":500},
  {"id":"n.term","subject":{"table":"organisations"},"require":"at_most","unit":"days",
   "measure":{"of":"days_over","column":"term_end"},"threshold":0},
  {"id":"n.units","subject":{"table":"organisations","types":["joint_branch"]},"require":"at_most","unit":"count",
   "measure":{"of":"links","modes":["joint"]},"threshold":2},
  {"id":"n.hall","subject":{"table":"facilities","levels":["community"]},"require":"at_least","unit":"m2",
   "measure":{"of":"column","column":"area_m2"},"threshold":300}
]`);

/** A random city with what norms read: counts, areas, types, and holes in all of them. */
function city(seed: number): Project {
  const project = randomProject(seed, 80);
  const random = mulberry32(seed + 500);
  const { divisions, organisations, facilities, links } = project;
  const cells = (count: number, largest: number): Float64Array =>
    Float64Array.from({ length: count }, () =>
      random() < 0.2 ? NaN : Math.floor(random() * largest),
    );
  const codes = (count: number, words: readonly string[]): Uint8Array =>
    Uint8Array.from({ length: count }, () =>
      random() < 0.1 ? NONE : Math.floor(random() * words.length),
    );
  const places = (count: number): Int32Array =>
    Int32Array.from({ length: count }, () => Math.floor(random() * (divisions.count + 1)) - 1);
  divisions.households = cells(divisions.count, 12000);
  divisions.staff = cells(divisions.count, 24);
  divisions.funds = cells(divisions.count, 200000);
  divisions.members = cells(divisions.count, 150);
  divisions.extra = {
    年度报告数: packTexts(
      Array.from(
        { length: divisions.count },
        () => ['12', '１１', '1,200', '约十', null, '0.1万'][Math.floor(random() * 6)],
      ),
    ),
  };
  organisations.type = codes(organisations.count, ORGANISATION_TYPES);
  organisations.division = places(organisations.count);
  organisations.partTime = cells(organisations.count, 4);
  facilities.level = codes(facilities.count, FACILITY_LEVELS);
  facilities.division = places(facilities.count);
  facilities.areaM2 = cells(facilities.count, 700);
  links.mode = codes(links.count, LINK_MODES);
  if (seed % 7 === 0) project.present = project.present.filter((table) => table !== 'facilities');
  if (seed % 11 === 0) project.present = project.present.filter((table) => table !== 'links');
  if (seed % 5 === 0) project.info = { ...project.info, asOf: null };
  return project;
}

const toolsOf = (project: Project, seed: number): NormTools => {
  const random = mulberry32(seed + 900);
  const distances = Float64Array.from(project.units.lng, () =>
    random() < 0.2 ? NaN : random() < 0.2 ? Infinity : Math.round(random() * 1000),
  );
  const due = Uint8Array.from(distances, () => (random() < 0.8 ? 1 : 0));
  return { distanceM: (unit) => distances[unit], due };
};

type Range = [number, number];
const NOTHING: Range = [-Infinity, Infinity];
const known = (value: number): Range => (Number.isNaN(value) ? NOTHING : [value, value]);

/** The least and the most that a list can come to, with what is missing and what may not belong. */
function folded(list: { sure: boolean; value: number }[], fold: 'sum' | 'max' | 'count'): Range {
  const total = (values: number[]): number =>
    fold === 'max' ? Math.max(0, ...values) : values.reduce((sum, value) => sum + value, 0);
  const values = list.map(({ sure, value }) => ({ sure, value: fold === 'count' ? 1 : value }));
  const there = values.filter(({ value }) => !Number.isNaN(value));
  const low = total(there.filter(({ sure }) => sure).map(({ value }) => value));
  return [low, there.length < values.length ? Infinity : total(there.map(({ value }) => value))];
}

/** Each norm of EVERY_MEASURE read once more, from its words. */
function bruteFindings(project: Project, tools: NormTools): string[] {
  const { divisions, organisations, facilities, links, units, present } = project;
  const under = (division: number, above: number): boolean => {
    for (let at = division; at >= 0; at = divisions.parent[at]) if (at === above) return true;
    return false;
  };
  const atLevels = (...levels: string[]): number[] =>
    [...divisions.code.keys()].filter((d) => levels.includes(DIVISION_LEVELS[divisions.level[d]]));
  const facilityFold = (
    division: number,
    levels: string[] | null,
    fold: 'sum' | 'max' | 'count',
  ): Range =>
    !present.includes('facilities')
      ? NOTHING
      : folded(
          [...facilities.areaM2.keys()]
            .filter((f) => facilities.division[f] >= 0 && under(facilities.division[f], division))
            .filter(
              (f) =>
                levels === null ||
                facilities.level[f] === NONE ||
                levels.includes(FACILITY_LEVELS[facilities.level[f]]),
            )
            .map((f) => ({
              sure: levels === null || facilities.level[f] !== NONE,
              value: facilities.areaM2[f],
            })),
          fold,
        );
  const committees = (division: number, fold: 'sum' | 'count'): Range =>
    folded(
      [...organisations.type.keys()]
        .filter((o) => organisations.division[o] === division)
        .filter((o) => organisations.type[o] === NONE || organisations.type[o] === 0)
        .map((o) => ({
          sure: organisations.type[o] === 0,
          value: organisations.partTime[o],
        })),
      fold,
    );
  const jointUnits = (organisation: number): Range => {
    if (!present.includes('links')) return NOTHING;
    const own = [...links.unit.keys()].filter((l) => links.organisation[l] === organisation);
    const sure = new Set(own.filter((l) => links.mode[l] === 1 && links.unit[l] >= 0).map((l) => links.unit[l])); // prettier-ignore
    const perhaps = new Set(own.filter((l) => links.mode[l] === NONE && links.unit[l] >= 0).map((l) => links.unit[l])); // prettier-ignore
    const lost = own.filter((l) => links.unit[l] < 0 && [1, NONE].includes(links.mode[l])).length;
    const most = new Set([...sure, ...perhaps]).size + lost;
    return [sure.size, most];
  };
  const reports: Record<string, number> = { '12': 12, '１１': 11, '1,200': 1200, '0.1万': 1000 };
  const asOf = Date.parse(project.info.asOf ?? '') / 86_400_000;
  const all = (table: { count: number }): number[] =>
    Array.from({ length: table.count }, (_, i) => i);

  const rows: string[] = [];
  const judge = (
    id: string,
    record: number,
    [low, high]: Range,
    threshold: number,
    least = true,
  ) => {
    const met = least ? low >= threshold : high <= threshold;
    const lacking = least ? high < threshold : low > threshold;
    const amount = least ? threshold - high : low - threshold;
    const how = met ? 'met 0' : lacking ? `lacking ${Number.isFinite(amount) ? amount : NaN}` : 'unknown NaN'; // prettier-ignore
    rows.push(`${id} ${record} ${how}`);
  };
  for (const d of atLevels('community'))
    judge('n.staff', d, known(divisions.staff[d]), Number.isNaN(divisions.households[d]) ? NaN : divisions.households[d] < 6000 ? 16 : 18); // prettier-ignore
  for (const d of atLevels('community'))
    judge('n.funds', d, known(divisions.funds[d]), 100000 + 500 * divisions.members[d]);
  for (const d of atLevels('community'))
    judge('n.reports', d, known(reports[textAt(divisions.extra['年度报告数'], d) ?? ''] ?? NaN), 12); // prettier-ignore
  for (const d of atLevels('street')) judge('n.premises', d, facilityFold(d, ['community'], 'max'), 300); // prettier-ignore
  for (const d of atLevels('street'))
    judge('n.stations', d, facilityFold(d, ['community', 'point'], 'count'), 2);
  for (const d of all(divisions)) judge('n.area', d, facilityFold(d, null, 'sum'), 500);
  for (const d of atLevels('street')) judge('n.part-time', d, committees(d, 'sum'), 3);
  for (const d of atLevels('street', 'community')) judge('n.committee', d, committees(d, 'count'), 1); // prettier-ignore
  for (const u of all(units))
    if (tools.due[u] && units.kind[u] === 1)
      judge('n.near', u, present.includes('facilities') ? known(tools.distanceM(u, undefined)) : NOTHING, 500, false); // prettier-ignore
  for (const o of all(organisations))
    judge('n.term', o, known(asOf - Date.parse(textAt(organisations.termEnd, o) ?? '') / 86_400_000), 0, false); // prettier-ignore
  for (const o of all(organisations))
    if (organisations.type[o] === 3) judge('n.units', o, jointUnits(o), 2, false);
  for (const f of all(facilities))
    if (facilities.level[f] === 3) judge('n.hall', f, known(facilities.areaM2[f]), 300);
  return rows;
}

const said = (findings: NormFindings): string[] =>
  Array.from({ length: findings.count }, (_, i) =>
    [
      findings.norms[findings.norm[i]].id,
      findings.record[i],
      NORM_STATES[findings.state[i]],
      findings.lacking[i],
    ].join(' '),
  );

describe('norms', () => {
  it(`of every kind of measure, by JSON alone, agree with plain loops on ${SEEDS} random cities`, () => {
    const states = new Set<string>();
    for (let seed = 1; seed <= SEEDS; seed++) {
      const project = city(seed);
      const tools = toolsOf(project, seed);
      const findings = normFindings(project, { norms: EVERY_MEASURE, districts: [] }, tools);
      const rows = said(findings);
      expect(rows, `seed ${seed}`).toEqual(bruteFindings(project, tools));
      for (const row of rows) states.add(row.split(' ').filter((_, i) => i === 0 || i === 2).join(' ')); // prettier-ignore

      const counts = normDivisionCounts(project.divisions, findings);
      normSummary(findings).forEach((summary, n) => {
        const own = rows.filter((row) => row.startsWith(`${EVERY_MEASURE[n].id} `));
        const of = (state: string): number => own.filter((r) => r.includes(` ${state} `)).length;
        expect(summary).toMatchObject({
          subjects: own.length,
          met: of('met'),
          lacking: of('lacking'),
          unknown: of('unknown'),
          share: own.length === 0 ? null : of('met') / own.length,
        });
        const placed = [...findings.norm.keys()].filter((i) => findings.norm[i] === n && findings.division[i] >= 0); // prettier-ignore
        const root = normCountsAt(counts, n, 0);
        expect(root.subjects).toBe(placed.length);
        expect(root.met + root.lacking + root.unknown).toBe(root.subjects);
        const total = placed.reduce((sum, i) => sum + (findings.lacking[i] > 0 ? findings.lacking[i] : 0), 0); // prettier-ignore
        expect(root.lackingSum).toBeCloseTo(total, 6);
      });
    }
    for (const { id } of EVERY_MEASURE)
      for (const state of NORM_STATES)
        if (!(id === 'n.units' && state === 'unknown')) expect(states).toContain(`${id} ${state}`);
  });

  const street = (counts: object = {}) => ({ code: '991', level: 2, parent: -1, ...counts });
  const none: NormTools = { distanceM: () => NaN, due: new Uint8Array(0) };

  it('do not nest levels: a community station is no street centre', () => {
    const project = projectOf({
      divisions: [street()],
      units: [],
      facilities: [{ level: 'community', lng: 121, lat: 31 }],
    });
    project.facilities.division[0] = 0;
    project.facilities.areaM2[0] = 5000;
    const [norm] =
      norms(`[{"id":"n.centre","subject":{"table":"divisions"},"unit":"m2","threshold":500,
      "require":"at_least","measure":{"of":"facilities","levels":["street"],"column":"area_m2","fold":"max"}}]`);
    const findings = normFindings(project, { norms: [norm], districts: [] }, none);
    expect(said(findings)).toEqual(['n.centre 0 lacking 500']);
  });

  it("follow a district's own norms inside it and the pack's elsewhere", () => {
    const divisions = [
      { code: '99', level: 0, parent: -1, staff: 10 },
      { code: '991', level: 1, parent: 0, staff: 10 },
      { code: '9911', level: 2, parent: 1, staff: 10 },
      { code: '992', level: 1, parent: 0, staff: 10 },
    ];
    const project = projectOf({ divisions, units: [] });
    const written = (threshold: number): Norm[] =>
      norms(`[{"id":"n.staff","subject":{"table":"divisions"},"unit":"people","threshold":${threshold},
        "require":"at_least","measure":{"of":"column","column":"staff"}}]`);
    const districts = [{ divisions: ['991'], rules: { norms: written(12) } }];
    const findings = normFindings(project, { norms: written(9), districts }, none);
    expect(findings.norms.map(({ threshold }) => threshold)).toEqual([9, 12]);
    expect(said(findings)).toEqual(['n.staff 0 met 0', 'n.staff 3 met 0', 'n.staff 1 lacking 2', 'n.staff 2 lacking 2']); // prettier-ignore
  });

  it('judge a share or an average where that is what is asked, and say unknown where the unknown decide', () => {
    const divisions = [4, 5, 2, NaN].map((staff, i) => ({ code: `99${i + 1}`, level: 2, parent: -1, staff })); // prettier-ignore
    const project = projectOf({ divisions, units: [] });
    const base = `"subject":{"table":"divisions"},"unit":"people","threshold":4,"require":"at_least","measure":{"of":"column","column":"staff"}`; // prettier-ignore
    const list = norms(`[{"id":"a",${base},"targetShare":0.5},{"id":"b",${base},"targetShare":0.7},
      {"id":"c",${base},"targetShare":0.8},{"id":"d",${base},"average":true},{"id":"e",${base}}]`);
    const rows = normSummary(normFindings(project, { norms: list, districts: [] }, none));
    expect(rows.map(({ target }) => target)).toEqual([
      'met',
      'unknown',
      'lacking',
      'unknown',
      null,
    ]);
    expect(rows[0]).toMatchObject({ subjects: 4, met: 2, lacking: 1, unknown: 1, lackingSum: 2, share: 0.5 }); // prettier-ignore
    expect(rows[3].average).toBeCloseTo(11 / 3, 9);
    project.divisions.staff[3] = 5;
    const known = normSummary(normFindings(project, { norms: list, districts: [] }, none));
    expect(known[3]).toMatchObject({ target: 'met', average: 4 });
  });

  it('read numbers and days of cells, and nothing that would be a guess', () => {
    expect(['12', '１２', '1,200.5', '3万', '0.29亿', '-4'].map(cellNumber)).toEqual([12, 12, 1200.5, 30000, 29000000, -4]); // prettier-ignore
    expect(['', '约12', '12人', '1,20', '1/2', '十', null].map(cellNumber)).toEqual(Array(7).fill(NaN)); // prettier-ignore
    const day = Date.UTC(2026, 5, 3) / 86_400_000;
    expect(['2026-06-03', '2026/6/3', '2026年6月3日', '20260603', '2026-06-03T10:00:00'].map(cellDay)).toEqual(Array(5).fill(day)); // prettier-ignore
    expect(['2026-02-30', '2026-13-01', '202663', '6月3日', null].map(cellDay)).toEqual(Array(5).fill(NaN)); // prettier-ignore
  });
});
