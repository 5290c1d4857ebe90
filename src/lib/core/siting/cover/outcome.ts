/** What came of looking for a plan, before anybody is served or any reason is sought. */
export interface Outcome {
  status: 'optimal' | 'feasible' | 'infeasible' | 'unknown';
  /** Open columns of the frame; null without a plan. */
  columns: Uint8Array | null;
  /** Site of each demand, with capacities; null: whoever is nearest. */
  assigned: Int32Array | null;
  objective: number;
  bound: number;
}

export const NO_PLAN: Outcome = {
  ...{ status: 'infeasible', columns: null, assigned: null },
  ...{ objective: NaN, bound: NaN },
};
