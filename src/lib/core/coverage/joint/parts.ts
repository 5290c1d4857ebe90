import { packingOf, unitsAtMost } from '#lib/core/coverage/joint/piece.ts';
import type { GroupShape, Packing, Piece } from '#lib/core/coverage/joint/piece.ts';

/** More candidates than this are cut into pieces by position, and then are not proven. */
export const MOST_IN_PIECE = 1024;
/** More candidates than this are not even looked at pair by pair before they are cut. */
export const MOST_IN_PAIRS = 4096;

/** Candidates that cannot be grouped with any others, in one piece or, where they are many, cut into several. */
export interface Part {
  pieces: Sketch[];
  /** No grouping serves more, by numbers alone. */
  unitsBound: number;
}

/** A piece that is made when it is worked on: its matrices are large. */
export interface Sketch {
  units: number[];
  make(): Piece;
}

/** Where candidates stand (by unit of the project), and how a piece is made of some of them. */
export interface PartSource {
  shape: GroupShape;
  lng: ArrayLike<number>;
  lat: ArrayLike<number>;
  members: ArrayLike<number>;
  isLinked(a: number, b: number): boolean;
  make(units: readonly number[]): Piece;
}

/** The connected parts of some candidates (ascending), each with what its numbers allow. */
export function partsOf(units: readonly number[], source: PartSource): Part[] {
  const together = units.length > MOST_IN_PAIRS ? [[...units]] : connected(units, source.isLinked);
  return together
    .filter((own) => own.length >= source.shape.leastUnits)
    .map((own) => ({
      pieces: cut(own, source).map((piece) => ({
        units: piece,
        make: () => source.make(piece),
      })),
      unitsBound: unitsAtMost(
        source.shape,
        own.map((unit) => source.members[unit]),
      ),
    }));
}

function connected(
  units: readonly number[],
  isLinked: (a: number, b: number) => boolean,
): number[][] {
  const parts: number[][] = [];
  let open = [...units];
  while (open.length > 0) {
    const part = [open[0]];
    open = open.slice(1);
    for (let at = 0; at < part.length; at++) {
      const left: number[] = [];
      for (const unit of open) (isLinked(part[at], unit) ? part : left).push(unit);
      open = left;
    }
    parts.push(part.sort((a, b) => a - b));
  }
  return parts;
}

/** Halves across the longer side until the pieces are small enough. */
function cut(units: number[], { lng, lat }: PartSource): number[][] {
  if (units.length <= MOST_IN_PIECE) return [units];
  const sides = [lng, lat].map((column) => {
    let low = Infinity;
    let high = -Infinity;
    for (const unit of units) {
      low = Math.min(low, column[unit]);
      high = Math.max(high, column[unit]);
    }
    return high - low;
  });
  const column = sides[0] * Math.cos((lat[units[0]] * Math.PI) / 180) > sides[1] ? lng : lat;
  const sorted = [...units].sort((a, b) => column[a] - column[b] || a - b);
  const half = sorted.length >> 1;
  return [sorted.slice(0, half), sorted.slice(half)].flatMap((side) =>
    cut(
      side.sort((a, b) => a - b),
      { lng, lat } as PartSource,
    ),
  );
}

/** A packing of a piece in units of the project. */
export const groupsOf = (piece: Piece, packing: Packing): number[][] =>
  packing.groups.map((group) => group.map((i) => piece.unit[i]));

/** The packing of a piece that some groups of units are. */
export function packingOfUnits(piece: Piece, groups: readonly (readonly number[])[]): Packing {
  const number = new Map([...piece.unit].map((unit, i) => [unit, i]));
  return packingOf(
    piece,
    groups.map((group) => group.map((unit) => number.get(unit) ?? -1)),
  );
}
