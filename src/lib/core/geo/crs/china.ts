/**
 * A coarse outline of where GCJ-02 shifts, longitude and latitude in turn, clockwise from the
 * north-east. It stands some tens of kilometres outside the land border and the coast.
 */
const OUTLINE = [
  134.6, 48.7, 134.9, 48.45, 135.0, 47.8, 134.4, 46.8, 133.9, 45.9, 133.3, 45.1, 132.0, 44.8, 131.6,
  44.4, 131.5, 43.9, 131.4, 43.2, 130.9, 42.6, 130.75, 42.3, 129.6, 42.2, 128.6, 41.9, 128.5, 41.3,
  127.6, 41.2, 126.9, 41.5, 126.5, 40.9, 125.4, 40.3, 124.6, 39.9, 124.4, 39.5, 123.8, 38.9, 123.0,
  37.0, 123.0, 34.0, 123.4, 31.0, 123.2, 29.5, 122.4, 27.8, 120.8, 26.2, 120.3, 25.4, 119.4, 24.5,
  118.8, 23.8, 118.0, 22.8, 116.5, 22.2, 114.7, 21.8, 113.5, 21.3, 112.0, 20.9, 111.6, 20.0, 113.2,
  17.5, 113.2, 15.6, 110.9, 15.6, 110.4, 17.7, 108.6, 17.9, 108.2, 18.4, 108.2, 19.5, 108.9, 20.5,
  108.3, 21.2, 107.3, 21.4, 106.5, 21.7, 106.4, 22.3, 105.9, 22.6, 105.2, 22.9, 104.7, 22.6, 103.9,
  22.3, 102.9, 22.2, 101.8, 22.1, 101.95, 21.5, 101.95, 20.95, 101.0, 21.2, 100.1, 21.2, 99.7, 21.8,
  99.0, 22.0, 98.6, 22.8, 98.4, 23.6, 97.4, 23.6, 97.3, 25.0, 97.9, 25.7, 98.5, 26.2, 98.4, 27.5,
  97.2, 27.9, 96.2, 28.0, 94.5, 27.5, 92.0, 26.9, 91.7, 27.7, 90.5, 27.9, 89.6, 28.0, 89.2, 27.5,
  89.0, 27.15, 88.7, 27.4, 88.6, 27.85, 87.0, 27.7, 86.0, 27.75, 85.2, 28.15, 84.0, 28.6, 83.0,
  29.2, 81.9, 29.9, 81.1, 29.9, 80.0, 30.6, 78.8, 31.2, 78.3, 32.3, 78.6, 33.5, 78.0, 34.6, 77.0,
  35.4, 76.0, 35.6, 74.6, 36.8, 74.5, 37.9, 74.5, 38.3, 73.5, 38.7, 73.3, 39.5, 73.8, 40.1, 75.0,
  40.7, 76.6, 40.9, 78.2, 41.4, 79.8, 42.3, 80.0, 42.9, 80.1, 43.5, 80.1, 44.5, 79.8, 45.0, 80.4,
  45.4, 82.3, 45.6, 82.1, 46.5, 82.3, 47.0, 83.0, 47.5, 85.2, 47.4, 85.1, 48.3, 86.0, 48.9, 87.0,
  49.4, 88.1, 49.4, 89.2, 48.6, 90.4, 48.1, 91.4, 47.0, 91.3, 45.6, 93.6, 45.2, 95.6, 44.6, 96.8,
  43.0, 99.6, 42.9, 102.0, 42.8, 105.0, 41.9, 107.5, 42.7, 110.0, 43.0, 111.4, 43.8, 111.3, 44.7,
  112.0, 45.4, 113.7, 45.1, 114.5, 45.7, 116.5, 46.8, 117.2, 47.4, 115.4, 47.6, 115.2, 48.3, 115.9,
  49.2, 116.4, 50.1, 117.8, 50.0, 119.0, 50.6, 119.3, 51.3, 120.2, 52.1, 119.7, 52.7, 121.0, 53.5,
  123.3, 53.9, 125.0, 53.5, 126.3, 52.5, 127.2, 51.3, 127.9, 50.4, 128.2, 49.8, 129.6, 49.7, 131.0,
  49.1, 131.2, 48.3, 132.6, 48.1, 133.5, 48.5,
];
const WEST = 73;
const SOUTH = 15;
const COLS = 63;
const ROWS = 40;
const OUTSIDE = 0;
const INSIDE = 1;
const BORDER = 2;

/** What each cell of one degree is; the outline runs through BORDER cells and their neighbours only. */
const cells = new Uint8Array(COLS * ROWS);
eachEdge((ax, ay, bx, by) => {
  const steps = Math.ceil(Math.max(Math.abs(bx - ax), Math.abs(by - ay)) * 2) + 1;
  for (let k = 0; k <= steps; k++) {
    const col = Math.floor(ax + ((bx - ax) * k) / steps) - WEST;
    const row = Math.floor(ay + ((by - ay) * k) / steps) - SOUTH;
    for (let r = Math.max(0, row - 1); r <= Math.min(ROWS - 1, row + 1); r++)
      for (let c = Math.max(0, col - 1); c <= Math.min(COLS - 1, col + 1); c++)
        cells[r * COLS + c] = BORDER;
  }
});
cells.forEach((cell, i) => {
  const lng = WEST + (i % COLS) + 0.5;
  const lat = SOUTH + Math.floor(i / COLS) + 0.5;
  if (cell !== BORDER && inOutline(lng, lat)) cells[i] = INSIDE;
});

/**
 * True where maps of China shift a position: the mainland, Hainan, Hong Kong and Macau.
 *
 * Taiwan and the neighbours are outside. The outline is coarse: a strip of some tens of
 * kilometres beyond the border and the coast counts as inside, no settled place short of it as outside.
 */
export function inChina(lng: number, lat: number): boolean {
  const cell = cellOf(lng, lat);
  return cell === BORDER ? inOutline(lng, lat) : cell === INSIDE;
}

/** True where a point and all points within a degree's tenth are on the same side as each other. */
export function farFromBorder(lng: number, lat: number): boolean {
  return cellOf(lng, lat) !== BORDER;
}

function cellOf(lng: number, lat: number): number {
  const col = Math.floor(lng) - WEST;
  const row = Math.floor(lat) - SOUTH;
  return col >= 0 && col < COLS && row >= 0 && row < ROWS ? cells[row * COLS + col] : OUTSIDE;
}

function inOutline(lng: number, lat: number): boolean {
  let inside = false;
  eachEdge((ax, ay, bx, by) => {
    if (ay > lat !== by > lat && lng < ax + ((bx - ax) * (lat - ay)) / (by - ay)) inside = !inside;
  });
  return inside;
}

function eachEdge(take: (ax: number, ay: number, bx: number, by: number) => void): void {
  for (let at = 0; at < OUTLINE.length; at += 2) {
    const to = (at + 2) % OUTLINE.length;
    take(OUTLINE[at], OUTLINE[at + 1], OUTLINE[to], OUTLINE[to + 1]);
  }
}
