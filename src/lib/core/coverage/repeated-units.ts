import { NONE } from '#lib/core/model.ts';
import type { Units } from '#lib/core/model.ts';
import { distanceM } from '#lib/core/geo/geodesic.ts';
import { isText, packTexts, textAt } from '#lib/core/texts.ts';
import type { Texts } from '#lib/core/texts.ts';
import { isUscc } from '#lib/core/uscc.ts';

/** Two units of one name within this distance are taken for one. */
const NEAR_M = 50;
/** Rows of a little more than that from south to north: a degree of latitude has 110.57 km at least. */
const ROW_DEGREES = (NEAR_M / 110_570) * 1.01;
const PRIME = 0x01000193;

/** A name as it is compared: NFKC, lower case, no spaces, hyphens or underscores. */
const folded = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?:[\s_\-\ufeff]|\u200b|\u200c|\u200d|\u2060)+/g, '');

/** Hash of a folded name. Plain letters, digits and the common ideographs are folded byte by byte. */
function nameHash(names: Texts, i: number): number {
  const { bytes, offsets } = names;
  let hash = 0x811c9dc5;
  for (let at = offsets[i]; at < offsets[i + 1]; at++) {
    let byte = bytes[at];
    if (byte >= 0x80) {
      // Lead bytes E4 to E9 are U+4000 to U+9FFF, which folding leaves as they are.
      if (byte < 0xe4 || byte > 0xe9) return foldedHash(textAt(names, i) ?? '');
      hash = Math.imul(hash ^ byte, PRIME);
      hash = Math.imul(hash ^ bytes[at + 1], PRIME);
      hash = Math.imul(hash ^ bytes[at + 2], PRIME);
      at += 2;
      continue;
    }
    if (byte === 0x20 || byte === 0x2d || byte === 0x5f || (byte >= 9 && byte <= 13)) continue;
    if (byte >= 0x41 && byte <= 0x5a) byte |= 0x20;
    hash = Math.imul(hash ^ byte, PRIME);
  }
  return hash;
}

function foldedHash(name: string): number {
  const { bytes } = packTexts([folded(name)]);
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, PRIME);
  return hash;
}

/** Marks by which hashes are told that only one unit has: two to the power of this. */
const SIEVE_BITS = 22;

/** Tells of hashes whether they were marked twice; of some it says so though it was another one. */
class Recurring {
  readonly #once = new Int32Array(1 << (SIEVE_BITS - 5));
  readonly #again = new Int32Array(1 << (SIEVE_BITS - 5));

  mark(hash: number): void {
    const mixed = Math.imul(hash, 0x9e3779b1) >>> (32 - SIEVE_BITS);
    const bit = 1 << (mixed & 31);
    if ((this.#once[mixed >> 5] & bit) !== 0) this.#again[mixed >> 5] |= bit;
    else this.#once[mixed >> 5] |= bit;
  }

  has(hash: number): boolean {
    const mixed = Math.imul(hash, 0x9e3779b1) >>> (32 - SIEVE_BITS);
    return (this.#again[mixed >> 5] & (1 << (mixed & 31))) !== 0;
  }
}

/**
 * For units of one name, the earlier ones: chains of those that repeat no other, by what they are
 * and the row they stand in. Most units have a name of their own; they are never put into a chain.
 */
class NamedUnits {
  readonly #units: Units;
  readonly #hashes: Int32Array;
  readonly #heads: Int32Array;
  readonly #next: Int32Array;
  readonly #recurring = new Recurring();

  constructor(units: Units, counted: Uint8Array) {
    this.#units = units;
    this.#hashes = new Int32Array(units.count);
    this.#heads = new Int32Array(1 << Math.ceil(Math.log2(units.count + 2))).fill(-1);
    this.#next = new Int32Array(units.count).fill(-1);
    const { kind, name, division } = units;
    for (let unit = 0; unit < units.count; unit++) {
      if (counted[unit] === 0 || !this.#isKnown(unit)) continue;
      const hash = Math.imul(nameHash(name, unit) ^ kind[unit], PRIME) ^ division[unit];
      this.#hashes[unit] = hash;
      this.#recurring.mark(hash);
    }
  }

  /** The earlier unit that a counted one repeats, -1 for none; it is added where it repeats none. */
  add(unit: number): number {
    const hash = this.#hashes[unit];
    if (!this.#recurring.has(hash) || !this.#isKnown(unit)) return -1;
    const row = Math.floor(this.#units.lat[unit] / ROW_DEGREES);
    for (const near of [row, row - 1, row + 1])
      for (let at = this.#heads[this.#bucket(hash, near)]; at >= 0; at = this.#next[at])
        if (this.#hashes[at] === hash && this.#isSame(at, unit)) return at;
    const bucket = this.#bucket(hash, row);
    this.#next[unit] = this.#heads[bucket];
    this.#heads[bucket] = unit;
    return -1;
  }

  /** False where there is nothing by which a unit could repeat another. */
  #isKnown(unit: number): boolean {
    const { kind, name, lat, lng, division } = this.#units;
    if (kind[unit] === NONE || division[unit] < 0 || !isText(name, unit)) return false;
    return !Number.isNaN(lng[unit] + lat[unit]);
  }

  #bucket(hash: number, row: number): number {
    return Math.imul(hash ^ Math.imul(row, 0x9e3779b1), PRIME) & (this.#heads.length - 1);
  }

  #isSame(a: number, b: number): boolean {
    const { kind, name, lat, lng, division } = this.#units;
    if (kind[a] !== kind[b] || division[a] !== division[b]) return false;
    if (distanceM(lng[a], lat[a], lng[b], lat[b]) > NEAR_M) return false;
    const key = folded(textAt(name, a) ?? '');
    return key !== '' && key === folded(textAt(name, b) ?? '');
  }
}

/**
 * For each unit the earlier one that it repeats, -1 for none: one of the same kind and the same name
 * (width, case and spaces aside) in the same division within 50 m, or one with the same valid
 * unified social credit code in the column of these (`creditColumn`). Only units of which `counted` is 1 are looked
 * at; a kind, name, division or position that is not known repeats nothing.
 */
export function repeatedUnits(units: Units, counted: Uint8Array): Int32Array {
  const first = new Int32Array(units.count).fill(-1);
  const named = new NamedUnits(units, counted);
  const codes = units.creditColumn === undefined ? null : units.extra[units.creditColumn];
  const byCode = new Map<string, number>();
  for (let unit = 0; unit < units.count; unit++) {
    if (counted[unit] === 0) continue;
    const code = codes === null ? '' : creditCode(codes, unit);
    const twin = code === '' ? undefined : byCode.get(code);
    first[unit] = twin ?? named.add(unit);
    if (code !== '' && twin === undefined) byCode.set(code, first[unit] < 0 ? unit : first[unit]);
  }
  return first;
}

/** A valid code of a unit; empty where there is none. */
function creditCode(codes: Texts, unit: number): string {
  const code = folded(textAt(codes, unit) ?? '').toUpperCase();
  return isUscc(code) && !code.startsWith('0') ? code : '';
}
