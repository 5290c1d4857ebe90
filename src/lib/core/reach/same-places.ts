/** A millimetre of latitude, degrees. */
const HAIR_DEG = 1e-8;

/** How many of some places stand within about a millimetre of another one of them that was handed in before or beside it. */
export function samePlaces(lng: Float64Array, lat: Float64Array, records: Int32Array): number {
  const sorted = records.slice().sort((a, b) => lng[a] - lng[b]);
  let same = 0;
  for (let k = 0; k < sorted.length; k++) {
    const i = sorted[k];
    for (let m = k + 1; m < sorted.length && lng[sorted[m]] - lng[i] <= HAIR_DEG; m++) {
      if (Math.abs(lat[sorted[m]] - lat[i]) > HAIR_DEG) continue;
      same++;
      break;
    }
  }
  return same;
}
