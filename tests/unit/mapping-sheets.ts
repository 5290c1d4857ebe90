import type { TableName } from '#lib/core/model.ts';

/** Files as folders of this product hold them: name, text, table. None may raise a question. */
export const SHEETS_WITHOUT_QUESTION: [string, string, TableName][] = [
  ['units.csv', 'id,kind\nU1,building\n', 'units'],
  ['units.csv', 'id,kind,division,lng,lat\nG1,网格,99010100100101,,\nB1,楼宇,99,121,31\n', 'units'],
  ['覆盖对象.csv', '编号,类型,名称,正式党员数,群团\n001,商务楼宇,甲,3,是\n', 'units'],
  ['对象.csv', '编号,类型,经度,纬度,备注,地址\nU1,市场,121.1,31.1,x,甲路 1 号\n', 'units'],
  ['export.csv', '编号,类型,经度,纬度,户数\nU1,市场,121.1,31.1,3\n', 'units'],
  ['export.csv', '组织编号,对象编号,组建方式\nO1,U1,联合\n', 'links'],
  ['organisations.csv', 'id,name,type,term_end\nO1,甲,branch,2027-06-30\n', 'organisations'],
  [
    'facilities.csv',
    '编号,名称,层级,经度,纬度,面积,人员数\nF1,甲,街道,121.5,31.2,620,6\n',
    'facilities',
  ],
  ['facilities.csv', 'id,level,lng,lat,opening_hours\nF1,point,121.5,31.2,9-17\n', 'facilities'],
  ['demand.csv', 'id,lng,lat,weight\nD1,121.5,31.2,300\n', 'demand'],
  ['2024候选点.csv', '编号,名称,经度,纬度\nC1,甲,121.5,31.2\n', 'candidates'],
  ['divisions.csv', '编码,名称,层级,上级\n990101000000,东泽区,区,990100000000\n', 'divisions'],
  [
    'walk.geojson',
    '{"type":"Feature","properties":{"highway":"path"},"geometry":{"type":"LineString","coordinates":[[121,31],[121.1,31]]}}',
    'walk',
  ],
];
