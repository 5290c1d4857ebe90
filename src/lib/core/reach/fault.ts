/** Why nothing can be said of reach; the words for each are the reader's. */
export type ReachFaultCode = 'no_walk_network' | 'no_walkable_line';

/** What was asked cannot be answered for this project. */
export class ReachFault extends Error {
  readonly code: ReachFaultCode;
  constructor(code: ReachFaultCode) {
    super(code);
    this.name = 'ReachFault';
    this.code = code;
  }
}
