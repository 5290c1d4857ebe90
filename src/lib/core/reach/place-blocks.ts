import { placeInSpace } from '#lib/core/geo/chord.ts';
import { hasPosition } from '#lib/core/geo/places.ts';
import type { Places } from '#lib/core/reach/field.ts';
import { alongCurve } from '#lib/core/reach/z-order.ts';

const BLOCK = 32;
const GROUP = 32;
const BOX = 6;

/** Boxes in space, six numbers each (least and greatest x, y, z), and the longest reach inside. */
interface Boxes {
  corners: Float64Array;
  reachM: Float64Array;
}

/**
 * Places along a curve that keeps neighbours together, in blocks with a box in space around each and
 * boxes around blocks, so that those which look as far as a point are found without asking the rest.
 */
export class PlaceBlocks {
  private readonly places: Places;
  /** How far each place looks, metres; the column is kept and read. */
  private readonly reachM: Float64Array;
  private readonly order: Uint32Array;
  private readonly blockOf: Uint32Array;
  private readonly blocks: Boxes;
  private readonly groups: Boxes;
  private readonly probe = new Float64Array(3);
  private readonly other = new Float64Array(3);

  constructor(places: Places, reachM: Float64Array) {
    this.places = places;
    this.reachM = reachM;
    this.order = alongCurve(places);
    const blocks = Math.ceil(this.order.length / BLOCK);
    this.blocks = boxes(blocks);
    this.groups = boxes(Math.ceil(blocks / GROUP));
    this.blockOf = new Uint32Array(places.count);
    this.order.forEach((place, at) => {
      const block = Math.floor(at / BLOCK);
      this.blockOf[place] = block;
      placeInSpace(places.lng[place], places.lat[place], this.other, 0);
      widen(this.blocks.corners, BOX * block, this.other);
      widen(this.groups.corners, BOX * Math.floor(block / GROUP), this.other);
    });
    for (let block = 0; block < blocks; block++) this.measure(block);
    for (let group = 0; group < this.groups.reachM.length; group++) this.measureGroup(group);
  }

  /** Appends to `found` the places that look at least as far as a point in degrees, and a little more. */
  looking(lng: number, lat: number, found: number[]): void {
    if (!hasPosition(lng, lat)) return;
    const { places, reachM, order, blocks, groups, probe, other } = this;
    placeInSpace(lng, lat, probe, 0);
    for (let group = 0; group < groups.reachM.length; group++) {
      if (!mayLook(groups, group, probe)) continue;
      const lastBlock = Math.min((group + 1) * GROUP, blocks.reachM.length);
      for (let block = group * GROUP; block < lastBlock; block++) {
        if (!mayLook(blocks, block, probe)) continue;
        const end = Math.min((block + 1) * BLOCK, order.length);
        for (let at = block * BLOCK; at < end; at++) {
          const place = order[at];
          placeInSpace(places.lng[place], places.lat[place], other, 0);
          const dx = other[0] - probe[0];
          const dy = other[1] - probe[1];
          const dz = other[2] - probe[2];
          if (dx * dx + dy * dy + dz * dz <= chordLimit2(reachM[place])) found.push(place);
        }
      }
    }
  }

  /** Takes in that some places look farther or less far than they did. */
  update(changed: ArrayLike<number>): void {
    const seen = new Set<number>();
    for (let i = 0; i < changed.length; i++) seen.add(this.blockOf[changed[i]]);
    const above = new Set<number>();
    for (const block of seen) {
      this.measure(block);
      above.add(Math.floor(block / GROUP));
    }
    for (const group of above) this.measureGroup(group);
  }

  private measure(block: number): void {
    let longest = -Infinity;
    const end = Math.min((block + 1) * BLOCK, this.order.length);
    for (let at = block * BLOCK; at < end; at++)
      longest = Math.max(longest, this.reachM[this.order[at]]);
    this.blocks.reachM[block] = longest;
  }

  private measureGroup(group: number): void {
    const { reachM } = this.blocks;
    this.groups.reachM[group] = reachM
      .subarray(group * GROUP, (group + 1) * GROUP)
      .reduce((longest, reach) => Math.max(longest, reach), -Infinity);
  }
}

/**
 * Squared chord that no point exceeds which is, on the ellipsoid, at most so far, or so little
 * farther that the chords cannot tell: more than `tieLimit` leaves open, near and far.
 */
function chordLimit2(reachM: number): number {
  return (reachM * 1.01 + 0.02) ** 2;
}

function mayLook({ corners, reachM }: Boxes, box: number, probe: Float64Array): boolean {
  let sum = 0;
  for (let axis = 0; axis < 3; axis++) {
    const least = corners[BOX * box + axis];
    const most = corners[BOX * box + 3 + axis];
    const out = Math.max(0, least - probe[axis], probe[axis] - most);
    sum += out * out;
  }
  return sum <= chordLimit2(reachM[box]);
}

function boxes(count: number): Boxes {
  const corners = new Float64Array(BOX * count);
  for (let i = 0; i < corners.length; i++) corners[i] = i % BOX < 3 ? Infinity : -Infinity;
  return { corners, reachM: new Float64Array(count) };
}

function widen(corners: Float64Array, at: number, point: Float64Array): void {
  for (let axis = 0; axis < 3; axis++) {
    if (point[axis] < corners[at + axis]) corners[at + axis] = point[axis];
    if (point[axis] > corners[at + 3 + axis]) corners[at + 3 + axis] = point[axis];
  }
}
