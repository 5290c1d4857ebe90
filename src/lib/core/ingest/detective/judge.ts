import type { CrsId } from '#lib/core/geo/crs/crs-id.ts';
import type { Evidence } from '#lib/core/ingest/detective/evidence.ts';
import { beats, count } from '#lib/core/ingest/detective/evidence.ts';
import { isTwiceWrong } from '#lib/core/ingest/detective/hypothesis.ts';

/** Fewer rows than this that name a division decide nothing. */
const FEWEST_NAMED = 9;
const SHARE_IN_NAMED = 0.7;
const SHARE_NEAR = 0.5;
const SHARE_INSIDE = 0.8;
/** Farther apart than any two shifts, in degrees (about 5 km). */
const FAR_DEG = 0.05;
/** Closer than this, in degrees (about a metre), two positions are the same. */
const SAME_DEG = 1e-5;
/** Rows on the wrong side of a border that make a file mixed, and their share of all such rows. */
const FEWEST_MIXED = 5;
const SHARE_MIXED = 0.6;

/** The rows' answer, in evidence. */
export interface Ruling {
  best: Evidence;
  sure: boolean;
  declaredAgrees: boolean | null;
  /** `best`, and what it does not rule out. */
  open: Evidence[];
  mixed: boolean;
  /** All evidence, the best first. */
  ranked: Evidence[];
}

/**
 * Weighs the evidence; `evidence` has the simplest hypothesis first, `named` marks the rows that
 * name a drawn division.
 *
 * The best is the one that puts most rows in the division that they name. Where fewer than nine
 * name one it is the simplest that no other beats (`beats`) by positions beside sure ones, or by
 * rows in the territory. A declared system is the best unless another beats it.
 *
 * It is sure where all of this holds:
 * - it rules out every rival: by named divisions, where it has 70 % of the rows in theirs and
 *   beats the rival; or beside sure positions, where it has half of the rows there, twice the
 *   rival's, and beats it; or, for a rival whose positions are 5 km away or none, by the
 *   territory, where it has 80 % of the rows inside, twice the rival's, and beats it. Rows inside
 *   the territory prove nothing between systems a few hundred metres apart: a ledger may go
 *   beyond the border. A declared system rules out the others by its name;
 * - 70 % of the rows are in the division they name, or, where too few name one, half inside;
 * - it did not take two mistakes: divisions in another system look just the same;
 * - the file is not mixed: of the rows that stand in the territory but not in their division, no
 *   other hypothesis within 5 km explains five that are three fifths of them all.
 */
export function judge(
  evidence: readonly Evidence[],
  named: Uint8Array,
  declared: CrsId | null,
): Ruling {
  const nameds = count(named);
  const ranked = rank(evidence);
  const asDeclared = ranked.find(({ hypothesis }) => hypothesis.crs === declared) ?? null;
  const contradicted =
    asDeclared === null || evidence.some((other) => outdoes(other, asDeclared, nameds));
  const declaredAgrees = declared === null ? null : !contradicted;
  const best = asDeclared !== null && !contradicted ? asDeclared : bestOf(ranked, evidence, nameds);
  const rivals = ranked.filter(
    (other) =>
      other !== best &&
      !(declaredAgrees === true && other.hypothesis.crs !== declared) &&
      !isSame(best, other) &&
      !outdoes(best, other, nameds),
  );
  const mixed = evidence.some((other) => other !== best && explainsMisses(other, best, named));
  const plausible =
    nameds >= FEWEST_NAMED
      ? count(best.inNamed) >= SHARE_IN_NAMED * nameds
      : 2 * count(best.inside) >= best.inside.length;
  return {
    best,
    sure:
      rivals.length === 0 &&
      plausible &&
      !mixed &&
      !isTwiceWrong(best.hypothesis) &&
      declaredAgrees !== false,
    declaredAgrees,
    open: [best, ...rivals],
    mixed,
    ranked,
  };
}

function rank(evidence: readonly Evidence[]): Evidence[] {
  const sums = new Map(
    evidence.map((one) => [one, [count(one.inNamed), count(one.near), count(one.inside)]]),
  );
  return [...evidence].sort((a, b) => {
    const [ofA, ofB] = [sums.get(a) ?? [], sums.get(b) ?? []];
    return ofB[0] - ofA[0] || ofB[1] - ofA[1] || ofB[2] - ofA[2];
  });
}

function bestOf(ranked: Evidence[], evidence: readonly Evidence[], nameds: number): Evidence {
  if (nameds >= FEWEST_NAMED) return ranked[0];
  const unbeaten = evidence.find(
    (one) =>
      !evidence.some(
        (other) =>
          beats(other.near, one.near) ||
          (!beats(one.near, other.near) && beats(other.inside, one.inside)),
      ),
  );
  return unbeaten ?? ranked[0];
}

/** True where one hypothesis rules another out. */
function outdoes(one: Evidence, other: Evidence, nameds: number): boolean {
  const rows = one.near.length;
  const near = count(one.near);
  if (near >= SHARE_NEAR * rows && near >= 2 * count(other.near) && beats(one.near, other.near))
    return true;
  if (nameds >= FEWEST_NAMED && count(one.inNamed) >= SHARE_IN_NAMED * nameds)
    if (beats(one.inNamed, other.inNamed)) return true;
  const inside = count(one.inside);
  return (
    inside >= SHARE_INSIDE * rows &&
    inside >= 2 * count(other.inside) &&
    beats(one.inside, other.inside) &&
    isFar(one, other)
  );
}

/** True where at least half of the rows stand 5 km away from one another, or have no position in the other. */
function isFar(one: Evidence, other: Evidence): boolean {
  let far = 0;
  one.lng.forEach((lng, i) => {
    if (!isWithinDeg(one, other, i, FAR_DEG) && !Number.isNaN(lng)) far++;
  });
  return 2 * far >= one.lng.length;
}

function isSame(one: Evidence, other: Evidence): boolean {
  return one.lng.every(
    (lng, i) =>
      (Number.isNaN(lng) && Number.isNaN(other.lng[i])) || isWithinDeg(one, other, i, SAME_DEG),
  );
}

function isWithinDeg(one: Evidence, other: Evidence, i: number, degrees: number): boolean {
  return (
    Math.abs(one.lng[i] - other.lng[i]) <= degrees && Math.abs(one.lat[i] - other.lat[i]) <= degrees
  );
}

/** True where another hypothesis explains most rows that miss their division under the best one. */
function explainsMisses(other: Evidence, best: Evidence, named: Uint8Array): boolean {
  let explained = 0;
  let missed = 0;
  for (let i = 0; i < named.length; i++) {
    if (!named[i] || best.inNamed[i] || !isWithinDeg(other, best, i, FAR_DEG)) continue;
    if (!best.inside[i] && !other.inside[i]) continue;
    missed++;
    explained += other.inNamed[i];
  }
  return explained >= FEWEST_MIXED && explained >= SHARE_MIXED * missed;
}
