import type { Contract } from '#lib/core/ingest/contract.ts';
import type { Issue } from '#lib/core/model.ts';
import type { Handed, Opened, Progress, Reader, Shelf } from '#lib/state/opened.ts';

/** What is going on with the project. A failure leaves the project that was open before. */
export type Status =
  | { at: 'empty' }
  | ({ at: 'opening' } & Progress)
  | { at: 'open' }
  | { at: 'failed'; code: 'nothing' | 'kept' | 'demo' | 'crash'; detail: string };

export interface ProjectDoors {
  reader: Reader;
  shelf: Shelf;
  contract: Contract;
  demo: () => Promise<Handed[]>;
}

/** The project on the screen: how it came in, and what was wrong with what was handed in last. */
export class ProjectStore {
  status = $state.raw<Status>({ at: 'empty' });
  opened = $state.raw<Opened | null>(null);
  /** Issues of the project that is open; while a refusal stands, those of what was refused. */
  issues = $state.raw<Issue[]>([]);
  /** True where the browser had no room to keep the files. */
  notKept = $state.raw(false);
  readonly #doors: ProjectDoors;
  #turn = 0;

  constructor(doors: ProjectDoors) {
    this.#doors = doors;
  }

  /** Opens what was open last, else the demo. */
  async start(): Promise<void> {
    const kept = await this.#doors.shelf.take().catch(() => null);
    if (kept) await this.#read(kept, false);
    if (!this.opened) await this.openDemo();
  }

  /** Opens the bundled demo and forgets the kept project. */
  async openDemo(): Promise<void> {
    this.notKept = false;
    try {
      this.#progress({ stage: 'read', file: null, done: 0, total: 0 });
      const files = await this.#doors.demo();
      if (await this.#read(files, true)) await this.#doors.shelf.clear().catch(() => undefined);
    } catch (reason) {
      this.status = { at: 'failed', code: 'demo', detail: said(reason) };
    }
  }

  /** Reads files that were handed in; what has no valid table leaves the project as it was. */
  async openFiles(files: Handed[]): Promise<void> {
    if (files.length === 0 || !(await this.#read(files, false))) return;
    try {
      await this.#doors.shelf.put(files);
      this.notKept = false;
    } catch {
      this.notKept = true;
    }
  }

  /** Says why files that were handed in could not be had at all. */
  refuse(reason: unknown): void {
    this.status = { at: 'failed', code: 'crash', detail: said(reason) };
  }

  /** Stops a reading; what was open before stays. */
  cancel(): void {
    this.#turn++;
    this.#doors.reader.cancel();
    this.status = this.opened ? { at: 'open' } : { at: 'empty' };
  }

  /** Puts a failure aside. */
  dismiss(): void {
    this.status = this.opened ? { at: 'open' } : { at: 'empty' };
    if (this.opened) this.issues = this.opened.project.issues;
    this.notKept = false;
  }

  #progress(progress: Progress): void {
    this.status = { at: 'opening', ...progress };
  }

  async #read(files: Handed[], demo: boolean): Promise<boolean> {
    const turn = ++this.#turn;
    this.#progress({ stage: 'read', file: null, done: 0, total: files.length });
    try {
      const read = await this.#doors.reader.open(files, this.#doors.contract, (progress) => {
        if (turn === this.#turn && this.status.at === 'opening') this.#progress(progress);
      });
      if (turn !== this.#turn) return false;
      this.issues = read.project.issues;
      if (read.project.units.count + read.project.divisions.count === 0) {
        const code = this.opened ? 'kept' : 'nothing';
        this.status = { at: 'failed', code, detail: '' };
        return false;
      }
      this.#progress({ stage: 'audit', file: null, done: 0, total: 0 });
      // The screen says so before it is busy with it.
      await new Promise((resolve) => setTimeout(resolve));
      if (turn !== this.#turn) return false;
      this.opened = { ...read, demo };
      this.status = { at: 'open' };
      return true;
    } catch (reason) {
      if (turn === this.#turn) {
        const code = demo ? 'demo' : 'crash';
        this.status = { at: 'failed', code, detail: said(reason) };
      }
      return false;
    }
  }
}

const said = (reason: unknown): string =>
  reason instanceof Error ? reason.message : String(reason);
