const FROM_NAMED = 768;
const FROM_OTHERS = 256;

/**
 * The rows that stand for a table, ascending: all of a small one, 1,024 at most.
 *
 * Rows without two numbers, and (0, 0), are left out. Those that name a drawn division have
 * three quarters of the places, the others one quarter, and what either does not fill the other
 * gets. Each group is cut in its order into runs of equal length, and one row is taken of each,
 * at an offset hashed from the number of the run: the same table gives the same rows, and rows
 * that repeat in a period are not all hit or all missed.
 */
export function sampleRows(
  x: Float64Array,
  y: Float64Array,
  isNamed: (row: number) => boolean,
): Uint32Array {
  const named = new Uint32Array(x.length);
  const others = new Uint32Array(x.length);
  let nameds = 0;
  let rest = 0;
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i] + y[i]) || (x[i] === 0 && y[i] === 0)) continue;
    if (isNamed(i)) named[nameds++] = i;
    else others[rest++] = i;
  }
  const whole = FROM_NAMED + FROM_OTHERS;
  const fromNamed = Math.max(FROM_NAMED, whole - rest);
  const fromOthers = Math.max(FROM_OTHERS, whole - nameds);
  return Uint32Array.from([
    ...oneOfEachRun(named.subarray(0, nameds), fromNamed),
    ...oneOfEachRun(others.subarray(0, rest), fromOthers),
  ]).sort();
}

function oneOfEachRun(rows: Uint32Array, size: number): Uint32Array {
  if (rows.length <= size) return rows;
  return Uint32Array.from({ length: size }, (_, run) => {
    const from = Math.floor((run * rows.length) / size);
    const to = Math.floor(((run + 1) * rows.length) / size);
    return rows[from + ((Math.imul(run + 1, 0x9e3779b1) >>> 8) % (to - from))];
  });
}
