import { DIVISION_LEVELS, FACILITY_LEVELS } from '#lib/core/model.ts';
import type { DivisionLevel } from '#lib/core/model.ts';
import { REACH_METHODS, SNAPS } from '#lib/core/reach/field.ts';
import { BACKUPS, SITING_PROBLEMS } from '#lib/core/siting/problem.ts';
import type { SitingKind } from '#lib/core/siting/problem.ts';
import { DEMANDS, DEMAND_WEIGHTS, EXISTINGS, SITE_SOURCES } from '#lib/core/report/siting/ask.ts';
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import { ArgumentFault, plainNumber, splitArguments } from '#cli/arguments.ts';
import { cutoffOf, levelsOf, oneOf } from '#cli/reach-arguments.ts';
import type { Options } from '#cli/reach-arguments.ts';

export interface SiteArguments {
  out: string;
  /** A project folder and a question to it, or a file of costs. */
  of:
    | { folder: string; mappings: string[]; ask: SitingAsk }
    | { matrix: string; question: MatrixQuestion };
}

/** What is asked of costs from a file; sites by their id. */
export interface MatrixQuestion {
  problem: SitingKind;
  p: number | null;
  cutoff: number;
  backup: SitingAsk['backup'];
  forced: string[];
  forbidden: string[];
  seconds: number;
  seed: number;
}

const SECONDS = 60;
const MOST_SECONDS = 86_400;
const MATRIX_OPTIONS = ['--matrix', '--problem', '--p', '--cutoff', '--backup', '--time', '--seed', '--out']; // prettier-ignore
const FOLDER_OPTIONS = [
  ...['--minutes', '--pace', '--method', '--snap', '--level', '--new-level', '--demand'],
  ...['--weight', '--sites', '--existing', '--floor', '--fair', '--budget', '--closing-cost'],
  '--spacing',
];

/** A number of at least 0 and at most `most`; the fallback where it is not given. */
function numberOf<T>(options: Options, option: string, fallback: T, most = Infinity): number | T {
  const found = options.get(option);
  if (found === undefined) return fallback;
  const value = plainNumber(found);
  if (value <= most && value < Infinity) return value;
  throw new ArgumentFault('badAmount', { option, found });
}

function wholeOf<T>(options: Options, option: string, fallback: T): number | T {
  const value = numberOf(options, option, fallback, Number.MAX_SAFE_INTEGER);
  if (value === fallback || Number.isInteger(value)) return value;
  throw new ArgumentFault('badWhole', { option, found: options.get(option) ?? '' });
}

/** Words of a list parted by commas, in the order of `values`. */
function someOf<T extends string>(
  options: Options,
  option: string,
  values: readonly T[],
  fallback: readonly T[],
): readonly T[] {
  // prettier-ignore
  const text = options.get(option);
  if (text === undefined) return fallback;
  const names = text.split(',').map((name) => name.trim());
  for (const found of names)
    if (!values.some((value) => value === found))
      throw new ArgumentFault('badChoice', { option, found, expected: values.join(', ') });
  return values.filter((value) => names.includes(value));
}

/** `0.6@street`: a share and the level of the divisions that it is of. */
function floorOf(options: Options): SitingAsk['floor'] {
  const found = options.get('--floor');
  if (found === undefined) return null;
  const [amount, name, ...more] = found.split('@');
  const share = plainNumber(amount);
  const level = DIVISION_LEVELS.find((one) => one === name);
  if (share <= 1 && level !== undefined && more.length === 0) return { level, share };
  throw new ArgumentFault('badFloor', { found, expected: DIVISION_LEVELS.join(', ') });
}

function asked(
  once: Options,
  often: ReadonlyMap<string, string[]>,
  bare: ReadonlySet<string>,
): SitingAsk {
  // prettier-ignore
  const levels = levelsOf(once.get('--level'));
  const demand = oneOf(once, '--demand', DEMANDS, 'demand');
  const fair: DivisionLevel | null = once.has('--fair') ? oneOf(once, '--fair', DIVISION_LEVELS, null) : null; // prettier-ignore
  return {
    problem: oneOf(once, '--problem', SITING_PROBLEMS, null),
    p: wholeOf(once, '--p', null),
    method: oneOf(once, '--method', REACH_METHODS, 'radius'),
    cutoffM: cutoffOf(once).cutoffM,
    snap: oneOf(once, '--snap', SNAPS, 'edge'),
    levels,
    demand,
    weight: oneOf(once, '--weight', DEMAND_WEIGHTS, demand === 'demand' ? 'weight' : 'one'),
    sources: someOf(once, '--sites', SITE_SOURCES.slice(0, 3), ['candidates']),
    drawn: [],
    existing: oneOf(once, '--existing', EXISTINGS, 'kept'),
    level: oneOf(once, '--new-level', FACILITY_LEVELS, levels[levels.length - 1]),
    forced: often.get('--force') ?? [],
    forbidden: often.get('--forbid') ?? [],
    floor: floorOf(once),
    fair,
    budget: numberOf(once, '--budget', null),
    closingCost: numberOf(once, '--closing-cost', 0),
    capacitated: bare.has('--capacity'),
    backup: oneOf(once, '--backup', BACKUPS, 'none'),
    spacingM: numberOf(once, '--spacing', null),
    seconds: secondsOf(once),
    seed: wholeOf(once, '--seed', 1),
  };
}

function secondsOf(options: Options): number {
  const seconds = numberOf(options, '--time', SECONDS, MOST_SECONDS);
  if (seconds > 0) return seconds;
  throw new ArgumentFault('badAmount', { option: '--time', found: options.get('--time') ?? '' });
}

function ofMatrix(once: Options, often: ReadonlyMap<string, string[]>): MatrixQuestion {
  const problem = oneOf(once, '--problem', SITING_PROBLEMS, null);
  const p = wholeOf(once, '--p', null);
  if (p === null && problem !== 'lscp') throw new ArgumentFault('missingP');
  if (!once.has('--cutoff') && (problem === 'lscp' || problem === 'mclp'))
    throw new ArgumentFault('missingMatrixCutoff');
  return {
    problem,
    p,
    cutoff: numberOf(once, '--cutoff', Infinity),
    backup: oneOf(once, '--backup', BACKUPS, 'none'),
    forced: often.get('--force') ?? [],
    forbidden: often.get('--forbid') ?? [],
    seconds: secondsOf(once),
    seed: wholeOf(once, '--seed', 1),
  };
}

/** The arguments of `lacuna site`; throws `ArgumentFault`. */
export function siteArguments(args: readonly string[]): SiteArguments {
  const { once, often, bare, rest } = splitArguments(args, {
    once: [...MATRIX_OPTIONS, ...FOLDER_OPTIONS],
    often: ['--mapping', '--force', '--forbid'],
    bare: ['--capacity'],
  });
  const out = once.get('--out');
  const matrix = once.get('--matrix');
  if (matrix === undefined && rest.length === 0) throw new ArgumentFault('missingSiteFolder');
  if (rest.length > (matrix === undefined ? 1 : 0))
    throw new ArgumentFault('secondSiteFolder', { found: rest[rest.length - 1] });
  if (out === undefined) throw new ArgumentFault('missingOut');
  if (matrix === undefined)
    return {
      out,
      of: {
        folder: rest[0],
        mappings: often.get('--mapping') ?? [],
        ask: asked(once, often, bare),
      },
    };
  const foreign = [...FOLDER_OPTIONS.filter((one) => once.has(one)), ...bare, ...(often.has('--mapping') ? ['--mapping'] : [])]; // prettier-ignore
  if (foreign.length > 0) throw new ArgumentFault('notWithMatrix', { option: foreign[0] });
  return { out, of: { matrix, question: ofMatrix(once, often) } };
}
