/** Grains to the metre: a grain is just under a micrometre. */
const GRAINS = 2 ** 20;

/**
 * A length on the nearest grain. Sums of such lengths are exact up to 2^33 m, so that a distance
 * does not depend on the way it was added up in, and a tie is a tie on every way.
 */
export const onGrain = (lengthM: number): number => Math.round(lengthM * GRAINS) / GRAINS;

/** A column of lengths on the grain. */
export const allOnGrain = (lengthsM: Float64Array): Float64Array => lengthsM.map(onGrain);
