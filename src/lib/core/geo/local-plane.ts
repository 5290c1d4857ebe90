import geodesic from 'geographiclib-geodesic';
import { destination } from '#lib/core/geo/geodesic.ts';

const { Geodesic } = geodesic;
const DEGREE = Math.PI / 180;
/** Highest power in the plane's polynomials, and the points in each direction that they are fitted to. */
const ORDER = 8;
const NODES = ORDER + 1;
const NODE_AT = Array.from({ length: NODES }, (_, k) =>
  Math.cos(((2 * k + 1) * Math.PI) / (2 * NODES)),
);
const TO_POWERS = inverse(NODE_AT.map((x) => NODE_AT.map((_, power) => x ** power)));

/**
 * A plane that touches the WGS 84 ellipsoid at one place: azimuthal equidistant, x metres east and
 * y metres north, so that every place lies at its geodesic distance and azimuth from the centre.
 *
 * At a distance d from the centre lengths across are too long by d^2 / 6 R^2 (1e-6 at 15 km, 1e-5 at
 * 50 km), and so are areas; a geodesic circle of radius r there is a circle to r d^2 / 6 R^2. Places are
 * computed from polynomials fitted to the geodesic library over the plane's extent, within a tenth
 * of a millimetre up to half-extents of two degrees outside the polar circles.
 */
export class LocalPlane {
  private readonly x: Surface;
  private readonly y: Surface;
  private readonly eastOf: Surface;
  private readonly northOf: Surface;

  /** Degrees: the centre, and how far the plane reaches from it along each axis. */
  constructor(
    readonly lng: number,
    readonly lat: number,
    private readonly halfLng: number,
    private readonly halfLat: number,
  ) {
    const mask = Geodesic.DISTANCE | Geodesic.AZIMUTH;
    const reachM = (dLng: number, dLat: number): [number, number] => {
      const { s12 = NaN, azi1 = NaN } = Geodesic.WGS84.Inverse(lat, 0, lat + dLat, dLng, mask);
      return [s12 * Math.sin(azi1 * DEGREE), s12 * Math.cos(azi1 * DEGREE)];
    };
    const at = grid((u, v) => reachM(u * halfLng, v * halfLat));
    this.x = surfaceOf(at, 0, 1, halfLng, halfLat);
    this.y = surfaceOf(at, 1, 0, halfLng, halfLat);
    const wide = Math.max(...at.flat().map(([x]) => Math.abs(x)));
    const high = Math.max(...at.flat().map(([, y]) => Math.abs(y)));
    const back = grid((u, v): [number, number] => {
      const [x, y] = [u * wide, v * high];
      const [east, north] = destination(0, lat, Math.atan2(x, y) / DEGREE, Math.hypot(x, y));
      return [east, north - lat];
    });
    this.eastOf = surfaceOf(back, 0, 1, wide, high);
    this.northOf = surfaceOf(back, 1, 0, wide, high);
  }

  /** True where a place is in the plane's extent. */
  holds(lng: number, lat: number): boolean {
    return Math.abs(turned(lng - this.lng)) <= this.halfLng && Math.abs(lat - this.lat) <= this.halfLat; // prettier-ignore
  }

  /** Writes the metres of places to `x` and `y`; longitudes may leave [-180, 180]. */
  forward(
    lng: ArrayLike<number>,
    lat: ArrayLike<number>,
    x: Float64Array,
    y: Float64Array,
    count = lng.length,
  ): void {
    for (let i = 0; i < count; i++) {
      const u = turned(lng[i] - this.lng);
      const v = lat[i] - this.lat;
      x[i] = valueOf(this.x, u, v);
      y[i] = valueOf(this.y, u, v);
    }
  }

  /** The place `[lng, lat]` of a point; the longitude is continuous with the centre. */
  back(x: number, y: number): [number, number] {
    return [this.lng + valueOf(this.eastOf, x, y), this.lat + valueOf(this.northOf, x, y)];
  }
}

function turned(degrees: number): number {
  return degrees >= -180 && degrees <= 180 ? degrees : degrees - 360 * Math.round(degrees / 360);
}

/**
 * A polynomial in u and v that is odd (`odd` 1) or even (0) in u: coefficient `k` belongs to
 * u^(2 i + odd) v^j, i by i and j by j as long as the powers together do not exceed ORDER.
 */
interface Surface {
  odd: number;
  perU: number;
  perV: number;
  coefficient: Float64Array;
  start: number[];
}

function grid(at: (u: number, v: number) => [number, number]): [number, number][][] {
  return NODE_AT.map((u) => NODE_AT.map((v) => at(u, v)));
}

function surfaceOf(
  values: [number, number][][],
  which: 0 | 1,
  odd: number,
  scaleU: number,
  scaleV: number,
): Surface {
  // Values at the nodes to powers, in v and then in u.
  const inV = values.map((row) => TO_POWERS.map((weights) => sum(weights, (k) => row[k][which])));
  const full = TO_POWERS.map((weights) => inV[0].map((_, j) => sum(weights, (k) => inV[k][j])));
  const coefficient: number[] = [];
  const start: number[] = [];
  for (let power = odd; power <= ORDER; power += 2) {
    start.push(coefficient.length);
    for (let j = 0; j <= ORDER - power; j++) coefficient.push(full[power][j]);
  }
  start.push(coefficient.length);
  return { odd, perU: 1 / scaleU, perV: 1 / scaleV, coefficient: Float64Array.from(coefficient), start }; // prettier-ignore
}

function valueOf({ odd, perU, perV, coefficient, start }: Surface, x: number, y: number): number {
  const u = x * perU;
  const v = y * perV;
  const u2 = u * u;
  let total = 0;
  for (let i = start.length - 2; i >= 0; i--) {
    let row = 0;
    for (let k = start[i + 1] - 1; k >= start[i]; k--) row = row * v + coefficient[k];
    total = total * u2 + row;
  }
  return odd === 1 ? total * u : total;
}

function sum(weights: number[], value: (k: number) => number): number {
  return weights.reduce((total, weight, k) => total + weight * value(k), 0);
}

/** Inverse of a small well-conditioned matrix (Gauss-Jordan with pivots). */
function inverse(matrix: number[][]): number[][] {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...matrix.map((_, j) => (i === j ? 1 : 0))]);
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let r = i; r < n; r++) if (Math.abs(rows[r][i]) > Math.abs(rows[pivot][i])) pivot = r;
    [rows[i], rows[pivot]] = [rows[pivot], rows[i]];
    const top = rows[i].map((value) => value / rows[i][i]);
    rows[i] = top;
    for (let r = 0; r < n; r++) {
      if (r === i) continue;
      const factor = rows[r][i];
      rows[r] = rows[r].map((value, c) => value - factor * top[c]);
    }
  }
  return rows.map((row) => row.slice(n));
}
