import { describe, expect, it } from 'vitest';
import { dayOfCell, emptyTest, numberOf, tidyText } from '#lib/core/ingest/cell.ts';
import { QuantityReader, unitOfHeader } from '#lib/core/ingest/quantity.ts';
import { cellWords } from './cell-words.ts';
import { contract } from './ingest-folder.ts';

const quantities = new QuantityReader(cellWords);

describe('a cell that holds a number', () => {
  it.each([
    ['1,234', 1234],
    ['１，２３４．５', 1234.5],
    ['1 234', 1234],
    ['12\u00a0345\u00a0678.5', 12345678.5],
    ['－５', -5],
    ['−5', -5],
    ['12\u200b3', 123],
    ['\ufeff 42 ', 42],
    ['.5', 0.5],
    ['1.5E+3', 1500],
  ])('%j is %d without a word', (cell, value) => {
    expect(numberOf(cell)).toBe(value);
    expect(quantities.read(cell)).toMatchObject({ value, form: 'plain' });
  });

  it.each([
    ['1.2万', 12000, 'measured'],
    ['３．５万㎡', 35000, 'measured'],
    ['1.1亿', 110000000, 'measured'],
    ['2千人', 2000, 'measured'],
    ['12,345.6平方米', 12345.6, 'measured'],
    ['80 户', 80, 'measured'],
    ['15家', 15, 'measured'],
    ['2公顷', 20000, 'measured'],
    ['¥1,200', 1200, 'measured'],
    ['12.5%', 0.125, 'percent'],
    ['１２％', 0.12, 'percent'],
    ['(123)', -123, 'accounting'],
    ['（1,234）', -1234, 'accounting'],
    ['负3', -3, 'measured'],
    ['约3.5万', 35000, 'approximate'],
    ['100余人', 100, 'approximate'],
    ['100人左右', 100, 'approximate'],
    ['500多', 500, 'approximate'],
  ])('%s means %d, %s', (cell, value, form) => {
    expect(quantities.read(cell)).toMatchObject({ value, form });
  });

  it.each([
    '12,34',
    '1 23',
    '121.49.03',
    '3-5人',
    '12人3',
    '万',
    'x',
    '0x10',
    'NaN',
    '1,2万3',
    true,
  ])('%s is none', (cell) => {
    expect(numberOf(cell)).toBeNaN();
    expect(quantities.read(cell)).toMatchObject({ value: NaN, form: 'none' });
  });

  it.each(['—', '-', '/', '无', '暂无', ' － ', '\u200b', '未填写'])('%j is empty', (cell) => {
    expect(emptyTest([...contract.words.empty, ...cellWords.empty])(cell)).toBe(true);
  });

  it('a header gives its unit and is bare without it', () => {
    const of = (header: string) => unitOfHeader(header, cellWords);
    expect(of('面积（万㎡）')).toEqual({ bare: '面积', factor: 10000 });
    expect(of('人口(万人)')).toEqual({ bare: '人口', factor: 10000 });
    expect(of('面积/平方公里')).toEqual({ bare: '面积', factor: 1e6 });
    expect(of('占比（%）')).toEqual({ bare: '占比', factor: 0.01 });
    expect(of('面积(㎡)')).toEqual({ bare: '面积', factor: 1 });
    expect(of('街道(乡镇)')).toEqual({ bare: '街道(乡镇)', factor: 1 });
    expect(of('区/街道')).toEqual({ bare: '区/街道', factor: 1 });
    expect(of('（人）')).toEqual({ bare: '（人）', factor: 1 });
  });
});

describe('a cell that holds a date', () => {
  it.each([
    ['2024年3月5日', '2024-03-05'],
    ['2024.3.5', '2024-03-05'],
    ['20240305', '2024-03-05'],
    [20240305, '2024-03-05'],
    ['２０２４／３／５', '2024-03-05'],
    ['2024-3-5 08:00', '2024-03-05'],
    [45356, '2024-03-05'],
    [45356.75, '2024-03-05'],
    ['45356', '2024-03-05'],
    [60, null],
    [25569, '1970-01-01'],
    ['20240230', null],
    ['2024-02-29', '2024-02-29'],
    ['2023-02-29', null],
    ['3/5/2024', null],
    ['45,356', null],
    [true, null],
  ])('%s is %s', (cell, day) => {
    expect(dayOfCell(cell)).toBe(day);
  });
});

it('a tidy text has no invisible characters and plain spaces', () => {
  expect(tidyText('\u3000招商\u200b银行\u00a0大厦\ufeff ')).toBe('招商银行 大厦');
});
