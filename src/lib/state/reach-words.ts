import type { RefusedLines } from '#lib/core/reach/walk/network.ts';

/** Why lines of the network are left out, in the order that they are shown. */
export const REFUSED: readonly (keyof RefusedLines)[] = ['foot', 'tunnel', 'motorway'];
