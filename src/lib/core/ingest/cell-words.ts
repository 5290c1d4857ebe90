/** Kinds of personal data, as findings name them. */
export const PERSONAL_KINDS = [
  'identity_card',
  'mobile',
  'name',
  'email',
  'account',
  'address',
] as const;
export type PersonalKind = (typeof PERSONAL_KINDS)[number];

/** The words by which cells are read, as `data/cell-words.json` holds them. */
export interface CellWords {
  format: 'lacuna-cell-words';
  version: 1;
  /** Spellings of an empty cell besides the contract's; not for flags, where some of them mean no. */
  empty: string[];
  /** Those of them that say that something is not known, where others say that there is none. */
  unknown: string[];
  numbers: {
    /** Factor of each word that multiplies a number. */
    magnitudes: Record<string, number>;
    /** Factor of each unit to the one that the contract counts in (m2, metres, persons). */
    units: Record<string, number>;
    approximate: string[];
    negative: string[];
  };
  /** Spelled digits in the order 0, 0, 1 to 9. */
  numerals: string;
  tens: string;
  hundreds: string;
  ordinal: string;
  /** Header words for each kind of personal data. */
  personal: Record<PersonalKind, string[]>;
  surnames: string[];
  compound_surnames: string[];
  titles: string[];
  /** Words between a name and what is said of it. */
  particles: string[];
  /** Ends of the header of a column whose texts are no persons' names. */
  place_headers: string[];
  /** Ends of texts that are no persons' names. */
  place_endings: string[];
  /** Further ends of names of offices, looked for where a column is to name an office and no person. */
  office_endings: string[];
  company: { endings: string[]; ignored: string[] };
  /** What names of party organisations begin with or leave out, and their ends with the short ones. */
  organisations: { prefixes: string[]; endings: Record<string, string> };
  identifier_headers: string[];
  uscc_headers: string[];
  divisions: {
    /** Ends of division names by class, the longest first. */
    suffixes: Record<string, string[]>;
    /** Pairs of classes that may name the same division. */
    alike: [string, string][];
    number_sign: string;
    peoples: string[];
    /** Traditional characters, each followed by its simplified one. */
    traditional: string;
  };
}
