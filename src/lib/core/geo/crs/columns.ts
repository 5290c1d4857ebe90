/** Positions as two columns: degrees of longitude and latitude, or metres east and north; NaN unknown. */
export type Columns = [Float64Array, Float64Array];

/** Moves one position; writes the new one into `to`. */
export type Move = (x: number, y: number, to: Float64Array) => void;

/** A conversion of columns from a move of one position; the columns given stay as they are. */
export function columnwise(move: Move): (x: Float64Array, y: Float64Array) => Columns {
  return (x, y) => {
    const outX = new Float64Array(x.length);
    const outY = new Float64Array(x.length);
    const to = new Float64Array(2);
    for (let i = 0; i < x.length; i++) {
      move(x[i], y[i], to);
      outX[i] = to[0];
      outY[i] = to[1];
    }
    return [outX, outY];
  };
}

const CLOSE_DEG = 1e-10;
const MOST_TURNS = 30;

/**
 * Finds the position that `forward` moves to the one given, by fixed-point iteration.
 *
 * For moves that differ little between neighbouring positions; the last correction is below
 * 1e-10 degrees, what remains is a hundredth of it.
 */
export function inverseOf(forward: Move): Move {
  return (x, y, to) => {
    let foundX = x;
    let foundY = y;
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      forward(foundX, foundY, to);
      const dx = to[0] - x;
      const dy = to[1] - y;
      foundX -= dx;
      foundY -= dy;
      if (!(Math.abs(dx) > CLOSE_DEG || Math.abs(dy) > CLOSE_DEG)) break;
    }
    to[0] = foundX;
    to[1] = foundY;
  };
}
