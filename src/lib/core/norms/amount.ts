/**
 * A number of which something may be missing: it lies in `low .. high`. Exactly known where both are
 * the same; nothing is known of it where they are -Infinity and Infinity.
 */
export interface Amount {
  low: number;
  high: number;
}

export const UNKNOWN_AMOUNT: Amount = { low: -Infinity, high: Infinity };

/** A number that is known, or not at all where it is NaN. */
export const amountOf = (value: number): Amount =>
  Number.isNaN(value) ? UNKNOWN_AMOUNT : { low: value, high: value };

/** The number where it is exactly known, else NaN. */
export const exactly = ({ low, high }: Amount): number => (low === high ? low : NaN);

/** Without the last digits that arithmetic in binary leaves behind. */
export const rounded = (value: number): number =>
  Number.isFinite(value) ? Number(value.toPrecision(12)) : value;
