import { FACILITY_LEVELS } from '#lib/core/model.ts';
import type { FacilityLevel } from '#lib/core/model.ts';
import { walkedM } from '#lib/core/reach/answer.ts';
import { PACES, REACH_METHODS, SNAPS } from '#lib/core/reach/field.ts';
import type { AreaQuestion } from '#lib/core/report/reach-features.ts';
import { ArgumentFault, MAX_RADIUS_M, plainNumber, splitArguments } from '#cli/arguments.ts';

export interface ReachArguments {
  folder: string;
  out: string;
  mappings: string[];
  question: AreaQuestion;
  /** The path of a scenario, null for the stations as they are. */
  scenario: string | null;
}

const MAX_MINUTES = 600;

export type Options = ReadonlyMap<string, string>;

/** The value of an option that is one of a few words. */
export function oneOf<T extends string>(
  options: Options,
  option: string,
  values: readonly T[],
  fallback: T | null,
): T {
  const found = options.get(option);
  const value = found === undefined ? fallback : values.find((one) => one === found);
  if (value) return value;
  const expected = values.join(', ');
  if (found === undefined) throw new ArgumentFault('missingChoice', { option, expected });
  throw new ArgumentFault('badChoice', { option, found, expected });
}

/** How far is asked for: in metres, or in minutes at a pace, one of the two. */
export function cutoffOf(options: Options): Pick<AreaQuestion, 'cutoffM' | 'minutes' | 'pace'> {
  const [metres, time] = [options.get('--cutoff'), options.get('--minutes')];
  if (metres !== undefined && time !== undefined) throw new ArgumentFault('twoCutoffs');
  if (time === undefined && options.has('--pace')) throw new ArgumentFault('paceWithoutMinutes');
  if (time !== undefined) {
    const minutes = plainNumber(time);
    if (!(minutes <= MAX_MINUTES)) throw new ArgumentFault('badMinutes', { found: time });
    const pace = oneOf(options, '--pace', PACES, 'adult');
    return { cutoffM: walkedM(minutes, pace), minutes, pace };
  }
  if (metres === undefined) throw new ArgumentFault('missingCutoff');
  const cutoffM = plainNumber(metres);
  if (!(cutoffM <= MAX_RADIUS_M)) throw new ArgumentFault('badCutoff', { found: metres });
  return { cutoffM, minutes: null, pace: null };
}

/** Levels in the order of FACILITY_LEVELS, each once. */
export function levelsOf(text: string | undefined): readonly FacilityLevel[] {
  if (text === undefined) return FACILITY_LEVELS;
  const names = text.split(',').map((name) => name.trim());
  for (const found of names)
    if (!FACILITY_LEVELS.some((level) => level === found)) {
      const expected = FACILITY_LEVELS.join(', ');
      throw new ArgumentFault('badChoice', { option: '--level', found, expected });
    }
  return FACILITY_LEVELS.filter((level) => names.includes(level));
}

/** The arguments of `lacuna reach`; throws `ArgumentFault`. */
export function reachArguments(args: readonly string[]): ReachArguments {
  const { once, often, rest } = splitArguments(args, {
    once: [
      '--method',
      '--cutoff',
      '--minutes',
      '--pace',
      '--snap',
      '--level',
      '--scenario',
      '--out',
    ],
    often: ['--mapping'],
  });
  if (rest.length === 0) throw new ArgumentFault('missingReachFolder');
  if (rest.length > 1) throw new ArgumentFault('secondReachFolder', { found: rest[1] });
  const method = oneOf(once, '--method', REACH_METHODS, null);
  const cutoff = cutoffOf(once);
  const snap = oneOf(once, '--snap', SNAPS, 'edge');
  const levels = levelsOf(once.get('--level'));
  const out = once.get('--out');
  if (out === undefined) throw new ArgumentFault('missingOut');
  return {
    folder: rest[0],
    out,
    mappings: often.get('--mapping') ?? [],
    question: { method, levels, snap, ...cutoff },
    scenario: once.get('--scenario') ?? null,
  };
}
