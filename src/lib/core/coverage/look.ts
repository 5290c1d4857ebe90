import { LINK_MODES, NO, NONE, UNKNOWN, YES } from '#lib/core/model.ts';
import type { Ledger, Project } from '#lib/core/model.ts';
import { UNIT_LOOKS } from '#lib/core/coverage/verdict.ts';
import type { Audit } from '#lib/core/coverage/verdict.ts';

const STANDALONE = UNIT_LOOKS.indexOf('standalone');
const JOINT = UNIT_LOOKS.indexOf('joint');
const PARTIAL = UNIT_LOOKS.indexOf('partial');
const BLANK = UNIT_LOOKS.indexOf('blank');
const UNSURE = UNIT_LOOKS.indexOf('unknown');
const EXEMPT = UNIT_LOOKS.indexOf('exempt');
const STANDALONE_MODE = LINK_MODES.indexOf('standalone');

function serviceLook(state: number): number {
  return state === YES ? JOINT : state === NO ? BLANK : UNSURE;
}

/**
 * What each unit looks like on the map in one ledger's view: an index into UNIT_LOOKS.
 * In the work view an organised unit keeps its ink, as it is outside that denominator; in the
 * service view reached units take the joint ink.
 */
export function unitLooks(project: Project, audit: Audit, ledger: Ledger): Uint8Array {
  const { count } = project.units;
  const looks = new Uint8Array(count);
  for (let unit = 0; unit < count; unit++) {
    const organisation = audit.organisation.state[unit];
    const work = audit.work.state[unit];
    let look: number;
    if (audit.due[unit] === 0) look = EXEMPT;
    else if (ledger === 'service') look = serviceLook(audit.service.state[unit]);
    else if (organisation === YES)
      look = audit.organisation.mode[unit] === STANDALONE_MODE ? STANDALONE : JOINT;
    else if (work === YES) look = PARTIAL;
    else if (ledger === 'work') look = work === UNKNOWN ? UNSURE : BLANK;
    else if (audit.organisation.anyMode[unit] !== NONE) look = PARTIAL;
    else if (organisation === UNKNOWN || work === UNKNOWN) look = UNSURE;
    else look = BLANK;
    looks[unit] = look;
  }
  return looks;
}
