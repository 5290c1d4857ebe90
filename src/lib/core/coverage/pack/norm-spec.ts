import {
  DIVISION_LEVELS,
  FACILITY_LEVELS,
  LINK_MODES,
  ORGANISATION_TYPES,
  UNIT_KINDS,
} from '#lib/core/model.ts';
import {
  among,
  constant,
  date,
  id,
  listOf,
  number,
  object,
  someOf,
  text,
  yes,
} from '#lib/core/coverage/pack/spec.ts';
import type { ObjectSpec, Spec } from '#lib/core/coverage/pack/spec.ts';
import { NORM_UNITS } from '#lib/core/norms/norm.ts';

/** A text in both languages. */
export const words: ObjectSpec = object({ 'zh-CN': text, en: text }, { name: 'words' });

/** The source of a rule. */
export const cited = { source: words, clause: words, 'effective?': date };

/** No figure of a city comes near it. */
export const LARGEST = 1_000_000_000_000;

const FOLDS = ['count', 'sum', 'max'];
const levels = someOf([...new Set<string>([...DIVISION_LEVELS, ...FACILITY_LEVELS])], 1);

const measure: Spec = {
  is: 'variants',
  by: 'of',
  name: 'measure',
  of: {
    column: object({ of: constant('column'), column: text }),
    facilities: object({
      of: constant('facilities'),
      'levels?': someOf(FACILITY_LEVELS, 1),
      'column?': among(['area_m2', 'staff']),
      fold: among(FOLDS),
    }),
    organisations: object({
      of: constant('organisations'),
      'types?': someOf(ORGANISATION_TYPES, 1),
      'column?': among(['members', 'full_time', 'part_time']),
      fold: among(FOLDS),
    }),
    distance: object({ of: constant('distance'), 'levels?': someOf(FACILITY_LEVELS, 1) }),
    days_over: object({ of: constant('days_over'), column: text }),
    links: object({ of: constant('links'), 'modes?': someOf(LINK_MODES, 1) }),
  },
};

const amount = number(-LARGEST, LARGEST);
const threshold: Spec = {
  is: 'number-or',
  name: 'threshold',
  number: amount,
  or: object({ base: amount, amount, per: measure }),
};

/** One requirement. */
export const norm: ObjectSpec = object(
  {
    id,
    name: words,
    subject: object({
      table: among(['divisions', 'facilities', 'organisations', 'units']),
      'levels?': levels,
      'types?': someOf(ORGANISATION_TYPES, 1),
      'kinds?': someOf(UNIT_KINDS, 1),
    }),
    measure,
    require: among(['at_least', 'at_most']),
    'threshold?': threshold,
    'by?': measure,
    'bands?': listOf(object({ 'from?': amount, 'to?': amount, threshold }), 1),
    unit: among(NORM_UNITS),
    'targetShare?': number(0, 1),
    'average?': yes,
    ...cited,
  },
  { name: 'norm' },
);
