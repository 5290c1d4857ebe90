import { describe, expect, it } from 'vitest';
import {
  indexOfText,
  isText,
  listOfTexts,
  nameAt,
  noTexts,
  packTexts,
  textAt,
  wordAt,
} from '#lib/core/texts.ts';
import { mulberry32 } from './coverage-project.ts';

const ALPHABET = ['a', ' ', '7', 'é', '街', '道', '𠮷', '😀', '\u0000', '\ufeff', "'", '\n'];

describe('packed texts', () => {
  it.each([0, 1, 7, 8, 9, 63, 64, 65, 1000])('%d that are missing are packed alike', (count) => {
    const given = packTexts(new Array<null>(count).fill(null));
    expect(noTexts(count)).toEqual(given);
  });

  it('give back what was packed (seed 11)', () => {
    const random = mulberry32(11);
    const values = Array.from({ length: 3000 }, () => {
      if (random() < 0.1) return null;
      const length = Math.floor(random() ** 3 * 90);
      return Array.from({ length }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join(
        '',
      );
    });
    const texts = packTexts(values);
    expect(texts.length).toBe(values.length);
    expect(listOfTexts(texts)).toEqual(values);
    for (let i = 0; i < values.length; i += 97) {
      expect(isText(texts, i)).toBe(values[i] !== null);
      if (values[i] !== null)
        expect(indexOfText(texts, values[i]!)).toBe(values.indexOf(values[i]));
    }
  });

  it('keep the empty text and none apart, and know their ends', () => {
    const texts = packTexts(['', null, 'x']);
    expect([textAt(texts, 0), textAt(texts, 1), textAt(texts, 2)]).toEqual(['', null, 'x']);
    expect([textAt(texts, -1), textAt(texts, 3), wordAt(texts, 1)]).toEqual([null, null, '']);
    expect(indexOfText(texts, '')).toBe(0);
    expect(indexOfText(texts, 'y')).toBe(-1);
    expect(packTexts([]).length).toBe(0);
  });

  it('call a record by its name, else by its identifier', () => {
    const table = { name: packTexts(['甲', null]), id: packTexts(['1', '2']) };
    expect([nameAt(table, 0), nameAt(table, 1)]).toEqual(['甲', '2']);
  });
});
