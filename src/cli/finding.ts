import type { FolderSheet } from '#lib/core/ingest/open-folder.ts';
import type { OpenedFolder } from '#lib/core/ingest/open-folder.ts';
import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import type { CrsFinding, SheetQuestion } from '#lib/core/ingest/questions.ts';
import type { Format } from '#lib/core/ingest/sheet.ts';
import type { Issue, TableName } from '#lib/core/model.ts';

/** What is made of one sheet, or of a file in which there is none, as `inspect` writes it. */
export interface Finding {
  /** The file by its own name; a member of an archive is named behind it. */
  file: string;
  /** Null where nothing could be read. */
  format: Format | null;
  /** Encoding of its text; null for formats that say it themselves. */
  encoding: string | null;
  table: TableName | null;
  sheet: string | null;
  /** From 1; empty for formats that have none. */
  header_rows: number[];
  rows: number;
  /** As it can be saved and given back with `--mapping`. */
  mapping: Mapping | null;
  crs: {
    /** Key of the reading in use; null without coordinates, or in a system that cannot be converted from. */
    verdict: string | null;
    sure: boolean;
    /** Share of the rows that lie where they say, the likeliest first; null where no division is drawn. */
    scores: { crs: string; share: number | null }[];
    /** Answers on service reach that would be others; null where there is no facility to ask. */
    flips: Record<string, number> | null;
  };
  personal_data: { column: string; kind: string; count: number }[];
  issues: Issue[];
}

const TEXTS: readonly Format[] = ['csv', 'geojson', 'kml', 'shapefile', 'html'];

const NO_CRS: Finding['crs'] = { verdict: null, sure: true, scores: [], flips: null };

function crsOf({ best, sure, offers }: CrsFinding): Finding['crs'] {
  const flips = offers.flatMap((offer) =>
    offer.flips === null ? [] : [[offer.crs, offer.flips] as const],
  );
  return {
    verdict: best,
    sure,
    scores: offers.map(({ crs, share }) => ({
      crs,
      share: Number.isNaN(share) ? null : Number(share.toFixed(4)),
    })),
    flips: flips.length > 0 ? Object.fromEntries(flips) : null,
  };
}

function ofSheet({ sheet, mapping, personal }: FolderSheet, crs: CrsFinding | null): Finding {
  const { file, format, headerRows, count } = sheet;
  return {
    file,
    format,
    encoding: sheet.encoding ?? (TEXTS.includes(format) ? 'utf-8' : null),
    table: mapping.table,
    sheet: sheet.sheet,
    header_rows: headerRows,
    rows: count,
    mapping,
    crs: crs ? crsOf(crs) : NO_CRS,
    personal_data: personal.map(({ column, kind, count: cells }) => ({
      column,
      kind,
      count: cells,
    })),
    issues: [],
  };
}

const ofFile = (file: string): Finding => ({
  file,
  format: null,
  encoding: null,
  table: null,
  sheet: null,
  header_rows: [],
  rows: 0,
  mapping: null,
  crs: NO_CRS,
  personal_data: [],
  issues: [],
});

/**
 * What is made of each sheet, and of each file that has none but has issues. An issue stands with its
 * sheet; one of the whole file, or of a page without a table, with the first sheet of the file; one
 * of the folder (`units_missing`) nowhere. In the order of the folder's files.
 */
export function findingsOf(
  { files, sheets }: OpenedFolder,
  questions: readonly SheetQuestion[],
  issues: readonly Issue[],
): Finding[] {
  const findings = sheets.map((own, i) => ofSheet(own, questions[i].crs));
  for (const issue of issues) {
    if (issue.file === '') continue;
    const own = findings.filter(({ file }) => file === issue.file);
    let finding = own.find(({ sheet }) => sheet === issue.sheet) ?? own[0];
    if (!finding) findings.push((finding = ofFile(issue.file)));
    finding.issues.push(issue);
  }
  const rank = ({ file }: Finding): number =>
    files.findIndex(({ name }) => file === name || file.startsWith(`${name}/`));
  return findings
    .map((finding) => ({ finding, at: rank(finding) }))
    .sort((a, b) => a.at - b.at)
    .map(({ finding }) => finding);
}
