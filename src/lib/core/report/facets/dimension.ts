/**
 * One property of every unit that a filter can be set on. `codes[unit]` is a position in `keys`,
 * which name the values the same way in every project, so that a link can carry them.
 */
export interface Dimension {
  id: string;
  codes: Uint8Array | Uint16Array;
  keys: readonly string[];
}

/** Keys of what is no value of its own: everything beyond the most frequent, and nothing given. */
export const OTHER = '*other';
export const NOT_GIVEN = '*none';
