import { describe, expect, it } from 'vitest';
import { audit } from '#lib/core/coverage/audit.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { STATES } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { OrganisationNames, organisationKey } from '#lib/core/ingest/check/organisation-names.ts';
import { listOfTexts } from '#lib/core/texts.ts';
import { cellWords } from './cell-words.ts';
import { PACK } from './coverage-project.ts';
import { issuesOf, read } from './ingest-folder.ts';

const ORGANISATIONS =
  '编号,名称\nO1,中共云帆大厦支部委员会\nO2,金茂大厦联合党支部\nO3,重名支部\nO4,重名支部\nO5,甲、乙支部\n';
const units = (rows: string[], headers = '所属党组织,组建方式') =>
  ['编号,类型,经度,纬度,' + headers]
    .concat(rows.map((row, i) => `U${i + 1},商务楼宇,121.5,31.2,${row}`))
    .join('\n');
/** `unit organisation mode` of every link. */
const linksOf = ({ links, units: of, organisations }: Project) => {
  const [ids, names] = [listOfTexts(of.id), listOfTexts(organisations.id)];
  return Array.from(
    { length: links.count },
    (_, l) => `${ids[links.unit[l]]} ${names[links.organisation[l]] ?? '-'} ${links.mode[l]}`,
  );
};
const covered = (project: Project) => {
  const { organisation } = audit(project, PACK, reachField(project), { radiusM: null });
  return Array.from(organisation.state, (state) => STATES[state]);
};

describe('names of organisations', () => {
  it.each([
    ['中共云帆大厦支部委员会', '云帆大厦党支部'],
    ['中国共产党云帆大厦委员会', '云帆大厦党委'],
    ['云帆大厦（南楼）联合党支部', '云帆大厦 南楼 联合支部'],
    ['某街道总支部委员会', '某街道党总支'],
  ])('%s is %s', (a, b) => {
    expect(organisationKey(a, cellWords)).toBe(organisationKey(b, cellWords));
  });

  it.each([
    ['云帆大厦党支部', '云帆大厦党委'],
    ['云帆大厦党支部', '云帆大厦联合党支部'],
    ['云帆大厦第一党支部', '云帆大厦第二党支部'],
  ])('%s is not %s', (a, b) => {
    expect(organisationKey(a, cellWords)).not.toBe(organisationKey(b, cellWords));
  });

  it('an id comes before a name, a name before its key, and several are none', () => {
    const names = new OrganisationNames(
      ['甲支部', 'O2', 'O3', 'O4', 'O5'],
      ['乙支部', '甲支部', '丙党支部', '丙支部', '丁'],
      cellWords,
    );
    expect(['甲支部', '乙支部', '丙支部', '中共丙支部委员会', '丁', '戊'].map((t) => names.find(t)))
      .toEqual([0, 0, 3, 'several', 4, 'none']); // prettier-ignore
  });
});

describe('links from a ledger of units', () => {
  it('are found by id, by name and by a name written otherwise, with their rows', async () => {
    const project = await read({
      'organisations.csv': ORGANISATIONS,
      'units.csv': units([
        'O1,单独',
        '金茂大厦联合党支部,联合',
        '云帆大厦党支部,挂靠',
        '甲、乙支部,联合',
      ]),
    });
    expect(linksOf(project)).toEqual(['U1 O1 0', 'U2 O2 1', 'U3 O1 2', 'U4 O5 1']);
    expect([...project.links.row]).toEqual([2, 3, 4, 5]);
    expect(project.present).toEqual(['units', 'organisations', 'links']);
    // The national rules do not count what is only affiliated.
    expect(covered(project)).toEqual(['yes', 'yes', 'no', 'yes']);
    expect(issuesOf(project, 'links_from_units')).toMatchObject([{ found: '4' }]);
    expect(Object.keys(project.units.extra)).toEqual([]);
  });

  it('that name none or several are issues with row and column, and unknown', async () => {
    const project = await read({
      'organisations.csv': ORGANISATIONS,
      'units.csv': units(['没有的支部,单独', '重名支部,单独', '不明,', ',', '无,', 'O1;O2,联合']),
    });
    expect(linksOf(project)).toEqual(['U1 - 0', 'U2 - 0', 'U3 - 255', 'U6 O1 1', 'U6 O2 1']);
    expect(covered(project)).toEqual(['unknown', 'unknown', 'unknown', 'no', 'no', 'yes']);
    expect(issuesOf(project, 'unit_organisation_unknown')).toMatchObject([
      { row: 2, column: '所属党组织', found: '没有的支部' },
    ]);
    expect(issuesOf(project, 'unit_organisation_ambiguous')).toMatchObject([
      { row: 3, column: '所属党组织', found: '重名支部' },
    ]);
    expect(issuesOf(project, 'units_without_organisation')).toMatchObject([{ found: '2' }]);
  });

  it('make the organisations where there is no table of them, and say so', async () => {
    const project = await read({
      'units.csv': units([
        '云帆大厦党支部,单独',
        '中共云帆大厦支部委员会,联合',
        '金茂党委,联合',
        ',',
      ]),
    });
    expect(listOfTexts(project.organisations.name)).toEqual(['云帆大厦党支部', '金茂党委']);
    expect([...project.organisations.row]).toEqual([2, 4]);
    expect(linksOf(project)).toEqual([
      'U1 云帆大厦党支部 0',
      'U2 云帆大厦党支部 1',
      'U3 金茂党委 1',
    ]);
    expect(issuesOf(project, 'organisations_from_units')).toMatchObject([
      { severity: 'note', found: '2', column: '所属党组织' },
    ]);
    expect(project.present).toEqual(['units', 'organisations', 'links']);
    expect(covered(project)).toEqual(['yes', 'yes', 'yes', 'no']);
  });

  it('without a mode are standalone where named once, else joint; what cannot be read is unknown', async () => {
    const bare = await read({ 'units.csv': units(['甲支部', '乙支部', '乙支部'], '党组织名称') });
    expect(linksOf(bare)).toEqual(['U1 甲支部 0', 'U2 乙支部 1', 'U3 乙支部 1']);
    expect(issuesOf(bare, 'link_mode_assumed')).toMatchObject([{ found: '3' }]);
    const some = await read({ 'units.csv': units(['甲支部,', '乙支部,胡写', '丙支部,派驻']) });
    expect(linksOf(some)).toEqual(['U1 甲支部 0', 'U2 乙支部 255', 'U3 丙支部 3']);
    expect(issuesOf(some, 'unknown_value')).toMatchObject([{ row: 3, column: '组建方式' }]);
    expect(covered(some)[1]).toBe('unknown');
  });

  it('are not made where a table of links is given, which is said', async () => {
    const project = await read({
      'organisations.csv': ORGANISATIONS,
      'links.csv': 'organisation,unit,mode\nO2,U1,joint\n',
      'units.csv': units(['O1,单独']),
    });
    expect(linksOf(project)).toEqual(['U1 O2 1']);
    expect(issuesOf(project, 'unit_links_not_used')).toHaveLength(1);
    expect(issuesOf(project, 'links_from_units')).toEqual([]);
  });

  it('are not made where no column names an organisation: then nothing is known', async () => {
    const project = await read({ 'units.csv': 'id,kind,lng,lat\nU1,building,121.5,31.2\n' });
    expect(project.present).toEqual(['units']);
    expect(covered(project)).toEqual(['unknown']);
  });

  it('are found under the names that offices give the columns', async () => {
    const project = await read({
      '楼宇台账.csv':
        '楼宇编号,楼宇名称,经度,纬度,党组织名称,组建形式\nB1,云帆大厦,121.5,31.2,云帆党支部,单独组建\n',
    });
    expect(linksOf(project)).toEqual(['B1 云帆党支部 0']);
  });
});
