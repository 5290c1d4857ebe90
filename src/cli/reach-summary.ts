import type { ReachResult } from '#lib/core/report/reach-result.ts';
import type { CliTranslate } from '#lib/i18n/cli.ts';
import { aligned, percent } from '#cli/summary.ts';

const short = (value: number): string => String(Math.round(value * 100) / 100);
const metres = (value: number | null): string => (value === null ? '-' : value.toFixed(0));

interface Row {
  total: number;
  reached: number;
  second?: number;
  unknown?: number;
}

function table(result: ReachResult, words: CliTranslate): string[] {
  const { demand, units, households, employees, second } = result;
  const row = (name: string, { total, reached, second: twice, unknown }: Row): string[] => [
    name,
    `${short(reached)} / ${short(total)}`,
    percent(total > 0 ? reached / total : null),
    twice === undefined ? '' : short(twice),
    unknown === undefined ? '' : String(unknown),
  ];
  const rows = [words('reachColumns').split('\t')];
  if (demand !== null) {
    const { points, weight, reached_points: reached, reached_weight: reachedWeight } = demand;
    const twice = second.demand;
    rows.push(
      row(words('reachPoints'), { total: points, reached, second: twice?.reached_points }),
      row(words('reachWeight'), {
        total: weight,
        reached: reachedWeight,
        second: twice?.reached_weight,
      }),
    );
  }
  rows.push(row(words('reachUnits'), { ...units, second: second.units.reached }));
  if (households !== null) rows.push(row(words('reachHouseholds'), households));
  if (employees !== null) rows.push(row(words('reachEmployees'), employees));
  return aligned(rows);
}

function networkLines({ network, ...result }: ReachResult, words: CliTranslate): string[] {
  if (network === null) return [];
  const { nodes, edges, length_m, components, refused, snapped } = network;
  const lines = [
    words('reachNetwork', {
      nodes,
      edges,
      length: (length_m / 1000).toFixed(1),
      components,
      refused: Object.values(refused).reduce((sum: number, n: number) => sum + n, 0),
    }),
    words('reachSnapped', {
      places: snapped.places,
      mean: metres(snapped.mean_m),
      worst: metres(snapped.worst_m),
      tooFar: snapped.too_far,
    }),
  ];
  const other = result.node_snap ?? result.edge_snap;
  if (other)
    lines.push(
      words('reachOther', {
        snap: words(result.node_snap ? 'snap_node' : 'snap_edge'),
        points: other.demand === null ? '-' : `${other.demand.reached_points} / ${other.demand.points}`, // prettier-ignore
        units: `${other.units.reached} / ${other.units.total}`,
      }),
    );
  return lines;
}

/** The short table that a run ends with. */
export function reachLines(result: ReachResult, words: CliTranslate): string[] {
  const { method, cutoff_m, minutes, pace, levels, stations, distance, area_m2, notes } = result;
  const lines = [
    words(minutes === null ? 'reachSummary' : 'reachSummaryMinutes', {
      stations,
      levels: levels.join(', '),
      method: words(`method_${method}`),
      metres: short(cutoff_m),
      minutes: minutes ?? '',
      pace: pace === null ? '' : words(`pace_${pace}`),
    }),
    ...table(result, words),
    words('reachDistance', {
      mean: metres(distance.mean_m),
      p95: metres(distance.p95_m),
      worst: metres(distance.worst_m),
    }),
  ];
  if (distance.unreachable_weight > 0)
    lines.push(words('reachUnreachable', { weight: short(distance.unreachable_weight) }));
  lines.push(words('reachArea', { area: (area_m2.union / 1e6).toFixed(3) }));
  lines.push(...networkLines(result, words));
  for (const { code, stations: n } of notes)
    if (code !== 'no_station' && code !== 'no_radius') lines.push(words(`note_${code}`, { n }));
  return lines;
}
