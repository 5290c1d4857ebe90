import { FACILITY_LEVELS } from '#lib/core/model.ts';
import type { FacilityLevel } from '#lib/core/model.ts';

/**
 * A change of one station in a scenario, never in the data: moved, taken out, or put up. A station
 * that is put up counts at the levels that are asked for, or at its own level where it has one.
 * WGS 84 degrees.
 */
export type ScenarioEdit =
  | { station: string; lng: number; lat: number; removed?: undefined }
  | { station: string; removed: true }
  | {
      name: string;
      lng: number;
      lat: number;
      level?: FacilityLevel;
      station?: undefined;
      removed?: undefined;
    };

export const SCENARIO_FAULT_CODES = [
  'scenario_not_json',
  'scenario_missing',
  'scenario_wrong_type',
  'scenario_wrong_value',
  'scenario_unknown_member',
  'scenario_too_long',
  'scenario_repeated',
  'scenario_no_station',
] as const;
export type ScenarioFaultCode = (typeof SCENARIO_FAULT_CODES)[number];

/** Something that makes a scenario unusable; `place` is a path into the document, '' all of it. */
export interface ScenarioFault {
  place: string;
  code: ScenarioFaultCode;
  found: string | null;
  expected: string | null;
}

type Fields = Record<string, unknown>;

const EDITS_AT_MOST = 100_000;
const TEXT_AT_MOST = 2_000;
const FARTHEST = { lng: 180, lat: 90 } as const;

/** What a value looks like in a fault: short, never the whole document. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

class ScenarioReader {
  readonly faults: ScenarioFault[] = [];

  fault(place: string, code: ScenarioFaultCode, found: unknown, expected: string | null): void {
    this.faults.push({ place, code, found: found === undefined ? null : shown(found), expected });
  }

  fields(place: string, value: unknown): Fields | null {
    if (isFields(value)) return value;
    this.fault(
      place,
      value === undefined ? 'scenario_missing' : 'scenario_wrong_type',
      value,
      '{}',
    );
    return null;
  }

  onlyMembers(place: string, fields: Fields, known: readonly string[]): void {
    for (const name of Object.keys(fields))
      if (!known.includes(name))
        this.fault(`${place}/${name}`, 'scenario_unknown_member', name, known.join(' | '));
  }

  text(place: string, value: unknown): string {
    if (typeof value !== 'string')
      this.fault(
        place,
        value === undefined ? 'scenario_missing' : 'scenario_wrong_type',
        value,
        '""',
      );
    else if (value.trim() === '') this.fault(place, 'scenario_wrong_value', value, '"..."');
    else if (value.length > TEXT_AT_MOST)
      this.fault(place, 'scenario_too_long', value.length, `<= ${TEXT_AT_MOST}`);
    else return value;
    return '';
  }

  degrees(place: string, fields: Fields, axis: 'lng' | 'lat'): number {
    const value = fields[axis];
    const most = FARTHEST[axis];
    if (typeof value !== 'number')
      this.fault(
        `${place}/${axis}`,
        value === undefined ? 'scenario_missing' : 'scenario_wrong_type',
        value,
        `-${most} ... ${most}`,
      );
    else if (!(Math.abs(value) <= most))
      this.fault(`${place}/${axis}`, 'scenario_wrong_value', value, `-${most} ... ${most}`);
    else return value;
    return NaN;
  }

  edit(place: string, value: unknown): ScenarioEdit | null {
    const fields = this.fields(place, value);
    if (fields === null) return null;
    const at = (): { lng: number; lat: number } => ({
      lng: this.degrees(place, fields, 'lng'),
      lat: this.degrees(place, fields, 'lat'),
    });
    if ('removed' in fields) {
      this.onlyMembers(place, fields, ['station', 'removed']);
      if (fields.removed !== true)
        this.fault(`${place}/removed`, 'scenario_wrong_value', fields.removed, 'true');
      return { station: this.text(`${place}/station`, fields.station), removed: true };
    }
    if ('station' in fields) {
      this.onlyMembers(place, fields, ['station', 'lng', 'lat']);
      return { station: this.text(`${place}/station`, fields.station), ...at() };
    }
    this.onlyMembers(place, fields, ['name', 'lng', 'lat', 'level']);
    const { level } = fields;
    const known = FACILITY_LEVELS.find((one) => one === level);
    if (level !== undefined && known === undefined)
      this.fault(`${place}/level`, 'scenario_wrong_value', level, FACILITY_LEVELS.join(' | '));
    const added = { name: this.text(`${place}/name`, fields.name), ...at() };
    return known === undefined ? added : { ...added, level: known };
  }

  edits(value: unknown): ScenarioEdit[] {
    const fields = this.fields('', value);
    if (fields === null) return [];
    this.onlyMembers('', fields, ['edits']);
    const { edits } = fields;
    if (!Array.isArray(edits)) {
      const code = edits === undefined ? 'scenario_missing' : 'scenario_wrong_type';
      this.fault('/edits', code, edits, '[]');
      return [];
    }
    if (edits.length > EDITS_AT_MOST) {
      this.fault('/edits', 'scenario_too_long', edits.length, `<= ${EDITS_AT_MOST}`);
      return [];
    }
    const first = new Map<string, number>();
    return edits.flatMap((one, i) => {
      const edit = this.edit(`/edits/${i}`, one);
      if (edit === null) return [];
      if (edit.station === undefined || edit.station === '') return [edit];
      const before = first.get(edit.station);
      if (before !== undefined)
        this.fault(`/edits/${i}/station`, 'scenario_repeated', edit.station, `/edits/${before}`);
      else first.set(edit.station, i);
      return [edit];
    });
  }
}

/**
 * Reads a scenario: `{"edits": [...]}`, of which each is `{"station": id, "lng": .., "lat": ..}`
 * (moved), `{"station": id, "removed": true}` or `{"name": .., "lng": .., "lat": ..}` (put up, with a
 * `level` or without). With anything wrong it is refused as a whole, every place and reason named.
 */
export function parseScenario(
  text: string,
): { edits: ScenarioEdit[] } | { faults: ScenarioFault[] } {
  const reader = new ScenarioReader();
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (fault) {
    reader.fault('', 'scenario_not_json', fault instanceof Error ? fault.message : text, 'JSON');
    return { faults: reader.faults };
  }
  const edits = reader.edits(json);
  return reader.faults.length > 0 ? { faults: reader.faults } : { edits };
}

/** A scenario as text, an edit a line; `parseScenario` gives the same edits back. */
export function scenarioText(edits: readonly ScenarioEdit[]): string {
  if (edits.length === 0) return '{\n"edits": []\n}\n';
  return `{\n"edits": [\n${edits.map((edit) => JSON.stringify(edit)).join(',\n')}\n]\n}\n`;
}
