import { NEXT_STEPS } from '#lib/core/coverage/pack.ts';
import type { Project } from '#lib/core/model.ts';
import { NORM_STATES } from '#lib/core/norms/norm.ts';
import type { NormFindings } from '#lib/core/norms/norm.ts';
import type { NextStepColumns } from '#lib/core/coverage/next-step-column.ts';
import { NOT_GIVEN, type Dimension } from '#lib/core/report/facets/dimension.ts';

const LACKING = NORM_STATES.indexOf('lacking');

/** The next step of each unit; last those for which none is due. */
export function stepDimension({ step }: NextStepColumns): Dimension {
  const none = NEXT_STEPS.length;
  return {
    id: 'next_step',
    codes: step.map((code) => Math.min(code, none)),
    keys: [...NEXT_STEPS, NOT_GIVEN],
  };
}

/**
 * The first norm, in the pack's order, that is lacking where a unit is concerned: in the unit
 * itself, in an organisation that is linked to it, or in a division that it stands in; last the
 * units of which none is.
 */
export function normDimension(
  { units, divisions, organisations, links }: Project,
  findings: NormFindings,
): Dimension {
  const none = findings.norms.length;
  const codes = new Uint16Array(units.count).fill(none);
  const ofDivision = new Uint16Array(divisions.count).fill(none);
  const ofOrganisation = new Uint16Array(organisations.count).fill(none);
  const columns = { units: codes, divisions: ofDivision, organisations: ofOrganisation };
  for (let i = 0; i < findings.count; i++) {
    const { table } = findings.norms[findings.norm[i]].subject;
    if (findings.state[i] !== LACKING || table === 'facilities') continue;
    const column = columns[table];
    const record = findings.record[i];
    column[record] = Math.min(column[record], findings.norm[i]);
  }
  for (let d = 0; d < divisions.count; d++) {
    const { parent } = divisions;
    if (parent[d] >= 0) ofDivision[d] = Math.min(ofDivision[d], ofDivision[parent[d]]);
  }
  for (let l = 0; l < links.count; l++) {
    const unit = links.unit[l];
    const organisation = links.organisation[l];
    if (unit >= 0 && organisation >= 0)
      codes[unit] = Math.min(codes[unit], ofOrganisation[organisation]);
  }
  for (let unit = 0; unit < units.count; unit++) {
    const division = units.division[unit];
    if (division >= 0) codes[unit] = Math.min(codes[unit], ofDivision[division]);
  }
  return { id: 'norm', codes, keys: [...findings.norms.map(({ id }) => id), NOT_GIVEN] };
}
