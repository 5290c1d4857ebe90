import { describe, expect, it } from 'vitest';
import { listOfTexts } from '#lib/core/texts.ts';
import { issuesOf, read } from './ingest-folder.ts';

const TREE = {
  'divisions.csv':
    '编码,名称,层级,上级,户数,常住人口,工作人员数,年度经费,用房面积,党员数\n' +
    // A child before its parent: the counts follow the order of the tree.
    '990101001,柳岸街道,街道,990101,,12000,6,30万元,800㎡,240\n' +
    '990101,东泽区,区,,21000,50000,,,,\n',
};

describe('the counts of divisions', () => {
  it('follow the tree, with their units; a cell that is empty is not known', async () => {
    const { divisions, columns } = await read(TREE);
    expect(divisions.name).toEqual(['东泽区', '柳岸街道']);
    expect([...divisions.households]).toEqual([21000, NaN]);
    expect([...divisions.residents]).toEqual([50000, 12000]);
    expect([...divisions.staff]).toEqual([NaN, 6]);
    expect([...divisions.funds]).toEqual([NaN, 300000]);
    expect([...divisions.premisesM2]).toEqual([NaN, 800]);
    expect([...divisions.members]).toEqual([NaN, 240]);
    expect(columns.divisions).toContain('premises_m2');
  });

  it('are not known where no column gives them', async () => {
    const { divisions } = await read({ 'divisions.csv': '编码,名称\n990101,东泽区\n' });
    for (const column of ['households', 'residents', 'staff', 'funds', 'members'] as const)
      expect([...divisions[column]], column).toEqual([NaN]);
  });

  it('are read of an office ledger, its units in the header taken into account', async () => {
    const { divisions } = await read({
      '街道区划情况.csv':
        '区划代码,街道名称,总户数,实有人口（万人）,社区工作者数,工作经费（万元）,社区用房面积（公顷）,党员总数\n' +
        '990101001,柳岸街道,4000,1.2,60,35,0.5,240\n',
    });
    expect(divisions.count).toBe(1);
    const { households, residents, staff, funds, premisesM2, members } = divisions;
    expect([households, residents, staff, funds, premisesM2, members].map(([n]) => n)).toEqual([
      4000, 12000, 60, 350000, 5000, 240,
    ]);
  });
});

describe('the exemption of units', () => {
  it('has its reason and the office that approved it', async () => {
    const { units } = await read({
      'units.csv':
        '编号,类型,经度,纬度,免建原因,批准单位\n' +
        'U1,商务楼宇,121.5,31.2,无从业人员,柳岸街道党工委\nU2,市场,121.5,31.3,-,\n',
    });
    expect(listOfTexts(units.exempt)).toEqual(['无从业人员', null]);
    expect(listOfTexts(units.approver)).toEqual(['柳岸街道党工委', null]);
  });

  it('is read under the names that offices give it, in both languages', async () => {
    for (const [exempt, approver] of [
      ['不建原因', '审批单位'],
      ['豁免原因', '批准机关'],
      ['exemption reason', 'approving office'],
    ]) {
      const { units } = await read({
        'units.csv': `id,kind,lng,lat,${exempt},${approver}\nU1,market,121.5,31.2,空置,区委组织部\n`,
      });
      expect(listOfTexts(units.exempt), exempt).toEqual(['空置']);
      expect(listOfTexts(units.approver), approver).toEqual(['区委组织部']);
    }
  });

  it('never names a person: such a column is dropped, and that is said', async () => {
    const project = await read({
      'units.csv':
        'id,kind,lng,lat,exempt,approver\nU1,market,121.5,31.2,空置,张三\nU2,market,121.5,31.3,空置,李四\n',
    });
    expect(listOfTexts(project.units.approver)).toEqual([null, null]);
    expect(issuesOf(project, 'personal_data_dropped')).toMatchObject([
      { column: 'approver', found: 'name 2' },
    ]);
    expect(JSON.stringify(project)).not.toContain('张三');
  });
});

describe('the staff of organisations', () => {
  it('is counted, full time and part time', async () => {
    const { organisations } = await read({
      'organisations.csv': '编号,名称,专职人数,兼职委员数\nO1,甲支部,2,5\nO2,乙支部,,-1\n',
    });
    expect([...organisations.fullTime]).toEqual([2, NaN]);
    expect([...organisations.partTime]).toEqual([5, NaN]);
  });
});
