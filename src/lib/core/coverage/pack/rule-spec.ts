import {
  DIVISION_LEVELS,
  FACILITY_LEVELS,
  LINK_MODES,
  UNIT_KINDS,
  UNIT_STATUSES,
} from '#lib/core/model.ts';
import { CROSSINGS, NEXT_STEPS } from '#lib/core/coverage/pack.ts';
import { LARGEST, cited, norm, words } from '#lib/core/coverage/pack/norm-spec.ts';
import {
  among,
  date,
  id,
  listOf,
  number,
  object,
  someOf,
  text,
  toggle,
  whole,
  yes,
} from '#lib/core/coverage/pack/spec.ts';
import type { ObjectSpec } from '#lib/core/coverage/pack/spec.ts';

/** Metres: more than the width of any city. */
export const MAX_RADIUS_M = 100_000;
/** Days: a century. */
const MAX_DAYS = 36_525;
const MAX_MEMBERS = 1_000_000;

const count = number(0, LARGEST);
const members = whole(0, MAX_MEMBERS);

const due = object(
  {
    id,
    reason: id,
    when: object(
      {
        'status?': someOf(UNIT_STATUSES, 1),
        'kinds?': someOf(UNIT_KINDS, 1),
        'below?': object(
          { 'enterprises?': count, 'employees?': count, 'households?': count, 'members?': count },
          { least: 1 },
        ),
        'duplicate?': yes,
        'declared?': yes,
      },
      { least: 1 },
    ),
    ...cited,
  },
  { name: 'dueRule' },
);

const reach = object(
  {
    id,
    level: among(FACILITY_LEVELS),
    'kinds?': someOf(UNIT_KINDS, 1),
    radiusM: number(0, MAX_RADIUS_M),
    'source?': words,
    'clause?': words,
    'effective?': date,
  },
  { name: 'reachRule' },
);

const step = object(
  {
    id,
    step: among(NEXT_STEPS),
    'kinds?': someOf(UNIT_KINDS, 1),
    'membersAtLeast?': members,
    'membersAtMost?': members,
    'needs?': someOf(['host', 'presence', 'no_presence'], 1),
    'withinM?': number(0, MAX_RADIUS_M),
    ...cited,
  },
  { name: 'stepRule' },
);

/** The lists of rules of a pack, which merge by id; the place of each. */
export const LISTS = {
  '/due': due,
  '/service/reach': reach,
  '/nextSteps': step,
  '/norms': norm,
} as const;
export type ListPlace = keyof typeof LISTS;

/** The sections of a pack that are one rule, which merge field by field; that of service without its list. */
export const SECTIONS = {
  organisation: object({ id, modes: someOf(LINK_MODES), ...cited }),
  work: object({
    id,
    fields: someOf(['instructors', 'liaisons', 'league']),
    modes: someOf(LINK_MODES),
    ...cited,
  }),
  service: object({ id, crossing: among(CROSSINGS), ...cited }),
  staleness: object({ id, termGraceDays: whole(0, MAX_DAYS), ...cited }),
  joint: object({
    id,
    maxUnits: whole(2, 100),
    minMembers: members,
    maxDistanceM: number(0, MAX_RADIUS_M),
    within: among(DIVISION_LEVELS),
    sameTrade: toggle,
    sameHost: toggle,
    kinds: someOf(UNIT_KINDS),
    ...cited,
  }),
  gridBranch: object({ id, maxGrids: whole(1, 100), minMembers: members, ...cited }),
  belts: object({
    id,
    epsM: number(1, MAX_RADIUS_M),
    minUnits: whole(2, 100_000),
    ...cited,
  }),
  ranking: object({
    id,
    confidence: number(0.5, 0.9999),
    smallBelow: whole(0, 1_000_000),
    peerSizes: listOf(whole(0, 100_000_000), 1, true),
    ...cited,
  }),
} satisfies Record<string, ObjectSpec>;
export type SectionName = keyof typeof SECTIONS;
export const SECTION_NAMES = Object.keys(SECTIONS) as SectionName[];

/** What every pack says of itself. */
export const heading = {
  '$schema?': text,
  format: { is: 'constant', value: 'lacuna-rules' },
  formatVersion: { is: 'constant', value: 1 },
  id,
  version: text,
  name: words,
  effective: date,
} as const;
