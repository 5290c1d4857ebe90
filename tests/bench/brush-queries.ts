import { lexicon } from '#data/lexicon.ts';
import nationalJson from '#data/rules/national.json' with { type: 'json' };
import { audit as decide } from '#lib/core/coverage/audit.ts';
import type { RulePack } from '#lib/core/coverage/pack.ts';
import { reachField } from '#lib/core/coverage/reach-field.ts';
import { importFolder } from '#lib/core/ingest/import-folder.ts';
import { openFolder } from '#lib/core/ingest/open-folder.ts';
import { LEDGERS } from '#lib/core/model.ts';
import type { Dimension } from '#lib/core/report/facets/dimension.ts';
import {
  dividingLevel,
  divisionDimension,
  kindDimension,
  ledgerDimension,
  modeDimension,
  ruleDimension,
} from '#lib/core/report/facets/dimensions.ts';
import { textDimension } from '#lib/core/report/facets/text-dimension.ts';
import { arrowStreams } from '#lib/tables/arrow.ts';
import { folderFiles } from '#cli/folder.ts';

/** What is chosen on the page: the values by dimension. */
export type Chosen = Record<string, string[]>;

/** The dimensions of the filter of a folder, as the page makes them. */
export async function dimensionsOf(folder: string): Promise<Dimension[]> {
  const files = (await folderFiles(folder)).filter(({ name }) => name !== 'truth.json');
  const project = await importFolder(await openFolder(files, lexicon, {}, []), lexicon, {});
  const pack = nationalJson as unknown as RulePack;
  const audit = decide(project, pack, reachField(project), { radiusM: null });
  return [
    kindDimension(project.units),
    ...LEDGERS.map((ledger) => ledgerDimension(audit, ledger)),
    modeDimension(audit),
    ruleDimension(audit),
    divisionDimension(project, dividingLevel(project.divisions)),
    textDimension('trade', project.units.trade, 12),
  ];
}

/** The codes of every dimension by unit, as Arrow streams. */
export function codeStreams(dimensions: readonly Dimension[]): Uint8Array[] {
  const unit = Int32Array.from({ length: dimensions[0].codes.length }, (_, i) => i);
  const columns = dimensions.map(({ id, codes }) => [`f_${id}`, codes] as const);
  return [...arrowStreams({ unit, ...Object.fromEntries(columns) })];
}

/** One flat table of all that is asked about, made before the clock runs. */
export const PREPARE = [
  `CREATE OR REPLACE TABLE brush_facts AS
   SELECT v.division, v.due, v.organisation, v.mode, v.organisation_look AS look, c.* EXCLUDE (unit)
   FROM unit_verdicts v JOIN brush_codes c USING (unit) ORDER BY unit`,
  `CREATE OR REPLACE TABLE brush_closure AS SELECT * FROM division_closure`,
];

/** The filter as plain SQL; `but` leaves one dimension out. */
export function where(dimensions: readonly Dimension[], chosen: Chosen, but = ''): string {
  const terms = dimensions.flatMap(({ id, keys }) => {
    const own = chosen[id];
    if (!own || id === but) return [];
    return [`f_${id} IN (${own.map((key) => keys.indexOf(key)).join()})`];
  });
  return terms.length > 0 ? terms.join(' AND ') : 'true';
}

/** What answers a brush without anything counted before: each dimension, then every division. */
export function queriesOf(dimensions: readonly Dimension[], chosen: Chosen): string[] {
  const facets = dimensions.map(
    ({ id }) =>
      `SELECT f_${id} AS v, count(*)::INTEGER AS n FROM brush_facts WHERE ${where(dimensions, chosen, id)} GROUP BY v ORDER BY v`,
  );
  const divisions = `
    WITH own AS (
      SELECT division, count(*) AS units,
        count(*) FILTER (due = 1 AND organisation = 1) AS yes,
        count(*) FILTER (due = 1 AND organisation = 0) AS no,
        count(*) FILTER (due = 1 AND organisation = 2) AS unknown,
        count(*) FILTER (due = 1 AND organisation = 1 AND mode = 0) AS standalone,
        count(*) FILTER (due = 1 AND look = 3) AS blank
      FROM brush_facts WHERE ${where(dimensions, chosen)} GROUP BY division
    )
    SELECT c.ancestor, sum(COLUMNS(o.* EXCLUDE (division)))::INTEGER
    FROM brush_closure c JOIN own o ON o.division = c.descendant GROUP BY c.ancestor`;
  const passing = `SELECT count(*)::INTEGER AS n FROM brush_facts WHERE ${where(dimensions, chosen)}`;
  return [...facets, divisions, passing];
}
