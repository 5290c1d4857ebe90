import geodesic from 'geographiclib-geodesic';
import type { Grouping } from '#lib/core/coverage/joint/grouping.ts';
import { UNIT_KINDS } from '#lib/core/model.ts';
import type { Project } from '#lib/core/model.ts';

/** What a group of units has to keep to, as the tests say it. */
export interface Demands {
  kinds: string[];
  least: number;
  most: number;
  minMembers: number;
  level: number;
  /** Metres; grids have none. */
  apartM?: number;
  /** Units with so many members or more are no candidates. */
  belowMembers?: number;
  sameTrade?: boolean;
  sameHost?: boolean;
  /** Whether two grids are neighbours; a group must hang together. */
  beside?: (a: number, b: number) => boolean;
}

const text = (column: Project['units']['trade'], i: number): string =>
  new TextDecoder().decode(column.bytes.subarray(column.offsets[i], column.offsets[i + 1]));

export const apart = ({ units }: Project, a: number, b: number): number =>
  geodesic.Geodesic.WGS84.Inverse(units.lat[a], units.lng[a], units.lat[b], units.lng[b]).s12 ??
  NaN;

const upTo = ({ divisions }: Project, division: number, level: number): number => {
  let at = division;
  while (at >= 0 && divisions.level[at] !== level) at = divisions.parent[at];
  return at;
};

/** The units that could be grouped, by the demands alone. */
export function candidatesOf(
  project: Project,
  verdicts: { due: Uint8Array; organisation: { state: Uint8Array } },
  demands: Demands,
): number[] {
  const { units } = project;
  return Array.from({ length: units.count }, (_, i) => i).filter(
    (i) =>
      verdicts.due[i] === 1 &&
      verdicts.organisation.state[i] === 0 &&
      demands.kinds.includes(UNIT_KINDS[units.kind[i]]) &&
      units.members[i] >= 0 &&
      units.members[i] < (demands.belowMembers ?? Infinity) &&
      units.division[i] >= 0 &&
      upTo(project, units.division[i], demands.level) >= 0 &&
      (demands.apartM === undefined || Number.isFinite(units.lng[i] + units.lat[i])),
  );
}

/** Whether candidates may be one group. */
export function isGroup(project: Project, group: readonly number[], demands: Demands): boolean {
  const { units } = project;
  if (group.length < demands.least || group.length > demands.most) return false;
  if (group.reduce((sum, i) => sum + units.members[i], 0) < demands.minMembers) return false;
  for (const a of group)
    for (const b of group) {
      if (a === b) continue;
      const levels = [a, b].map((i) => upTo(project, units.division[i], demands.level));
      if (levels[0] !== levels[1]) return false;
      if (demands.apartM !== undefined && !(apart(project, a, b) <= demands.apartM)) return false;
      for (const [wanted, column] of [
        [demands.sameTrade, units.trade],
        [demands.sameHost, units.host],
      ] as const)
        if (wanted && (text(column, a) === '' || text(column, a) !== text(column, b))) return false;
    }
  const { beside } = demands;
  if (!beside) return true;
  const reached = new Set([group[0]]);
  for (const a of reached) for (const b of group) if (beside(a, b)) reached.add(b);
  return reached.size === group.length;
}

/** Everything wrong with a grouping, in words. */
export function faultsOf(
  project: Project,
  verdicts: { due: Uint8Array; organisation: { state: Uint8Array } },
  grouping: Grouping,
  demands: Demands,
): string[] {
  const faults: string[] = [];
  const candidates = new Set(candidatesOf(project, verdicts, demands));
  if (grouping.candidates !== candidates.size) faults.push(`candidates ${grouping.candidates}`);
  const seen = new Set<number>();
  let last = -1;
  for (let g = 0; g < grouping.groups; g++) {
    const group = [...grouping.member.slice(grouping.groupStart[g], grouping.groupStart[g + 1])];
    if (group[0] <= last) faults.push(`group ${g} out of order`);
    last = group[0];
    if (String(group) !== String([...group].sort((a, b) => a - b))) faults.push(`order in ${g}`);
    if (!isGroup(project, group, demands)) faults.push(`group ${g} is none: ${group.join()}`);
    const members = group.reduce((sum, i) => sum + project.units.members[i], 0);
    if (members !== grouping.members[g]) faults.push(`members of ${g}`);
    for (const i of group) {
      if (!candidates.has(i)) faults.push(`${i} is no candidate`);
      if (seen.has(i)) faults.push(`${i} twice`);
      if (grouping.groupOf[i] !== g) faults.push(`groupOf ${i}`);
      seen.add(i);
    }
    if (demands.apartM !== undefined) {
      const pairs = group.flatMap((a) => group.map((b) => (a === b ? 0 : apart(project, a, b))));
      if (Math.abs(Math.max(...pairs) - grouping.spanM[g]) > 1e-6) faults.push(`span of ${g}`);
    }
  }
  if (seen.size !== grouping.served) faults.push(`served ${grouping.served}`);
  grouping.groupOf.forEach((g, i) => g >= 0 && !seen.has(i) && faults.push(`groupOf ${i}`));
  if (grouping.bound < grouping.served) faults.push('bound below served');
  if (grouping.spreadBound > grouping.spread) faults.push('spread below its bound');
  return faults;
}

/** The best of all partitions of some candidates into groups and units left out. */
export function bruteForce(
  project: Project,
  candidates: readonly number[],
  demands: Demands,
  metres: (a: number, b: number) => number,
): { served: number; spread: number } {
  let best = { served: 0, spread: 0 };
  const groups: number[][] = [];
  const go = (at: number): void => {
    if (at === candidates.length) {
      const served = groups.reduce((sum, group) => sum + group.length, 0);
      if (served < best.served) return;
      if (groups.some((group) => !isGroup(project, group, demands))) return;
      let spread = 0;
      for (const group of groups)
        for (const a of group) for (const b of group) if (a < b) spread += Math.round(metres(a, b));
      if (served > best.served || spread < best.spread) best = { served, spread };
      return;
    }
    const unit = candidates[at];
    go(at + 1);
    for (const group of groups) {
      if (group.length === demands.most) continue;
      group.push(unit);
      go(at + 1);
      group.pop();
    }
    groups.push([unit]);
    go(at + 1);
    groups.pop();
  };
  go(0);
  return best;
}
