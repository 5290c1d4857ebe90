import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import geodesic from 'geographiclib-geodesic';
import { beforeAll, describe, expect, it } from 'vitest';
import { auditProject } from '#cli/audit.ts';
import { readPack } from '#cli/rule-pack.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import type { Project } from '#lib/core/model.ts';
import type { Result, ResultUnit } from '#lib/core/report/result.ts';
import { read as readTables } from './ingest-folder.ts';

const FOLDER = path.resolve(import.meta.dirname, '../fixtures/worked-city');
const README = readFileSync(path.join(FOLDER, 'README.md'), 'utf8');

/** The rows of the table behind a mark in the README, as texts. */
function table(mark: string): string[][] {
  const [, text] = new RegExp(`<!-- ${mark} -->([^]*?)<!-- end -->`).exec(README) ?? [];
  const lines = (text ?? '').split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

let project: Project;
let pack: RulePack;
let result: Result;

beforeAll(async () => {
  const city = path.join(FOLDER, 'city');
  project = await readTables(
    Object.fromEntries(
      readdirSync(city).map((name) => [name, readFileSync(path.join(city, name))]),
    ),
  );
  const read = await readPack(path.join(FOLDER, 'rules.json'));
  if (read === null || !('pack' in read)) throw new Error(`rules.json: ${JSON.stringify(read)}`);
  pack = read.pack;
  ({ result } = await auditProject(project, pack, null));
}, 120_000);

const unitOf = (id: string): ResultUnit => {
  const found = result.units.find((unit) => unit.id === id);
  if (!found) throw new Error(`no unit ${id}`);
  return found;
};
const amount = (value: number | null, unit: string): string =>
  value === null ? '-' : `${value} ${unit}`;

describe('the worked city', () => {
  it('has the verdicts, exemptions and next steps of its README, unit by unit', () => {
    const names = new Map(
      readFileSync(path.join(FOLDER, 'city/units.csv'), 'utf8')
        .split('\n')
        .map((line) => line.split(','))
        .map(([id, , name]) => [id, name]),
    );
    const said = result.units.map((unit) => {
      const { rule, next_step: step } = unit;
      const ledger = (name: 'organisation' | 'work' | 'service') => `${unit[name]} (${rule[name]})`;
      const parts = [
        step?.step,
        step?.target,
        (step?.distance_m ?? null) === null ? null : `${step?.distance_m} m`,
      ];
      return [
        unit.id,
        `${unit.kind} ${names.get(unit.id)}`,
        unit.due ? 'due' : `${unit.exempt_reason} (${rule.due})`,
        ledger('organisation'),
        ledger('work'),
        ledger('service'),
        step ? parts.filter((part) => (part ?? null) !== null).join(' ') : '-',
        pack.nextSteps.find(({ id }) => id === step?.rule)?.clause['zh-CN'] ?? '-',
      ];
    });
    expect(said).toEqual(table('units'));
  });

  it('is of twelve units, which show every verdict and most exemptions and steps', () => {
    const { units } = result;
    expect(units).toHaveLength(12);
    for (const ledger of ['organisation', 'work'] as const)
      expect(new Set(units.map((unit) => unit[ledger]))).toEqual(new Set(['yes', 'no', 'unknown']));
    expect(new Set(units.map((unit) => unit.exempt_reason))).toEqual(
      new Set([null, 'shell', 'below_threshold', 'duplicate', 'declared']),
    );
    expect(new Set(units.flatMap(({ next_step }) => next_step?.step ?? []))).toEqual(
      new Set(['verify', 'joint', 'grid_branch', 'host', 'dispatch', 'affiliate']),
    );
    expect(result.totals.organisation).toMatchObject({ standalone: 1, joint: 0, yes: 1, no: 6, unknown: 1 }); // prettier-ignore
  });

  it('has the groups of its README, and their units say so', () => {
    const groups = [...result.joint_groups, ...result.grid_groups];
    expect(
      groups.map(({ id, units, members, span_m }) => [
        id,
        units.join(' '),
        String(members),
        `${span_m} m`,
      ]),
    ).toEqual(table('groups'));
    for (const { id, units } of groups)
      for (const unit of units)
        expect([unitOf(unit).joint_group, unitOf(unit).grid_group]).toContain(id);
    expect(result.grouping.joint.proof).toBe('optimal');
  });

  it('leaves candidates out for the reason that its README gives', () => {
    const left = table('left out');
    const { candidates, served } = result.grouping.joint;
    expect(candidates - served).toBe(left.length);
    const index = (id: string): number => result.units.findIndex((unit) => unit.id === id);
    const street = (id: string): string => {
      let at = project.units.division[index(id)];
      while (project.divisions.level[at] > 2) at = project.divisions.parent[at];
      return project.divisions.code[at];
    };
    const metres = (a: string, b: string): number => {
      const [[y1, x1], [y2, x2]] = [a, b].map((id) => [project.units.lat[index(id)], project.units.lng[index(id)]]); // prettier-ignore
      return geodesic.Geodesic.WGS84.Inverse(y1, x1, y2, x2).s12 ?? NaN;
    };
    const group = result.joint_groups[0].units;
    for (const [id, reason] of left) {
      const near = group.some((other) => metres(id, other) <= pack.joint.maxDistanceM);
      const same = group.every((other) => street(other) === street(id));
      expect(reason).toBe(same && !near ? 'too_far' : near && !same ? 'other_street' : 'none');
      expect(unitOf(id).joint_group).toBeNull();
    }
  });

  it('has the findings of its README, norm by norm and subject by subject', () => {
    const unit = new Map(pack.norms.map((norm) => [norm.id, norm.unit]));
    const said = result.norms.findings.map((found) => {
      const of = unit.get(found.norm) ?? '';
      return [
        found.norm,
        found.id,
        found.state,
        amount(found.value, of),
        amount(found.threshold, of),
        amount(found.lacking, of),
      ];
    });
    expect(said).toEqual(table('norms'));
    const totals = result.norms.summary.map((row) => [
      row.norm,
      String(row.subjects),
      String(row.met),
      String(row.lacking),
      String(row.unknown),
      amount(row.lacking_sum, row.unit),
      `${row.met} / ${row.subjects}`,
      row.target === null ? '-' : `${row.target_share} ${row.target}`,
    ]);
    expect(totals).toEqual(table('norm totals'));
    for (const row of result.norms.summary)
      expect(row.share).toBeCloseTo(row.met / row.subjects, 9);
  });

  it('traces every row to its file', () => {
    const rowOf = (id: string): string => `units.csv:${Number(id.slice(1)) + 1}`;
    for (const { units, rows } of [...result.joint_groups, ...result.grid_groups])
      expect(rows).toEqual(units.map(rowOf));
    expect(unitOf('U07').next_step?.evidence).toEqual(['U07', 'U08'].map(rowOf));
    expect(unitOf('U09').next_step?.evidence).toEqual([rowOf('U09'), 'organisations.csv:5']);
    expect(unitOf('U06').next_step?.evidence).toEqual(['links.csv:5', 'organisations.csv:4']);
    const staff = result.norms.findings.find((f) => f.norm === 'city.norm.staff');
    expect(staff?.row).toBe('divisions.geojson:4');
  });
});
