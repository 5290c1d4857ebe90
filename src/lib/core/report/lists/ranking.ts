import { DIVISION_LEVELS } from '#lib/core/model.ts';
import type { Divisions, DivisionLevel } from '#lib/core/model.ts';
import { CHANGES, improvement } from '#lib/core/report/improvement.ts';
import type { List } from '#lib/core/report/lists/list.ts';
import { listOf } from '#lib/core/report/lists/list-of.ts';
import type { Field } from '#lib/core/report/lists/list-of.ts';
import type { AuditInput, ListInput, RankingChoice } from '#lib/core/report/lists/list-input.ts';
import { codePath } from '#lib/core/report/lists/unit-fields.ts';
import { rankDivisions, rateCounts } from '#lib/core/report/ranking.ts';
import type { PeerGroup, Ranking } from '#lib/core/report/ranking.ts';
import { sourceRow } from '#lib/core/report/source-row.ts';
import { tally } from '#lib/core/report/tally/tally.ts';
import { unitClasses } from '#lib/core/report/tally/unit-classes.ts';

/** The level that is ranked where none is chosen: streets, else the lowest above the grids. */
function firstLevel({ level }: Divisions): DivisionLevel {
  const there = DIVISION_LEVELS.filter((_, code) => level.includes(code));
  const above = there.filter((name) => name !== 'grid');
  return there.includes('street') ? 'street' : (above[above.length - 1] ?? 'grid');
}

const firstChoice = (divisions: Divisions): RankingChoice => ({
  level: firstLevel(divisions),
  ledger: 'organisation',
  peers: 'size',
  earlier: null,
});

/** How a group is written where it is not a code: its sizes or its parent. */
function peerText({ of }: PeerGroup, divisions: Divisions): string | null {
  if (of === null || 'type' in of) return null;
  if ('parent' in of) return divisions.name[of.parent] ?? null;
  const [from, to] = of.size;
  return to === null ? `${from}+` : `${from}\u2013${to - 1}`;
}

function peerField(ranking: Ranking, divisions: Divisions): Field[] {
  const group = (row: number): PeerGroup => ranking.groups[ranking.group[row]];
  const [first] = ranking.groups;
  if (!first || first.of === null) return [];
  if ('type' in first.of)
    return [
      {
        key: 'peers',
        kind: 'code',
        prefix: 'street_type',
        of: (row) => {
          const { of } = group(row);
          return of !== null && 'type' in of ? of.type : null;
        },
      },
    ];
  return [{ key: 'peers', kind: 'text', of: (row) => peerText(group(row), divisions) }];
}

/** Divisions of one level by rate, with intervals, ranges of ranks and, where there is an earlier result, change. */
export function ranking(input: AuditInput & Partial<Pick<ListInput, 'assessment'>>): List {
  const { project, audit, pack } = input;
  const lost = input.assessment?.crossing ?? input.crossing;
  const { divisions } = project;
  const choice = input.ranking ?? firstChoice(divisions);
  const counts = tally({ project, classes: unitClasses(audit), mask: null }).divisions;
  const rates = rateCounts(counts, choice.ledger);
  const found = rankDivisions(divisions, rates, choice.level, choice.peers, pack.ranking);
  const division = (row: number): number => found.division[row];
  const number = (key: 'rate' | 'low' | 'high'): Field => ({
    key,
    kind: 'share',
    aside: key !== 'rate',
    of: (row) => found[key][row],
  });
  const count = (key: 'yes' | 'due' | 'unknown'): Field => ({
    key: `rate_${key}`,
    kind: 'count',
    aside: key === 'unknown',
    of: (row) => found[key][row],
  });
  const rank = (key: 'rankFrom' | 'rankTo'): Field => ({
    key: key === 'rankFrom' ? 'rank_from' : 'rank_to',
    kind: 'count',
    aside: true,
    of: (row) => (found[key][row] === 0 ? null : found[key][row]),
  });
  const crossing = (level: 'district' | 'street'): Field => ({
    key: `crossing_${level}`,
    kind: 'count',
    // Beside the change there is no room for it.
    aside: level === 'district' || choice.earlier !== null,
    of: (row) => lost?.[level][division(row)] ?? null,
  });
  return listOf(
    'ranking',
    {
      count: found.count,
      record: (row) => ({ table: 'divisions', record: division(row) }),
      source: (row) => sourceRow(project, 'divisions', division(row)),
    },
    [
      { key: 'name', kind: 'text', of: (row) => divisions.name[division(row)] },
      { key: 'path', kind: 'text', aside: true, of: (row) => codePath(project, division(row)) },
      ...peerField(found, divisions),
      { key: 'ranks', kind: 'text', of: (row) => range(found.rankFrom[row], found.rankTo[row]) },
      rank('rankFrom'),
      rank('rankTo'),
      number('rate'),
      count('yes'),
      count('due'),
      count('unknown'),
      {
        key: 'interval',
        kind: 'text',
        of: (row) => (found.due[row] === 0 ? null : interval(found.low[row], found.high[row])),
      },
      number('low'),
      number('high'),
      {
        key: 'small',
        kind: 'code',
        prefix: 'small',
        of: (row) => (found.small[row] === 1 ? 'small' : null),
      },
      ...changeFields(input, choice, rates, division),
      crossing('street'),
      crossing('district'),
    ],
  );
}

const DASH = '\u2013';
/** A range of ranks; one number where it is one. */
const range = (from: number, to: number): string | null =>
  from === 0 ? null : from === to ? `${from}` : `${from}${DASH}${to}`;
const percent = (share: number): string => (100 * share).toFixed(1);
const interval = (low: number, high: number): string => `${percent(low)}${DASH}${percent(high)}%`;

function changeFields(
  { project, pack }: AuditInput,
  { earlier, ledger }: RankingChoice,
  rates: ReturnType<typeof rateCounts>,
  division: (row: number) => number,
): Field[] {
  if (earlier === null) return [];
  const { confidence } = pack.ranking;
  const found = improvement(project.divisions, rates, earlier, ledger, confidence);
  const share = (key: 'difference' | 'low' | 'high'): Field => ({
    key: `change_${key}`,
    kind: 'share',
    aside: key !== 'difference',
    of: (row) => found[key][division(row)],
  });
  return [
    {
      key: 'change',
      kind: 'code',
      prefix: 'change',
      of: (row) => CHANGES[found.change[division(row)]],
    },
    ...(['difference', 'low', 'high'] as const).map(share),
  ];
}
