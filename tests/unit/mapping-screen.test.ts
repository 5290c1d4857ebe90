import { describe, expect, it } from 'vitest';
import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import { MAPPING_FAULT_CODES } from '#lib/core/ingest/mapping/parse-mapping.ts';
import { proposeMapping } from '#lib/core/ingest/mapping/propose.ts';
import { surveySheet } from '#lib/core/ingest/mapping/survey.ts';
import { sheetOf } from '#lib/core/ingest/sheet.ts';
import type { Cell } from '#lib/core/ingest/sheet.ts';
import { zhCN } from '#lib/i18n/zh-CN.ts';
import {
  headerLayout,
  mappingAs,
  stateOf,
  unmatchedOf,
  valueKey,
} from '#lib/ui/panels/mapping/mapped-sheet.ts';
import type { MappedSheet } from '#lib/ui/panels/mapping/mapped-sheet.ts';
import { contract } from './ingest-folder.ts';

function mapped(file: string, headers: string[], rows: Cell[][]): MappedSheet {
  const columns = headers.map((_, i) => rows.map((row) => row[i] ?? null));
  const sheet = sheetOf({ file, format: 'csv', headers, columns });
  const proposal = proposeMapping(sheet, contract, { fileName: file });
  const more = { sheet: null, hidden: false, proposal, mapping: proposal.mapping };
  return { file, ...surveySheet(sheet), ...more };
}

describe('a sheet on the mapping screen', () => {
  it('lays out a header of two rows as the workbook does', () => {
    const headers = ['序号', '位置/经度', '位置/纬度', '党员/正式', '党员/其中/女', '位置/备注'];
    expect(headerLayout(headers, 2)).toEqual([
      [
        { text: '序号', wide: 1, high: 2 },
        { text: '位置', wide: 2, high: 1 },
        { text: '党员', wide: 2, high: 1 },
        { text: '位置', wide: 1, high: 1 },
      ],
      [
        { text: '经度', wide: 1, high: 1 },
        { text: '纬度', wide: 1, high: 1 },
        { text: '正式', wide: 1, high: 1 },
        { text: '其中/女', wide: 1, high: 1 },
        { text: '备注', wide: 1, high: 1 },
      ],
    ]);
    expect(headerLayout(['街道/乡镇', 'b'], 1)).toEqual([
      [
        { text: '街道/乡镇', wide: 1, high: 1 },
        { text: 'b', wide: 1, high: 1 },
      ],
    ]);
    for (const rows of [0, 1, 2, 3])
      for (const cells of [headerLayout(headers, rows)])
        expect(
          cells.flat().reduce((area, { wide, high }) => area + wide * high, 0),
          `${rows} rows`,
        ).toBe(headers.length * Math.max(1, rows));
  });

  it('is settled, to confirm or left out', () => {
    const clean = mapped('units.csv', ['编号', '类型', '经度', '纬度'], [['1', '市场', 121, 31]]);
    expect(stateOf(clean, false, contract)).toBe('settled');
    const crs = { best: 'gcj02', sure: false, scores: [], note: null };
    expect(stateOf({ ...clean, crs }, true, contract)).toBe('open');
    const chosen: Mapping = { ...clean.mapping, crs: 'gcj02' };
    expect(stateOf({ ...clean, crs, mapping: chosen }, true, contract)).toBe('settled');
    const unknown = mapped('x.csv', ['甲', '乙'], [['1', '2']]);
    expect(stateOf(unknown, false, contract)).toBe('open');
    expect(stateOf(unknown, true, contract)).toBe('out');
    const asUnits = { ...unknown, mapping: mappingAs(unknown, 'units', contract) };
    expect(stateOf(asUnits, true, contract)).toBe('open');
    expect(stateOf({ ...clean, mapping: mappingAs(clean, null, contract) }, true, contract)).toBe(
      'out',
    );
  });

  it('lists the values that an enumeration does not know, with their rows', () => {
    const rows = ['市场', '科创载体', '科创载体', '—'].map((kind, i) => [i, kind]);
    const sheet = mapped('units.csv', ['编号', '类型'], rows);
    const [kind, ...others] = unmatchedOf(sheet, contract);
    expect(others).toEqual([]);
    expect(kind.unknown).toEqual([{ value: '科创载体', rows: 2 }]);
    expect(unmatchedOf({ ...sheet, distinct: undefined }, contract)[0].unknown).toHaveLength(1);
  });

  it('has words for every value of every enumeration, and for every fault of a saved mapping', () => {
    for (const [place, values] of Object.entries(contract.values)) {
      const [table, column] = place.split('.');
      if (place === 'flag') continue;
      for (const value of Object.keys(values))
        expect(valueKey(table as 'units', column, value) in zhCN, `${place} ${value}`).toBe(true);
    }
    expect([valueKey('units', 'league', '1'), valueKey('walk', 'foot', '0')]).toEqual([
      'state.yes',
      'state.no',
    ]);
    for (const code of MAPPING_FAULT_CODES) expect(`mapping.fault.${code}` in zhCN).toBe(true);
  });
});
