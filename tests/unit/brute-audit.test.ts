import { expect, it } from 'vitest';
import nationalJson from '#data/rules/national.json' with { type: 'json' };
import { auditProject } from '#cli/audit.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import type { CountBlock, LedgerCounts, Result } from '#lib/core/report/result.ts';
import { bruteAudit } from './brute-auditor.ts';
import type { Said } from './brute-auditor.ts';
import { mulberry32, randomFolder } from './brute-folder.ts';
import type { RandomFolder } from './brute-folder.ts';
import { read } from './ingest-folder.ts';

const FOLDERS = 40;
const full = (code: string): string => (code.length < 12 ? code.padEnd(12, '0') : code);

function ledger(units: Said[], name: 'organisation' | 'work' | 'service'): LedgerCounts {
  const of = (state: string): number => units.filter((unit) => unit[name] === state).length;
  const [yes, no, unknown] = [of('yes'), of('no'), of('unknown')];
  const all = yes + no + unknown;
  return { yes, no, unknown, rate: all === 0 ? null : yes / all };
}

function block(units: Said[]): CountBlock {
  const due = units.filter((unit) => unit.due);
  const alone = due.filter((unit) => unit.organisation !== 'yes');
  const modes = (mode: string): number => due.filter((unit) => unit.mode === mode).length;
  return {
    units: units.length,
    due: due.length,
    exempt: units.length - due.length,
    organisation: {
      ...ledger(due, 'organisation'),
      standalone: modes('standalone'),
      joint: modes('joint'),
    },
    work: { ...ledger(due, 'work'), without_organisation: ledger(alone, 'work') },
    service: ledger(due, 'service'),
  };
}

function compareUnits(result: Result, said: Said[]): void {
  expect(result.units.map((unit) => unit.id)).toEqual(said.map((unit) => unit.id));
  result.units.forEach((unit, i) => {
    if (said[i].service === 'any') {
      said[i].service = unit.service;
      said[i].distance = unit.distance_m;
    }
    const { kind, due, organisation, work, service } = unit;
    const known = said[i];
    expect({ kind, due, reason: unit.exempt_reason, organisation, work, service }).toEqual({
      kind: known.kind,
      due: known.due,
      reason: known.reason,
      organisation: known.organisation,
      work: known.work,
      service: known.service,
    });
    expect(known.divisions).toContain(unit.division === null ? null : full(unit.division));
    if (known.distance === null) expect(unit.distance_m).toBeNull();
    else expect(Math.abs((unit.distance_m ?? NaN) - known.distance)).toBeLessThan(0.00501);
  });
}

function compareDivisions(result: Result, folder: RandomFolder, said: Said[]): void {
  const stands = new Map(result.units.map((u) => [u.id, u.division && full(u.division)]));
  const parentOf = new Map(folder.divisions.map(({ code, parent }) => [code, parent]));
  const within = (code: string | null | undefined, above: string): boolean => {
    for (let at = code ?? ''; at !== ''; at = parentOf.get(at) ?? '') if (at === above) return true;
    return false;
  };
  expect(new Set(result.divisions.map(({ code }) => full(code)))).toEqual(
    new Set(folder.divisions.map(({ code }) => code)),
  );
  for (const division of result.divisions) {
    const code = full(division.code);
    expect(division.parent === null ? '' : full(division.parent)).toBe(parentOf.get(code));
    const declared = folder.divisions.find((d) => d.code === code);
    expect(division.level).toBe(declared?.level);
    const here = said.filter((unit) => within(stands.get(unit.id), code));
    expect(division).toMatchObject(block(here));
    expect(division.own).toBe(said.filter((unit) => stands.get(unit.id) === code).length);
    const children = result.divisions.filter(({ parent }) => parent === division.code);
    const sum = children.reduce((total, child) => total + child.units, division.own);
    expect(division.units).toBe(sum);
  }
  const nowhere = said.filter((unit) => stands.get(unit.id) === null);
  expect(result.unplaced).toEqual(block(nowhere));
  expect(result.totals).toMatchObject(block(said));
}

it(`agrees with an auditor of plain loops on ${FOLDERS} random folders`, async () => {
  for (let seed = 1; seed <= FOLDERS; seed++) {
    const folder = randomFolder(seed);
    const radiusM = seed % 4 === 0 ? Math.round(mulberry32(seed)() * 2000) : null;
    const shuffled = Object.fromEntries(Object.entries(folder.files).reverse());
    const project = await read(seed % 2 === 0 ? folder.files : shuffled);
    const { result } = await auditProject(project, nationalJson as unknown as RulePack, radiusM);
    const said = bruteAudit(folder, radiusM);
    try {
      compareUnits(result, said);
      compareDivisions(result, folder, said);
    } catch (error) {
      console.log(`seed ${seed}, radius ${radiusM ?? 'of the pack'}`);
      throw error;
    }
  }
}, 120_000);
