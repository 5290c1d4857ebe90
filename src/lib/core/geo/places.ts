/** Whether two numbers are a place on earth at all. */
export function hasPosition(lng: number, lat: number): boolean {
  return lat >= -90 && lat <= 90 && lng - lng === 0;
}

/**
 * The records that have a position, one for each distinct pair of coordinates (the lowest), and
 * for every record the next one at the same pair, -1 for none.
 */
export function distinctPlaces(
  lng: Float64Array,
  lat: Float64Array,
): { records: Int32Array; nextSame: Int32Array } {
  const count = lng.length;
  const nextSame = new Int32Array(count).fill(-1);
  const last = Int32Array.from({ length: count }, (_, i) => i);
  let slots = 16;
  while (slots < 2 * count) slots *= 2;
  const table = new Int32Array(slots).fill(-1);
  const records = new Int32Array(count);
  const bits = new Float64Array(2);
  const words = new Uint32Array(bits.buffer);
  let found = 0;
  for (let i = 0; i < count; i++) {
    if (!hasPosition(lng[i], lat[i])) continue;
    bits[0] = lng[i] + 0;
    bits[1] = lat[i] + 0;
    let hash = Math.imul(words[0] ^ Math.imul(words[1], 0x9e3779b1), 0x85ebca6b);
    hash = Math.imul(hash ^ words[2] ^ Math.imul(words[3], 0xc2b2ae35), 0x27d4eb2f);
    let slot = (hash ^ (hash >>> 15)) & (slots - 1);
    while (table[slot] >= 0 && (lng[table[slot]] !== lng[i] || lat[table[slot]] !== lat[i])) {
      slot = (slot + 1) & (slots - 1);
    }
    const first = table[slot];
    if (first < 0) {
      table[slot] = i;
      records[found++] = i;
    } else {
      nextSame[last[first]] = i;
      last[first] = i;
    }
  }
  return { records: records.slice(0, found), nextSame };
}

/** The longitude where the widest stretch without a point ends, to a tenth of a degree: a seam that parts no cluster. */
export function widestGapEnd(lng: Float64Array, records: Int32Array): number {
  const bins = 3600;
  const taken = new Uint8Array(bins);
  for (const record of records) {
    const turn = lng[record] / 360;
    taken[Math.min(bins - 1, Math.floor((turn - Math.floor(turn)) * bins))] = 1;
  }
  let widest = -1;
  let end = 0;
  let gap = 0;
  for (let bin = 0; bin < 2 * bins; bin++) {
    if (taken[bin % bins] === 0) {
      gap++;
      continue;
    }
    if (gap > widest) {
      widest = gap;
      end = bin % bins;
    }
    gap = 0;
  }
  return ((end - (widest > 0 ? 0.5 : 0)) * 360) / bins;
}
