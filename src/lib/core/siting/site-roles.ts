import { coverCounts, eachServed, type Serving } from '#lib/core/siting/assign.ts';

/** What each open site is for, in the order of `open`. Weights in those of the problem. */
export interface SiteRoles {
  /** Demand that is assigned to it. */
  servedWeight: Float64Array;
  servedPoints: Uint32Array;
  /** Demand it could serve, whoever does. */
  reachWeight: Float64Array;
  reachPoints: Uint32Array;
  /** Demand that no other open site could serve. */
  lostWeight: Float64Array;
  lostPoints: Uint32Array;
}

/** Whom each open site serves, whom it could, and whom only it can. */
export function siteRoles(
  serving: Serving,
  weight: Float64Array,
  open: Uint32Array,
  assigned: Int32Array,
): SiteRoles {
  const counts = coverCounts(serving, open);
  const roles: SiteRoles = {
    servedWeight: new Float64Array(open.length),
    servedPoints: new Uint32Array(open.length),
    reachWeight: new Float64Array(open.length),
    reachPoints: new Uint32Array(open.length),
    lostWeight: new Float64Array(open.length),
    lostPoints: new Uint32Array(open.length),
  };
  open.forEach((site, row) => {
    eachServed(serving, site, (demand) => {
      const w = weight[demand]!;
      roles.reachWeight[row]! += w;
      roles.reachPoints[row]! += 1;
      if (assigned[demand] === site) {
        roles.servedWeight[row]! += w;
        roles.servedPoints[row]! += 1;
      }
      if (counts[demand] === 1) {
        roles.lostWeight[row]! += w;
        roles.lostPoints[row]! += 1;
      }
    });
  });
  return roles;
}
