import type { Polygon, Position } from 'geojson';

/**
 * A box cut into `cols` x `rows` crooked polygons of `2 (across + up) + 4` vertices, neighbours
 * sharing every vertex of their border.
 */
export function crookedTiling(
  [west, south, east, north]: readonly [number, number, number, number],
  cols: number,
  rows: number,
  across: number,
  up: number,
  random: () => number,
): Polygon[] {
  const width = (east - west) / cols;
  const height = (north - south) / rows;
  const corners: Position[] = [];
  for (let row = 0; row <= rows; row++) {
    for (let col = 0; col <= cols; col++) {
      const x = west + (col + (random() - 0.5) * 0.4) * width;
      const y = south + (row + (random() - 0.5) * 0.4) * height;
      corners.push([x, y]);
    }
  }
  const corner = (col: number, row: number): Position => corners[row * (cols + 1) + col];
  const border = (from: Position, to: Position, between: number): Position[] => {
    const line = [from];
    for (let k = 1; k <= between; k++) {
      const t = k / (between + 1);
      line.push([
        from[0] + t * (to[0] - from[0]) + (random() - 0.5) * 0.12 * width,
        from[1] + t * (to[1] - from[1]) + (random() - 0.5) * 0.12 * height,
      ]);
    }
    line.push(to);
    return line;
  };
  const level: Position[][] = [];
  for (let row = 0; row <= rows; row++) {
    for (let col = 0; col < cols; col++) {
      level.push(border(corner(col, row), corner(col + 1, row), across));
    }
  }
  const upright: Position[][] = [];
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col <= cols; col++) {
      upright.push(border(corner(col, row), corner(col, row + 1), up));
    }
  }
  const tiles: Polygon[] = [];
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const ring = [
        ...level[row * cols + col],
        ...upright[row * (cols + 1) + col + 1].slice(1),
        ...level[(row + 1) * cols + col].slice(0, -1).reverse(),
        ...upright[row * (cols + 1) + col].slice(0, -1).reverse(),
      ];
      tiles.push({ type: 'Polygon', coordinates: [ring] });
    }
  }
  return tiles;
}
