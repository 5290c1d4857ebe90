import { LINK_MODES, NO, NONE, UNKNOWN, YES } from '#lib/core/model.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';

/**
 * Whatever is counted of a unit follows from its class: seven cases of the organisation ledger by
 * three states of work by three of service, and one class for the exempt.
 */
export const CLASSES = 64;
export const EXEMPT_CLASS = 63;
export const STATES_A_LEDGER = 3;

export const CASES = 7;

/** The cases of the organisation ledger. `TIED`: some valid link, though none that counts. */
export const NO_BARE = 0;
export const NO_TIED = 1;
export const UNKNOWN_BARE = 2;
export const UNKNOWN_TIED = 3;
export const YES_STANDALONE = 4;
export const YES_JOINT = 5;
export const YES_OTHERWISE = 6;

const STANDALONE = LINK_MODES.indexOf('standalone');
const JOINT = LINK_MODES.indexOf('joint');

/** `(case * 3 + work) * 3` by organisation state, mode and any mode: entry `(state * 256 + mode) * 2 + tied`. */
const CASE_OF = new Uint8Array(3 * 256 * 2);
for (let mode = 0; mode < 256; mode++)
  for (const tied of [0, 1]) {
    const yes = mode === STANDALONE ? YES_STANDALONE : mode === JOINT ? YES_JOINT : YES_OTHERWISE;
    CASE_OF[(NO * 256 + mode) * 2 + tied] = 9 * (tied ? NO_TIED : NO_BARE);
    CASE_OF[(UNKNOWN * 256 + mode) * 2 + tied] = 9 * (tied ? UNKNOWN_TIED : UNKNOWN_BARE);
    CASE_OF[(YES * 256 + mode) * 2 + tied] = 9 * yes;
  }

/** The class of every unit, 0 to 63: `(case * 3 + work) * 3 + service`, EXEMPT_CLASS where not due. */
export function unitClasses({ due, organisation, work, service }: Audit): Uint8Array {
  const { state, mode, anyMode } = organisation;
  const classes = new Uint8Array(due.length);
  for (let unit = 0; unit < classes.length; unit++) {
    const entry = (state[unit] * 256 + mode[unit]) * 2 + (anyMode[unit] === NONE ? 0 : 1);
    classes[unit] =
      due[unit] === 0
        ? EXEMPT_CLASS
        : CASE_OF[entry] + work.state[unit] * STATES_A_LEDGER + service.state[unit];
  }
  return classes;
}
