import { describe, expect, it } from 'vitest';
import { distancesOfFile, readMatrixCsv } from '#lib/core/siting/matrix-csv.ts';
import type { MatrixFile } from '#lib/core/siting/matrix-csv.ts';

function fileOf(text: string): MatrixFile {
  const read = readMatrixCsv(text);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read;
}

const faultsOf = (text: string): unknown => {
  const read = readMatrixCsv(text);
  return 'faults' in read
    ? read.faults.map(({ code, row, column }) => [code, row, column])
    : 'no fault';
};

describe('costs in long form', () => {
  it.each([
    'site,demand,cost,weight\nA,x,1,5\nB,y,2.5,7\nB,x,3,5\n',
    '\uFEFFWeight;COST;extra;Site;Demand\r\n5;1;?;A;x\r\n7;2.5;?;B;y\r\n5;3;?;B;x\r\n',
    '权重\t站点\t需求点\t费用\n5\tA\tx\t1\n\n7\tB\ty\t2.5\n5\t"B"\tx\t3',
  ])('read the same in any order and language: %j', (text) => {
    const { site, demand, matrix, weight } = fileOf(text);
    expect(site).toEqual(['A', 'B']);
    expect(demand).toEqual(['x', 'y']);
    expect([...matrix.start]).toEqual([0, 1, 3]);
    expect([...matrix.demand]).toEqual([0, 0, 1]);
    expect([...matrix.cost]).toEqual([1, 3, 2.5]);
    expect([...weight]).toEqual([5, 7]);
  });

  it('weigh one each where the file has no weights, and keep quoted names', () => {
    const { site, weight } = fileOf('site,demand,cost\n"A, ""old""",x,0\nB,y,1\n');
    expect(site[0]).toBe('A, "old"');
    expect([...weight]).toEqual([1, 1]);
  });

  it('are refused with row and column', () => {
    expect(faultsOf('')).toEqual([['matrix_empty', 1, null]]);
    expect(faultsOf('site,demand,cost\n')).toEqual([['matrix_empty', 1, null]]);
    expect(faultsOf('site,demand\nA,x\n')).toEqual([['matrix_column_missing', 1, 'cost']]);
    expect(faultsOf('site,site,demand,cost\n')).toEqual([['matrix_column_twice', 1, 'site']]);
    expect(faultsOf('site,demand,cost\nA,x,-1\nA,y,far\nA,,2\nA,z\n')).toEqual([
      ['matrix_not_a_number', 2, 'cost'],
      ['matrix_not_a_number', 3, 'cost'],
      ['matrix_cell_missing', 4, 'demand'],
      ['matrix_cell_missing', 5, 'cost'],
    ]);
    expect(faultsOf('site,demand,cost\nA,x,1\nA,x,1\n')).toEqual([['matrix_pair_repeated', 3, null]]); // prettier-ignore
    expect(faultsOf('site,demand,cost,weight\nA,x,1,2\nB,x,1,3\n')).toEqual([
      ['matrix_weight_differs', 3, 'weight'],
    ]);
    expect(faultsOf('site,demand,cost\n"A,x,1\n')).toEqual([['matrix_quote', 2, null]]);
  });

  it('are distances between sites where demand names sites', () => {
    const { between } = distancesOfFile(fileOf('site,demand,cost\nA,B,3\nB,A,2\nB,C,4\nC,C,9\n'))!;
    expect([...between]).toEqual([0, 2, Infinity, 2, 0, 4, Infinity, 4, 0]);
    expect(distancesOfFile(fileOf('site,demand,cost\nA,x,3\n'))).toBeNull();
  });
});
