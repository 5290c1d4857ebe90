/** A stream of numbers in [0, 1) that is the same for the same seed (mulberry32). */
export function randomStream(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Points spread evenly over a box of degrees `[west, south, east, north]`. */
export function randomPoints(
  count: number,
  [west, south, east, north]: readonly [number, number, number, number],
  random: () => number,
): { lng: Float64Array; lat: Float64Array } {
  const lng = new Float64Array(count);
  const lat = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    lng[i] = west + random() * (east - west);
    lat[i] = south + random() * (north - south);
  }
  return { lng, lat };
}
