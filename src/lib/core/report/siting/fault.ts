/** Why a siting question cannot be put to a project; the words for each are the reader's. */
export const ASK_FAULT_CODES = [
  /** The folder has none of what is to be served. */
  'no_demand',
  /** None of the sources has a place with a position. */
  'no_sites',
  /** Demand points have no such count, or units no such weight. */
  'weight_not_there',
  /** New stations would be of a level that does not count. */
  'level_not_counted',
  /** Neither how many nor what they may cost is said. */
  'no_limit',
  /** A site that is to be opened, or kept shut, is not among the sites. */
  'unknown_site',
  /** A site is both to be opened and to be kept shut. */
  'forced_and_forbidden',
  /** A site that is to be opened has no cost, and there is a budget. */
  'cost_unknown',
  /** A floor or fairness is asked for divisions of a level that there are none of, or that no demand is in. */
  'no_divisions',
  /** More pairs of site and demand than memory holds. */
  'too_many_pairs',
  /** More sites than can be told apart by distance. */
  'too_many_sites',
] as const;
export type AskFaultCode = (typeof ASK_FAULT_CODES)[number];

/** A siting question that cannot be answered for this project. */
export class AskFault extends Error {
  readonly code: AskFaultCode;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(code: AskFaultCode, params: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.name = 'AskFault';
    this.code = code;
    this.params = params;
  }
}
