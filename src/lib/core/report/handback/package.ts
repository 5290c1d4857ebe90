import { strToU8, unzipSync, zipSync } from 'fflate';
import type { Zippable } from 'fflate';
import { HandbackFault } from '#lib/core/report/handback/fault.ts';
import { decodePart } from '#lib/core/report/handback/part-text.ts';
import { Edits, escaped, unescaped } from '#lib/core/report/handback/xml-text.ts';
import { TagWalk, rootTag } from '#lib/core/report/handback/xml-tags.ts';

/** Bytes that a workbook may unpack to. */
const MAX_UNPACKED = 1_500_000_000;
/** Members that are compressed already. */
const PACKED = /\.(png|jpe?g|gif|zip|xlsx|docx|pptx|mp4)$/i;
/** Bytes from which a member is packed less hard: half the time, a tenth more bytes. */
const LARGE = 4_000_000;
const CONTENT_TYPES = '[Content_Types].xml';

export interface Relationship {
  id: string;
  /** The last word of the type's address, such as `worksheet`. */
  type: string;
  /** The part it leads to; the address as it is where that lies outside the workbook. */
  target: string;
  external: boolean;
}

/** Path of a target relative to a folder, without `..`. */
function resolve(folder: string, target: string): string {
  const path: string[] = target.startsWith('/') ? [] : folder.split('/').filter(Boolean);
  for (const step of target.split('/'))
    if (step === '..') path.pop();
    else if (step !== '' && step !== '.') path.push(step);
  return path.join('/');
}

const folderOf = (part: string) => part.slice(0, part.lastIndexOf('/') + 1);
const keyOf = (part: string) => part.replace(/\\/g, '/').replace(/^\//, '').toLowerCase();

/**
 * The members of an Office file. Parts are looked up without regard to case, as the format has it;
 * a part that was not set keeps its bytes. Throws `not_a_workbook`, `workbook_too_large`.
 */
export class OfficePackage {
  readonly #parts = new Map<string, { name: string; bytes: Uint8Array }>();
  readonly #texts = new Map<string, string>();

  constructor(bytes: Uint8Array) {
    let members: Record<string, Uint8Array>;
    let total = 0;
    try {
      members = unzipSync(bytes, {
        filter: (file) => (total += file.originalSize) <= MAX_UNPACKED,
      });
    } catch {
      throw new HandbackFault('not_a_workbook');
    }
    if (total > MAX_UNPACKED) throw new HandbackFault('workbook_too_large');
    for (const [name, content] of Object.entries(members))
      this.#parts.set(keyOf(name), { name, bytes: content });
    if (!this.has(CONTENT_TYPES)) throw new HandbackFault('not_a_workbook');
  }

  names(): string[] {
    return [...this.#parts.values()].map(({ name }) => name);
  }

  has(part: string): boolean {
    return this.#parts.has(keyOf(part));
  }

  bytes(part: string): Uint8Array {
    const found = this.#parts.get(keyOf(part));
    if (!found) throw new HandbackFault('workbook_broken', part);
    return found.bytes;
  }

  text(part: string): string {
    const key = keyOf(part);
    let text = this.#texts.get(key);
    if (text === undefined) this.#texts.set(key, (text = decodePart(this.bytes(part))));
    return text;
  }

  set(part: string, text: string): void {
    const key = keyOf(part);
    const name = this.#parts.get(key)?.name ?? part;
    this.#texts.delete(key);
    this.#parts.set(key, { name, bytes: strToU8(text) });
  }

  /** Takes a part out, with its content type; relationships to it are the caller's. */
  remove(part: string): void {
    this.#parts.delete(keyOf(part));
    this.#texts.delete(keyOf(part));
    const text = this.text(CONTENT_TYPES);
    const edits = new Edits();
    const walk = new TagWalk(text);
    while (walk.find('Override'))
      if (keyOf(unescaped(walk.attribute('PartName') ?? '')) === keyOf(part)) {
        const { start } = walk;
        walk.toClose();
        edits.replace(start, walk.end, '');
      }
    if (edits.any) this.set(CONTENT_TYPES, edits.apply(text));
  }

  /** A path that no part has: `{n}` becomes the first free number. */
  free(pattern: string): string {
    for (let n = 1; ; n++) {
      const part = pattern.replace('{n}', String(n));
      if (!this.has(part)) return part;
    }
  }

  #relsOf(part: string): string {
    const folder = folderOf(part);
    return `${folder}_rels/${part.slice(folder.length)}.rels`;
  }

  relationships(part: string): Relationship[] {
    const rels = this.#relsOf(part);
    if (!this.has(rels)) return [];
    const list: Relationship[] = [];
    const walk = new TagWalk(this.text(rels));
    while (walk.find('Relationship')) {
      const target = unescaped(walk.attribute('Target') ?? '');
      const external = walk.attribute('TargetMode') === 'External';
      list.push({
        id: unescaped(walk.attribute('Id') ?? ''),
        type: (walk.attribute('Type') ?? '').replace(/^.*\//, ''),
        target: external ? target : resolve(folderOf(part), target),
        external,
      });
    }
    return list;
  }

  /** Adds a relationship; its id. `type` is the full address. */
  relate(part: string, type: string, target: string): string {
    const rels = this.#relsOf(part);
    const taken = new Set(this.relationships(part).map(({ id }) => id.toLowerCase()));
    let n = taken.size + 1;
    while (taken.has(`rid${n}`)) n++;
    const from = folderOf(part).split('/').filter(Boolean);
    const to = target.split('/');
    while (from.length > 0 && from[0] === to[0]) {
      from.shift();
      to.shift();
    }
    const address = [...from.map(() => '..'), ...to].join('/');
    if (!this.has(rels))
      this.set(
        rels,
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
      );
    this.#append(
      rels,
      `Relationship Id="rId${n}" Type="${type}" Target="${escaped(address)}"`,
      'Relationships',
    );
    return `rId${n}`;
  }

  /** Takes the relationships to a part away. */
  unrelate(part: string, target: string): void {
    const rels = this.#relsOf(part);
    if (!this.has(rels)) return;
    const text = this.text(rels);
    const edits = new Edits();
    const walk = new TagWalk(text);
    while (walk.find('Relationship')) {
      const to = resolve(folderOf(part), unescaped(walk.attribute('Target') ?? ''));
      if (keyOf(to) !== keyOf(target)) continue;
      const { start } = walk;
      walk.toClose();
      edits.replace(start, walk.end, '');
    }
    if (edits.any) this.set(rels, edits.apply(text));
  }

  override(part: string, contentType: string): void {
    this.#append(
      CONTENT_TYPES,
      `Override PartName="/${escaped(part)}" ContentType="${contentType}"`,
      'Types',
    );
  }

  /** Declares the content type of an extension where it has none. */
  declare(extension: string, contentType: string): void {
    const walk = new TagWalk(this.text(CONTENT_TYPES));
    while (walk.find('Default'))
      if ((walk.attribute('Extension') ?? '').toLowerCase() === extension) return;
    this.#append(
      CONTENT_TYPES,
      `Default Extension="${extension}" ContentType="${contentType}"`,
      'Types',
      true,
    );
  }

  /** Adds an empty child element to the root of a part, as the last or the first. */
  #append(part: string, tag: string, root: string, first = false): void {
    const text = this.text(part);
    const walk = rootTag(text);
    if (walk.name !== root) throw new HandbackFault('workbook_broken', part);
    const child = `<${walk.prefix}${tag}/>`;
    const edits = new Edits();
    if (walk.kind === 3)
      edits.replace(walk.attributesEnd, walk.end, `>${child}</${walk.prefix}${root}>`);
    else {
      if (!first) walk.toClose();
      edits.insert(first ? walk.end : walk.start, child);
    }
    this.set(part, edits.apply(text));
  }

  /** The file, members in their order and of one fixed date. */
  zip(): Uint8Array {
    const members: Zippable = {};
    for (const { name, bytes } of this.#parts.values())
      members[name] = [bytes, { level: PACKED.test(name) ? 0 : bytes.length > LARGE ? 4 : 6 }];
    return zipSync(members, { mtime: new Date(1980, 0, 1) });
  }
}
