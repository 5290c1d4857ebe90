import type { Project } from '#lib/core/model.ts';
import { MEASURES } from '#lib/core/report/counts.ts';
import type { DivisionCounts, Measure } from '#lib/core/report/counts.ts';
import { measuresOf } from '#lib/core/report/tally/class-measures.ts';
import { CLASSES } from '#lib/core/report/tally/unit-classes.ts';

/** The class of a unit that does not count. */
export const LEFT_OUT = CLASSES;

/** For each measure, 1 for each class that is in it. */
const CLASSES_IN = ((): Record<Measure, Uint8Array> => {
  const each = new Int32Array(CLASSES * CLASSES);
  for (let c = 0; c < CLASSES; c++) each[c * CLASSES + c] = 1;
  const measures = measuresOf(each, CLASSES);
  const of = {} as Record<Measure, Uint8Array>;
  for (const measure of MEASURES) {
    of[measure] = new Uint8Array(256);
    of[measure].set(measures[measure]);
  }
  return of;
})();

/** The units that count: entry of the division each stands in (0 is nowhere), and its class. */
interface Placed {
  entry: Int32Array;
  classes: Uint8Array;
}

/** Those that count, side by side: under a filter most of a city is passed over once and not for every column. */
function placed(division: Int32Array, classes: Uint8Array): Placed {
  const entry = new Int32Array(classes.length);
  const own = new Uint8Array(classes.length);
  let n = 0;
  // Written always and kept where it counts: a filter is as good as random to the processor.
  for (let unit = 0; unit < classes.length; unit++) {
    entry[n] = division[unit] + 1;
    own[n] = classes[unit];
    n += classes[unit] === LEFT_OUT ? 0 : 1;
  }
  return { entry: entry.subarray(0, n), classes: own.subarray(0, n) };
}

/** How many units of the classes stand in each of `count` divisions itself. */
function standing(count: number, { entry, classes }: Placed, counts: Uint8Array): Int32Array {
  const n = new Int32Array(count + 1);
  for (let i = 0; i < entry.length; i++) n[entry[i]] += counts[classes[i]];
  return n.subarray(1);
}

/** Adds what stands in each division to its parent; a parent stands before its children. */
function rollUp(n: Int32Array, parent: Int32Array): Int32Array {
  for (let d = parent.length - 1; d >= 0; d--) if (parent[d] >= 0) n[parent[d]] += n[d];
  return n;
}

/**
 * Counts of every division, each column made when it is first asked for: a city has half as many
 * divisions as units, and a screen shows a few columns of them. `classes` are those of
 * `unitClasses`, LEFT_OUT for each unit that does not count.
 */
export function divisionColumns(project: Project, classes: Uint8Array): DivisionCounts {
  const { divisions, units } = project;
  const made = new Map<string, Int32Array>();
  let counting: Placed | null = null;
  const keep = (name: string, make: () => Int32Array): Int32Array => {
    const column = made.get(name) ?? make();
    made.set(name, column);
    return column;
  };
  const direct = (measure: Measure) =>
    standing(divisions.count, (counting ??= placed(units.division, classes)), CLASSES_IN[measure]);
  const columns = {} as DivisionCounts;
  for (const measure of MEASURES)
    Object.defineProperty(columns, measure, {
      enumerable: true,
      get: () => keep(measure, () => rollUp(direct(measure), divisions.parent)),
    });
  Object.defineProperty(columns, 'own', {
    enumerable: true,
    get: () => keep('own', () => direct('units')),
  });
  return columns;
}
