import { NATIONAL, shippedFiles } from '#data/rules/shipped.ts';
import type { RulePlace } from '#lib/core/coverage/compare-packs.ts';
import type { PackIssue, RulePack } from '#lib/core/coverage/pack.ts';
import type { PackFile } from '#lib/core/coverage/pack/pack-file.ts';
import { readPackText } from '#lib/core/coverage/pack/read-file.ts';
import { resolvePack } from '#lib/core/coverage/pack/resolve.ts';
import type { Weighed } from '#lib/core/coverage/weigh.ts';
import type { Judge, Read } from '#lib/state/opened.ts';
import { filesWith, listed, noPacks, withPack, withoutPack } from '#lib/state/own-packs.ts';
import type { PackShelf } from '#lib/state/pack-shelf.ts';
import { withInherited, withValue, withoutRule, type Json } from '#lib/state/rule-editing.ts';

/** A file that was not taken, and everything that is wrong with it. */
export interface Refusal {
  name: string;
  issues: PackIssue[];
}

const textOf = (json: unknown): string => `${JSON.stringify(json, null, 2)}\n`;

/** The rule packs of the page: those that ship, own copies, which is looked at, edited or compared. */
export class Rules {
  /** Own copies as texts that were sound when they were kept. */
  own = $state.raw(noPacks());
  chosen = $state.raw(NATIONAL);
  /** The pack that the chosen one is compared with. */
  other = $state.raw<string | null>(null);
  /** The text of the chosen copy while something in it is wrong, and what. */
  draft = $state.raw<{ text: string; issues: PackIssue[] } | null>(null);
  refused = $state.raw<Refusal | null>(null);
  /** True where the browser had no room to keep a copy. */
  notKept = $state.raw(false);
  /** The pack that a link named and this browser does not have. */
  absent = $state.raw<string | null>(null);
  weighed = $state.raw<Weighed | null>(null);
  weighing = $state.raw(false);
  weighFailed = $state.raw<string | null>(null);

  readonly files = $derived.by(() => filesWith(this.own));
  readonly packs = $derived.by(() => listed(this.files));
  readonly pack = $derived.by((): RulePack | null => this.packOf(this.chosen));
  readonly isOwn = $derived.by(() => this.own.has(this.chosen));
  /** The chosen pack's file as text: as it is edited, or as it stands. */
  readonly text = $derived.by(
    () => this.draft?.text ?? this.own.get(this.chosen) ?? textOf(this.files.get(this.chosen)),
  );
  /** The same as JSON; what was sound last while the text is none. */
  readonly json = $derived.by((): Json => {
    const parse = (text: string): Json | null => {
      try {
        const json: unknown = JSON.parse(text);
        return typeof json === 'object' && json !== null ? (json as Json) : null;
      } catch {
        return null;
      }
    };
    return parse(this.text) ?? parse(this.own.get(this.chosen) ?? '{}') ?? {};
  });
  readonly parent = $derived.by((): RulePack | null => {
    const parent = this.files.get(this.chosen)?.extends;
    return parent === undefined ? null : this.packOf(parent);
  });

  readonly #shelf: PackShelf;
  readonly #judge: Judge;
  #asked = 0;

  constructor(shelf: PackShelf, judge: Judge) {
    this.#shelf = shelf;
    this.#judge = judge;
  }

  /** Takes the kept copies, and gives the pack of an id, the national one where there is none. */
  async start(id: string | null): Promise<RulePack> {
    const named = id ?? NATIONAL;
    const taken = this.#shelf.all().then(
      (own) => (this.own = own),
      () => undefined,
    );
    // Only who goes by a copy waits for the copies.
    if (!shippedFiles.has(named)) await taken;
    const found = this.packOf(named);
    this.absent = found === null ? named : null;
    this.chosen = found === null ? NATIONAL : named;
    return found ?? this.packOf(NATIONAL)!;
  }

  packOf(id: string): RulePack | null {
    const listed = this.packs.get(id);
    return listed && 'pack' in listed ? listed.pack : null;
  }

  choose(id: string): void {
    if (id === this.chosen) return;
    this.chosen = id;
    this.draft = null;
    this.refused = null;
    if (this.other === id) this.other = null;
  }

  /** Makes a copy of the chosen pack to edit: one that is built on it and changes nothing yet. */
  async copy(name: (zh: string, en: string) => PackFile['name']): Promise<void> {
    const file = this.files.get(this.chosen)!;
    let n = 1;
    while (this.files.has(`${file.id}-${n}`)) n += 1;
    const { format, formatVersion, effective } = file;
    const own: PackFile = {
      ...{ format, formatVersion },
      id: `${file.id}-${n}`,
      version: '1',
      name: name(file.name['zh-CN'], file.name.en),
      effective,
      extends: file.id,
    };
    await this.#keep(own.id, textOf(own));
    this.choose(own.id);
  }

  /** Takes a pack file; a faulty one is refused as a whole. */
  async load(name: string, text: string): Promise<void> {
    this.refused = null;
    const read = readPackText(text);
    const resolved = 'file' in read ? resolvePack(read.file, this.files) : read;
    const issues = 'issues' in resolved ? resolved.issues : [];
    if ('file' in read && shippedFiles.has(read.file.id))
      issues.push({ place: '/id', code: 'pack_duplicate_id', found: read.file.id, expected: null });
    if (issues.length > 0 || !('file' in read)) {
      this.refused = { name, issues };
      return;
    }
    await this.#keep(read.file.id, text);
    this.choose(read.file.id);
  }

  /** The text of the chosen copy is now this; while something in it is wrong the last sound one decides. */
  async write(text: string): Promise<void> {
    const id = this.chosen;
    if (!this.own.has(id)) return;
    const read = readPackText(text);
    const issues = 'issues' in read ? read.issues : this.#unfit(read.file, id);
    this.draft = issues.length > 0 ? { text, issues } : null;
    if (issues.length === 0) await this.#keep(id, text);
  }

  setValue(place: RulePlace, id: string, path: string, value: unknown): Promise<void> {
    if (!this.pack) return Promise.resolve();
    return this.write(textOf(withValue(this.json, this.pack, { place, id, path }, value)));
  }

  /** Changes what the pack says of itself: name, version or effective date. */
  setHeading(path: string, value: string): Promise<void> {
    const [head, rest] = path.split('/');
    const own = rest ? { ...(this.json[head] as Json), [rest]: value } : value;
    return this.write(textOf({ ...this.json, [head]: own }));
  }

  dropRule(place: RulePlace, id: string): Promise<void> {
    return this.write(textOf(withoutRule(this.json, this.parent, place, id)));
  }

  restoreRule(place: RulePlace, id: string): Promise<void> {
    return this.write(textOf(withInherited(this.json, place, id)));
  }

  async remove(id: string): Promise<void> {
    this.own = withoutPack(this.own, id);
    if (this.chosen === id) this.choose(NATIONAL);
    if (this.other === id) this.other = null;
    await this.#shelf.remove(id).catch(() => undefined);
  }

  /** Weighs the chosen pack against another on what is open; the last question asked is answered. */
  async weigh(read: Read, from: RulePack): Promise<void> {
    const to = this.pack;
    const turn = ++this.#asked;
    if (!to) return;
    this.weighing = true;
    try {
      const weighed = await this.#judge.weigh(read, from, to);
      if (turn !== this.#asked) return;
      this.weighed = weighed;
      this.weighFailed = null;
    } catch (reason) {
      if (turn !== this.#asked) return;
      this.weighed = null;
      this.weighFailed = reason instanceof Error ? reason.message : String(reason);
    }
    this.weighing = false;
  }

  #unfit(file: PackFile, id: string): PackIssue[] {
    if (file.id !== id)
      return [
        { place: '/id', code: 'pack_wrong_value', found: JSON.stringify(file.id), expected: id },
      ];
    const resolved = resolvePack(file, this.files);
    return 'issues' in resolved ? resolved.issues : [];
  }

  async #keep(id: string, text: string): Promise<void> {
    this.own = withPack(this.own, id, text);
    try {
      await this.#shelf.put(id, text);
      this.notKept = false;
    } catch {
      this.notKept = true;
    }
  }
}
