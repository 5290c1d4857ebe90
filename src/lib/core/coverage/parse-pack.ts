import { FACILITY_LEVELS, LINK_MODES, UNIT_KINDS, UNIT_STATUSES } from '#lib/core/model.ts';
import type { PackIssue, PackIssueCode, RulePack } from '#lib/core/coverage/pack.ts';
import { PROGRAM_RULES } from '#lib/core/coverage/rules.ts';

const ID = /^[a-z][a-z0-9_.-]*$/i;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;
const WORK_FIELDS = ['instructors', 'liaisons', 'league'];
const COUNTS = ['enterprises', 'employees', 'households', 'members'];
const MAX_RADIUS_M = 100_000;

type Fields = Record<string, unknown>;

/** What a value looks like in an issue: short, never the whole document. */
function shown(value: unknown): string {
  const text = value === undefined ? 'undefined' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

class PackReader {
  readonly issues: PackIssue[] = [];
  private readonly ids = new Set<string>(PROGRAM_RULES);

  note(place: string, code: PackIssueCode, value: unknown, expected: string | null): void {
    this.issues.push({ place, code, found: value === undefined ? null : shown(value), expected });
  }

  /** The value where it passes the test, else an issue. */
  check(place: string, value: unknown, expected: string, test: (value: unknown) => boolean): void {
    if (value === undefined) this.note(place, 'pack_missing', value, expected);
    else if (!test(value)) this.note(place, 'pack_wrong_type', value, expected);
  }

  exactly(place: string, value: unknown, expected: unknown): void {
    if (value === undefined) this.note(place, 'pack_missing', value, shown(expected));
    else if (value !== expected) this.note(place, 'pack_wrong_value', value, shown(expected));
  }

  number(place: string, value: unknown, low: number, high: number): void {
    if (value === undefined) this.note(place, 'pack_missing', value, 'number');
    else if (typeof value !== 'number' || !Number.isFinite(value))
      this.note(place, 'pack_wrong_type', value, 'number');
    else if (value < low || value > high)
      this.note(place, 'pack_out_of_range', value, `${low} .. ${high}`);
  }

  text(place: string, value: unknown): void {
    this.check(place, value, 'text', (v) => typeof v === 'string' && v.trim() !== '');
  }

  words(place: string, value: unknown): void {
    const fields = this.fields(place, value);
    if (!fields) return;
    this.text(`${place}/zh-CN`, fields['zh-CN']);
    this.text(`${place}/en`, fields.en);
  }

  fields(place: string, value: unknown): Fields | null {
    if (isFields(value)) return value;
    this.note(place, value === undefined ? 'pack_missing' : 'pack_wrong_type', value, 'object');
    return null;
  }

  list(place: string, value: unknown): unknown[] {
    if (Array.isArray(value)) return value;
    this.note(place, value === undefined ? 'pack_missing' : 'pack_wrong_type', value, 'array');
    return [];
  }

  among(place: string, value: unknown, allowed: readonly string[]): void {
    if (typeof value === 'string' && allowed.includes(value)) return;
    const code = value === undefined ? 'pack_missing' : 'pack_wrong_value';
    this.note(place, code, value, allowed.join(' | '));
  }

  listOf(place: string, value: unknown, allowed: readonly string[]): void {
    this.list(place, value).forEach((entry, i) => this.among(`${place}/${i}`, entry, allowed));
  }

  id(place: string, value: unknown): void {
    this.check(place, value, 'id', (v) => typeof v === 'string' && ID.test(v));
    if (typeof value !== 'string') return;
    if (this.ids.has(value)) this.note(place, 'pack_duplicate_id', value, null);
    this.ids.add(value);
  }
}

function readDue(reader: PackReader, place: string, value: unknown): void {
  const rule = reader.fields(place, value);
  if (!rule) return;
  reader.id(`${place}/id`, rule.id);
  reader.text(`${place}/reason`, rule.reason);
  reader.words(`${place}/source`, rule.source);
  const when = reader.fields(`${place}/when`, rule.when);
  if (!when) return;
  const conditions = ['status', 'kinds', 'below'];
  for (const name of Object.keys(when)) reader.among(`${place}/when/${name}`, name, conditions);
  if (Object.keys(when).length === 0)
    reader.note(`${place}/when`, 'pack_missing', undefined, conditions.join(' | '));
  if (when.status !== undefined) reader.listOf(`${place}/when/status`, when.status, UNIT_STATUSES);
  if (when.kinds !== undefined) reader.listOf(`${place}/when/kinds`, when.kinds, UNIT_KINDS);
  if (when.below === undefined) return;
  const below = reader.fields(`${place}/when/below`, when.below);
  for (const [field, limit] of Object.entries(below ?? {})) {
    reader.among(`${place}/when/below/${field}`, field, COUNTS);
    reader.number(`${place}/when/below/${field}`, limit, 0, Number.MAX_SAFE_INTEGER);
  }
}

function readReach(reader: PackReader, place: string, value: unknown): void {
  const rule = reader.fields(place, value);
  if (!rule) return;
  reader.id(`${place}/id`, rule.id);
  reader.among(`${place}/level`, rule.level, FACILITY_LEVELS);
  if (rule.kinds !== undefined) reader.listOf(`${place}/kinds`, rule.kinds, UNIT_KINDS);
  reader.number(`${place}/radiusM`, rule.radiusM, 0, MAX_RADIUS_M);
}

/**
 * Reads a rule pack from parsed JSON. A pack with anything wrong in it is refused as a whole, with
 * every issue named: a rule that was silently left out would change every rate.
 */
export function parsePack(json: unknown): { pack: RulePack } | { issues: PackIssue[] } {
  const reader = new PackReader();
  if (!isFields(json)) {
    reader.note('', 'pack_not_an_object', json, 'object');
    return { issues: reader.issues };
  }
  reader.exactly('/format', json.format, 'lacuna-rules');
  reader.exactly('/formatVersion', json.formatVersion, 1);
  reader.text('/id', json.id);
  reader.text('/version', json.version);
  reader.words('/name', json.name);
  reader.check('/effective', json.effective, 'YYYY-MM-DD', (v) => ISO_DATE.test(String(v)));
  reader.list('/due', json.due).forEach((rule, i) => readDue(reader, `/due/${i}`, rule));

  const organisation = reader.fields('/organisation', json.organisation);
  if (organisation) {
    reader.id('/organisation/id', organisation.id);
    reader.listOf('/organisation/modes', organisation.modes, LINK_MODES);
    reader.words('/organisation/source', organisation.source);
  }
  const work = reader.fields('/work', json.work);
  if (work) {
    reader.id('/work/id', work.id);
    reader.listOf('/work/fields', work.fields, WORK_FIELDS);
    reader.listOf('/work/modes', work.modes, LINK_MODES);
    reader.words('/work/source', work.source);
  }
  const service = reader.fields('/service', json.service);
  if (service) {
    reader.id('/service/id', service.id);
    const rules = reader.list('/service/reach', service.reach);
    rules.forEach((rule, i) => readReach(reader, `/service/reach/${i}`, rule));
    reader.words('/service/source', service.source);
  }
  const staleness = reader.fields('/staleness', json.staleness);
  if (staleness) {
    reader.id('/staleness/id', staleness.id);
    reader.number('/staleness/termGraceDays', staleness.termGraceDays, 0, 36_525);
    reader.words('/staleness/source', staleness.source);
  }
  if (reader.issues.length > 0) return { issues: reader.issues };
  return { pack: json as unknown as RulePack };
}
