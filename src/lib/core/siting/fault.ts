/** What is wrong with a siting problem, before anybody looks for a plan. */
export const SITING_FAULTS = [
  /** A column has another length than its problem says; `column` names it. */
  'wrong_length',
  /** A number is NaN, infinite or negative where it may not be, or a role or group is unknown; `column` and `at`. */
  'bad_value',
  /** The pairs of the matrix do not ascend, or lie outside it; `at` is the site. */
  'bad_matrix',
  /** `p` is no whole number, or below 0, or missing where there has to be one. */
  'bad_p',
] as const;
export type SitingFaultCode = (typeof SITING_FAULTS)[number];

/** A siting problem that is none. */
export class SitingFault extends Error {
  readonly code: SitingFaultCode;
  readonly column: string;
  readonly at: number;
  constructor(code: SitingFaultCode, column: string, at: number) {
    super(`${code} ${column} ${String(at)}`);
    this.name = 'SitingFault';
    this.code = code;
    this.column = column;
    this.at = at;
  }
}
