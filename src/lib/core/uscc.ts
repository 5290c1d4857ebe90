/** The 31 characters of GB 32100-2015: no I, O, S, V or Z. */
export const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
export const USCC_LENGTH = 18;
/** 3^i mod 31 for the first 17 characters; the check character counts once. */
export const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1];
export const USCC_VALUE = new Map(
  [...USCC_ALPHABET].map((character, value): [string, number] => [character, value]),
);

/** True for a unified social credit code (统一社会信用代码; 18 characters, upper case) whose check character holds. */
export function isUscc(code: string): boolean {
  if (code.length !== USCC_LENGTH) return false;
  let sum = 0;
  for (let i = 0; i < USCC_LENGTH; i++) {
    const value = USCC_VALUE.get(code[i]);
    if (value === undefined) return false;
    sum += value * USCC_WEIGHTS[i];
  }
  return sum % USCC_ALPHABET.length === 0;
}
