import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIVISION_LEVELS, UNKNOWN, YES, NO } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { audit } from '#lib/core/coverage/audit.ts';
import { unitLooks } from '#lib/core/coverage/look.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { serviceVerdicts } from '#lib/core/coverage/service.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import { MEASURES, countsAt } from '#lib/core/report/counts.ts';
import type { Counts } from '#lib/core/report/counts.ts';
import type { Engine } from '#lib/tables/engine.ts';
import { loadMask, loadProject, loadService } from '#lib/tables/load.ts';
import { openEngine, readViews } from '#lib/tables/node.ts';
import * as queries from '#lib/tables/queries.ts';
import { inOrder } from '#lib/tables/views.ts';
import { PACK, randomProject } from '../unit/coverage-project.ts';

const SEED = 20260630;
let engine: Engine;
let project: Project;
let verdicts: Audit;
let views: Record<string, string>;

/** The same counts without SQL. */
function countsOf(of: (unit: number) => boolean, judged: Audit = verdicts): Counts {
  const counts = Object.fromEntries(MEASURES.map((m) => [m, 0])) as Counts;
  const looks = unitLooks(project, judged, 'organisation');
  const names = ['no', 'yes', 'unknown'] as const;
  for (let unit = 0; unit < project.units.count; unit++) {
    if (!of(unit)) continue;
    counts.units += 1;
    if (judged.due[unit] === 0) {
      counts.exempt += 1;
      continue;
    }
    const { organisation, work, service } = judged;
    counts.due += 1;
    counts[`organisation_${names[organisation.state[unit]]}`] += 1;
    counts[`work_${names[work.state[unit]]}`] += 1;
    counts[`service_${names[service.state[unit]]}`] += 1;
    if (organisation.state[unit] !== YES) counts[`work_alone_${names[work.state[unit]]}`] += 1;
    if (organisation.state[unit] === YES && organisation.mode[unit] === 0) counts.standalone += 1;
    if (organisation.state[unit] === YES && organisation.mode[unit] === 1) counts.joint += 1;
    if (looks[unit] === 2) counts.partial += 1;
    if (looks[unit] === 3) counts.blank += 1;
    if (looks[unit] === 4) counts.unsure += 1;
  }
  return counts;
}

function isBelow(division: number, ancestor: number): boolean {
  for (let d = division; d >= 0; d = project.divisions.parent[d]) if (d === ancestor) return true;
  return false;
}

beforeAll(async () => {
  console.log(`seed ${SEED}`);
  project = randomProject(SEED, 900);
  verdicts = audit(project, PACK, reachField(project), { radiusM: null });
  engine = await openEngine();
  views = await readViews();
  await loadProject(engine, views, project, verdicts);
});
afterAll(async () => {
  await engine.close();
});

describe('views', () => {
  it('are each executed', async () => {
    for (const name of Object.keys(views)) {
      const { count } = await engine.query(`SELECT * FROM ${name}`);
      if (name === 'tree_check') expect(count, name).toBe(0);
      else expect(count, name).toBeGreaterThan(0);
    }
  });

  it('are created after those they read, and a circle is refused', () => {
    expect(inOrder({ a: 'SELECT * FROM b', b: 'SELECT 1 -- not a', ab: 'FROM a' })).toEqual([
      'b',
      'a',
      'ab',
    ]);
    expect(() => inOrder({ a: 'FROM b', b: 'FROM a' })).toThrow('a > b > a');
  });

  it('count each division as a count without SQL does', async () => {
    const counts = await queries.divisionCounts(engine);
    expect(counts.units.length).toBe(project.divisions.count);
    for (let d = 0; d < project.divisions.count; d++) {
      const expected = countsOf((unit) => isBelow(project.units.division[unit], d));
      expect(countsAt(counts, d)).toEqual(expected);
      expect(counts.own[d]).toBe(project.units.division.filter((at) => at === d).length);
    }
  });

  it('make every parent the sum of its own units and its children', async () => {
    const counts = await queries.divisionCounts(engine);
    for (const measure of MEASURES) {
      const own = new Float64Array(project.divisions.count);
      for (let unit = 0; unit < project.units.count; unit++) {
        const d = project.units.division[unit];
        if (d >= 0) own[d] += countsOf((u) => u === unit)[measure];
      }
      for (let d = 0; d < project.divisions.count; d++) {
        let sum = own[d];
        for (let c = 0; c < project.divisions.count; c++)
          if (project.divisions.parent[c] === d) sum += counts[measure][c];
        expect(counts[measure][d], `${measure} of ${d}`).toBe(sum);
      }
      const roots = counts[measure][0] + (await queries.unplaced(engine))[measure];
      expect((await queries.totals(engine))[measure]).toBe(roots);
    }
    expect(await queries.treeFaults(engine)).toBe(0);
  });

  it('count by kind, and the kinds of a division sum to the division', async () => {
    const byKind = await queries.divisionKindCounts(engine);
    const counts = await queries.divisionCounts(engine);
    const sums = new Float64Array(project.divisions.count);
    for (let i = 0; i < byKind.count; i++) {
      sums[byKind.division[i]] += byKind.units[i];
      if (byKind.division[i] > 3) continue;
      const expected = countsOf(
        (u) =>
          project.units.kind[u] === byKind.kind[i] &&
          isBelow(project.units.division[u], byKind.division[i]),
      );
      expect(countsAt(byKind, i)).toEqual(expected);
    }
    expect([...sums]).toEqual([...Array.from(counts.units)]);
    for (const { kind, ...rest } of await queries.totalsByKind(engine))
      expect(rest).toEqual(countsOf((u) => project.units.kind[u] === kind));
  });

  it('rank by rate, no rate last, and give n, N and rate', async () => {
    const rows = await queries.ranking(engine, 4, 'organisation');
    expect(rows.length).toBe(81);
    const counts = await queries.divisionCounts(engine);
    let last = -1;
    for (const row of rows) {
      expect(row.due).toBe(counts.due[row.division]);
      expect(row.yes).toBe(counts.organisation_yes[row.division]);
      expect(row.rate).toBe(row.due === 0 ? null : row.yes / row.due);
      expect(row.rate ?? 2).toBeGreaterThanOrEqual(last);
      last = row.rate ?? 2;
    }
    const within = await queries.ranking(engine, 4, 'service', 1);
    expect(within.length).toBe(27);
    expect(DIVISION_LEVELS[4]).toBe('grid');
  });

  it('open a figure to its rows and to what it leaves out', async () => {
    const counts = await queries.divisionCounts(engine);
    for (const division of [0, 1, 5]) {
      for (const ledger of ['organisation', 'work', 'service', 'work_alone'] as const) {
        for (const part of ['yes', 'no', 'unknown'] as const) {
          const rows = await queries.figureRows(engine, { division, kind: null, ledger }, part);
          expect(rows.count).toBe(counts[`${ledger}_${part}`][division]);
        }
        const out = await queries.exclusions(engine, { division, kind: null, ledger });
        const sum = (reason: (r: string) => boolean): number =>
          out.filter((row) => reason(row.reason)).reduce((n, row) => n + row.units, 0);
        expect(sum((r) => r !== 'organised')).toBe(counts.exempt[division]);
        const organised = ledger === 'work_alone' ? counts.organisation_yes[division] : 0;
        expect(sum((r) => r === 'organised')).toBe(organised);
      }
    }
    const nowhere = { division: -1, kind: null, ledger: 'work' } as const;
    const rows = await queries.figureRows(engine, nowhere);
    expect(rows.count).toBe((await queries.unplaced(engine)).units);
    const all = await queries.figureRows(engine, { division: null, kind: 0, ledger: 'work' });
    expect(all.count).toBe(project.units.kind.filter((k) => k === 0).length);
  });

  it('name the rule and reason of an exempt row', async () => {
    const figure = { division: null, kind: null, ledger: 'organisation' } as const;
    const rows = await queries.figureRows(engine, figure, 'exempt');
    for (let i = 0; i < rows.count; i++)
      expect(['closed', 'shell']).toContain(verdicts.reasons[rows.rule[i]]);
    const counts = await queries.ruleCounts(engine);
    const due = counts.filter((row) => row.ledger === 'service' && row.part !== 'exempt');
    expect(due.reduce((n, row) => n + row.units, 0)).toBe((await queries.totals(engine)).due);
  });

  it('list the blanks', async () => {
    const found = await queries.blanks(engine);
    const expected = [];
    for (let u = 0; u < project.units.count; u++) {
      const { organisation, work, service, due } = verdicts;
      const flags = [
        organisation.state[u] === NO,
        work.state[u] === NO && organisation.state[u] !== YES,
        service.state[u] === NO,
      ];
      if (due[u] === 1 && flags.some(Boolean)) expected.push([u, ...flags.map(Number)].join());
    }
    const rows = Array.from({ length: found.count }, (_, i) =>
      [
        found.unit[i],
        found.organisation_blank[i],
        found.work_blank[i],
        found.service_blank[i],
      ].join(),
    );
    expect(rows).toEqual(expected);
  });

  it('count looks for the legend', async () => {
    const counts = await queries.lookCounts(engine);
    for (const ledger of ['organisation', 'work', 'service'] as const) {
      const looks = unitLooks(project, verdicts, ledger);
      for (const row of counts.filter((r) => r.ledger === ledger))
        expect(row.units, `${ledger} ${row.look}`).toBe(looks.filter((l) => l === row.look).length);
    }
  });

  it('follow the mask, and the filter labels do not', async () => {
    const before = await queries.kindCounts(engine);
    const some = (u: number): boolean => [1, 3].includes(project.units.kind[u]);
    await loadMask(
      engine,
      project.units.kind.map((_, u) => Number(some(u))),
    );
    expect(await queries.totals(engine)).toEqual(countsOf(some));
    expect(await queries.treeFaults(engine)).toBe(0);
    expect(await queries.kindCounts(engine)).toEqual(before);
    await loadMask(engine, new Uint8Array(project.units.count));
    expect((await queries.totals(engine)).units).toBe(0);
    expect((await queries.divisionCounts(engine)).due[0]).toBe(0);
    await loadMask(engine, null);
    expect((await queries.totals(engine)).units).toBe(project.units.count);
  });

  it('follow the service verdicts alone when the radius changes', async () => {
    const field = reachField(project);
    const wide = { ...verdicts, service: serviceVerdicts(project, PACK, field, 4000) };
    await loadService(engine, wide.service);
    expect(await queries.totals(engine)).toEqual(countsOf(() => true, wide));
    await loadService(engine, verdicts.service);
    expect((await queries.totals(engine)).service_unknown).toBe(
      verdicts.service.state.filter((s, u) => s === UNKNOWN && verdicts.due[u] === 1).length,
    );
  });

  it('answer for a project without a single row', async () => {
    const empty = randomProject(1, 0);
    const nothing = audit(empty, PACK, reachField(empty), { radiusM: null });
    await loadProject(engine, views, empty, nothing);
    expect((await queries.totals(engine)).units).toBe(0);
    expect((await queries.unplaced(engine)).units).toBe(0);
    await loadProject(engine, views, project, verdicts);
  });
});
