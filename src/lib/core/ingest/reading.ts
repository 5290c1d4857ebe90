import type { Project } from '#lib/core/model.ts';
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import type { HeaderRange } from '#lib/core/ingest/header-choice.ts';
import { importFolder } from '#lib/core/ingest/import-folder.ts';
import { IssueLog } from '#lib/core/ingest/issue-log.ts';
import type { Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import { unusedMappings } from '#lib/core/ingest/mapping/saved.ts';
import type { SavedMapping } from '#lib/core/ingest/mapping/saved.ts';
import { openFolder, usedBy } from '#lib/core/ingest/open-folder.ts';
import type { OpenedFolder, UsedMapping } from '#lib/core/ingest/open-folder.ts';
import { mustAsk, questionsOf } from '#lib/core/ingest/questions.ts';
import type { ReachOf, SheetQuestion } from '#lib/core/ingest/questions.ts';
import { readHeader } from '#lib/core/ingest/read-header.ts';
import { headOf } from '#lib/core/ingest/sheet.ts';
import type { InputFile, ReadProgress } from '#lib/core/ingest/source.ts';

export interface ReadingSetup {
  lexicon: Lexicon;
  /** Mappings of earlier files, used where the headers are the same. */
  remembered: Mapping[];
  /** Mappings handed in with the files; one that is for none of them is an issue. */
  saved?: SavedMapping[];
  /** Ask about every sheet, even where nothing is in doubt. */
  ask: boolean;
  /** See `ReadOptions.trusted`. */
  trusted: boolean;
}

/** Rows of a sheet that are shown before it is imported. */
const PREVIEWED = 3_000;

type Tell = (progress: ReadProgress) => void;

/** One reading of files with the questions in the middle; the files stay open until the project is built. */
export class Reading {
  readonly #setup: ReadingSetup;
  readonly #reachOf: ReachOf | null;
  #folder: OpenedFolder | null = null;
  /** What the sheets were read by, in their order; known once the project is built. */
  used: UsedMapping[] = [];

  /** `reachOf` tells which answers on coverage hang on the coordinates. */
  constructor(setup: ReadingSetup, reachOf: ReachOf | null) {
    this.#setup = setup;
    this.#reachOf = reachOf;
  }

  /** Opens the files; null where nothing has to be asked. */
  async open(files: readonly InputFile[], tell: Tell): Promise<SheetQuestion[] | null> {
    const { lexicon, remembered, saved = [], ask, trusted } = this.#setup;
    const known = [...remembered, ...saved.map(({ mapping }) => mapping)];
    this.#folder = await openFolder(files, lexicon, { onProgress: tell, trusted }, known);
    const { sheets, issues } = this.#folder;
    for (const { file } of unusedMappings(saved, sheets)) issues.add('mapping_unused', file);
    if (trusted || this.#folder.sheets.length === 0) return null;
    return ask || mustAsk(this.#folder, lexicon)
      ? questionsOf(this.#folder, lexicon, this.#reachOf)
      : null;
  }

  /** The questions under other mappings, one for each sheet in the order of the sheets. */
  questions(mappings: readonly Mapping[]): SheetQuestion[] {
    return questionsOf(this.#chosen(mappings), this.#setup.lexicon, this.#reachOf);
  }

  /** The questions with one sheet read again under another header, others under these mappings. */
  async header(
    sheet: number,
    rows: HeaderRange,
    mappings: readonly Mapping[],
  ): Promise<SheetQuestion[]> {
    const { lexicon, remembered, trusted } = this.#setup;
    const before = this.#chosen(mappings);
    this.#folder = await readHeader(before, sheet, rows, lexicon, { trusted }, remembered);
    return this.questions(this.#folder.sheets.map(({ mapping }) => mapping));
  }

  /** The first rows of one sheet, on the divisions of the folder, as they would be imported. */
  preview(sheet: number, mappings: readonly Mapping[]): Promise<Project> {
    const folder = this.#chosen(mappings);
    const sheets = folder.sheets
      .filter((own, i) => i === sheet || own.mapping.table === 'divisions')
      .map((own) =>
        own === folder.sheets[sheet] ? { ...own, sheet: headOf(own.sheet, PREVIEWED) } : own,
      );
    return importFolder({ ...folder, sheets, issues: new IssueLog() }, this.#setup.lexicon);
  }

  /** The project under the mappings given, those proposed where none are. Closes the files. */
  async finish(mappings: readonly Mapping[], tell: Tell): Promise<Project> {
    const folder = this.#chosen(mappings);
    const { lexicon, trusted } = this.#setup;
    const project = await importFolder(folder, lexicon, { onProgress: tell, trusted });
    this.used = usedBy(folder.sheets);
    this.#folder = null;
    return project;
  }

  #chosen(mappings: readonly Mapping[]): OpenedFolder {
    const folder = this.#folder;
    if (!folder) throw new Error('nothing is open');
    if (mappings.length === 0) return folder;
    const sheets = folder.sheets.map((own, i) => ({
      ...own,
      mapping: mappings[i],
      chosen: 'now' as const,
    }));
    return { ...folder, sheets };
  }
}
