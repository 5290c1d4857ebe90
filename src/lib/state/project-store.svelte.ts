import type { RulePack } from '#lib/core/coverage/pack.ts';
import type { Lexicon } from '#lib/core/ingest/lexicon.ts';
import type { HeaderRange, Mapping } from '#lib/core/ingest/mapping/mapping.ts';
import { remember } from '#lib/core/ingest/mapping/memory.ts';
import type { SavedMapping } from '#lib/core/ingest/mapping/saved.ts';
import type { Issue, Project } from '#lib/core/model.ts';
import type { HandBackTexts } from '#lib/core/report/hand-back.ts';
import type {
  Answer,
  Decisions,
  Handed,
  HandedBack,
  Judge,
  NotHandedBack,
  Opened,
  Progress,
  Read,
  Reader,
  SheetQuestion,
  Shelf,
} from '#lib/state/opened.ts';
import { partMappings, takeMappings, withSaved } from '#lib/state/saved-mappings.ts';
import type { MappingNote } from '#lib/state/saved-mappings.ts';

type Failure = 'nothing' | 'kept' | 'demo' | 'crash' | 'mapping' | 'mappingAlone';

/** What is going on with the project. A failure leaves the project that was open before. */
export type Status =
  | { at: 'empty' }
  | ({ at: 'opening' } & Progress)
  | { at: 'asking' }
  | { at: 'open' }
  | { at: 'failed'; code: Failure; detail: string };

export interface ProjectDoors {
  reader: Reader;
  /** Absent where no other pack is ever chosen. */
  judge?: Judge;
  shelf: Shelf;
  decisions: Decisions;
  demo: () => Promise<Handed[]>;
}

/** The project on the screen: how it came in, and what was wrong with what was handed in last. */
export class ProjectStore {
  status = $state.raw<Status>({ at: 'empty' });
  opened = $state.raw<Opened | null>(null);
  /** Issues of the project that is open; while a refusal stands, those of what was refused. */
  issues = $state.raw<Issue[]>([]);
  /** What has to be answered before the files that were handed in can be read. */
  questions = $state.raw<SheetQuestion[]>([]);
  /** What became of the mapping files that were loaded last while sheets are asked about. */
  mappingNotes = $state.raw<MappingNote[]>([]);
  /** True once the browser keeps what is open for the next visit. */
  kept = $state.raw(false);
  /** True where the browser had no room to keep the project. */
  notKept = $state.raw(false);
  /** The files of the project that is open, for giving them back with their errors marked. */
  files = $state.raw<Handed[]>([]);
  /** The rule pack that projects are decided by. */
  pack = $state.raw<RulePack>() as RulePack;
  #asked: Handed[] = [];
  #mappings: Mapping[] | null = null;
  readonly #doors: ProjectDoors;
  #turn = 0;
  #followed = 0;
  /** The pack that the files which are being read are decided by. */
  #readBy: RulePack | null = null;

  constructor(doors: ProjectDoors) {
    this.#doors = doors;
    this.pack = doors.decisions.pack;
  }

  /** Goes by another rule pack: decides the open project anew, and reads later ones by it. */
  async follow(pack: RulePack): Promise<void> {
    const { opened } = this;
    if (!opened) {
      this.pack = pack;
      return;
    }
    const turn = ++this.#followed;
    const decided = await this.#decidedBy(opened, pack);
    if (turn !== this.#followed) return;
    // Another project came in meanwhile.
    if (this.opened !== opened) return this.follow(pack);
    this.pack = pack;
    this.opened = { ...opened, ...decided };
    if (!opened.demo) await this.#keep();
  }

  /** What is kept, under the pack that is followed now. */
  async #decided(read: Read): Promise<Read> {
    const isSame = JSON.stringify(read.pack) === JSON.stringify(this.pack);
    return isSame ? read : { ...read, ...(await this.#decidedBy(read, this.pack)) };
  }

  async #decidedBy(read: Read, pack: RulePack): Promise<Omit<Read, 'project'>> {
    const { judge } = this.#doors;
    if (!judge) return { ...read };
    // What the screen begins with was made from the verdicts before.
    return { ...(await judge.decide(read, pack)), pack, outset: undefined };
  }

  /** The words by which files are understood. */
  get lexicon(): Lexicon {
    return this.#doors.decisions.lexicon;
  }

  /** Opens what was open last, else the demo. */
  async start(): Promise<void> {
    const turn = this.#turn;
    const kept = await this.#doors.shelf.take().catch(() => null);
    if (turn !== this.#turn) return;
    if (kept) this.#accept(await this.#decided(kept), false, []);
    else await this.openDemo();
  }

  /** Opens the bundled demo and forgets the kept project. */
  async openDemo(): Promise<void> {
    this.notKept = false;
    try {
      this.#progress({ stage: 'read', file: null, done: 0, total: 0 });
      const files = await this.#doors.demo();
      if (await this.#read(files, true, false))
        await this.#doors.shelf.clear().catch(() => undefined);
    } catch (reason) {
      this.status = { at: 'failed', code: 'demo', detail: said(reason) };
    }
  }

  /**
   * Reads files that were handed in; what has no valid table leaves the project as it was. Stops at
   * the questions where something about them is in doubt, or always with `ask`. Saved mappings among
   * the files are used; a faulty one is refused with everything it came with. Alone they are for the
   * sheets that are asked about.
   */
  async openFiles(files: Handed[], ask = false): Promise<void> {
    const [mappings, ledgers] = partMappings(files);
    if (mappings.length > 0) return this.#openWith(mappings, ledgers, ask);
    if (files.length > 0 && (await this.#read(files, false, ask))) await this.#keep();
  }

  /** Uses mapping files, however they are named, for the sheets that are asked about. */
  async loadMappings(files: Handed[]): Promise<void> {
    const turn = this.#turn;
    const { saved, fault } = await takeMappings(files, this.lexicon);
    if (turn !== this.#turn || this.status.at !== 'asking') return;
    if (fault !== null) this.mappingNotes = [fault];
    else {
      const { mappings, notes } = withSaved(this.questions, saved);
      await this.reconsider(mappings);
      this.mappingNotes = notes;
    }
  }

  async #openWith(mappings: Handed[], ledgers: Handed[], ask: boolean): Promise<void> {
    if (ledgers.length === 0 && this.status.at === 'asking') return this.loadMappings(mappings);
    const turn = ++this.#turn;
    this.#doors.reader.cancel();
    const { saved, issues, fault } = await takeMappings(mappings, this.lexicon);
    if (turn !== this.#turn) return;
    if (fault !== null || ledgers.length === 0) {
      this.#rest();
      this.issues = fault === null ? this.issues : issues;
      const code = fault === null ? 'mappingAlone' : 'mapping';
      this.status = { at: 'failed', code, detail: fault?.file ?? saved[0].file };
      return;
    }
    if (!(await this.#read(ledgers, false, ask, saved))) return;
    const isUsed = ({ file }: SavedMapping) =>
      !this.issues.some((issue) => issue.code === 'mapping_unused' && issue.file === file);
    await this.#remember(saved.filter(isUsed).map(({ mapping }) => mapping));
    await this.#keep();
  }

  /** Looks at the questions again under other mappings. */
  reconsider(mappings: Mapping[]): Promise<void> {
    return this.#ask(this.#doors.reader.look(mappings));
  }

  /** Reads one of the sheets again under another header. */
  readHeader(sheet: number, rows: HeaderRange): Promise<void> {
    const mappings = this.questions.map(({ mapping }) => mapping);
    return this.#ask(this.#doors.reader.header(sheet, rows, mappings));
  }

  async #ask(asked: Promise<SheetQuestion[]>): Promise<void> {
    const turn = this.#turn;
    this.mappingNotes = [];
    const questions = await asked;
    if (turn === this.#turn && this.status.at === 'asking') this.questions = questions;
  }

  /** The first rows of one sheet as they would be imported. */
  preview(sheet: number, mappings: Mapping[]): Promise<Project> {
    return this.#doors.reader.preview(sheet, mappings);
  }

  /** Reads the files that were asked about, under these mappings, and remembers them. */
  async answer(mappings: Mapping[]): Promise<void> {
    const files = this.#asked;
    const turn = ++this.#turn;
    this.#progress({ stage: 'build', file: null, done: 0, total: 0 });
    const read = this.#doors.reader.finish(mappings, (progress) => this.#tell(turn, progress));
    const done = await this.#settle(read, turn, files, false);
    if (!done) return;
    await this.#remember(mappings);
    await this.#keep();
  }

  /**
   * One of the open files with its errors marked, or why it cannot be. `name` is the file as its
   * issues name it. Files are known until the page is left: without them the answer is `no_file`.
   */
  async handBack(
    name: string,
    texts: HandBackTexts,
    onProgress: (progress: Progress) => void,
  ): Promise<HandedBack | NotHandedBack> {
    if (!this.opened || this.files.length === 0) return { fault: 'no_file' };
    const { demo, used = [] } = this.opened;
    const remembered = demo ? [] : await this.#known();
    const { files } = this;
    const returning = {
      files,
      name,
      used,
      remembered,
      trusted: demo,
      lexicon: this.lexicon,
      texts,
    };
    return this.#doors.reader.handBack(returning, onProgress);
  }

  /** Says why files that were handed in could not be had at all. */
  refuse(reason: unknown): void {
    this.status = { at: 'failed', code: 'crash', detail: said(reason) };
  }

  /** Stops a reading, or puts the questions away; what was open before stays. */
  cancel(): void {
    this.#turn++;
    this.#doors.reader.cancel();
    this.#rest();
  }

  /** Puts a failure aside. */
  dismiss(): void {
    this.#rest();
    if (this.opened) this.issues = this.opened.project.issues;
    this.notKept = false;
  }

  #rest(): void {
    this.questions = [];
    this.mappingNotes = [];
    this.#asked = [];
    this.status = this.opened ? { at: 'open' } : { at: 'empty' };
  }

  #progress(progress: Progress): void {
    this.status = { at: 'opening', ...progress };
  }

  #tell(turn: number, progress: Progress): void {
    if (turn === this.#turn && this.status.at === 'opening') this.#progress(progress);
  }

  async #known(): Promise<Mapping[]> {
    return (this.#mappings ??= await this.#doors.shelf.mappings().catch(() => []));
  }

  async #remember(mappings: readonly Mapping[]): Promise<void> {
    const known = await this.#known();
    this.#mappings = mappings.reduce((list, mapping) => remember(list, mapping), known);
    await this.#doors.shelf.putMappings(this.#mappings).catch(() => undefined);
  }

  async #keep(): Promise<void> {
    if (!this.opened) return;
    const { project, field, audit, outset } = this.opened;
    try {
      const { pack } = this.opened;
      this.kept = false;
      await this.#doors.shelf.put({ project, field, audit, outset, pack });
      this.kept = this.opened.project === project;
      this.notKept = false;
    } catch {
      this.notKept = true;
    }
  }

  async #read(
    files: Handed[],
    demo: boolean,
    ask: boolean,
    saved: SavedMapping[] = [],
  ): Promise<boolean> {
    const turn = ++this.#turn;
    this.#progress({ stage: 'read', file: null, done: 0, total: files.length });
    const remembered = demo ? [] : await this.#known();
    const pack = (this.#readBy = this.pack);
    const setup = { ...this.#doors.decisions, pack, remembered, saved, ask, trusted: demo };
    const answer = this.#doors.reader.open(files, setup, (progress) => this.#tell(turn, progress));
    return this.#settle(answer, turn, files, demo);
  }

  async #settle(
    answer: Promise<Answer>,
    turn: number,
    files: Handed[],
    demo: boolean,
  ): Promise<boolean> {
    try {
      const read = await answer;
      if (turn !== this.#turn) return false;
      if ('questions' in read) {
        this.#asked = files;
        this.questions = read.questions;
        this.mappingNotes = [];
        this.status = { at: 'asking' };
        return false;
      }
      this.questions = [];
      const decided = await this.#decided({ ...read, pack: this.#readBy ?? this.pack });
      return turn === this.#turn && this.#accept(decided, demo, files);
    } catch (reason) {
      if (turn === this.#turn) {
        const code = demo ? 'demo' : 'crash';
        this.status = { at: 'failed', code, detail: said(reason) };
      }
      return false;
    }
  }

  #accept(read: Read, demo: boolean, files: Handed[]): boolean {
    this.issues = read.project.issues;
    const { units, divisions, facilities, demand, candidates } = read.project;
    if ([units, divisions, facilities, demand, candidates].every(({ count }) => count === 0)) {
      const code = this.opened ? 'kept' : 'nothing';
      this.status = { at: 'failed', code, detail: '' };
      return false;
    }
    this.files = files;
    this.opened = { ...read, demo };
    this.kept = false;
    this.status = { at: 'open' };
    return true;
  }
}

const said = (reason: unknown): string =>
  reason instanceof Error ? reason.message : String(reason);
