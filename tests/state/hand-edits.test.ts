import { expect, test } from 'vitest';
import { generateDemo } from '#data/demo/generate.ts';
import { audit as decide } from '#lib/core/coverage/audit.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { stepAt } from '#lib/core/coverage/next-step.ts';
import { assess } from '#lib/core/report/assess.ts';
import { jointGroups } from '#lib/core/report/lists/groups.ts';
import { HandEdits, membersOf } from '#lib/state/hand-edits.svelte.ts';
import type { Audited } from '#lib/state/assessor.ts';
import { read } from '../unit/ingest-folder.ts';
import { PACK } from '../unit/report-project.ts';
import { translator } from '#lib/i18n/words.ts';

async function city() {
  const { files } = generateDemo({ seed: 7, scale: 0.3 });
  const project = await read(Object.fromEntries(files.map(({ name, text }) => [name, text])));
  const field = reachField(project);
  const audit = decide(project, PACK, field, { radiusM: null });
  const audited: Audited = { project, pack: PACK, field, audit, radiusM: null };
  const tools = { field, radiusM: null, solver: null, time: { seconds: 5, now: () => 0 } };
  const found = assess(project, PACK, audit, tools);
  return {
    audited,
    found,
    edits: new HandEdits(
      () => audited,
      () => found,
    ),
  };
}

test('a unit taken out, put back and undone: groups, steps and counts follow', async () => {
  const { audited, found, edits } = await city();
  expect(found.joint.groups).toBeGreaterThan(1);
  const members = membersOf(found.joint, 0);
  const [unit] = members;
  const served = edits.whatIf('joint_group')!;
  edits.takeOut('joint_group', unit);
  const now = edits.assessment!;
  expect(now.joint.groupOf[unit]).toBe(-1);
  expect(now.joint.proof).toBe('by_hand');
  expect(now.found?.joint).toBe(found.joint);
  expect(stepAt(now.steps, unit)?.target?.table).not.toBe('joint_group');
  expect(edits.whatIf('joint_group')!.newly.length).toBe(served.newly.length - 1);
  const group = now.joint.groupOf[members[1]];
  expect(edits.move('joint_group', unit, group)).toBe(edits.assessment!.joint.groupOf[unit]);
  expect(membersOf(edits.assessment!.joint, edits.assessment!.joint.groupOf[unit])).toEqual(
    members,
  );
  expect(edits.count).toBe(2);
  edits.undo();
  edits.undo();
  expect(edits.assessment).toBe(found);
  expect(audited.audit.organisation.state[unit]).toBe(0);
});

test('a new group is said to be against the rules, and its rows to be changed by hand', async () => {
  const { audited, found, edits } = await city();
  const [unit] = membersOf(found.joint, 0);
  const group = edits.start('joint_group', [unit]);
  expect(edits.violations('joint_group', group).map(({ code }) => code)).toContain('too_few_units');
  const list = jointGroups({
    ...audited,
    assessment: edits.assessment!,
    locale: 'en',
    say: translator('en'),
    version: '0',
  });
  const at = list.columns.findIndex(({ key }) => key === 'edited');
  const marks = Array.from({ length: list.count }, (_, row) => list.cells(row)[at]);
  expect(marks[group]).toBe('by_hand');
  // The group that it came from is another now, too.
  expect(marks.filter((mark) => mark === 'by_hand')).toHaveLength(2);
});

test('what could join a group breaks no rule but what is lacking already, the nearest first', async () => {
  const { found, edits } = await city();
  for (let group = 0; group < Math.min(20, found.joint.groups); group++) {
    const near = edits.joinable('joint_group', group, 5);
    expect(near.map(({ metres }) => metres)).toEqual(
      near.map(({ metres }) => metres).sort((a, b) => a - b),
    );
    for (const { unit } of near) {
      const into = edits.move('joint_group', unit, group);
      const codes = edits.violations('joint_group', into).map(({ code }) => code);
      expect(codes.filter((code) => code !== 'too_few_members')).toEqual([]);
      edits.undo();
    }
  }
});

test('another audit forgets what was changed under the one before', async () => {
  const { audited, found } = await city();
  let now = audited;
  const edits = new HandEdits(
    () => now,
    () => found,
  );
  edits.takeOut('joint_group', membersOf(found.joint, 0)[0]);
  expect(edits.count).toBe(1);
  now = {
    ...audited,
    audit: { ...audited.audit, organisation: { ...audited.audit.organisation } },
  };
  const fresh = new HandEdits(
    () => now,
    () => found,
  );
  expect(fresh.count).toBe(0);
});
