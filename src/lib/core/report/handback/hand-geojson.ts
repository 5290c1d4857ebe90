import { featuresOf, readGeoJson } from '#lib/core/ingest/geojson.ts';
import { jsonRoot } from '#lib/core/ingest/geojson-text.ts';
import { isObject } from '#lib/core/ingest/geojson-check.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { PersonalTexts } from '#lib/core/ingest/scrub-text.ts';
import { decode } from '#lib/core/ingest/sniff.ts';
import { HandbackFault } from '#lib/core/report/handback/fault.ts';
import { handedName, notesOf } from '#lib/core/report/handback/handed-back.ts';
import type { HandedBack, Work } from '#lib/core/report/handback/handed-back.ts';
import { markText } from '#lib/core/report/handback/hand-back-texts.ts';
import { ISSUES_PROPERTY, markGeoJson } from '#lib/core/report/handback/mark-geojson.ts';
import type { GeoJsonMark } from '#lib/core/report/handback/mark-geojson.ts';
import { filled } from '#lib/core/report/handback/mark.ts';
import { personalCells } from '#lib/core/report/handback/personal-cells.ts';

type Member = Record<string, unknown>;

/** A collection of the features of a value in the order in which its rows count them. */
function collectionOf(root: unknown): Member & { features: unknown[] } {
  const features = featuresOf(root).map((feature) =>
    isObject(feature) && feature.type === 'Feature' ? { ...feature } : feature,
  );
  const rest = isObject(root) && root.type === 'FeatureCollection' ? root : {};
  return { type: 'FeatureCollection', ...rest, features };
}

/** A value without the texts that hold personal data. */
function cleaned(value: unknown, texts: PersonalTexts): unknown {
  if (typeof value === 'string') return texts.clean(value);
  if (Array.isArray(value)) return value.map((each) => cleaned(each, texts));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, cleaned(each, texts)]),
  );
}

/** Marks of the personal data; ids of features that are personal are taken off `features` at once. */
function blanksOf(
  features: unknown[],
  sheet: ReturnType<typeof readGeoJson>,
  work: Work,
): { marks: GeoJsonMark[]; properties: string[] } {
  if (sheet === null || work.personal === null) return { marks: [], properties: [] };
  const found = personalCells(sheet, work.lexicon);
  const properties = found.columns.map((at) => sheet.headers[at]);
  const marks: GeoJsonMark[] = [];
  const leave = (row: number, property: string, text: string | null) => {
    const feature = features[row - 1] as Member;
    const own = isObject(feature.properties) && Object.hasOwn(feature.properties, property);
    if (!own) delete feature.id;
    if (text !== null) marks.push({ row, property: own ? property : null, text, blank: own });
  };
  for (const { record, column } of found.cells)
    leave(sheet.row[record], sheet.headers[column], work.texts.blanked);
  for (const at of found.columns)
    for (const row of sheet.row)
      if (/^@?id$/i.test(sheet.headers[at])) leave(row, sheet.headers[at], null);
  return { marks, properties };
}

/**
 * Hands back GeoJSON as one collection whose features say what is wrong with them; what is wrong
 * with the file is a member of the collection.
 */
export function handGeoJson(work: Work): HandedBack {
  const { input, bytes, issues, personal, clean, texts } = work;
  const quiet = new IssueLog(clean, { perKind: 0, total: 0, of: () => false });
  const { text, encoding } = decode(bytes);
  const root = jsonRoot(input.name, text, quiet);
  if (root === undefined) throw new HandbackFault('no_sheets');
  const given = collectionOf(root);
  // The reading mends geometry in place, so it gets a copy of its own.
  const sheet = readGeoJson(input.name, jsonRoot(input.name, text, quiet), quiet);
  const { features, ...rest } = given;
  const { marks, properties } = blanksOf(features, sheet, work);
  const ofFile: string[] = [];
  for (const issue of issues) {
    if (issue.severity === 'note') continue;
    const { row, column } = issue;
    const said = markText(issue, row !== null && column !== null, texts);
    const inColumn = column === null ? said : filled(texts.inColumn, { column, text: said });
    if (row === null || row > features.length) ofFile.push(inColumn);
    else marks.push({ row, property: column, text: inColumn });
  }
  const around = personal === null ? rest : (cleaned(rest, personal) as Member);
  const collection = { ...around, features };
  const marked = markGeoJson(collection, marks, properties) as Member;
  const result =
    ofFile.length > 0 ? { ...marked, [ISSUES_PROPERTY]: [...new Set(ofFile)] } : marked;
  return {
    name: handedName(clean(input.name), texts, 'geojson'),
    type: 'application/geo+json',
    bytes: new TextEncoder().encode(JSON.stringify(result)),
    notes: notesOf({
      reencoded: encoding === null ? 0 : 1,
      personal_blanked: properties.length + marks.filter(({ blank }) => blank).length,
    }),
  };
}
