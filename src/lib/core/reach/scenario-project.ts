import { FACILITY_LEVELS } from '#lib/core/model.ts';
import type { Facilities, FacilityLevel, Project } from '#lib/core/model.ts';
import { Placer } from '#lib/core/division/place.ts';
import type { ScenarioEdit, ScenarioFault } from '#lib/core/reach/scenario.ts';
import { listOfTexts, packTexts } from '#lib/core/texts.ts';
import type { Texts } from '#lib/core/texts.ts';

const longer = (texts: Texts, more: readonly (string | null)[]): Texts =>
  more.length === 0 ? texts : packTexts([...listOfTexts(texts), ...more]);

function longerNumbers<
  A extends Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array,
>(column: A, more: readonly number[]): A {
  const Columns = column.constructor as new (count: number) => A;
  const longerColumn = new Columns(column.length + more.length);
  longerColumn.set(column);
  longerColumn.set(more, column.length);
  return longerColumn;
}

function withAdded(
  facilities: Facilities,
  added: readonly Extract<ScenarioEdit, { name: string }>[],
  level: FacilityLevel,
): Facilities {
  const none = added.map(() => NaN);
  const zero = added.map(() => 0);
  const unknown = added.map(() => null);
  return {
    count: facilities.count + added.length,
    file: longerNumbers(facilities.file, zero),
    row: longerNumbers(facilities.row, zero),
    extra: Object.fromEntries(
      Object.entries(facilities.extra).map(([name, texts]) => [name, longer(texts, unknown)]),
    ),
    id: longer(facilities.id, unknown),
    name: longer(
      facilities.name,
      added.map(({ name }) => name),
    ),
    level: longerNumbers(
      facilities.level,
      added.map((edit) => FACILITY_LEVELS.indexOf(edit.level ?? level)),
    ),
    lng: longerNumbers(
      facilities.lng,
      added.map(({ lng }) => lng),
    ),
    lat: longerNumbers(
      facilities.lat,
      added.map(({ lat }) => lat),
    ),
    areaM2: longerNumbers(facilities.areaM2, none),
    staff: longerNumbers(facilities.staff, none),
    division: longerNumbers(
      facilities.division,
      added.map(() => -1),
    ),
  };
}

/** Stations that stand elsewhere now belong to the division they stand in now. */
function placeAgain(project: Project, facilities: Facilities, moved: readonly number[]): void {
  if (moved.length === 0) return;
  const at = { texts: [], at: new Int32Array(moved.length).fill(-1) };
  const lng = Float64Array.from(moved, (f) => facilities.lng[f]);
  const lat = Float64Array.from(moved, (f) => facilities.lat[f]);
  const { division } = new Placer(project.divisions).place(at, lng, lat, () => undefined);
  moved.forEach((f, i) => (facilities.division[f] = division[i]));
}

/**
 * The project as it would be under a scenario: the facilities are a copy, the project itself stays
 * as it is. Facilities keep their record numbers; one taken out has no position, those put up
 * follow at the end, without an id, at `level` where they name none.
 *
 * A scenario that names a facility that is not there is refused, every place named.
 */
export function scenarioProject(
  project: Project,
  edits: readonly ScenarioEdit[],
  level: FacilityLevel,
): { project: Project } | { faults: ScenarioFault[] } {
  const faults: ScenarioFault[] = [];
  const ids = new Map(listOfTexts(project.facilities.id).map((id, record) => [id, record]));
  const added = edits.filter((edit) => edit.station === undefined);
  const facilities = withAdded(project.facilities, added, level);
  const moved = added.map((_, i) => project.facilities.count + i);
  edits.forEach((edit, i) => {
    if (edit.station === undefined) return;
    const record = ids.get(edit.station);
    if (record === undefined) {
      const found = JSON.stringify(edit.station);
      faults.push({
        place: `/edits/${i}/station`,
        code: 'scenario_no_station',
        found,
        expected: null,
      });
      return;
    }
    facilities.lng[record] = edit.removed ? NaN : edit.lng;
    facilities.lat[record] = edit.removed ? NaN : edit.lat;
    if (!edit.removed) moved.push(record);
  });
  if (faults.length > 0) return { faults };
  placeAgain(project, facilities, moved);
  const { present } = project;
  const named = added.length === 0 || present.includes('facilities');
  return {
    project: {
      ...project,
      facilities,
      present: named ? present : [...present, 'facilities'],
    },
  };
}
