import { Placer } from '#lib/core/division/place.ts';
import { flipsUnder } from '#lib/core/ingest/detective/flips.ts';
import { hypothesisKey } from '#lib/core/ingest/detective/hypothesis.ts';
import type { CrsScore } from '#lib/core/ingest/detective/verdict.ts';
import { territoryOf } from '#lib/core/ingest/detective/territory.ts';
import { readDivisions } from '#lib/core/ingest/division-table.ts';
import { partsOf } from '#lib/core/ingest/import-folder.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import type { MappingProposal } from '#lib/core/ingest/mapping/propose.ts';
import { surveySheet } from '#lib/core/ingest/mapping/survey.ts';
import type { SheetSurvey } from '#lib/core/ingest/mapping/survey.ts';
import type { OpenedFolder } from '#lib/core/ingest/open-folder.ts';
import { NO_TERRITORY, decideCrs } from '#lib/core/ingest/part-crs.ts';
import { placedPart } from '#lib/core/ingest/placed-part.ts';
import type { CrsDecision, Ground } from '#lib/core/ingest/part-crs.ts';
import { partOf } from '#lib/core/ingest/part.ts';
import { PersonalTexts } from '#lib/core/ingest/scrub-text.ts';
import { TableReader } from '#lib/core/ingest/table-reader.ts';
import { readFacilities } from '#lib/core/ingest/tables.ts';
import type { TableName } from '#lib/core/model.ts';

/** Readings that are offered, the likeliest first. */
const OFFERED = 6;

/** One way to read the coordinates of a sheet. */
export interface CrsOffer {
  /** Key of the hypothesis. */
  crs: string;
  /** Share of the rows looked at that speak for it, 0..1; NaN where no division is drawn. */
  share: number;
  /** Answers on coverage that would be others than under the best; null where nothing can tell. */
  flips: number | null;
}

/** What is known of the coordinates of a sheet. */
export interface CrsFinding {
  /** The reading in use; null where the system named cannot be converted from. */
  best: string | null;
  /** The system that the file names and that cannot be converted from. */
  refused: string | null;
  sure: boolean;
  offers: CrsOffer[];
  mixed: boolean;
  datumAssumed: boolean;
}

/** What is asked about a sheet, and all that is needed to answer. */
export interface SheetQuestion {
  file: string;
  sheet: string | null;
  hidden: boolean;
  survey: SheetSurvey;
  proposal: MappingProposal;
  mapping: Mapping;
  /** False where nothing about it is in doubt. */
  asks: boolean;
  crs: CrsFinding | null;
}

/** Tells whether a position is served: a code of STATES. Made by whoever knows the rules of reach. */
export type StateAt = (lng: number, lat: number) => number;
/** Makes a `StateAt` of the facilities that the folder has. */
export type ReachOf = (level: Uint8Array, lng: Float64Array, lat: Float64Array) => StateAt;

const TABLES_WITH_POSITIONS: TableName[] = [
  'units',
  'organisations',
  'facilities',
  'demand',
  'candidates',
];

/** True where somebody has to look at the sheets before they are imported. */
export function mustAsk(folder: OpenedFolder, lexicon: Lexicon): boolean {
  if (folder.sheets.every((own) => own.named)) return false;
  return questionsOf(folder, lexicon, null).some((question) => question.asks);
}

/** The questions about an opened folder, one for each sheet, under the mappings that these have by now. */
export function questionsOf(
  folder: OpenedFolder,
  lexicon: Lexicon,
  reachOf: ReachOf | null,
): SheetQuestion[] {
  const ground = groundOf(folder, lexicon);
  const texts = new PersonalTexts(lexicon.cells);
  const stateAt = reachOf && stateOf(folder, ground, lexicon, reachOf);
  return folder.sheets.map((own): SheetQuestion => {
    const { sheet, mapping, proposal, named, chosen } = own;
    const isGround = mapping.table === 'divisions' || mapping.table === null;
    const part = partOf(own);
    const decision =
      mapping.table === null ? null : decideCrs(part, isGround ? BARE : ground, lexicon);
    const crs =
      decision &&
      findingOf(
        decision,
        sheet.crs === null ? null : texts.clean(sheet.crs),
        TABLES_WITH_POSITIONS.includes(mapping.table!) ? stateAt : null,
        ground.territory.bbox !== null,
      );
    const contradicted = decision?.how === 'found' && chosen === 'before';
    const doubtful = contradicted || decision?.how === 'assumed' || decision?.how === 'refused';
    return {
      file: sheet.file,
      sheet: sheet.sheet,
      hidden: sheet.hidden,
      survey: surveySheet(sheet),
      proposal,
      mapping,
      asks:
        !named && !sheet.hidden && ((chosen === 'no' && proposal.confidence === 'ask') || doubtful),
      crs,
    };
  });
}

const BARE: Ground = { territory: NO_TERRITORY, placer: null, neighbours: null };

/** The divisions of the folder, as far as its sheets give them. */
function groundOf(folder: OpenedFolder, lexicon: Lexicon): Ground {
  const issues = new IssueLog();
  const files = folder.files.map((file) => ({ ...file }));
  const own = partsOf(folder, files, issues).divisions ?? [];
  const parts = own.map((part) => placedPart(part, BARE, lexicon, issues));
  const reader = new TableReader(parts, 'divisions', lexicon, issues);
  const divisions = readDivisions(reader);
  return { territory: territoryOf(divisions), placer: new Placer(divisions), neighbours: null };
}

function stateOf(
  folder: OpenedFolder,
  ground: Ground,
  lexicon: Lexicon,
  reachOf: ReachOf,
): StateAt | null {
  const issues = new IssueLog();
  const files = folder.files.map((file) => ({ ...file }));
  const own = partsOf(folder, files, issues).facilities ?? [];
  const parts = own.map((part) => placedPart(part, ground, lexicon, issues));
  const reader = new TableReader(parts, 'facilities', lexicon, issues);
  const { level, lng, lat } = readFacilities(reader, ground.placer!);
  const anywhere = lng.some((x, i) => !Number.isNaN(x + lat[i]));
  return anywhere ? reachOf(level, lng, lat) : null;
}

function findingOf(
  { hypothesis, how, verdict, box, raw }: CrsDecision,
  declared: string | null,
  stateAt: StateAt | null,
  drawn: boolean,
): CrsFinding {
  const best = hypothesis && hypothesisKey(hypothesis);
  const scores = (verdict?.scores ?? []).slice(0, OFFERED);
  const flips =
    hypothesis && stateAt
      ? flipsUnder(
          raw.x,
          raw.y,
          hypothesis,
          scores.map((one) => one.hypothesis),
          box,
          stateAt,
        )
      : null;
  return {
    best,
    refused: how === 'refused' ? declared : null,
    sure: how !== 'assumed' && how !== 'refused',
    offers: scores.map((score, i) => ({
      crs: hypothesisKey(score.hypothesis),
      share: drawn ? shareOf(score) : NaN,
      flips: flips ? flips[i].flips : null,
    })),
    mixed: verdict?.mixed ?? false,
    datumAssumed: verdict?.datumAssumed ?? false,
  };
}

const shareOf = ({ inNamed, named, inside, total }: CrsScore): number =>
  named > 0 ? inNamed / named : total > 0 ? inside / total : 0;
