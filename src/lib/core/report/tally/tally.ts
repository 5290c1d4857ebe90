import { UNIT_KINDS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';
import { MEASURES } from '#lib/core/report/counts.ts';
import type {
  Counts,
  DivisionCounts,
  DivisionKindCounts,
  KindCounts,
  Measure,
} from '#lib/core/report/counts.ts';
import { countsOfClasses } from '#lib/core/report/tally/class-measures.ts';
import { LEFT_OUT, divisionColumns } from '#lib/core/report/tally/division-columns.ts';
import { CLASSES } from '#lib/core/report/tally/unit-classes.ts';

/**
 * The counts of a project, as the views `counts_by_division`, `totals`, `totals_by_kind` and
 * `unplaced` give them. A column of `divisions` is made when it is first read.
 */
export interface Tally {
  divisions: DivisionCounts;
  totals: Counts;
  byKind: KindCounts[];
  unplaced: Counts;
}

/** What is counted of a project: the class of every unit, and which units count (1; null = all). */
export interface ToCount {
  project: Project;
  classes: Uint8Array;
  mask: Uint8Array | null;
}

/** Kinds and, last, all codes that are none. */
const KIND_SLOTS = UNIT_KINDS.length + 1;
const SLOT_OF_KIND = Uint8Array.from({ length: 256 }, (_, kind) =>
  Math.min(kind, UNIT_KINDS.length),
);
const kindOfSlot = (slot: number): number => (slot < UNIT_KINDS.length ? slot : 255);

/** Classes with LEFT_OUT for each unit that does not count. */
function masked(classes: Uint8Array, mask: Uint8Array | null): Uint8Array {
  if (mask === null) return classes;
  const left = new Uint8Array(classes.length);
  // Computed and not branched on: a mask is as good as random to the processor.
  for (let unit = 0; unit < left.length; unit++)
    left[unit] = LEFT_OUT + (classes[unit] - LEFT_OUT) * mask[unit];
  return left;
}

/** Room for one more class than are counted: the one that is left out. */
const STRIDE = CLASSES + 1;

function kindRows(n: Int32Array): KindCounts[] {
  const rows: KindCounts[] = [];
  for (let slot = 0; slot < KIND_SLOTS; slot++) {
    const counts = countsOfClasses(n, slot * STRIDE);
    if (counts.units > 0) rows.push({ ...counts, kind: kindOfSlot(slot) });
  }
  return rows;
}

/** Counts a project: a pass over the units, and two more for each column of the divisions that is read. */
export function tally({ project, classes, mask }: ToCount): Tally {
  const { count, division, kind } = project.units;
  const counted = masked(classes, mask);
  const kinds = new Int32Array(KIND_SLOTS * STRIDE);
  const nowhere = new Int32Array(STRIDE);
  for (let unit = 0; unit < count; unit++) {
    const c = counted[unit];
    kinds[SLOT_OF_KIND[kind[unit]] * STRIDE + c]++;
    if (division[unit] < 0) nowhere[c]++;
  }
  const whole = new Int32Array(STRIDE);
  for (let i = 0; i < kinds.length; i++) whole[i % STRIDE] += kinds[i];
  return {
    divisions: divisionColumns(project, counted),
    totals: countsOfClasses(whole),
    byKind: kindRows(kinds),
    unplaced: countsOfClasses(nowhere),
  };
}

/** Counts by kind of the units inside some divisions (1 for each that is inside). */
export function tallyKinds({ project, classes, mask }: ToCount, inside: Uint8Array): KindCounts[] {
  const { count, division, kind } = project.units;
  const kinds = new Int32Array(KIND_SLOTS * STRIDE);
  for (let unit = 0; unit < count; unit++) {
    if (mask !== null && mask[unit] === 0) continue;
    const d = division[unit];
    if (d >= 0 && inside[d] === 1) kinds[SLOT_OF_KIND[kind[unit]] * STRIDE + classes[unit]]++;
  }
  return kindRows(kinds);
}

/** Counts of every pair of a division and a kind that has units, as the view `counts_by_division_kind`. */
export function tallyDivisionKinds({ project, classes, mask }: ToCount): DivisionKindCounts {
  const { divisions, units } = project;
  const slots = Array.from({ length: KIND_SLOTS }, (_, slot) => {
    const ofKind = units.kind.map((kind, unit) =>
      SLOT_OF_KIND[kind] === slot && (mask === null || mask[unit] === 1) ? classes[unit] : LEFT_OUT,
    );
    return divisionColumns(project, ofKind);
  });
  const pairs: { division: number; slot: number }[] = [];
  for (let division = 0; division < divisions.count; division++)
    for (let slot = 0; slot < KIND_SLOTS; slot++)
      if (slots[slot].units[division] > 0) pairs.push({ division, slot });
  const columns = {} as Record<Measure, Int32Array>;
  for (const measure of MEASURES) {
    const own = slots.map((slot) => slot[measure]);
    columns[measure] = Int32Array.from(pairs, ({ division, slot }) => own[slot][division]);
  }
  return {
    ...columns,
    count: pairs.length,
    division: Int32Array.from(pairs, ({ division }) => division),
    kind: Int32Array.from(pairs, ({ slot }) => kindOfSlot(slot)),
  };
}

/** The sum of the counts of several sets. */
export function sumOf(sets: readonly Counts[]): Counts {
  const sum = {} as Counts;
  for (const measure of MEASURES) sum[measure] = sets.reduce((n, set) => n + set[measure], 0);
  return sum;
}
