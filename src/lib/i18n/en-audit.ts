import type { zhAudit } from '#lib/i18n/zh-CN-audit.ts';

/** The words of what follows from an audit: next steps, groups and norms. */
export const enAudit: typeof zhAudit = {
  'export.no_project': 'No project is open yet.',
  'export.not_assessed': 'Next steps and norms are not worked out yet. Export again in a moment.',
  'assess.working': 'Working out next steps',
  'assess.joint': 'looking for joint branches',
  'assess.grids': 'looking for grid branches',
  'assess.steps': 'finding next steps',
  'assess.norms': 'checking norms',
  'assess.belts': 'finding weak belts',
  'assess.zones': 'drawing blank areas',
  'assess.cancel': 'Stop',
  'assess.stopped': 'Next steps have not been worked out.',
  'assess.failed': 'Next steps could not be worked out: {detail}',
  'assess.again': 'Work them out',
  'step.title': 'Next step',
  'step.none': 'The rules name no next step for this unit.',
  'step.verify': 'Verify first',
  'step.standalone': 'A branch of its own',
  'step.joint': 'A joint branch',
  'step.grid_branch': 'A grid branch',
  'step.host': 'By the manager body',
  'step.dispatch': 'Instructor or liaison',
  'step.affiliate': 'Affiliate to the nearest',
  'step.catch_all': 'Street or community',
  'step.verify.what':
    'It is not known whether an organisation covers this unit: {why}. Verify and correct the rows below before anything else.',
  'step.standalone.what': 'With {members} full members a branch of its own is due.',
  'step.joint.what':
    'Form a joint branch with the {others} units below: {units} units and {members} full members together, no two farther apart than {span}.',
  'step.grid_branch.what':
    'Form one branch with the {others} grids below: {members} full members together.',
  'step.grid_branch.alone': 'Form a branch for this grid alone: {members} full members.',
  'step.host.what': 'The manager body takes the lead in forming a branch:',
  'step.dispatch.what':
    'There is no full member and nobody works here: dispatch an instructor or liaison.',
  'step.affiliate.what':
    'Affiliate to the nearest organisation in the same street, {distance} away:',
  'step.catch_all.what': 'The community or street it stands in takes care of it:',
  'step.catch_all.nowhere':
    'The community or street it stands in takes care of it. The unit is in no division yet; give its division first.',
  'step.proof.optimal':
    'These groups are proven to be the best: of {candidates} units that could be grouped, {bound} at most fit in.',
  'step.proof.gap':
    'These groups were found in the time given: {served} units are in one, and no grouping has more than {bound} of the {candidates}.',
  'step.proof.greedy':
    'These groups were formed one by one from what is near, without a proof: {served} units are in one, at most {bound} could be.',
  'step.proof.by_hand': 'These groups were changed by hand.',
  'step.members': '{n} full members',
  'step.evidence': 'Rows it rests on',
};
