import { GROUPING_SECONDS } from '#lib/core/report/assess.ts';
import type { CliKey } from '#lib/i18n/cli.ts';

/** What was wrong with the arguments: a message and what it names. */
export class ArgumentFault extends Error {
  readonly key: CliKey;
  readonly params: Record<string, string>;

  constructor(key: CliKey, params: Record<string, string> = {}) {
    super(key);
    this.key = key;
    this.params = params;
  }
}

export interface AuditArguments {
  folder: string;
  out: string;
  rules: string;
  radiusM: number | null;
  asOf: string | null;
  /** How long the groupings are searched for. */
  seconds: number;
  mappings: string[];
  /** Also write the files with their errors marked. */
  handBack: boolean;
}

export interface InspectArguments {
  paths: string[];
  mappings: string[];
  json: boolean;
}

/** The options of a command: those with a value, which of them may be repeated, those without. */
interface Allowed {
  once?: readonly string[];
  often?: readonly string[];
  bare?: readonly string[];
}

interface Split {
  once: Map<string, string>;
  often: Map<string, string[]>;
  bare: Set<string>;
  rest: string[];
}

export const MAX_RADIUS_M = 100_000;
const MAX_SECONDS = 86_400;

/** Splits options (`--name value`, `--name=value`, `--name`) from the rest; throws `ArgumentFault`. */
export function splitArguments(
  args: readonly string[],
  { once = [], often = [], bare = [] }: Allowed,
): Split {
  const split: Split = { once: new Map(), often: new Map(), bare: new Set(), rest: [] };
  for (let i = 0; i < args.length; i++) {
    if (!args[i].startsWith('--')) {
      split.rest.push(args[i]);
      continue;
    }
    const equals = args[i].indexOf('=');
    const option = equals < 0 ? args[i] : args[i].slice(0, equals);
    if (bare.includes(option)) {
      if (equals >= 0) throw new ArgumentFault('valueNotExpected', { option });
      split.bare.add(option);
      continue;
    }
    if (!once.includes(option) && !often.includes(option))
      throw new ArgumentFault('unknownOption', { option });
    if (split.once.has(option)) throw new ArgumentFault('repeatedOption', { option });
    const value = equals < 0 ? args[++i] : args[i].slice(equals + 1);
    if (value === undefined || value === '' || (equals < 0 && value.startsWith('--')))
      throw new ArgumentFault('missingValue', { option });
    if (once.includes(option)) split.once.set(option, value);
    else split.often.set(option, [...(split.often.get(option) ?? []), value]);
  }
  return split;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** A number without a sign, as people write it; NaN for anything else. */
export const plainNumber = (text: string): number =>
  /^\d+(\.\d+)?(e\d+)?$/i.test(text) ? Number(text) : NaN;

/** The arguments of `lacuna audit`; throws `ArgumentFault`. */
export function auditArguments(args: readonly string[]): AuditArguments {
  const {
    once: options,
    often,
    bare,
    rest,
  } = splitArguments(args, {
    once: ['--rules', '--radius', '--as-of', '--seconds', '--out'],
    often: ['--mapping'],
    bare: ['--hand-back'],
  });
  if (rest.length === 0) throw new ArgumentFault('missingFolder');
  if (rest.length > 1) throw new ArgumentFault('secondFolder', { found: rest[1] });
  const out = options.get('--out');
  if (out === undefined) throw new ArgumentFault('missingOut');
  const radius = options.get('--radius');
  const radiusM = radius === undefined ? null : plainNumber(radius);
  if (radiusM !== null && !(radiusM >= 0 && radiusM <= MAX_RADIUS_M))
    throw new ArgumentFault('badRadius', { found: radius ?? '' });
  const asOf = options.get('--as-of') ?? null;
  if (asOf !== null && !isDate(asOf)) throw new ArgumentFault('badDate', { found: asOf });
  const limit = options.get('--seconds');
  const seconds = limit === undefined ? GROUPING_SECONDS : Number(limit);
  if (!(seconds > 0 && seconds <= MAX_SECONDS))
    throw new ArgumentFault('badSeconds', { found: limit ?? '' });
  return {
    folder: rest[0],
    out,
    rules: options.get('--rules') ?? 'national',
    radiusM,
    asOf,
    seconds,
    mappings: often.get('--mapping') ?? [],
    handBack: bare.has('--hand-back'),
  };
}

/** The arguments of `lacuna inspect`; throws `ArgumentFault`. */
export function inspectArguments(args: readonly string[]): InspectArguments {
  const { often, bare, rest } = splitArguments(args, { often: ['--mapping'], bare: ['--json'] });
  if (rest.length === 0) throw new ArgumentFault('missingFile');
  return { paths: rest, mappings: often.get('--mapping') ?? [], json: bare.has('--json') };
}

export interface RulesArguments {
  /** Files to check, or one or two packs by id or path. */
  packs: string[];
  check: boolean;
  /** A project whose verdicts are counted under both packs. */
  folder: string | null;
  mappings: string[];
  asOf: string | null;
}

/** The arguments of `lacuna rules`; throws `ArgumentFault`. */
export function rulesArguments(args: readonly string[]): RulesArguments {
  const { once, often, bare, rest } = splitArguments(args, {
    once: ['--as-of'],
    often: ['--mapping'],
    bare: ['--check'],
  });
  const check = bare.has('--check');
  if (check && rest.length === 0) throw new ArgumentFault('missingPackFile');
  if (!check && rest.length === 1) throw new ArgumentFault('missingSecondPack');
  if (!check && rest.length > 3) throw new ArgumentFault('secondFolder', { found: rest[3] });
  const asOf = once.get('--as-of') ?? null;
  if (asOf !== null && !isDate(asOf)) throw new ArgumentFault('badDate', { found: asOf });
  return {
    packs: check ? rest : rest.slice(0, 2),
    check,
    folder: check ? null : (rest[2] ?? null),
    mappings: often.get('--mapping') ?? [],
    asOf,
  };
}
