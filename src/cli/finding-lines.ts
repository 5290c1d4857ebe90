import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import { columnsOf, ignoredOf } from '#lib/core/ingest/mapping/mapping.ts';
import type { Issue } from '#lib/core/model.ts';
import type { CliKey } from '#lib/i18n/cli.ts';
import type { Console } from '#cli/console.ts';
import type { Finding } from '#cli/finding.ts';
import { aligned, issueCounts, issueLine, percent, ranked } from '#cli/summary.ts';

const list = (texts: readonly string[]): string => texts.join('; ');

function mappingLines(mapping: Mapping, { words }: Console): string[] {
  const columns = columnsOf(mapping, mapping);
  const used = new Set([...columns.values(), ...ignoredOf(mapping, mapping)]);
  const mapped = [...columns].map(([name, at]) => {
    const { factor } = mapping.columns[name];
    return `${name} = ${mapping.headers[at]}${factor === undefined ? '' : ` × ${factor}`}`;
  });
  const constants = Object.entries(mapping.constants).map(([name, value]) => `${name} = ${value}`);
  const kept = mapping.headers.filter((header, at) => header !== '' && !used.has(at));
  return [
    ...(mapped.length > 0 ? [words('inspectColumns', { list: list(mapped) })] : []),
    ...(constants.length > 0 ? [words('inspectConstants', { list: list(constants) })] : []),
    ...(kept.length > 0 ? [words('inspectKept', { list: list(kept) })] : []),
  ];
}

function crsLines({ verdict, sure, scores, flips }: Finding['crs'], { words }: Console): string[] {
  if (verdict === null) return sure ? [] : [words('inspectCrsRefused')];
  const said = words(sure ? 'inspectCrs' : 'inspectCrsUnsure', { crs: verdict });
  const [system, fits, flipped] = words('inspectScores').split('\t');
  const rows = [
    [system, fits, ...(flips ? [flipped] : [])],
    ...scores.map(({ crs, share }) => [crs, percent(share), ...(flips ? [`${flips[crs]}`] : [])]),
  ];
  const tells = flips !== null || scores.some(({ share }) => share !== null);
  return tells ? [said, ...aligned(rows).map((line) => `    ${line}`)] : [said];
}

/** Issues of one kind in one column are one line: the first of them, and how many there are. */
function issueKinds(issues: readonly Issue[], console: Console): string[] {
  if (issues.length === 0) return [];
  const { words } = console;
  const kinds = new Map<string, { first: Issue; n: number }>();
  for (const issue of ranked(issues)) {
    if (issue.code === 'more_of_same') continue;
    const key = `${issue.code}\n${issue.column ?? ''}`;
    const kind = kinds.get(key);
    if (kind) kind.n++;
    else kinds.set(key, { first: issue, n: 1 });
  }
  for (const { code, column, expected, found } of issues) {
    const kind = code === 'more_of_same' && kinds.get(`${expected ?? ''}\n${column ?? ''}`);
    if (kind) kind.n += Number(found);
  }
  const lines = Array.from(kinds.values(), ({ first, n }) =>
    words('inspectIssue', {
      line: issueLine(first, console),
      times: n > 1 ? words('inspectTimes', { n }) : '',
    }),
  );
  return [words('inspectIssues', issueCounts(issues)), ...lines];
}

/** What is made of a sheet, for people to read. */
export function findingLines(finding: Finding, console: Console): string[] {
  const { file, sheet, format, encoding, table, header_rows: header, rows, mapping } = finding;
  const { words } = console;
  const what = [format, encoding].filter((part) => part !== null).join(', ');
  const lines = [`${file}${sheet === null ? '' : ` [${sheet}]`}${what === '' ? '' : `: ${what}`}`];
  if (format !== null) {
    const inRows = header.length > 0 ? words('inspectHeader', { rows: header.join(', ') }) : '';
    const chosen = mapping?.header_rows ? words('inspectHeaderChosen') : '';
    const said = words('inspectTable', { table: table ?? words('inspectNoTable'), rows });
    lines.push(said + inRows + chosen);
  }
  if (mapping !== null && table !== null) lines.push(...mappingLines(mapping, console));
  lines.push(...crsLines(finding.crs, console));
  const personal = finding.personal_data.map(
    ({ column, kind, count }) => `${column} (${words(`personal_${kind}` as CliKey)} ${count})`,
  );
  if (personal.length > 0) lines.push(words('inspectPersonal', { list: list(personal) }));
  return [...lines, ...issueKinds(finding.issues, console)];
}
