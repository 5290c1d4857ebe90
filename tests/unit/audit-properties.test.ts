import { describe, expect, it } from 'vitest';
import { generateDemo } from '#data/demo/generate.ts';
import { audit as decide } from '#lib/core/coverage/audit.ts';
import { stepAt } from '#lib/core/coverage/next-step.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';
import { NO, UNKNOWN, YES } from '#lib/core/model.ts';
import type { Links, Project } from '#lib/core/model.ts';
import { assess } from '#lib/core/report/assess.ts';
import type { Assessment } from '#lib/core/report/assessment.ts';
import { MEASURES, countsAt } from '#lib/core/report/counts.ts';
import type { Counts } from '#lib/core/report/counts.ts';
import { tally } from '#lib/core/report/tally/tally.ts';
import { unitClasses } from '#lib/core/report/tally/unit-classes.ts';
import { mulberry32, randomFolder } from './brute-folder.ts';
import { PACK } from './coverage-project.ts';
import { readDemo } from './demo-verdicts.ts';
import { read } from './ingest-folder.ts';

const SEEDS = Array.from({ length: 24 }, (_, i) => i + 1);

/** Random folders full of oddities, and a small demo city as the last. */
async function projects(): Promise<{ name: string; seed: number; project: Project }[]> {
  const found = [];
  for (const seed of SEEDS)
    found.push({ name: `folder ${seed}`, seed, project: await read(randomFolder(seed).files) });
  const { files } = generateDemo({ seed: 5, scale: 0.05 });
  found.push({ name: 'demo', seed: 5, project: await readDemo(files) });
  return found;
}
const given = await projects();

const auditOf = (project: Project, pack: RulePack = PACK): Audit =>
  decide(project, pack, reachField(project), { radiusM: null });
const assessOf = (project: Project, audit: Audit, pack: RulePack = PACK): Assessment =>
  assess(project, pack, audit, {
    field: reachField(project),
    radiusM: null,
    solver: null,
    time: { seconds: 5, now: () => 0 },
  });
const countsOf = (project: Project, audit: Audit) =>
  tally({ project, classes: unitClasses(audit), mask: null });

function checkCounts(counts: Counts): void {
  for (const ledger of ['organisation', 'service', 'work'] as const) {
    const [yes, no, unknown] = (['yes', 'no', 'unknown'] as const).map((s) => counts[`${ledger}_${s}`]); // prettier-ignore
    expect(yes + no + unknown).toBe(counts.due);
    if (counts.due > 0) expect(yes / counts.due).toBeLessThanOrEqual(1);
    for (const count of [yes, no, unknown]) expect(count).toBeGreaterThanOrEqual(0);
  }
  expect(counts.due + counts.exempt).toBe(counts.units);
  expect(counts.work_alone_yes + counts.work_alone_no + counts.work_alone_unknown).toBe(
    counts.due - counts.organisation_yes,
  );
}

/** The links with one more. */
const withLink = (links: Links, organisation: number, unit: number, mode: number): Links => ({
  ...links,
  count: links.count + 1,
  organisation: Int32Array.of(...links.organisation, organisation),
  unit: Int32Array.of(...links.unit, unit),
  mode: Uint8Array.of(...links.mode, mode),
  file: Uint16Array.of(...links.file, 0),
  row: Uint32Array.of(...links.row, links.count + 2),
});

describe.each(given)('$name', ({ seed, project }) => {
  const audit = auditOf(project);
  const assessment = assessOf(project, audit);
  const random = mulberry32(seed + 77);

  it('has rates between 0 and 1, N of yes, no and unknown, and parents of their children', () => {
    const { divisions, totals, unplaced } = countsOf(project, audit);
    const { count, parent } = project.divisions;
    checkCounts(totals);
    checkCounts(unplaced);
    for (let d = 0; d < count; d++) {
      const own = countsAt(divisions, d);
      checkCounts(own);
      const children = [...Array(count).keys()].filter((c) => parent[c] === d);
      const below = children.reduce((sum, c) => sum + divisions.units[c], divisions.own[d]);
      expect(own.units).toBe(below);
    }
    const roots = [...Array(count).keys()].filter((d) => parent[d] < 0);
    for (const measure of MEASURES)
      expect(roots.reduce((sum, d) => sum + divisions[measure][d], unplaced[measure])).toBe(
        totals[measure],
      );
  });

  it('never loses organisation coverage by one more link', () => {
    const { units, organisations, links } = project;
    if (!project.present.includes('links') || organisations.count === 0) return;
    const before = countsOf(project, audit).totals.organisation_yes;
    for (let n = 0; n < 12; n++) {
      const unit = Math.floor(random() * units.count);
      const organisation = Math.floor(random() * organisations.count);
      const mode = Math.floor(random() * 4);
      const more = { ...project, links: withLink(links, organisation, unit, mode) };
      const after = auditOf(more);
      expect(countsOf(more, after).totals.organisation_yes).toBeGreaterThanOrEqual(before);
      for (let u = 0; u < units.count; u++) {
        if (u !== unit) expect(after.organisation.state[u]).toBe(audit.organisation.state[u]);
        else if (audit.organisation.state[u] === YES) expect(after.organisation.state[u]).toBe(YES);
      }
    }
  });

  it('has next steps for blank and unknown units alone, to verify where it is unknown', () => {
    const { steps, joint } = assessment;
    for (let unit = 0; unit < project.units.count; unit++) {
      const step = stepAt(steps, unit);
      const state = audit.due[unit] === 0 ? YES : audit.organisation.state[unit];
      if (state === YES) expect(step).toBeNull();
      else expect(step?.step === 'verify').toBe(state === UNKNOWN);
      if (state === NO) expect(step).not.toBeNull();
      if (step?.step !== 'joint') continue;
      const group = joint.groupOf[unit];
      const size = joint.groupStart[group + 1] - joint.groupStart[group];
      expect(size).toBeLessThanOrEqual(PACK.joint.maxUnits);
      expect(joint.members[group]).toBeGreaterThanOrEqual(PACK.joint.minMembers);
      expect(joint.spanM[group]).toBeLessThanOrEqual(PACK.joint.maxDistanceM);
    }
  });

  it('changes under another pack only in what its rules name', () => {
    const { organisation, work, service } = PACK;
    const parts = { due: 'due', organisation: 'organisation', work: 'work', service: 'service', steps: 'steps', norms: 'norms' } as const; // prettier-ignore
    type Part = keyof typeof parts;
    /** Each change, and what it may reach. */
    const changes: [string, Partial<RulePack>, Part[]][] = [
      ['modes that count', { organisation: { ...organisation, modes: ['standalone'] } }, ['organisation', 'steps']], // prettier-ignore
      ['what work is', { work: { ...work, fields: ['league'], modes: [] } }, ['work', 'steps']],
      ['radii', { service: { ...service, reach: service.reach.map((r) => ({ ...r, radiusM: 120 })) } }, ['service']], // prettier-ignore
      ['who is due', { due: [] }, ['due', 'steps', 'norms']],
      ['steps', { nextSteps: PACK.nextSteps.slice().reverse() }, ['steps']],
      ['norms', { norms: PACK.norms.slice(1) }, ['norms']],
    ];
    const view = (a: Audit, b: Assessment): Record<Part, string> => ({
      due: String(a.due),
      organisation: `${a.organisation.state} ${a.organisation.mode}`,
      work: String(a.work.state),
      service: `${a.service.state} ${a.service.facility}`,
      steps: `${b.steps.step} ${b.steps.target}`,
      norms: `${b.norms.record} ${b.norms.state} ${b.norms.value}`,
    });
    const before = view(audit, assessment);
    for (const [what, change, may] of changes) {
      const pack = { ...PACK, ...change };
      const other = auditOf(project, pack);
      const after = view(other, assessOf(project, other, pack));
      for (const part of Object.keys(parts) as Part[])
        if (!may.includes(part))
          expect(after[part] === before[part], `${what}: ${part}`).toBe(true);
    }
  });
});
