import { DIVISION_LEVELS, FACILITY_LEVELS } from '#lib/core/model.ts';
import { REACH_METHODS, SNAPS } from '#lib/core/reach/field.ts';
import { BACKUPS, SITING_PROBLEMS } from '#lib/core/siting/problem.ts';
import { DEMANDS, DEMAND_WEIGHTS, EXISTINGS, SITE_SOURCES } from '#lib/core/report/siting/ask.ts';
import type { DrawnSite, SitingAsk } from '#lib/core/report/siting/ask.ts';
import type { PlanHead } from '#lib/core/report/siting/plan-of.ts';

export const PLAN_FAULT_CODES = [
  'plan_not_json',
  'plan_missing',
  'plan_wrong_type',
  'plan_wrong_value',
  'plan_too_long',
] as const;
export type PlanFaultCode = (typeof PLAN_FAULT_CODES)[number];

/** Something that makes a saved plan unusable; `place` is a path into the document, '' all of it. */
export interface PlanFault {
  place: string;
  code: PlanFaultCode;
  found: string | null;
  expected: string | null;
}

/** A plan as it was saved: the question, the sites that are open by key, and how good it was found to be. */
export interface SavedPlan {
  ask: SitingAsk;
  open: string[];
  head: PlanHead;
}

type Fields = Record<string, unknown>;

const MOST = 100_000;
const TEXT_AT_MOST = 2_000;
const STATUSES = ['optimal', 'feasible'] as const;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

class PlanReader {
  readonly faults: PlanFault[] = [];

  private fault(place: string, value: unknown, expected: string, code?: PlanFaultCode): void {
    const missing = value === undefined;
    this.faults.push({
      place,
      code: code ?? (missing ? 'plan_missing' : 'plan_wrong_value'),
      found: missing ? null : shown(value),
      expected,
    });
  }

  fields(place: string, value: unknown): Fields {
    if (isFields(value)) return value;
    this.fault(place, value, '{}', value === undefined ? undefined : 'plan_wrong_type');
    return {};
  }

  list(place: string, value: unknown): unknown[] {
    if (Array.isArray(value) && value.length <= MOST) return value;
    if (Array.isArray(value)) this.fault(place, value.length, `<= ${MOST}`, 'plan_too_long');
    else this.fault(place, value, '[]', value === undefined ? undefined : 'plan_wrong_type');
    return [];
  }

  text(place: string, value: unknown): string {
    if (typeof value === 'string' && value !== '' && value.length <= TEXT_AT_MOST) return value;
    this.fault(place, value, '"..."');
    return '';
  }

  oneOf<T extends string>(place: string, value: unknown, values: readonly T[]): T {
    const found = values.find((one) => one === value);
    if (found === undefined) this.fault(place, value, values.join(' | '));
    return found ?? values[0];
  }

  number(place: string, value: unknown, most = Number.MAX_VALUE, least = 0): number {
    if (typeof value === 'number' && value >= least && value <= most) return value;
    this.fault(place, value, `${least} ... ${most === Number.MAX_VALUE ? '' : most}`.trim());
    return NaN;
  }

  orNull<T>(value: unknown, read: (value: unknown) => T): T | null {
    return value === null ? null : read(value);
  }

  whole(place: string, value: unknown): number {
    const number = this.number(place, value, Number.MAX_SAFE_INTEGER);
    if (!Number.isInteger(number) && !Number.isNaN(number)) this.fault(place, value, '0, 1, 2 ...');
    return number;
  }

  someOf<T extends string>(place: string, value: unknown, values: readonly T[]): T[] {
    return this.list(place, value).map((one, i) => this.oneOf(`${place}/${i}`, one, values));
  }

  texts(place: string, value: unknown): string[] {
    return this.list(place, value).map((one, i) => this.text(`${place}/${i}`, one));
  }

  drawn(place: string, value: unknown): DrawnSite {
    const { name, lng, lat } = this.fields(place, value);
    return {
      name: typeof name === 'string' ? name : this.text(`${place}/name`, name),
      lng: this.number(`${place}/lng`, lng, 180, -180),
      lat: this.number(`${place}/lat`, lat, 90, -90),
    };
  }

  boolean(place: string, value: unknown): boolean {
    if (typeof value !== 'boolean') this.fault(place, value, 'true | false');
    return value === true;
  }

  ask(value: unknown): SitingAsk {
    const at = '/question';
    const f = this.fields(at, value);
    const whole = (name: string) => this.orNull(f[name], (v) => this.whole(`${at}/${name}`, v));
    const number = (name: string) => this.orNull(f[name], (v) => this.number(`${at}/${name}`, v));
    return {
      problem: this.oneOf(`${at}/problem`, f.problem, SITING_PROBLEMS),
      p: whole('p'),
      method: this.oneOf(`${at}/method`, f.method, REACH_METHODS),
      cutoffM: this.number(`${at}/cutoff_m`, f.cutoff_m),
      snap: this.oneOf(`${at}/snap`, f.snap, SNAPS),
      levels: this.someOf(`${at}/levels`, f.levels, FACILITY_LEVELS),
      demand: this.oneOf(`${at}/demand`, f.demand, DEMANDS),
      weight: this.oneOf(`${at}/weight`, f.weight, DEMAND_WEIGHTS),
      sources: this.someOf(`${at}/sources`, f.sources, SITE_SOURCES),
      drawn: this.list(`${at}/drawn`, f.drawn).map((one, i) => this.drawn(`${at}/drawn/${i}`, one)),
      existing: this.oneOf(`${at}/existing`, f.existing, EXISTINGS),
      level: this.oneOf(`${at}/level`, f.level, FACILITY_LEVELS),
      forced: this.texts(`${at}/forced`, f.forced),
      forbidden: this.texts(`${at}/forbidden`, f.forbidden),
      floor: this.orNull(f.floor, (floor) => {
        const { level, share } = this.fields(`${at}/floor`, floor);
        return {
          level: this.oneOf(`${at}/floor/level`, level, DIVISION_LEVELS),
          share: this.number(`${at}/floor/share`, share, 1),
        };
      }),
      fair: this.orNull(f.fair, (level) => this.oneOf(`${at}/fair`, level, DIVISION_LEVELS)),
      budget: number('budget'),
      closingCost: this.number(`${at}/closing_cost`, f.closing_cost),
      capacitated: this.boolean(`${at}/capacitated`, f.capacitated),
      backup: this.oneOf(`${at}/backup`, f.backup, BACKUPS),
      spacingM: number('spacing_m'),
      seconds: this.number(`${at}/seconds`, f.seconds),
      seed: this.whole(`${at}/seed`, f.seed),
    };
  }

  plan(json: unknown): SavedPlan {
    const f = this.fields('', json);
    this.oneOf('/format', f.format, ['lacuna-plan']);
    if (f.version !== 1) this.fault('/version', f.version, '1');
    const keys = (name: string): string[] =>
      this.list(`/${name}`, f[name]).map((one, i) =>
        this.text(`/${name}/${i}/key`, this.fields(`/${name}/${i}`, one).key),
      );
    const amount = (name: string): number =>
      f[name] === null
        ? NaN
        : this.number(`/${name}`, f[name], Number.MAX_VALUE, -Number.MAX_VALUE);
    const ask = this.ask(f.question);
    return {
      ask,
      open: [...keys('kept'), ...keys('opened')],
      head: {
        status: this.oneOf('/status', f.status, STATUSES),
        objective: amount('objective'),
        bound: amount('bound'),
        gap: amount('gap'),
        seconds: this.number('/seconds', f.seconds),
        reasons: [],
      },
    };
  }
}

/**
 * Reads a saved `plan.json` of a project back: the question and the open sites, from which
 * `answerOfSites` makes all figures anew. With anything wrong in what is used it is refused as a
 * whole, every place named; figures that can be made anew are not looked at.
 */
export function readPlan(text: string): { plan: SavedPlan } | { faults: PlanFault[] } {
  const reader = new PlanReader();
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (fault) {
    const found = fault instanceof Error ? fault.message : null;
    return { faults: [{ place: '', code: 'plan_not_json', found, expected: 'JSON' }] };
  }
  const plan = reader.plan(json);
  return reader.faults.length > 0 ? { faults: reader.faults } : { plan };
}
