import { describe, expect, it } from 'vitest';
import { findHeader } from '#lib/core/ingest/header.ts';
import type { Cell, Grid, Merge } from '#lib/core/ingest/sheet.ts';
import { find, gridOf, head, merged, words } from './header-pages.ts';
import { contract } from './ingest-folder.ts';

describe('rows of a page that are no data', () => {
  const HEADER = ['编号', '名称', '类型', '企业数'];
  it('number the columns', () => {
    expect(head([HEADER, [1, 2, 3, 4], ['U1', 'a', 'park', 1]])).toEqual([1, 1, 3]);
    expect(head([HEADER, ['甲', '乙', '1', '2'], ['U1', 'a', 'park', 1]])).toEqual([1, 1, 3]);
    expect(head([HEADER, ['(1)', '（2）', '(3)', '(4)'], ['U1', 'a', 'park', 1]])).toEqual([
      1, 1, 3,
    ]);
    expect(head([HEADER, [1, 2, 3, 5], ['U1', 'a', 'park', 1]])).toEqual([1, 1, 2]);
    expect(head([HEADER.slice(0, 3), [1, 2, 3]])).toEqual([1, 1, 2]);
  });

  it('hold totals, are blank, or stand below', () => {
    const rows = [
      HEADER,
      ['U1', 'a', 'park', 1],
      ['小计', null, null, 1],
      [],
      undefined,
      ['U2', '注：不是脚注', 'park', 2],
      [null, '合 计：', null, 3],
      [null, null, null, 3],
      ['注：数据截至六月'],
      ['制表人：张三', null, '审核人：李四'],
      ['坐标由地图拾取'],
      [],
    ];
    const found = find(rows, ['A11:D11'], { sumRows: new Set([7, 1]) });
    expect(found.rows).toEqual([2, 6]);
    expect(found.told).toEqual([
      'total_row_skipped 3',
      'blank_row_skipped 4',
      'total_row_skipped 7',
      'total_row_skipped 8',
      'footnote_row_skipped 9',
      'footnote_row_skipped 10',
      'footnote_row_skipped 11',
    ]);
    expect(found.notes[1].found).toBe('2');
  });

  it('a last row of data is no footnote', () => {
    expect(find([HEADER, ['note1', 'a', 'park', 1]]).rows).toEqual([2]);
    expect(find([HEADER, ['注册1', null, null, null]]).rows).toEqual([2]);
  });

  it('hidden rows are data, and noted', () => {
    const found = find([HEADER, ['U1', 'a', 'park', 1], ['U2', 'b', 'park', 1]], [], {
      hiddenRows: new Set([2]),
      hidden: true,
    });
    expect(found.rows).toEqual([2, 3]);
    expect(found.told).toEqual(['hidden_row_kept 3']);
    expect(found.hidden).toBe(true);
  });
});

describe('cells merged over rows', () => {
  const rows = [
    ['编号', '名称', '类型', '管理主体'],
    ['U1', 'a', 'park', 'x'],
    ['U2', 'b', null, 'y'],
    [],
    ['U3', 'c', null, null],
    ['U4', 'd', null, null],
  ];
  it('are filled down in their first column', () => {
    const found = find(rows, ['C2:D5', 'A2:B2']);
    expect(found.cells.map((cells) => cells[2])).toEqual(['park', 'park', 'park', null]);
    expect(found.cells.map((cells) => cells[3])).toEqual(['x', 'y', null, null]);
    expect(found.told).toEqual(['merged_filled_down 2', 'blank_row_skipped 4']);
    expect(found.notes[0].found).toBe('park');
  });

  it('agree with filling cell by cell, whatever is merged', () => {
    let seed = 41_001;
    const random = (n: number) => (seed = (seed * 48_271) % 2_147_483_647) % n;
    for (let run = 0; run < 200; run++) {
      const count = 3 + random(12);
      const body: Cell[][] = Array.from({ length: count }, (_, r) => [
        `U${r}`,
        random(3) ? `n${r}` : null,
        random(3) ? random(9) : null,
      ]);
      const ranges: Merge[] = [];
      for (let column = 0; column < 3; column++)
        for (let top = random(3); top < count; top += 1 + random(4)) {
          const bottom = Math.min(top + random(4), count - 1);
          ranges.push({ top: top + 1, bottom: bottom + 1, left: column, right: column });
          top = bottom;
        }
      const expected = body.map((row) => [...row]);
      for (const { top, bottom, left } of ranges)
        for (let r = top; r <= bottom && body[top - 1][left] !== null; r++)
          expected[r - 1][left] = body[top - 1][left];
      const found = find([['编号', '名称', '企业数'], ...body], [], { merges: ranges });
      expect(found.cells, `seed 41001, run ${run}`).toEqual(expected);
    }
  });

  it('are not followed where a file claims them by the million', () => {
    const many = Array.from({ length: 50_000 }, () => merged('C2:C1048576')[0]);
    const tall: Grid['rows'] = Array.from({ length: 20_000 }, (_, i) => [
      `U${i}`,
      'a',
      i ? null : 'park',
    ]);
    const start = performance.now();
    const found = find([['编号', '名称', '类型'], ...tall], [], { merges: many });
    expect(performance.now() - start).toBeLessThan(2000);
    expect(found.cells[19_999][2]).toBe('park');
  });
});

describe('a page', () => {
  it('of prose is no table', () => {
    expect(findHeader(gridOf([['本表不得改动表头'], ['请按实填写']]), contract, words)).toBeNull();
    expect(findHeader(gridOf([]), contract, words)).toBeNull();
    expect(find([['编号'], ['U1']]).headers).toEqual(['编号']);
  });

  it('that begins in another column and row keeps its positions', () => {
    const found = find([[], [null, null, '编号', null, '名称'], [null, null, 'U1', null, 'a']]);
    expect([...found.sheet.position]).toEqual([2, 4]);
    expect(found.headers).toEqual(['编号', '名称']);
    expect(found.cells).toEqual([['U1', 'a']]);
    expect([found.sheet.headerRows, found.rows]).toEqual([[2], [3]]);
  });

  it('with labels named like parts of an object', () => {
    const found = find([
      ['编号', '__proto__', 'constructor'],
      ['U1', 'a', 'b'],
    ]);
    expect(found.cells).toEqual([['U1', 'a', 'b']]);
  });

  it('whose last cell is in the last row costs no time', () => {
    const rows: Grid['rows'] = [
      ['编号', '名称'],
      ['U1', 'a'],
    ];
    rows[1_048_575] = ['U2', 'b'];
    const start = performance.now();
    const found = find(rows);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(found.rows).toEqual([2, 1_048_576]);
    expect(found.notes).toEqual([{ code: 'blank_row_skipped', row: 3, found: '1048573' }]);
  });
});
