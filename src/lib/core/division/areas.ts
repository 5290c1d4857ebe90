import type { Divisions } from '#lib/core/model.ts';
import { normaliseCode } from '#lib/core/division/codes.ts';

/**
 * The area that each division lies in. An area names divisions by code and holds everything below
 * them; the nearest named division decides, and of areas that name the same one the first. The
 * index into `areas`, -1 where none holds the division. Codes are compared as `normaliseCode` has them.
 */
export function areaOfDivisions(
  { count, code, parent }: Pick<Divisions, 'count' | 'code' | 'parent'>,
  areas: readonly { divisions: readonly string[] }[],
): Int32Array {
  const named = new Map<string, number>();
  areas.forEach(({ divisions }, area) => {
    for (const text of divisions) {
      const key = normaliseCode(text);
      if (!named.has(key)) named.set(key, area);
    }
  });
  const areaOf = new Int32Array(count).fill(-1);
  for (let i = 0; i < count; i++) {
    const own = named.get(normaliseCode(code[i]));
    areaOf[i] = own ?? (parent[i] < 0 ? -1 : areaOf[parent[i]]);
  }
  return areaOf;
}

/** The division of a level (an index into DIVISION_LEVELS) that each division lies in, itself included; -1 where there is none. */
export function ancestorsAtLevel(
  { count, level, parent }: Pick<Divisions, 'count' | 'level' | 'parent'>,
  wanted: number,
): Int32Array {
  const found = new Int32Array(count).fill(-1);
  for (let i = 0; i < count; i++)
    found[i] = level[i] === wanted ? i : parent[i] < 0 ? -1 : found[parent[i]];
  return found;
}
