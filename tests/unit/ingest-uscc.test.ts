import { describe, expect, it } from 'vitest';
import {
  checkUscc,
  codeText,
  isOrganisationCode,
  isRegistrationNumber,
  isUscc,
  suggestUscc,
} from '#lib/core/ingest/check/uscc.ts';
import { seeded } from './cell-words.ts';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const KNOWN = '91350100M000100Y43';

/** The standard's own arithmetic, written out. */
function checkOf(body: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += ALPHABET.indexOf(body[i]) * (3 ** i % 31);
  return ALPHABET[(31 - (sum % 31)) % 31];
}

function organisationCheckOf(body: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((s, w, i) => s + w * parseInt(body[i], 36), 0);
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

function anyCode(random: () => number): string {
  const pick = (from: string, n: number) =>
    Array.from({ length: n }, () => from[Math.floor(random() * from.length)]).join('');
  const inner = pick(ALPHABET, 8);
  const body = `91${pick('123', 1)}1${pick('0123456789', 4)}${inner}${organisationCheckOf(inner)}`;
  return body + checkOf(body);
}

describe('unified social credit codes', () => {
  it('the example of the standard is sound', () => {
    expect(checkOf(KNOWN.slice(0, 17))).toBe('3');
    expect(isUscc(KNOWN)).toBe(true);
    expect(isUscc(KNOWN.slice(0, 17))).toBe(false);
    expect(isUscc(`${KNOWN.slice(0, 17)}I`)).toBe(false);
    expect(isUscc(codeText(' ９１３５０１００m000100ｙ43 '))).toBe(true);
  });

  const seed = 3210;
  it(`every substitution and every exchange of neighbours is noticed (seed ${seed})`, () => {
    const random = seeded(seed);
    for (const code of [KNOWN, ...Array.from({ length: 30 }, () => anyCode(random))]) {
      expect(isUscc(code), code).toBe(true);
      for (let i = 0; i < 18; i++) {
        for (const c of ALPHABET)
          if (c !== code[i]) expect(isUscc(code.slice(0, i) + c + code.slice(i + 1))).toBe(false);
        const [a, b] = [code[i], code[i + 1]];
        if (b !== undefined && a !== b)
          expect(isUscc(code.slice(0, i) + b + a + code.slice(i + 2))).toBe(false);
      }
    }
  });

  it(`one other character: the true code is suggested, few others with it (seed ${seed})`, () => {
    const random = seeded(seed);
    let offered = 0;
    let single = 0;
    let right = 0;
    for (let n = 0; n < 300; n++) {
      const code = anyCode(random);
      const i = Math.floor(random() * 18);
      const c = ALPHABET[(ALPHABET.indexOf(code[i]) + 1 + Math.floor(random() * 30)) % 31];
      const suggestions = suggestUscc(code.slice(0, i) + c + code.slice(i + 1));
      for (const suggestion of suggestions) expect(isUscc(suggestion)).toBe(true);
      if (suggestions.includes(code)) offered++;
      if (suggestions.length !== 1) continue;
      single++;
      if (suggestions[0] === code) right++;
    }
    console.log(`of 300: offered ${offered}, alone ${single}, of these right ${right}`);
    expect(offered).toBeGreaterThan(270);
    expect(single).toBeGreaterThan(80);
    expect(right).toBe(single);
  });

  it.each([
    ['letters that no code has', '9135O1OOMOOO1OOY43', KNOWN],
    ['a lower-case o', '91350100M00o100Y43', KNOWN],
    ['neighbours exchanged', '91350100M001000Y43', KNOWN],
    ['one too many', '91350100M0001000Y43', KNOWN],
  ])('%s: %s is mended', (_, found, repair) => {
    const [result] = checkUscc([found], '信用代码');
    expect(result).toMatchObject({ code: 'uscc_invalid', row: 0, column: '信用代码', found });
    expect(result.expected?.split(' | ')).toContain(repair);
  });

  it('one missing: the code is among the suggestions or they are the most there may be', () => {
    for (let i = 0; i < 18; i++) {
      const suggestions = suggestUscc(KNOWN.slice(0, i) + KNOWN.slice(i + 1));
      expect(suggestions.length === 5 || suggestions.includes(KNOWN), String(i)).toBe(true);
      expect(suggestions.length).toBeLessThanOrEqual(5);
    }
  });

  it('forerunners, empty cells and other spellings are no faults', () => {
    expect(isOrganisationCode('M000100Y4')).toBe(true);
    expect(isOrganisationCode('M000100Y-4')).toBe(true);
    expect(isOrganisationCode('M000100Y5')).toBe(false);
    expect(isRegistrationNumber('110108000000016')).toBe(true);
    expect(isRegistrationNumber('110108000000017')).toBe(false);
    const column = [KNOWN.toLowerCase(), null, '', '110108000000016', 'M000100Y-4', 'none', 7];
    expect(checkUscc(column, 'x').map(({ row, repair }) => [row, repair])).toEqual([
      [5, null],
      [6, null],
    ]);
  });
});
