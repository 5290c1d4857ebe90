import geodesic from 'geographiclib-geodesic';
import { describe, expect, it } from 'vitest';
import { audit } from '#lib/core/coverage/audit.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { repeatedUnits } from '#lib/core/coverage/repeated-units.ts';
import type { Project } from '#lib/core/model.ts';
import { packTexts, textAt } from '#lib/core/texts.ts';
import { mulberry32, projectOf } from './coverage-project.ts';
import type { UnitRow } from './coverage-project.ts';
import { child, cited, packOf } from './rule-packs.ts';
import { issuesOf, read } from './ingest-folder.ts';

const PACK = packOf(child());

function project(
  units: (UnitRow & { name?: string | null })[],
  codes?: (string | null)[],
): Project {
  const made = projectOf({
    units,
    divisions: [
      { code: '1', level: 0, parent: -1 },
      { code: '2', level: 0, parent: -1 },
    ],
  });
  made.units.name = packTexts(units.map(({ name }) => name ?? null));
  if (codes) {
    made.units.extra = { 代码: packTexts(codes), 其他: packTexts(codes.map(() => null)) };
    made.units.creditColumn = '代码';
  }
  return made;
}
function reasons(made: Project, pack = PACK): (string | null)[] {
  const found = audit(made, pack, reachField(made), { radiusM: null });
  return Array.from(found.exemptRule, (rule) => found.reasons[rule]);
}
const at = { lng: 121, lat: 31, division: 0 };
/** About 49.9 m and 50.1 m further north. */
const near = { ...at, lat: 31.00045 };
const far = { ...at, lat: 31.000452 };

describe('a unit that stands a second time', () => {
  it('is exempt within 50 m of the first of its kind, name and division, which stays due', () => {
    const one = { ...at, name: 'Ａ座 云帆-大厦' };
    expect(reasons(project([one, { ...near, name: 'a座云帆大厦' }]))).toEqual([null, 'duplicate']);
    expect(reasons(project([one, { ...far, name: 'a座云帆大厦' }]))).toEqual([null, null]);
    expect(reasons(project([one, { ...one, kind: 'park' }]))).toEqual([null, null]);
    expect(reasons(project([one, { ...one, name: 'B座云帆大厦' }]))).toEqual([null, null]);
    expect(reasons(project([one, { ...one, division: 1 }]))).toEqual([null, null]);
  });

  it('is not one where the kind, the name, the division or the position is not known', () => {
    const one = { ...at, name: 'x' };
    for (const unknown of [{ kind: null }, { name: null }, { lng: NaN }, { division: -1 }])
      expect(
        reasons(
          project([
            { ...one, ...unknown },
            { ...one, ...unknown },
          ]),
        ),
      ).toEqual([null, null]);
    expect(
      reasons(
        project([
          { ...at, name: ' - ' },
          { ...at, name: '_' },
        ]),
      ),
    ).toEqual([null, null]);
  });

  it('has a valid credit code that an earlier unit has, wherever the two stand', () => {
    const units = [{ name: 'a' }, { name: 'b', lng: 100, lat: 20 }, { name: 'c' }];
    const code = '91350100M000100Y43';
    expect(reasons(project(units, [code, ` ${code.toLowerCase()} `, null]))).toEqual([
      null,
      'duplicate',
      null,
    ]);
    expect(reasons(project(units, ['91350100M000100Y44', '91350100M000100Y44', null]))).toEqual([
      null,
      null,
      null,
    ]);
    const zeros = '0'.repeat(18);
    expect(reasons(project(units, [zeros, zeros, zeros]))).toEqual([null, null, null]);
    const made = project(units);
    made.units.extra = { 备注: packTexts([code, code, code]) };
    expect(reasons(made)).toEqual([null, null, null]);
    made.units.creditColumn = '备注';
    expect(reasons(made)).toEqual([null, 'duplicate', 'duplicate']);
  });

  it('counts once: where the first is closed the second is due', () => {
    const one = { ...at, name: 'x' };
    const made = project([{ ...one, status: 'closed' }, one, one]);
    expect(reasons(made)).toEqual(['closed', null, 'duplicate']);
  });

  it('is due where the pack has no such rule, or has it for other kinds', () => {
    const made = project([
      { ...at, name: 'x' },
      { ...at, name: 'x' },
    ]);
    const without = packOf(child({ due: [{ id: 'due.duplicate', removed: true }] }));
    expect(reasons(made, without)).toEqual([null, null]);
    const rule = { id: 'due.duplicate', reason: 'duplicate', ...cited };
    const parks = { ...rule, when: { duplicate: true, kinds: ['park'] } };
    expect(reasons(made, packOf(child({ due: [parks] })))).toEqual([null, null]);
    const buildings = { ...rule, when: { duplicate: true, kinds: ['building'] } };
    expect(reasons(made, packOf(child({ due: [buildings] })))).toEqual([null, 'duplicate']);
  });

  it('is found as plain loops find it, in random ledgers', () => {
    const seed = 20260;
    const random = mulberry32(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
    for (let round = 0; round < 30; round++) {
      const units = Array.from({ length: 120 }, () => ({
        lng: 121 + random() * 0.001,
        lat: 31 + random() * 0.002,
        kind: pick(['park', 'building', null]),
        name: pick(['云帆', ' 云 帆', 'A1', 'ａ-1', 'a_1', '云帆2', null, 'É', 'e\u0301']),
        division: pick([-1, 0, 0, 1]),
      }));
      const made = project(units);
      const counted = Uint8Array.from(units, () => (random() < 0.8 ? 1 : 0));
      const first = repeatedUnits(made.units, counted);
      const key = (i: number) =>
        textAt(made.units.name, i)
          ?.normalize('NFKC')
          .toLowerCase()
          .replace(/[\s_-]/g, '');
      const kept: number[] = [];
      units.forEach((unit, i) => {
        const twin = kept.find((k) => {
          const { s12 } = geodesic.Geodesic.WGS84.Inverse(
            unit.lat,
            unit.lng,
            units[k].lat,
            units[k].lng,
          );
          return (
            key(k) === key(i) &&
            units[k].kind === unit.kind &&
            units[k].division === unit.division &&
            (s12 ?? 99) <= 50
          );
        });
        const known = unit.kind !== null && unit.name !== null && unit.division >= 0;
        const looked = counted[i] === 1 && known;
        const repeats = looked && twin !== undefined;
        if (looked && !repeats) kept.push(i);
        expect(first[i] >= 0, `seed ${seed} round ${round} unit ${i}`).toBe(repeats);
      });
    }
  });
});

describe('a declared exemption', () => {
  it('holds with a reason and an office that approved it', () => {
    const units = [
      { exempt: '拆迁', approver: '区委组织部' },
      { exempt: '拆迁' },
      { approver: '区委组织部' },
      {},
    ];
    expect(reasons(project(units))).toEqual(['declared', null, null, null]);
  });

  it('without an office leaves the unit due and is an issue at its cell', async () => {
    const made = await read({
      'units.csv':
        'id,kind,name,免建原因,批准单位\nU1,market,m,拆迁,\nU2,park,p,拆迁,区委组织部\nU3,park,q,,\n',
    });
    expect(issuesOf(made, 'exempt_without_approver')).toMatchObject([
      { row: 2, column: '免建原因', found: '拆迁', severity: 'warning' },
    ]);
    expect(reasons(made)).toEqual([null, 'declared', null]);
  });
});
