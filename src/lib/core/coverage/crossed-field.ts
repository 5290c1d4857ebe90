import { DIVISION_LEVELS } from '#lib/core/model.ts';
import type { Divisions, Facilities, Project } from '#lib/core/model.ts';
import { CROSSINGS } from '#lib/core/coverage/pack.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { facilityIndexes, reachField } from '#lib/core/coverage/reach-field.ts';
import { unitRules } from '#lib/core/coverage/rule-sets.ts';
import type { ReachField } from '#lib/core/coverage/verdict.ts';
import { ancestorsAtLevel } from '#lib/core/division/areas.ts';
import { Placer, givenTexts } from '#lib/core/division/place.ts';
import { preciseNearestAll } from '#lib/core/geo/nearest.ts';

/** The level of the areas that each crossing keeps to, by position in CROSSINGS; -1 for none. */
const LEVEL_OF = CROSSINGS.map((crossing) =>
  crossing === 'anywhere'
    ? -1
    : DIVISION_LEVELS.indexOf(crossing === 'same_district' ? 'district' : 'street'),
);

/** The area of each division; the top of its tree where the project has no division of the level. */
function areasOf(divisions: Divisions, level: number): Int32Array {
  const found = ancestorsAtLevel(divisions, level);
  if (divisions.level.includes(level)) return found;
  for (let d = 0; d < divisions.count; d++)
    found[d] = divisions.parent[d] < 0 ? d : found[divisions.parent[d]];
  return found;
}

/** The area of each facility: of the division it is given, else of where it stands; -1 unknown. */
function facilityAreas(facilities: Facilities, placer: Placer, areas: Int32Array): Int32Array {
  const { count, division, lng, lat } = facilities;
  const of = Int32Array.from(division, (d) => (d < 0 ? -1 : areas[d]));
  const open = [...of.keys()].filter((i) => of[i] < 0);
  if (open.length === 0 || count === 0) return of;
  const at = (values: Float64Array) => Float64Array.from(open, (i) => values[i]);
  const { division: located } = placer.place(
    givenTexts(open.map(() => null)),
    at(lng),
    at(lat),
    () => undefined,
  );
  open.forEach((i, k) => (of[i] = located[k] < 0 ? -1 : areas[located[k]]));
  return of;
}

function grouped(keys: Int32Array, wanted: (i: number) => boolean): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (let i = 0; i < keys.length; i++) {
    if (!wanted(i)) continue;
    const group = groups.get(keys[i]);
    if (group) group.push(i);
    else groups.set(keys[i], [i]);
  }
  return groups;
}

/** Looks again, among the facilities of its own area, for every unit of one crossing. */
function keepWithin(project: Project, field: ReachField, crossing: number, placer: Placer): void {
  const { units, facilities } = project;
  const areas = areasOf(project.divisions, LEVEL_OF[crossing]);
  const own = Int32Array.from(units.division, (d) => (d < 0 ? -1 : areas[d]));
  const standing = grouped(facilityAreas(facilities, placer, areas), () => true);
  for (const [area, members] of grouped(own, (unit) => field.crossing?.[unit] === crossing)) {
    const lng = Float64Array.from(members, (unit) => units.lng[unit]);
    const lat = Float64Array.from(members, (unit) => units.lat[unit]);
    const near = area < 0 ? [] : (standing.get(area) ?? []);
    const at = <T>(values: ArrayLike<T>): T[] => near.map((i) => values[i]);
    const part = {
      ...facilities,
      count: near.length,
      level: Uint8Array.from(at(facilities.level)),
      lng: Float64Array.from(at(facilities.lng)),
      lat: Float64Array.from(at(facilities.lat)),
    };
    facilityIndexes(part).forEach(({ records, index }, level) => {
      const nearest = preciseNearestAll(index, lng, lat);
      members.forEach((unit, k) => {
        const entry = level * field.units + unit;
        const found = nearest.index[k];
        field.facility[entry] = found < 0 ? -1 : near[records[found]];
        field.distanceM[entry] = area < 0 ? NaN : nearest.distanceM[k];
      });
    });
  }
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

/**
 * The reach field as a pack wants it: where a unit's rules keep it to its own district or street,
 * the nearest facility within that. The field itself where it is so already. A facility without a
 * division is located by position; a unit in no area has NaN for distance, as it is not known what
 * is in its own.
 */
export function crossedField(project: Project, pack: RulePack, field: ReachField): ReachField {
  const { sets, of } = unitRules(project, pack);
  const codes = sets.map(({ service }) => CROSSINGS.indexOf(service.crossing));
  const free = () => (field.crossing === undefined ? field : reachField(project));
  if (codes.every((code) => code <= 0)) return free();
  const crossing = Uint8Array.from(of, (set) => Math.max(0, codes[set]));
  const bound = crossing.some((code) => code > 0);
  if (!bound) return free();
  if (field.crossing && isSame(field.crossing, crossing)) return field;
  const { units, levels, facility, distanceM } = field.crossing ? reachField(project) : field;
  const kept = {
    ...{ units, levels, crossing },
    facility: facility.slice(),
    distanceM: distanceM.slice(),
  };
  const placer = new Placer(project.divisions);
  LEVEL_OF.forEach((level, code) => {
    if (level >= 0 && crossing.includes(code)) keepWithin(project, kept, code, placer);
  });
  return kept;
}
