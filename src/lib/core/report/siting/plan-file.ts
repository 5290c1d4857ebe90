import { DIVISION_LEVELS, FACILITY_LEVELS } from '#lib/core/model.ts';
import { REACH_METHODS, SNAPS } from '#lib/core/reach/field.ts';
import type { PlanHead } from '#lib/core/report/siting/answer.ts';
import { DEMANDS, DEMAND_WEIGHTS, EXISTINGS, SITE_SOURCES } from '#lib/core/report/siting/ask.ts';
import type { SitingAsk } from '#lib/core/report/siting/ask.ts';
import { BACKUPS, SITING_PROBLEMS } from '#lib/core/siting/problem.ts';

/** A plan as it is saved for another day or another desk. */
export interface PlanFile {
  name: string;
  ask: SitingAsk;
  /** Keys of the open sites. */
  open: readonly string[];
  head: PlanHead;
}

/** Something that makes a saved plan unusable; `place` is a path into the document, '' all of it. */
export interface PlanFault {
  place: string;
  code: 'plan_not_json' | 'plan_missing' | 'plan_wrong';
  found: string | null;
  expected: string;
}

const KIND = 'lacuna-siting-plan';
const STATUSES = ['optimal', 'feasible'] as const;

/** JSON has no NaN and no Infinity. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

export function planFileText({ name, ask, open, head }: PlanFile): string {
  const { status, objective, bound, gap, seconds } = head;
  const good = { objective: finite(objective), bound: finite(bound), gap: finite(gap) };
  const file = { kind: KIND, version: 1, name, status, ...good, seconds, open, ask };
  return `${JSON.stringify(file, null, 1)}\n`;
}

type Fields = Record<string, unknown>;
type Test = (value: unknown) => boolean;
const isFields: Test = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText: Test = (value) => typeof value === 'string' && value.length <= 2000;
const isNumber: Test = (value) => typeof value === 'number' && Number.isFinite(value);
const among =
  (list: readonly string[]): Test =>
  (value) =>
    list.includes(value as string);
const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);
const orNull =
  (test: Test): Test =>
  (value) =>
    value === null || test(value);
const least =
  (from: number): Test =>
  (value) =>
    isNumber(value) && (value as number) >= from;
const has =
  (members: Record<string, Test>): Test =>
  (value) =>
    isFields(value) && Object.keys(members).every((name) => members[name]((value as Fields)[name]));

const words = (list: readonly string[]) => list.join(' | ');
const ASK: [keyof SitingAsk, Test, string][] = [
  ['problem', among(SITING_PROBLEMS), words(SITING_PROBLEMS)],
  ['method', among(REACH_METHODS), words(REACH_METHODS)],
  ['snap', among(SNAPS), words(SNAPS)],
  ['levels', listOf(among(FACILITY_LEVELS)), `[${words(FACILITY_LEVELS)}]`],
  ['cutoffM', least(0), '>= 0'],
  ['p', orNull(least(0)), 'null | >= 0'],
  ['demand', among(DEMANDS), words(DEMANDS)],
  ['weight', among(DEMAND_WEIGHTS), words(DEMAND_WEIGHTS)],
  ['sources', listOf(among(SITE_SOURCES)), `[${words(SITE_SOURCES)}]`],
  ['drawn', listOf(has({ name: isText, lng: isNumber, lat: isNumber })), '[{ name, lng, lat }]'],
  ['existing', among(EXISTINGS), words(EXISTINGS)],
  ['level', among(FACILITY_LEVELS), words(FACILITY_LEVELS)],
  ['forced', listOf(isText), '["source:id"]'],
  ['forbidden', listOf(isText), '["source:id"]'],
  ['floor', orNull(has({ level: among(DIVISION_LEVELS), share: least(0) })), 'null | { level, share }'], // prettier-ignore
  ['fair', orNull(among(DIVISION_LEVELS)), `null | ${words(DIVISION_LEVELS)}`],
  ['budget', orNull(least(0)), 'null | >= 0'],
  ['closingCost', least(0), '>= 0'],
  ['capacitated', (value) => typeof value === 'boolean', 'true | false'],
  ['backup', among(BACKUPS), words(BACKUPS)],
  ['spacingM', orNull(least(0)), 'null | >= 0'],
  ['seconds', least(0), '>= 0'],
  ['seed', least(0), '>= 0'],
];

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Reads a saved plan, or says everything that is wrong with it. */
export function parsePlanFile(text: string): PlanFile | { faults: PlanFault[] } {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (fault) {
    const found = fault instanceof Error ? fault.message : shown(text);
    return { faults: [{ place: '', code: 'plan_not_json', found, expected: 'JSON' }] };
  }
  const faults: PlanFault[] = [];
  const check = (place: string, value: unknown, test: Test, expected: string) => {
    if (value === undefined) faults.push({ place, code: 'plan_missing', found: null, expected });
    else if (!test(value))
      faults.push({ place, code: 'plan_wrong', found: shown(value), expected });
  };
  const file = (isFields(json) ? json : {}) as Fields;
  check('/kind', file.kind, among([KIND]), KIND);
  if (faults.length > 0) return { faults };
  check('/name', file.name, isText, 'text');
  check('/status', file.status, among(STATUSES), words(STATUSES));
  for (const name of ['objective', 'bound', 'gap'])
    check(`/${name}`, file[name], orNull(isNumber), 'null | number');
  check('/seconds', file.seconds, least(0), '>= 0');
  check('/open', file.open, listOf(isText), '["source:id"]');
  check('/ask', file.ask, isFields, '{}');
  const ask = (isFields(file.ask) ? file.ask : {}) as Fields;
  if (isFields(file.ask))
    for (const [name, test, expected] of ASK) check(`/ask/${name}`, ask[name], test, expected);
  if (faults.length > 0) return { faults };
  const number = (value: unknown) => (value === null ? NaN : (value as number));
  return {
    name: file.name as string,
    ask: Object.fromEntries(ASK.map(([name]) => [name, ask[name]])) as unknown as SitingAsk,
    open: file.open as string[],
    head: {
      status: file.status as PlanHead['status'],
      objective: number(file.objective),
      bound: number(file.bound),
      gap: number(file.gap),
      seconds: file.seconds as number,
      reasons: [],
    },
  };
}
